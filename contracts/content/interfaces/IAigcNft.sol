// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ModelId} from "../../models/interfaces/IModelRegistry.sol";
import {IVerifiableOracle} from "../../oracle/interfaces/IVerifiableOracle.sol";
import {IAigcCollection} from "./IAigcCollection.sol";

/// @title AIGC NFTs whose content can be refuted (opML)
/// @notice The model is asked through the AI oracle when a prompt is minted, and the answer is stored as soon as an operator
/// claims it. Until it is final it can be wrong, and the metadata says so; a dispute replaces it.
///
///     mint ──► Pending ──► Answered ──window, no dispute──► (final) ──announceFinal──► Final
///                │ ▲          │ └─ refuted: Answered again, with other data
///                │ │          └─ longer than was paid for: Unstored ──addAigcData, update──► Answered
///                │ └─ askAgain ─┐
///                ├──► Faulted ──┤   the model gives no output for this prompt; `reclaim` when final
///                └► Unanswered ─┘   nobody answered; the inference's price is credited
///
/// The prompt is stored with the answer. Before that it is in the oracle's `AICallbackRequest`, as the input.
interface IAigcNft is IAigcCollection {
    /// @param Pending No answer yet.
    /// @param Answered The data is stored; whether it is final, the oracle knows.
    /// @param Unstored The answer's hash is known, its bytes are not stored: anyone may bring them.
    /// @param Faulted The model is claimed to give no output for this prompt.
    /// @param Unanswered Nobody answered in time.
    /// @param Final The data is stored and can no longer change.
    enum State {
        Pending,
        Answered,
        Unstored,
        Faulted,
        Unanswered,
        Final
    }

    /// @notice Fixed for ever.
    /// @param version Of the model; zero for the latest at each mint.
    /// @param seedBytes First bytes of the token id that go before the prompt in the model's input, 0 to 32: a seed that
    /// nobody chooses.
    /// @param promptBytes Longest prompt that the model takes; zero for 1,024.
    /// @param inputBytes Length of the model's input: seed and prompt are padded with zeros to it. Zero for a model that
    /// takes inputs of any length.
    /// @param outputBytes Longest answer whose storage a minter pays for, in bytes. An image's is its size.
    struct Inference {
        IVerifiableOracle oracle;
        ModelId modelId;
        uint32 version;
        uint8 seedBytes;
        uint16 promptBytes;
        uint32 inputBytes;
        uint32 outputBytes;
    }

    /// @notice The model was asked. The oracle's event of this request has the prompt.
    event Asked(uint256 indexed tokenId, uint256 indexed requestId, address payer);
    /// @notice The answer, by its hash: it is longer than what the minter paid to have stored.
    event AnsweredByHash(uint256 indexed tokenId, uint256 indexed requestId, bytes32 dataHash);
    event Failed(uint256 indexed tokenId, uint256 indexed requestId, State state);
    event Finalized(uint256 indexed tokenId);
    event Credited(address indexed account, uint256 indexed requestId, uint256 amount);
    event Withdrawn(address indexed account, uint256 amount);

    error InferenceInvalid();
    error WrongTokenId(uint256 tokenId, uint256 expected);
    error WrongState(uint256 tokenId, State state);
    error WrongRequest(uint256 tokenId, uint256 requestId);
    error WrongData(bytes32 expected, bytes32 actual);
    error WrongProof(bytes proof);
    error NotFinal(uint256 tokenId);
    error NothingToReclaim(uint256 requestId);
    error NotReturnedYet(uint256 requestId);
    error NothingToWithdraw(address account);
    error OnlyOracle(address caller);

    /// @notice Second step: mints the prompt's token to `to` and asks the model. Send at least both parts of
    /// `priceOf(commitment, prompt.length)`; the excess comes back. Anyone may send it for `to`.
    /// @param salt The commitment's.
    function mint(address to, bytes calldata prompt, bytes32 salt) external payable returns (uint256 tokenId);

    /// @notice Anyone: asks again for a token whose request failed for good, at the price of the inference alone.
    function askAgain(bytes calldata prompt) external payable returns (uint256 requestId);

    /// @notice Anyone: records that the data is final, and tells marketplaces to look again.
    function announceFinal(uint256 tokenId) external;

    /// @notice Anyone, when a fault is final and the oracle has paid the fee back (`settle`): credits the fee that came back to who paid it.
    function reclaim(uint256 requestId) external returns (uint256 amount);

    /// @notice Sends the caller what is credited to it.
    function withdraw(address to) external returns (uint256 amount);

    /// @notice Wei for a mint that is committed to now: the mint fee, the inference, and the gas to store the answer.
    function price(uint256 promptLength) external view returns (uint256);

    /// @notice Wei for the mint that is committed to by `commitment`, in two parts; refused when it is not there.
    /// @return fixedFee The mint fee, which the commitment fixed: `mintFeeOf`.
    /// @return inference The inference, and the gas to store the answer, at their prices of now.
    function priceOf(
        bytes32 commitment,
        uint256 promptLength
    ) external view returns (uint256 fixedFee, uint256 inference);

    /// @notice Where a token stands.
    /// @return state See `State`.
    /// @return requestId The oracle's; zero while the first request is pending.
    /// @return finalized Whether that can no longer change.
    function statusOf(uint256 tokenId) external view returns (State state, uint256 requestId, bool finalized);

    /// @notice What `verify` wants as proof, and what `AigcData` logs: `abi.encode(requestId)`.
    function proofOf(uint256 tokenId) external view returns (bytes memory);

    /// @notice Wei that `withdraw` sends.
    function creditOf(address account) external view returns (uint256);

    /// @notice Gas that is reserved for storing the answer to a prompt.
    function callbackGas(uint256 promptLength) external view returns (uint64);

    function modelId() external view returns (ModelId);

    function version() external view returns (uint32);

    /// @notice The model's input for a prompt: what the oracle is asked.
    function inputOf(bytes calldata prompt) external view returns (bytes memory);

    function seedBytes() external view returns (uint256);

    function promptBytes() external view returns (uint256);

    function inputBytes() external view returns (uint256);

    function outputBytes() external view returns (uint256);
}
