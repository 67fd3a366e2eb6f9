// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ModelId} from "../../models/interfaces/IModelRegistry.sol";
import {Result} from "../../opml/interfaces/OpMLTypes.sol";
import {InputForm} from "../../opml/types/InputForm.sol";
import {IFeeRouter} from "../../revenue/interfaces/IFeeRouter.sol";
import {IAIOracle} from "./IAIOracle.sol";

/// @title AI oracle whose answers can be refuted
/// @notice Adds to `IAIOracle`: delivery of final answers only, payment in the model's ERC-20, a maximum fee, a
/// deadline with refund, version pinning and batches; and the operators' side.
///
///     request ──► claim ──(refuted: claim again)──► settle        fee to the router, callback fee to the operator
///        │                                    └───► settle        FAULT: fee back to the account
///        └──────── deadline passed, no live claim ─► refund       everything back to the account
///
/// Everybody may take every step: nobody is listed, nobody owns the oracle, and it has no parameter that anybody can
/// change. A request is a task of OpML; its id is the task's id. Storage keeps nothing of a request but OpML's commitment:
/// whoever acts brings the `Request` back, which `AICallbackRequest`, `RequestTerms` and OpML's `TaskSubmitted` spell out.
///
/// A provisional delivery can be wrong: it is made when an operator claims the answer, before anybody could dispute it.
/// Act on it only where a wrong answer can be undone; otherwise ask for `Delivery.Final`.
interface IVerifiableOracle is IAIOracle {
    /// @notice When the callback is made: with each claim; or once, when the answer is final; or never, because the
    /// output may be claimed by its Merkle root, for outputs too large to post. Anybody can recompute the bytes.
    enum Delivery {
        Provisional,
        Final,
        Root
    }

    /// @notice What a callback tells.
    enum Outcome {
        Output,
        Fault,
        Unanswered
    }

    /// @notice What is asked.
    /// @param version The model's version; zero for the latest.
    /// @param callbackData Passed on to the callback; 32 KiB at most.
    /// @param token Currency of the model's fee: zero for ETH, or the ERC-20 that the model accepts.
    /// @param maxFee The most that the request may cost. In ETH: wei, the callback included. In `token`: units of it;
    /// the callback is paid in ETH and bounded by what is sent.
    /// @param deadline Unix time, seconds. No claim is taken after it; zero for `defaultPatience` from now.
    struct Question {
        ModelId modelId;
        uint32 version;
        bytes input;
        Delivery delivery;
        address callbackContract;
        uint64 gasLimit;
        bytes callbackData;
        address token;
        uint256 maxFee;
        uint64 deadline;
    }

    /// @notice An allowance by ERC-2612 signature, from the caller to the oracle.
    struct Permit {
        uint256 value;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice A request as paid: nothing in it can change any more.
    /// @param account Who made and paid it, and is refunded.
    /// @param machine Hash of the version's machine (`IModelRegistry.versionOf` says which version that is).
    /// @param input What commits to the input bytes, as in `Task`: what it means, `inputForm` says.
    /// @param inputForm How many bytes, and where they are, as in `Task`.
    /// @param fee Escrowed for the router, in `token` (zero: wei).
    /// @param callbackFee Wei escrowed for the operator's callback gas.
    /// @param schedule Hash of the router's schedule by which the fee is split; zero when there is no fee.
    struct Request {
        address account;
        ModelId modelId;
        bytes32 machine;
        bytes32 input;
        InputForm inputForm;
        Delivery delivery;
        address callbackContract;
        uint64 gasLimit;
        bytes32 callbackDataHash;
        address token;
        uint256 fee;
        uint256 callbackFee;
        uint64 deadline;
        bytes32 schedule;
    }

    /// @notice What `AICallbackRequest` and `TaskSubmitted` do not say of a request.
    event RequestTerms(
        uint256 indexed requestId,
        Delivery delivery,
        address token,
        uint256 fee,
        uint256 callbackFee,
        uint64 deadline,
        bytes32 schedule
    );

