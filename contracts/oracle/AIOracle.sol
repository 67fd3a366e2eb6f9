// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IModelRegistry, ModelId} from "../models/interfaces/IModelRegistry.sol";
import {IDisputeGame} from "../opml/interfaces/IDisputeGame.sol";
import {IOpML} from "../opml/interfaces/IOpML.sol";
import {Result, Task, TaskId} from "../opml/interfaces/OpMLTypes.sol";
import {BlobBytes} from "../opml/lib/BlobBytes.sol";
import {MerkleBytes} from "../opml/lib/MerkleBytes.sol";
import {InputForm, blobForm, calldataForm} from "../opml/types/InputForm.sol";
import {IFeeRouter} from "../revenue/interfaces/IFeeRouter.sol";
import {IAIOracle} from "./interfaces/IAIOracle.sol";
import {IAIOracleCallbackReceiver} from "./interfaces/IAIOracleCallbackReceiver.sol";
import {IVerifiableOracle} from "./interfaces/IVerifiableOracle.sol";
import {BoundedCall} from "./lib/BoundedCall.sol";
import {Hashing} from "./lib/Hashing.sol";

/// @title AI oracle whose answers can be refuted
contract AIOracle is IVerifiableOracle {
    using SafeERC20 for IERC20;

    uint64 private constant MAX_CALLBACK_GAS = 10_000_000;
    uint64 private constant DEFAULT_PATIENCE = 7 days;

    /// @dev With these and `MAX_CALLBACK_GAS`, every `settle` and `refund` fits in a transaction of 2^24 gas (EIP-7825).
    uint256 private constant MAX_CALLBACK_DATA = 32 * 1024;
    uint256 private constant MAX_FINAL_OUTPUT = 128 * 1024;

    /// @dev Gas for a push of ETH or of an ERC-20; a receiver that needs more withdraws its credit.
    uint256 private constant PUSH_GAS = 100_000;

    /// @dev Gas for the router.
    uint256 private constant DISTRIBUTION_GAS = 600_000;

    /// @dev Stands for the result in the commitment to an undelivered `Outcome.Unanswered`.
    bytes32 private constant UNANSWERED = keccak256("OpenIMO.UNANSWERED");

    /// @dev Seconds for which Ethereum's consensus nodes keep blobs at least: 4096 epochs of 32 slots of 12 seconds
    /// (`MIN_EPOCHS_FOR_BLOB_SIDECARS_REQUESTS`, since Fusaka `MIN_EPOCHS_FOR_DATA_COLUMN_SIDECARS_REQUESTS`, of the consensus
    /// specification). A chain with blobs of its own that keeps them for less must not take this contract as it is.
    uint256 private constant BLOB_RETENTION = 4096 * 32 * 12;

    IOpML public immutable opml;
    IModelRegistry public immutable registry;
    IFeeRouter public immutable router;

    /// @inheritdoc IVerifiableOracle
    uint256 public immutable override maxBlobPatience;

    /// @inheritdoc IVerifiableOracle
    mapping(address account => mapping(address token => uint256 amount)) public override creditOf;

    /// @dev Commitment to a request and the result that its callback contract did not take; zero when there is none.
    mapping(uint256 requestId => bytes32 commitment) private _undelivered;

    /// @dev Commitment to a request and the operator of a fee that the router did not take; zero when there is none.
    mapping(uint256 requestId => bytes32 commitment) private _undistributed;

    /// @dev account 160 | attempt 16 | finalized 1; zero outside callbacks.
    uint256 private transient _delivery;

    constructor(IOpML opml_, IModelRegistry registry_, IFeeRouter router_) {
        opml = opml_;
        registry = registry_;
        router = router_;
        // A claim in the last second before the deadline can be disputed for this long.
        uint256 disputed = IDisputeGame(address(opml_)).worstCaseFinality();
        maxBlobPatience = disputed < BLOB_RETENTION ? BLOB_RETENTION - disputed : 0;
    }

    /// @inheritdoc IAIOracle
    function requestCallback(
        uint256 modelId,
        bytes calldata input,
        address callbackContract,
        uint64 gasLimit,
        bytes calldata callbackData
    ) external payable returns (uint256 requestId) {
        uint256 cost;
        (requestId, cost) = _ask(
            Request({
                account: msg.sender,
                modelId: ModelId.wrap(modelId),
                machine: 0,
                input: MerkleBytes.root(input),
                inputForm: calldataForm(input.length),
                delivery: Delivery.Provisional,
                callbackContract: callbackContract,
                gasLimit: gasLimit,
                callbackDataHash: Hashing.ofBytes(callbackData),
                token: address(0),
                fee: 0,
                callbackFee: 0,
                deadline: 0,
                schedule: 0
            }),
            0,
            input,
            callbackData,
            type(uint256).max
        );
        _collect(cost);
    }

    /// @inheritdoc IVerifiableOracle
    function request(Question calldata question) external payable returns (uint256 requestId) {
        uint256 cost;
        (requestId, cost) = _ask(question);
        _collect(cost);
    }

    /// @inheritdoc IVerifiableOracle
    function requestWithBlobs(
        Question calldata question,
        uint32 inputLength,
        uint256 firstBlob
    ) external payable returns (uint256 requestId) {
        if (question.input.length != 0) revert InputInCalldata(question.input.length);
        // INVARIANT: an input in blobs is in one at least, so that its request is told from those in calldata by its blobs.
        if (inputLength == 0) revert InputEmpty();
        bytes32[] memory hashes = new bytes32[](BlobBytes.count(inputLength));
        for (uint256 i = 0; i < hashes.length; ++i) {
            hashes[i] = blobhash(firstBlob + i);
            // INVARIANT: nobody is asked about bytes that were not published.
            if (hashes[i] == 0) revert BlobMissing(firstBlob + i);
        }
        Request memory request_ = _requestOf(question);
        request_.input = keccak256(abi.encodePacked(hashes));
        request_.inputForm = blobForm(inputLength);
        uint256 cost;
        (requestId, cost) = _ask(request_, question.version, question.input, question.callbackData, question.maxFee);
        // INVARIANT: as long as an answer can be disputed, nodes keep the blobs that it is an answer to.
        uint256 latest = block.timestamp + maxBlobPatience;
        if (request_.deadline > latest) revert BlobsGoneBefore(request_.deadline, latest);
        emit BlobInput(requestId, hashes);
        _collect(cost);
    }

    /// @inheritdoc IVerifiableOracle
    function requestWithPermit(
        Question calldata question,
        Permit calldata permit
    ) external payable returns (uint256 requestId) {
        // A permit that somebody used first has left the allowance behind, so a failure here proves nothing.
        bytes memory call_ = abi.encodeCall(
            IERC20Permit.permit,
            (msg.sender, address(this), permit.value, permit.deadline, permit.v, permit.r, permit.s)
        );
        BoundedCall.tryCall(question.token, 0, gasleft(), call_);
        uint256 cost;
        (requestId, cost) = _ask(question);
        _collect(cost);
    }

    /// @inheritdoc IVerifiableOracle
    function requestBatch(Question[] calldata questions) external payable returns (uint256[] memory requestIds) {
        if (questions.length == 0) revert EmptyBatch();
        requestIds = new uint256[](questions.length);
        uint256 total;
        for (uint256 i = 0; i < questions.length; ++i) {
            uint256 cost;
            (requestIds[i], cost) = _ask(questions[i]);
            total += cost;
        }
        _collect(total);
    }

    /// @inheritdoc IVerifiableOracle
    function claim(
        uint256 requestId,
        Request calldata request_,
        bytes32 previousResult,
        bytes calldata output,
        bytes calldata callbackData
    ) external {
        // INVARIANT: what is claimed can be settled; the bond and the fee would be locked for ever otherwise.
        if (
            output.length > MAX_FINAL_OUTPUT &&
            request_.delivery == Delivery.Final &&
            request_.callbackContract != address(0)
        ) revert OutputTooLong(requestId, output.length, MAX_FINAL_OUTPUT);
        Result memory result = _resultOf(output);
        uint16 attempt = _claim(requestId, request_, previousResult, result);
        emit AICallbackResult(request_.account, requestId, msg.sender, output);
        if (request_.delivery == Delivery.Provisional) {
            _deliver(requestId, request_, attempt, false, Outcome.Output, output, callbackData);
        }
    }

    /// @inheritdoc IVerifiableOracle
    function claimFault(
        uint256 requestId,
        Request calldata request_,
        bytes32 previousResult,
        bytes calldata callbackData
    ) external {
        uint16 attempt = _claim(requestId, request_, previousResult, _fault());
        emit AICallbackFault(request_.account, requestId, msg.sender);
        if (request_.delivery == Delivery.Provisional) {
            _deliver(requestId, request_, attempt, false, Outcome.Fault, msg.data[:0], callbackData);
        }
    }

    /// @inheritdoc IVerifiableOracle
    function claimRoot(
        uint256 requestId,
        Request calldata request_,
        bytes32 previousResult,
        bytes32 root,
        uint32 length
    ) external {
        if (request_.delivery != Delivery.Root) revert OutputNeeded(requestId);
        _claim(requestId, request_, previousResult, Result(root, length, false));
        emit AICallbackRoot(request_.account, requestId, msg.sender, root, length);
    }

    /// @inheritdoc IVerifiableOracle
    function settle(
        uint256 requestId,
        Request calldata request_,
        Result calldata result,
        IFeeRouter.Schedule calldata schedule,
        bytes calldata output,
        bytes calldata callbackData
    ) external {
        // INVARIANT: OpML closes a task once, for its client, and only when the claim is final, so that an escrow is paid
        // out once and only by a final answer.
        address operator = opml.close(TaskId.wrap(requestId), _taskOf(request_), result);
        Outcome outcome = result.fault ? Outcome.Fault : Outcome.Output;
        emit Settled(requestId, operator, outcome);

        if (result.fault) _push(request_.account, request_.token, request_.fee);
        else _distribute(requestId, request_, schedule, operator);
        // The operator made, or makes below, the callback even when it tells of a fault.
        _push(operator, address(0), request_.callbackFee);

        if (request_.delivery == Delivery.Final && request_.callbackContract != address(0)) {
            if (!result.fault && _hash(_resultOf(output)) != _hash(result)) revert WrongOutput(requestId);
            uint16 attempt = opml.statusOf(TaskId.wrap(requestId)).attempt;
            _deliver(requestId, request_, attempt, true, outcome, output, callbackData);
        }
    }

    /// @inheritdoc IVerifiableOracle
    function refund(
        uint256 requestId,
        Request calldata request_,
        bytes32 previousResult,
        bytes calldata callbackData
    ) external {
        if (block.timestamp <= request_.deadline) revert DeadlineNotPassed(requestId, request_.deadline);
        // INVARIANT: OpML cancels a task once, for its client, and only while it has no live claim.
        opml.cancel(TaskId.wrap(requestId), _taskOf(request_), previousResult);
        emit Refunded(requestId, request_.account);

        if (request_.token == address(0)) {
            _push(request_.account, address(0), request_.fee + request_.callbackFee);
        } else {
            _push(request_.account, request_.token, request_.fee);
            _push(request_.account, address(0), request_.callbackFee);
        }
        _deliver(requestId, request_, 0, true, Outcome.Unanswered, msg.data[:0], callbackData);
    }

    /// @inheritdoc IVerifiableOracle
    function retryCallback(
        uint256 requestId,
        Request calldata request_,
        Outcome outcome,
        bytes calldata output,
        bytes calldata callbackData
    ) external {
        // INVARIANT: only what failed, and only while it still is the answer: a refuted output is never delivered again.
        if (_undelivered[requestId] != _deliveryHash(request_, outcome, output)) revert NothingToRetry(requestId);
        IOpML.Status memory status = opml.statusOf(TaskId.wrap(requestId));
        if (status.phase == IOpML.Phase.Refuted) revert NothingToRetry(requestId);
        delete _undelivered[requestId];
        emit CallbackRetried(requestId, request_.callbackContract, outcome);

        bool finalized = status.phase != IOpML.Phase.Claimed || opml.isFinal(TaskId.wrap(requestId));
        // All the gas there is: what the request paid for was not enough once.
        if (!_call(requestId, request_, status.attempt, finalized, outcome, output, callbackData, gasleft())) {
            revert CallbackFailedAgain(requestId);
        }
    }

    /// @inheritdoc IVerifiableOracle
    function retryDistribution(
        uint256 requestId,
        Request calldata request_,
        IFeeRouter.Schedule calldata schedule,
        address operator
    ) external {
        if (_undistributed[requestId] != keccak256(abi.encode(Hashing.ofCalldata(request_), operator)))
            revert NothingToRetry(requestId);
        delete _undistributed[requestId];
        emit DistributionRetried(requestId);
        _payRouter(requestId, request_, schedule, operator);
    }

    /// @inheritdoc IVerifiableOracle
    function withdrawCredit(address token, address to) external returns (uint256 amount) {
        amount = creditOf[msg.sender][token];
        if (amount == 0) revert NothingToWithdraw(msg.sender, token);
        delete creditOf[msg.sender][token];
        emit CreditWithdrawn(msg.sender, token, to, amount);
        if (token != address(0)) {
            IERC20(token).safeTransfer(to, amount);
        } else if (!BoundedCall.tryCall(to, amount, gasleft(), "")) {
            revert TransferFailed(to, token, amount);
        }
    }

    /// @dev For `_push`: a frame of its own, so that a hostile token costs its caller no more than `PUSH_GAS`.
    function pushToken(address token, address to, uint256 amount) external {
        if (msg.sender != address(this)) revert OnlySelf(msg.sender);
        IERC20(token).safeTransfer(to, amount);
    }

    /// @dev For `_distribute`: a frame of its own, so that nothing the router meets can block a settlement.
    function payRouter(
        uint256 requestId,
        Request calldata request_,
        IFeeRouter.Schedule calldata schedule,
        address operator
    ) external {
        if (msg.sender != address(this)) revert OnlySelf(msg.sender);
        _payRouter(requestId, request_, schedule, operator);
    }

    /// @inheritdoc IAIOracle
    function estimateFee(uint256 modelId, uint256 gasLimit) external view returns (uint256) {
        (, uint256 fee, uint256 gasPrice) = registry.termsFor(ModelId.wrap(modelId), 0, address(0));
        return fee + gasPrice * gasLimit;
    }

    /// @inheritdoc IVerifiableOracle
    function quoteFee(
        ModelId modelId,
        uint32 version,
        address token,
        uint64 gasLimit
    ) external view returns (uint256 fee, uint256 callbackFee) {
        uint256 gasPrice;
        (, fee, gasPrice) = registry.termsFor(modelId, version, token);
        callbackFee = gasPrice * gasLimit;
    }

    /// @inheritdoc IAIOracle
    function isFinalized(uint256 requestId) external view returns (bool) {
        return opml.isFinal(TaskId.wrap(requestId));
    }

    /// @inheritdoc IVerifiableOracle
    function isFinalOutput(
        uint256 requestId,
        Request calldata request_,
        bytes calldata output
    ) external view returns (bool) {
        TaskId taskId = TaskId.wrap(requestId);
        bytes32 taskHash = keccak256(abi.encode(_taskOf(request_)));
        bytes32 commitment = keccak256(abi.encode(taskHash, _hash(_resultOf(output))));
        return opml.commitmentOf(taskId) == commitment && opml.isFinal(taskId);
    }

    /// @inheritdoc IVerifiableOracle
    function currentDelivery() external view returns (address account, uint16 attempt, bool finalized) {
        uint256 delivery = _delivery;
        return (address(uint160(delivery)), uint16(delivery >> 160), delivery >> 176 != 0);
    }

    /// @inheritdoc IVerifiableOracle
    function maxCallbackGas() external pure returns (uint64) {
        return MAX_CALLBACK_GAS;
    }

    /// @inheritdoc IVerifiableOracle
    function defaultPatience() external pure returns (uint64) {
        return DEFAULT_PATIENCE;
    }

    /// @inheritdoc IVerifiableOracle
    function isUndelivered(uint256 requestId) external view returns (bool) {
        return _undelivered[requestId] != 0;
    }

    function _ask(Question calldata question) private returns (uint256 requestId, uint256 cost) {
        Request memory request_ = _requestOf(question);
        request_.input = MerkleBytes.root(question.input);
        request_.inputForm = calldataForm(question.input.length);
        return _ask(request_, question.version, question.input, question.callbackData, question.maxFee);
    }

    /// @dev The request that a question makes, but for its input and today's terms.
    function _requestOf(Question calldata question) private view returns (Request memory) {
        return
            Request({
                account: msg.sender,
                modelId: question.modelId,
                machine: 0,
                input: 0,
                inputForm: InputForm.wrap(0),
                delivery: question.delivery,
                callbackContract: question.callbackContract,
                gasLimit: question.gasLimit,
                callbackDataHash: Hashing.ofBytes(question.callbackData),
                token: question.token,
                fee: 0,
                callbackFee: 0,
                deadline: question.deadline,
                schedule: 0
            });
    }

    /// @dev `cost` is the wei that the caller has to send for this request.
    function _ask(
        Request memory request_,
        uint32 version,
        bytes calldata input,
        bytes calldata callbackData,
        uint256 maxFee
    ) private returns (uint256 requestId, uint256 cost) {
        _checkCallback(request_.callbackContract, request_.gasLimit);
        // INVARIANT: no request is so large that whoever answers it cannot end it.
        if (callbackData.length > MAX_CALLBACK_DATA) {
            revert CallbackDataTooLong(callbackData.length, MAX_CALLBACK_DATA);
        }
        if (request_.delivery == Delivery.Root && request_.callbackContract != address(0)) {
            revert RootHasNoCallback(request_.callbackContract);
        }
        cost = _agree(request_, version, maxFee);

        // INVARIANT: the id is OpML's counter, so that no two requests share one.
        requestId = TaskId.unwrap(
            opml.submit(
                Task(address(this), request_.machine, request_.input, request_.inputForm, Hashing.ofMemory(request_))
            )
        );
        emit AICallbackRequest(
            msg.sender,
            requestId,
            ModelId.unwrap(request_.modelId),
            input,
            request_.callbackContract,
            request_.gasLimit,
            callbackData
        );
        emit RequestTerms(
            requestId,
            request_.delivery,
            request_.token,
            request_.fee,
            request_.callbackFee,
            request_.deadline,
            request_.schedule
        );
        if (request_.token != address(0)) _pullToken(request_.token, request_.fee);
    }

    /// @dev Writes today's terms into the request.
    function _agree(Request memory request_, uint32 version, uint256 maxFee) private view returns (uint256 cost) {
        if (request_.deadline == 0) request_.deadline = uint64(block.timestamp) + DEFAULT_PATIENCE;
        else if (request_.deadline <= block.timestamp) revert DeadlineTooSoon(request_.deadline, block.timestamp);

        uint256 gasPrice;
        (request_.machine, request_.fee, gasPrice) = registry.termsFor(request_.modelId, version, request_.token);
        request_.callbackFee = gasPrice * request_.gasLimit;
        if (request_.fee != 0) {
            request_.schedule = router.scheduleHashOf(ModelId.unwrap(request_.modelId));
            if (request_.schedule == 0) revert NoSchedule(request_.modelId);
        }

        cost = request_.callbackFee;
        if (request_.token == address(0)) cost += request_.fee;
        uint256 limited = request_.token == address(0) ? cost : request_.fee;
        if (limited > maxFee) revert FeeAboveMaximum(limited, maxFee);
    }

    /// @dev Takes `cost` of the ETH sent, returns the rest.
    function _collect(uint256 cost) private {
        if (msg.value < cost) revert PaymentTooSmall(msg.value, cost);
        _push(msg.sender, address(0), msg.value - cost);
    }

    function _pullToken(address token, uint256 amount) private {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        // INVARIANT: exactly the fee. Less would be paid out of other escrows; more would let a token that calls back
        // count one payment twice.
        if (received != amount) revert TokenPaymentMismatch(token, received, amount);
    }

    function _claim(
        uint256 requestId,
        Request calldata request_,
        bytes32 previousResult,
        Result memory result
    ) private returns (uint16 attempt) {
        if (block.timestamp > request_.deadline) revert DeadlinePassed(requestId, request_.deadline);
        return opml.claim(TaskId.wrap(requestId), _taskOf(request_), previousResult, result, msg.sender);
    }

    function _distribute(
        uint256 requestId,
        Request calldata request_,
        IFeeRouter.Schedule calldata schedule,
        address operator
    ) private {
        if (request_.fee == 0) return;
        bytes32 actual = keccak256(abi.encode(schedule));
        if (actual != request_.schedule) revert WrongSchedule(request_.schedule, actual);
        _requireGas(DISTRIBUTION_GAS);
        try this.payRouter{gas: DISTRIBUTION_GAS}(requestId, request_, schedule, operator) {} catch {
            _undistributed[requestId] = keccak256(abi.encode(Hashing.ofCalldata(request_), operator));
            emit DistributionFailed(requestId);
        }
    }

    function _payRouter(
        uint256 requestId,
        Request calldata request_,
        IFeeRouter.Schedule calldata schedule,
        address operator
    ) private {
        uint256 fee = request_.fee;
        if (request_.token == address(0)) {
            router.distribute{value: fee}(schedule, request_.schedule, operator, requestId);
        } else {
            IERC20(request_.token).forceApprove(address(router), fee);
            router.distributeERC20(request_.token, fee, schedule, request_.schedule, operator, requestId);
        }
    }

    /// @dev Pays `to`, or credits it.
    function _push(address to, address token, uint256 amount) private {
        if (amount == 0) return;
        _requireGas(PUSH_GAS);
        if (token == address(0)) {
            if (BoundedCall.tryCall(to, amount, PUSH_GAS, "")) return;
        } else {
            try this.pushToken{gas: PUSH_GAS}(token, to, amount) {
                return;
            } catch {}
        }
        creditOf[to][token] += amount;
        emit Credited(to, token, amount);
    }

    /// @dev Makes the callback, if there is one, and records its failure.
    function _deliver(
        uint256 requestId,
        Request calldata request_,
        uint16 attempt,
        bool finalized,
        Outcome outcome,
        bytes calldata output,
        bytes calldata callbackData
    ) private {
        if (request_.callbackContract == address(0)) return;
        uint64 gasLimit = request_.gasLimit;
        if (!_call(requestId, request_, attempt, finalized, outcome, output, callbackData, gasLimit)) {
            _undelivered[requestId] = _deliveryHash(request_, outcome, output);
            emit CallbackFailed(requestId, request_.callbackContract, outcome);
        } else if (attempt != 1 && _undelivered[requestId] != 0) {
            // An earlier answer that was not delivered is void.
            delete _undelivered[requestId];
        }
    }

    function _call(
        uint256 requestId,
        Request calldata request_,
        uint16 attempt,
        bool finalized,
        Outcome outcome,
        bytes calldata output,
        bytes calldata callbackData,
        uint256 gasLimit
    ) private returns (bool success) {
        bytes32 dataHash = Hashing.ofBytes(callbackData);
        if (dataHash != request_.callbackDataHash) revert WrongCallbackData(request_.callbackDataHash, dataHash);
        bytes memory payload =
            outcome == Outcome.Output
                ? abi.encodeCall(IAIOracleCallbackReceiver.aiOracleCallback, (requestId, output, callbackData))
                : abi.encodeCall(
                    IAIOracleCallbackReceiver.aiOracleCallbackError,
                    (
                        requestId,
                        outcome == Outcome.Fault ? AIOracleError.InvalidInput : AIOracleError.Unanswered,
                        outcome == Outcome.Fault ? bytes("fault") : bytes("unanswered"),
                        callbackData
                    )
                );

        uint256 outer = _delivery;
        _delivery = uint160(request_.account) | (uint256(attempt) << 160) | (finalized ? 1 << 176 : 0);
        _requireGas(request_.gasLimit);
        success = BoundedCall.tryCall(request_.callbackContract, 0, gasLimit, payload);
        _delivery = outer;
    }

    function _checkCallback(address callbackContract, uint64 gasLimit) private view {
        bool none = callbackContract == address(0);
        if (none != (gasLimit == 0) || gasLimit > MAX_CALLBACK_GAS) {
            revert InvalidCallbackGas(callbackContract, gasLimit, MAX_CALLBACK_GAS);
        }
        if (none || callbackContract == msg.sender) return;
        // INVARIANT: a consumer gets what it asked for itself, or agreed to; nobody else chooses its callback data.
        bytes4 magic = IAIOracleCallbackReceiver.acceptsRequestsFrom.selector;
        (bool success, bytes memory answer) = callbackContract.staticcall(abi.encodeWithSelector(magic, msg.sender));
        if (!success || answer.length != 32 || bytes32(answer) != bytes32(magic)) {
            revert CallbackNotAccepted(callbackContract, msg.sender);
        }
    }

    function _requireGas(uint256 gasLimit) private view {
        uint256 needed = BoundedCall.gasNeeded(gasLimit);
        // INVARIANT: the callee gets all the gas it was promised; whoever sends too little learns it here.
        if (gasleft() < needed) revert CallbackGasNotSupplied(gasleft(), needed);
    }

    function _taskOf(Request calldata request_) private view returns (Task memory) {
        return Task(address(this), request_.machine, request_.input, request_.inputForm, Hashing.ofCalldata(request_));
    }

    function _deliveryHash(
        Request calldata request_,
        Outcome outcome,
        bytes calldata output
    ) private pure returns (bytes32) {
        bytes32 result = UNANSWERED;
        if (outcome == Outcome.Output) result = _hash(_resultOf(output));
        else if (outcome == Outcome.Fault) result = _hash(_fault());
        return keccak256(abi.encode(Hashing.ofCalldata(request_), result));
    }

    function _resultOf(bytes calldata output) private pure returns (Result memory) {
        return Result(MerkleBytes.root(output), uint32(output.length), false);
    }

    function _fault() private pure returns (Result memory) {
        return Result(0, 0, true);
    }

    function _hash(Result memory result) private pure returns (bytes32) {
        return keccak256(abi.encode(result));
    }
}
