// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Model} from "../game/Terms.sol";
import {State} from "../machine/State.sol";
import {ShortBytes} from "../memory/ShortBytes.sol";
import {Opml} from "../Opml.sol";
import {RequestStatus} from "../Requests.sol";
import {Results} from "../Results.sol";
import {Callbacks} from "./Callbacks.sol";
import {IAIOracle} from "./IAIOracle.sol";
import {Listings} from "./Listings.sol";
import {Purse} from "./Purse.sol";

/// @title OpmlOracle: results carried into users' contracts
/// @notice It sits on an Opml contract, which knows nothing of it: it makes requests there for its users, and carries the
/// results to their contracts. That is a call of its own, {deliver}, which anyone can make and is paid for out of the
/// request. It has no owner and cannot be changed.
contract OpmlOracle is IAIOracle, Listings, Purse {
    /// @notice Where a request stands with the oracle.
    /// @custom:value None It is not one of the oracle's.
    /// @custom:value Waiting Its result is not final, or nobody has said so here yet.
    /// @custom:value Settled Its final result was delivered, and all that it held is paid out.
    /// @custom:value TakenBack It was taken back.
    enum Stage {
        None,
        Waiting,
        Settled,
        TakenBack
    }

    /// @notice What {deliver} would do.
    /// @custom:value Nothing It would revert.
    /// @custom:value Early It would carry a live result, which can still be struck out, to who asked for that.
    /// @custom:value Final It would carry the final result, and settle.
    /// @custom:value Settlement It would settle only: the result was carried while it was live.
    /// @custom:value Retry It would repeat a call that failed.
    enum Duty {
        Nothing,
        Early,
        Final,
        Settlement,
        Retry
    }

    /// @notice What the oracle keeps of a request.
    /// @param account Who made it.
    /// @param gasLimit Gas of the callback.
    /// @param delivered The attempt whose result was delivered last; 0 before the first.
    /// @param stage Where it stands.
    /// @param atOnce Whether live results are delivered too.
    /// @param failed Whether the last callback failed.
    /// @param earlyPaid Whether the deposit for live results is spent.
    /// @param callbackContract Who is called; zero for nobody.
    /// @param number The listing that it was made by; 0 for a key.
    /// @param depositGas Gas that one deposit pays.
    /// @param ownerFee Wei for the listing's owner.
    /// @param gasPrice Wei a gas of the deposits.
    /// @param callbackData Comes with the callback, as {ShortBytes}; 0 for none.
    struct Entry {
        address account;
        uint32 gasLimit;
        uint24 delivered;
        Stage stage;
        bool atOnce;
        bool failed;
        bool earlyPaid;
        address callbackContract;
        uint64 number;
        uint32 depositGas;
        uint96 ownerFee;
        uint64 gasPrice;
        uint256 callbackData;
    }

    /// @notice The most gas that a callback can have.
    uint256 public constant MAX_GAS_LIMIT = 10_000_000;
    /// @notice The most bytes that come with a callback.
    uint256 public constant MAX_CALLBACK_DATA = 4096;

    /// @dev Gas that a delivery takes besides the callback, and for each byte of the longest output.
    uint256 private constant DELIVERY_GAS = 180_000;
    uint256 private constant OUTPUT_BYTE_GAS = 16;
    /// @dev Of it, what {deliver} cannot measure: the transaction itself, and the payments.
    uint256 private constant UNMEASURED_GAS = 60_000;

    /// @notice The Opml contract.
    Opml public immutable opml;

    mapping(uint256 => Entry) private _entries;

    /// @notice A result without an output was delivered.
    event AICallbackError(address indexed account, uint256 indexed requestId, address invoker, uint8 code);
    /// @notice A delivery was made.
    /// @param requestId The request.
    /// @param invoker Who made it.
    /// @param attempt Which of the request's results it carried.
    /// @param duty What it was.
    /// @param success Whether the callback went well; true as well where there was none to make.
    /// @param paid Wei that the invoker has for it.
    event Delivered(
        uint256 indexed requestId, address indexed invoker, uint256 attempt, Duty duty, bool success, uint256 paid
    );
    /// @notice A request was taken back; the ether is the account's to withdraw.
    event TakenBack(uint256 indexed requestId, address indexed account, uint256 amount);

    /// @notice There is no Opml contract at this address.
    error NoOpml(address given);
    /// @notice A gas limit of 0 goes with no callback contract, and any other with one.
    error CallbackMismatch(address callbackContract, uint256 gasLimit);
    /// @notice The callback's gas is over the limit.
    error GasLimitTooHigh(uint256 given, uint256 maximum);
    /// @notice The callback's data are over the limit.
    error CallbackDataTooLong(uint256 given, uint256 maximum);
    /// @notice The request costs more than came with it.
    error Underpaid(uint256 expected, uint256 given);
    /// @notice The request is not at a stage where this can be done.
    error WrongStage(Stage stage);
    /// @notice Only the account that made the request may do this.
    error NotAccount(address account);
    /// @notice There is nothing to deliver: no result, no final one, or none that was not delivered yet.
    error NothingToDeliver(RequestStatus status, uint256 attempt);
    /// @notice Ether comes here with requests and from the Opml contract only.
    error NotWelcome(address sender);

    /// @param opml_ The Opml contract, for good.
    constructor(Opml opml_) {
        if (address(opml_).code.length == 0) revert NoOpml(address(opml_));
        opml = opml_;
    }

    /// @notice Takes the fees of requests that were taken back.
    receive() external payable {
        if (msg.sender != address(opml)) revert NotWelcome(msg.sender);
    }

    /// @inheritdoc IAIOracle
    /// @dev The callback comes when the result is final. What comes over {estimateFee} is the caller's to withdraw.
    function requestCallback(
        uint256 modelId,
        bytes calldata input,
        address callbackContract,
        uint64 gasLimit,
        bytes calldata callbackData
    ) external payable returns (uint256 requestId) {
        return _request(modelId, input, callbackContract, gasLimit, callbackData, false);
    }

    /// @notice As {requestCallback}, but the callback comes as soon as there is a result, again when that was struck out
    /// and there is another, and so, at last, with the final one. Ask {isFinalized} before relying on what came.
    /// @param modelId The model.
    /// @param input 1 byte or more.
    /// @param callbackContract Who is called with the result; zero for nobody.
    /// @param gasLimit Gas of that call: 0 exactly when there is no callback contract.
    /// @param callbackData Comes with each call.
    /// @return requestId The request.
    function requestCallbackAtOnce(
        uint256 modelId,
        bytes calldata input,
        address callbackContract,
        uint64 gasLimit,
        bytes calldata callbackData
    ) external payable returns (uint256 requestId) {
        return _request(modelId, input, callbackContract, gasLimit, callbackData, true);
    }

    /// @notice Begins a request whose input is too large for one transaction; the input follows by {addInput}.
    /// @param modelId The model.
    /// @param inputLength Bytes of the whole input.
    /// @param callbackContract Who is called with the result; zero for nobody.
    /// @param gasLimit Gas of that call: 0 exactly when there is no callback contract.
    /// @param callbackData Comes with each call.
    /// @param atOnce Whether live results are delivered too: see {requestCallbackAtOnce}.
    /// @return requestId The request, which opens with the last piece.
    function beginRequest(
        uint256 modelId,
        uint256 inputLength,
        address callbackContract,
        uint64 gasLimit,
        bytes calldata callbackData,
        bool atOnce
    ) external payable returns (uint256 requestId) {
        (Entry memory entry, bytes32 key, uint256 fee) =
            _admit(modelId, callbackContract, gasLimit, callbackData, atOnce);
        requestId = opml.beginRequest{value: fee}(key, inputLength);
        _entries[requestId] = entry;
        emit AICallbackRequest(
            msg.sender, requestId, modelId, msg.data[0:0], callbackContract, gasLimit, callbackData
        );
    }

    /// @notice Adds the next piece of an input. Only the account that began the request can.
    /// @param requestId The request.
    /// @param offset Bytes of the input before this piece.
    /// @param piece 16,384 bytes, but 16,380 in the first piece and what remains in the last.
    function addInput(uint256 requestId, uint256 offset, bytes calldata piece) external {
        _onlyAccount(_entries[requestId].account);
        opml.addInput(requestId, offset, piece);
    }

    /// @notice Carries a request's result to its callback contract, and settles the request when that is final. Anyone may;
    /// what it cost them, and a quarter more, is paid out of the request's deposit as far as it reaches, the rest is the
    /// account's again. A callback that fails can be tried again, unpaid.
    /// @param requestId The request.
    /// @return success Whether the callback went well.
    function deliver(uint256 requestId) external returns (bool success) {
        uint256 gasAtStart = gasleft();
        Entry memory entry = _entries[requestId];
        Results.RequestView memory info = opml.requestOf(requestId);
        (Duty duty, bool settles) = _dutyOf(requestId, entry, info);
        if (duty == Duty.Nothing) revert NothingToDeliver(info.status, info.attempt);

        // All is written down before the call: from inside it, this delivery cannot be had again.
        uint256 deposits = 0;
        Entry storage stored = _entries[requestId];
        stored.delivered = uint24(info.attempt);
        stored.failed = false;
        if (settles) {
            deposits = _depositsLeft(entry);
            stored.stage = Stage.Settled;
            if (entry.ownerFee != 0) _credit(_ownerOf(entry.number), entry.ownerFee);
        } else if (!entry.earlyPaid && duty == Duty.Early) {
            deposits = 1;
            stored.earlyPaid = true;
        }

        success = true;
        if (duty != Duty.Settlement) {
            bytes memory message = _announce(requestId, entry, info);
            if (entry.callbackContract != address(0)) {
                success = Callbacks.send(entry.callbackContract, entry.gasLimit, message);
                // A call that failed has changed nothing here, so what is written still stands.
                if (!success) stored.failed = true;
            }
        }

        uint256 paid = 0;
        if (deposits != 0) {
            uint256 deposit = uint256(entry.depositGas) * entry.gasPrice;
            paid = _price(entry.gasPrice) * (gasAtStart - gasleft() + UNMEASURED_GAS);
            if (paid > deposit) paid = deposit;
            _credit(msg.sender, paid);
            _credit(entry.account, deposits * deposit - paid);
        }
        emit Delivered(requestId, msg.sender, info.attempt, duty, success, paid);
    }

    /// @notice Takes back a request that has had no live result for the model's deadline: all but what deliveries have cost
    /// is the account's to withdraw. Anyone may; while the input is incomplete the account may, at any time.
    /// @param requestId The request.
    function reclaim(uint256 requestId) external {
        Entry memory entry = _entries[requestId];
        if (entry.stage != Stage.Waiting) revert WrongStage(entry.stage);
        if (opml.requestOf(requestId).status == RequestStatus.Filling) _onlyAccount(entry.account);
        _entries[requestId].stage = Stage.TakenBack;
        opml.cancel(requestId);

        uint256 amount = entry.ownerFee + _depositsLeft(entry) * entry.depositGas * entry.gasPrice;
        // The oracle has nothing free there but this request's fee: it never proposes or challenges.
        (uint256 free,) = opml.accountOf(address(this));
        if (free != 0) amount += opml.withdraw(payable(address(this)));
        _credit(entry.account, amount);
        emit TakenBack(requestId, entry.account, amount);
    }

    /// @inheritdoc IAIOracle
    /// @dev The model's fee, the listing owner's, and one deposit for the delivery at the model's fee ceiling.
    function estimateFee(uint256 modelId, uint256 gasLimit) external view returns (uint256) {
        return _estimate(modelId, gasLimit, 1);
    }

    /// @notice Wei that {requestCallbackAtOnce} takes: two deposits, one for live results and one for the final one.
    /// @param modelId The model.
    /// @param gasLimit Gas of the callback.
    function estimateFeeAtOnce(uint256 modelId, uint256 gasLimit) external view returns (uint256) {
        return _estimate(modelId, gasLimit, 2);
    }

    /// @inheritdoc IAIOracle
    function isFinalized(uint256 requestId) external view returns (bool) {
        return opml.isFinalized(requestId);
    }

    /// @notice What {deliver} would do now.
    /// @param requestId The request.
    /// @return duty What it would do.
    /// @return deposit The most wei that it would pay, at the gas price's ceiling.
    function dutyOf(uint256 requestId) external view returns (Duty duty, uint256 deposit) {
        Entry memory entry = _entries[requestId];
        bool settles;
        (duty, settles) = _dutyOf(requestId, entry, opml.requestOf(requestId));
        if (settles || (duty == Duty.Early && !entry.earlyPaid)) deposit = uint256(entry.depositGas) * entry.gasPrice;
    }

    /// @notice What the oracle keeps of a request.
    /// @param requestId The request.
    /// @return entry All zero when it is not one of the oracle's; `callbackData` is not the bytes, see {callbackDataOf}.
    function entryOf(uint256 requestId) external view returns (Entry memory entry) {
        return _entries[requestId];
    }

    /// @notice What comes with a request's callback.
    /// @param requestId The request.
    function callbackDataOf(uint256 requestId) external view returns (bytes memory) {
        return ShortBytes.read(_entries[requestId].callbackData);
    }

    function _request(
        uint256 modelId,
        bytes calldata input,
        address callbackContract,
        uint64 gasLimit,
        bytes calldata callbackData,
        bool atOnce
    ) private returns (uint256 requestId) {
        (Entry memory entry, bytes32 key, uint256 fee) =
            _admit(modelId, callbackContract, gasLimit, callbackData, atOnce);
        requestId = opml.request{value: fee}(key, input);
        _entries[requestId] = entry;
        emit AICallbackRequest(msg.sender, requestId, modelId, input, callbackContract, gasLimit, callbackData);
    }

    /// @dev Checks what was given and takes the ether.
    /// @return entry What is to be kept.
    /// @return key The model's key.
    /// @return fee Wei for the Opml contract.
    function _admit(
        uint256 modelId,
        address callbackContract,
        uint256 gasLimit,
        bytes calldata callbackData,
        bool atOnce
    ) private returns (Entry memory entry, bytes32 key, uint256 fee) {
        if ((gasLimit == 0) != (callbackContract == address(0))) revert CallbackMismatch(callbackContract, gasLimit);
        if (callbackData.length > MAX_CALLBACK_DATA) revert CallbackDataTooLong(callbackData.length, MAX_CALLBACK_DATA);
        Listing memory listing = listingOf(modelId);
        Model memory model = opml.modelOf(listing.key);
        uint256 depositGas = _depositGas(model, gasLimit);
        uint256 total = _total(listing, model, depositGas, atOnce ? 2 : 1);
        if (msg.value < total) revert Underpaid(total, msg.value);
        _credit(msg.sender, msg.value - total);

        entry.account = msg.sender;
        entry.gasLimit = uint32(gasLimit);
        entry.stage = Stage.Waiting;
        entry.atOnce = atOnce;
        entry.callbackContract = callbackContract;
        entry.number = listing.owner == address(0) ? 0 : uint64(modelId);
        entry.depositGas = uint32(depositGas);
        entry.ownerFee = listing.fee;
        entry.gasPrice = model.feeCeiling;
        if (callbackData.length != 0) entry.callbackData = ShortBytes.write(callbackData);
        return (entry, listing.key, model.fee);
    }

    /// @dev Tells of a result by event, and makes the message for the callback contract.
    function _announce(uint256 requestId, Entry memory entry, Results.RequestView memory info)
        private
        returns (bytes memory)
    {
        bytes memory callbackData = ShortBytes.read(entry.callbackData);
        if (info.succeeded) {
            bytes memory output = opml.outputOf(requestId);
            emit AICallbackResult(entry.account, requestId, msg.sender, output);
            return Callbacks.outputMessage(requestId, output, callbackData);
        }
        uint8 code = State.statusOf(info.stateHash);
        if (code == State.SUCCEEDED) code = 4;
        emit AICallbackError(entry.account, requestId, msg.sender, code);
        return Callbacks.errorMessage(requestId, code, callbackData);
    }

    /// @dev What is to be done for a request, and whether that settles it.
    function _dutyOf(uint256 requestId, Entry memory entry, Results.RequestView memory info)
        private
        view
        returns (Duty duty, bool settles)
    {
        if (entry.stage == Stage.None || entry.stage == Stage.TakenBack) return (Duty.Nothing, false);
        if (info.status != RequestStatus.Posted && info.status != RequestStatus.Final) return (Duty.Nothing, false);
        bool isFinal = opml.isFinalized(requestId);
        if (!isFinal && !entry.atOnce) return (Duty.Nothing, false);

        settles = isFinal && entry.stage == Stage.Waiting;
        if (info.attempt != entry.delivered) duty = isFinal ? Duty.Final : Duty.Early;
        else if (entry.failed) duty = Duty.Retry;
        else if (settles) duty = Duty.Settlement;
    }

    function _isRegistered(bytes32 key) internal view override returns (bool) {
        return opml.isRegistered(key);
    }

    function _estimate(uint256 modelId, uint256 gasLimit, uint256 deposits) private view returns (uint256) {
        Listing memory listing = listingOf(modelId);
        Model memory model = opml.modelOf(listing.key);
        return _total(listing, model, _depositGas(model, gasLimit), deposits);
    }

    function _total(Listing memory listing, Model memory model, uint256 depositGas, uint256 deposits)
        private
        pure
        returns (uint256)
    {
        return uint256(model.fee) + listing.fee + deposits * depositGas * model.feeCeiling;
    }

    function _depositGas(Model memory model, uint256 gasLimit) private pure returns (uint256) {
        if (gasLimit > MAX_GAS_LIMIT) revert GasLimitTooHigh(gasLimit, MAX_GAS_LIMIT);
        return gasLimit + DELIVERY_GAS + OUTPUT_BYTE_GAS * model.outputLimit;
    }

    function _depositsLeft(Entry memory entry) private pure returns (uint256) {
        return entry.atOnce && !entry.earlyPaid ? 2 : 1;
    }

    /// @dev A quarter over what the caller pays, for its trouble; at most the ceiling.
    function _price(uint256 ceiling) private view returns (uint256) {
        uint256 price = tx.gasprice + tx.gasprice / 4;
        return price < ceiling ? price : ceiling;
    }

    function _onlyAccount(address account) private view {
        if (msg.sender != account) revert NotAccount(account);
    }
}