    /// @notice The input of this request is in these blobs, in order, of the same transaction (see `BlobBytes`).
    event BlobInput(uint256 indexed requestId, bytes32[] versionedHashes);

    /// @notice An operator claims that the model gives no output for this input.
    event AICallbackFault(address indexed account, uint256 indexed requestId, address invoker);

    /// @notice An operator claims an output by its Merkle root (see `MerkleBytes`) and length in bytes.
    event AICallbackRoot(
        address indexed account,
        uint256 indexed requestId,
        address invoker,
        bytes32 root,
        uint32 length
    );

    /// @notice A callback reverted or ran out of its gas. The delivery can be retried.
    event CallbackFailed(uint256 indexed requestId, address indexed callbackContract, Outcome outcome);
    event CallbackRetried(uint256 indexed requestId, address indexed callbackContract, Outcome outcome);
    event Settled(uint256 indexed requestId, address indexed operator, Outcome outcome);
    event Refunded(uint256 indexed requestId, address indexed account);

    /// @notice The router refused the fee. It stays in escrow; `retryDistribution` tries again.
    event DistributionFailed(uint256 indexed requestId);
    event DistributionRetried(uint256 indexed requestId);

    /// @notice `amount` could not be pushed to `account`, which can withdraw it now. Token zero is ETH.
    event Credited(address indexed account, address indexed token, uint256 amount);
    event CreditWithdrawn(address indexed account, address indexed token, address to, uint256 amount);

    error EmptyBatch();
    error InputInCalldata(uint256 length);
    error InputEmpty();
    error BlobMissing(uint256 index);
    error BlobsGoneBefore(uint64 deadline, uint256 latestDeadline);
    error NoSchedule(ModelId modelId);
    error InvalidCallbackGas(address callbackContract, uint64 gasLimit, uint64 limit);
    error CallbackNotAccepted(address callbackContract, address requester);
    error RootHasNoCallback(address callbackContract);
    error CallbackDataTooLong(uint256 length, uint256 limit);
    error OutputNeeded(uint256 requestId);
    error OutputTooLong(uint256 requestId, uint256 length, uint256 limit);
    error DeadlineTooSoon(uint64 deadline, uint256 nowAt);
    error DeadlinePassed(uint256 requestId, uint64 deadline);
    error DeadlineNotPassed(uint256 requestId, uint64 deadline);
    error FeeAboveMaximum(uint256 fee, uint256 maxFee);
    error PaymentTooSmall(uint256 paid, uint256 needed);
    error TokenPaymentMismatch(address token, uint256 received, uint256 needed);
    error WrongCallbackData(bytes32 expected, bytes32 actual);
    error WrongOutput(uint256 requestId);
    error WrongSchedule(bytes32 expected, bytes32 actual);
    error CallbackGasNotSupplied(uint256 available, uint256 needed);
    error NothingToRetry(uint256 requestId);
    error CallbackFailedAgain(uint256 requestId);
    error OnlySelf(address caller);
    error NothingToWithdraw(address account, address token);
    error TransferFailed(address to, address token, uint256 amount);

    /// @notice Asks a model. Excess ETH is returned.
    function request(Question calldata question) external payable returns (uint256 requestId);

    /// @notice Asks a model about an input in blobs of this transaction (EIP-4844), 31 bytes a field element (see
    /// `BlobBytes`). The deadline is at most `maxBlobPatience` from now.
    /// @param question Its `input` is empty.
    /// @param inputLength Number of bytes, 1 to 1 MiB; what follows them in the last blob is ignored.
    /// @param firstBlob Index among the transaction's blobs of the first; the others follow it.
    function requestWithBlobs(
        Question calldata question,
        uint32 inputLength,
        uint256 firstBlob
    ) external payable returns (uint256 requestId);

    /// @notice Asks a model, paying in an ERC-20 that takes ERC-2612 permits.
    function requestWithPermit(
        Question calldata question,
        Permit calldata permit
    ) external payable returns (uint256 requestId);

