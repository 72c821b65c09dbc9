// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What this contract needs of an oracle with OAO's interface.
interface IAIOracle {
    function requestCallback(
        uint256 modelId,
        bytes calldata input,
        address callbackContract,
        uint64 gasLimit,
        bytes calldata callbackData
    ) external payable returns (uint256 requestId);

    function estimateFee(uint256 modelId, uint256 gasLimit) external view returns (uint256);
}

/// @title A user's contract: it asks what digit an image shows, and keeps the answer
contract DigitReader {
    /// @notice What became of a question.
    enum State {
        None,
        Asked,
        Answered,
        Failed
    }

    /// @notice A question and its answer.
    /// @param asker Who asked.
    /// @param state What became of it.
    /// @param digit The answer.
    struct Question {
        address asker;
        State state;
        uint8 digit;
    }

    /// @notice Gas of the callback.
    uint64 public constant CALLBACK_GAS = 100_000;

    /// @notice The oracle, whose calls alone are believed.
    IAIOracle public immutable aiOracle;
    /// @notice The model's number at the oracle.
    uint256 public immutable modelId;

    /// @notice The questions, by their requests.
    mapping(uint256 => Question) public questions;
    /// @notice How often each digit was read.
    mapping(uint8 => uint256) public seen;

    /// @notice Somebody asks.
    event DigitAsked(uint256 indexed requestId, address indexed asker);
    /// @notice The answer came.
    event DigitRead(uint256 indexed requestId, address indexed asker, uint8 digit);
    /// @notice There will be no answer.
    event DigitFailed(uint256 indexed requestId, address indexed asker, uint8 code, string reason);

    /// @notice Only the oracle may call back.
    error NotOracle(address caller);
    /// @notice The model's output is a digit in four bytes, big-endian.
    error NoDigit(bytes output);

    modifier onlyAIOracleCallback() {
        if (msg.sender != address(aiOracle)) revert NotOracle(msg.sender);
        _;
    }

    /// @param oracle The oracle.
    /// @param model The model's number there.
    constructor(IAIOracle oracle, uint256 model) {
        aiOracle = oracle;
        modelId = model;
    }

    /// @notice Wei that {ask} takes.
    function price() public view returns (uint256) {
        return aiOracle.estimateFee(modelId, CALLBACK_GAS);
    }

    /// @notice Asks what digit an image shows.
    /// @param image 784 pixels, a byte each, or what the model takes.
    /// @return requestId The request, by which the answer comes.
    function ask(bytes calldata image) external payable returns (uint256 requestId) {
        requestId = aiOracle.requestCallback{value: msg.value}(
            modelId, image, address(this), CALLBACK_GAS, abi.encode(msg.sender)
        );
        questions[requestId] = Question(msg.sender, State.Asked, 0);
        emit DigitAsked(requestId, msg.sender);
    }

    /// @notice Called by the oracle with the answer.
    function aiOracleCallback(uint256 requestId, bytes calldata output, bytes calldata callbackData)
        external
        onlyAIOracleCallback
    {
        if (output.length != 4 || uint32(bytes4(output)) > 9) revert NoDigit(output);
        uint8 digit = uint8(output[3]);
        address asker = abi.decode(callbackData, (address));
        questions[requestId] = Question(asker, State.Answered, digit);
        ++seen[digit];
        emit DigitRead(requestId, asker, digit);
    }

    /// @notice Called by the oracle when the model's run failed.
    function aiOracleCallbackError(uint256 requestId, uint8 code, bytes calldata message, bytes calldata callbackData)
        external
        onlyAIOracleCallback
    {
        address asker = abi.decode(callbackData, (address));
        questions[requestId].state = State.Failed;
        emit DigitFailed(requestId, asker, code, string(message));
    }
}
