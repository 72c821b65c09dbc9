// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Blob} from "./memory/Blob.sol";
import {MemoryTree} from "./memory/MemoryTree.sol";
import {Model, Terms} from "./game/Terms.sol";

/// @title The registry of models
/// @notice A model's key is the hash of everything about it, so nobody can occupy the right files with a wrong root.
/// Whoever has the two files can recompute the root and the key, and see whether {isRegistered} says yes.
abstract contract Models {
    /// @dev A model is kept as a blob: its thirteen words, then the eight siblings of node 0x31.
    uint256 private constant MODEL_BYTES = 13 * 32;
    uint256 private constant SIBLINGS_BYTES = 8 * 32;

    mapping(bytes32 => address) private _models;

    /// @notice A model is there for everyone to use.
    event ModelRegistered(bytes32 indexed modelId, Model model);

    /// @notice This very model is registered already: use it.
    error ModelExists(bytes32 modelId);
    /// @notice No model has this key.
    error NoSuchModel(bytes32 modelId);
    /// @notice The siblings do not lead from empty input and output regions to the golden root.
    error WrongSiblings();

    /// @notice Registers a model. Anyone may, and once is enough.
    /// @param model What it is and its terms.
    /// @param inputSiblings Siblings of node 0x31 at depth 8 of the golden memory, the deepest first.
    /// @param modelNode Node 0x33 at depth 8: with node 0x32, which is empty, it makes the second of those siblings.
    /// @return modelId keccak256 of the model's fields, each as a 32-byte word.
    function registerModel(Model calldata model, bytes32[8] calldata inputSiblings, bytes32 modelNode)
        external
        returns (bytes32 modelId)
    {
        Terms.check(model);
        bytes32 empty = MemoryTree.zero(MemoryTree.REGION_HEIGHT);
        if (
            inputSiblings[1] != MemoryTree.join(empty, modelNode)
                || MemoryTree.root(empty, MemoryTree.INPUT_NODE, inputSiblings) != model.goldenRoot
        ) revert WrongSiblings();

        modelId = keccak256(abi.encode(model));
        if (_models[modelId] != address(0)) revert ModelExists(modelId);
        _models[modelId] = Blob.write(abi.encode(model, inputSiblings));
        emit ModelRegistered(modelId, model);
    }

    /// @notice Whether a model with this key is registered.
    /// @param modelId The model's key.
    function isRegistered(bytes32 modelId) external view returns (bool) {
        return _models[modelId] != address(0);
    }

    /// @notice A registered model.
    /// @param modelId The model's key.
    function modelOf(bytes32 modelId) external view returns (Model memory) {
        return _loadModel(_modelPointer(modelId));
    }

    /// @dev Where a registered model is kept.
    function _modelPointer(bytes32 modelId) internal view returns (address pointer) {
        pointer = _models[modelId];
        if (pointer == address(0)) revert NoSuchModel(modelId);
    }

    /// @dev A struct of value types lies in memory as its words do in the blob.
    function _loadModel(address pointer) internal view returns (Model memory model) {
        assembly ("memory-safe") {
            extcodecopy(pointer, model, 1, MODEL_BYTES)
        }
    }

    /// @dev The golden root with node 0x31 replaced.
    function _rootWithInput(address pointer, bytes32 inputNode) internal view returns (bytes32) {
        bytes32[8] memory siblings;
        assembly ("memory-safe") {
            extcodecopy(pointer, siblings, add(1, MODEL_BYTES), SIBLINGS_BYTES)
        }
        return MemoryTree.root(inputNode, MemoryTree.INPUT_NODE, siblings);
    }
}