    /// @notice Asks several questions at once; all are taken or none.
    function requestBatch(Question[] calldata questions) external payable returns (uint256[] memory requestIds);

    /// @notice Operator: posts an output, backed by the caller's stake for this oracle in OpML. One that `settle` is to deliver
    /// may have 128 KiB, so that it fits in the transaction with the callback's gas.
    /// @param previousResult Hash of the refuted result that this claim follows; zero for a first claim.
    function claim(
        uint256 requestId,
        Request calldata request_,
        bytes32 previousResult,
        bytes calldata output,
        bytes calldata callbackData
    ) external;

    /// @notice Operator: claims that the model gives no output for this input.
    function claimFault(
        uint256 requestId,
        Request calldata request_,
        bytes32 previousResult,
        bytes calldata callbackData
    ) external;

    /// @notice Operator: posts an output of a `Delivery.Root` request by its Merkle root alone.
    function claimRoot(
        uint256 requestId,
        Request calldata request_,
        bytes32 previousResult,
        bytes32 root,
        uint32 length
    ) external;

    /// @notice Anyone, once the claim is final: pays out the escrow and, for `Delivery.Final`, makes the callback.
    /// @param output The claimed bytes when a callback is due, else ignored.
    /// @param callbackData The request's callback data when a callback is due, else ignored.
    function settle(
        uint256 requestId,
        Request calldata request_,
        Result calldata result,
        IFeeRouter.Schedule calldata schedule,
        bytes calldata output,
        bytes calldata callbackData
    ) external;

    /// @notice Anyone, after the deadline of a request that has no live claim: returns what was paid to its account and
    /// tells the callback contract.
    /// @param previousResult Hash of the refuted result; zero when nothing was claimed.
    function refund(
        uint256 requestId,
        Request calldata request_,
        bytes32 previousResult,
        bytes calldata callbackData
    ) external;

    /// @notice Anyone: makes a callback that failed again, with all the gas sent (at least the request's).
    function retryCallback(
        uint256 requestId,
        Request calldata request_,
        Outcome outcome,
        bytes calldata output,
        bytes calldata callbackData
    ) external;

    /// @notice Anyone: pays a fee that the router refused when the request was settled.
    /// @param operator Who made the final claim (`Settled`).
    function retryDistribution(
        uint256 requestId,
        Request calldata request_,
        IFeeRouter.Schedule calldata schedule,
        address operator
    ) external;

    /// @notice Takes out what could not be pushed to the caller.
    /// @param token Zero for ETH.
    function withdrawCredit(address token, address to) external returns (uint256 amount);

    /// @notice What a request costs now.
    /// @param version The version; zero for the latest.
    /// @param token Currency of the fee; zero for ETH.
    /// @return fee Of the model, in `token`.
    /// @return callbackFee Wei for the callback's gas.
    function quoteFee(
        ModelId modelId,
        uint32 version,
        address token,
        uint64 gasLimit
    ) external view returns (uint256 fee, uint256 callbackFee);

    /// @notice True when `output` is the answer of this request and can no longer change.
    function isFinalOutput(
        uint256 requestId,
        Request calldata request_,
        bytes calldata output
    ) external view returns (bool);

    /// @notice During a callback: whose request is being delivered, by which claim, and whether the answer is final.
    /// Zero at any other time.
    function currentDelivery() external view returns (address account, uint16 attempt, bool finalized);

    /// @notice True while a callback of this request has failed and not been made since.
    function isUndelivered(uint256 requestId) external view returns (bool);

    function creditOf(address account, address token) external view returns (uint256);

    /// @notice The most gas that a callback can be given.
    function maxCallbackGas() external view returns (uint64);

    /// @notice Seconds until the latest deadline of a request about blobs: an answer in the last second can be disputed for
    /// as long as disputes take, and consensus nodes keep blobs for 18 days only.
    function maxBlobPatience() external view returns (uint256);

    /// @notice Seconds until the deadline of a request that names none.
    function defaultPatience() external view returns (uint64);
}
