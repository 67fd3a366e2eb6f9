// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAigcRenderer} from "./IAigcRenderer.sol";

/// @title What AIGC collections have in common
/// @notice A token is a prompt: its id is `keccak256(prompt)`, and there is one token a prompt. Prompts are claimed by
/// commit and reveal, so that nobody can take one that he sees in a transaction on its way:
///
///     commit(commitmentOf(to, prompt, salt), maxFee) ── revealDelay seconds ──► mint(to, prompt, salt, ...)
///
/// Mint fees go to the model's revenue token, when anyone calls `collect`; royalties (ERC-2981) do too. Nobody owns the
/// collection, and only one thing about it can be changed, by one account if it has one: the fee of later mints. A mint costs
/// the fee that was in force when its prompt was committed to, so that no change reaches who is on the way. There is no upper
/// limit: tokens that exist owe nothing, and a fee that nobody pays earns nothing.
interface IAigcCollection {
    /// @notice Fixed for ever, but for the mint fee where there is an admin.
    /// @param revenueToken Receives mint fees and royalties. Zero only if there are neither, nor an admin.
    /// @param admin May change the mint fee, and nothing else; the timelock of a model that was launched. Zero: nobody may.
    /// @param mintFee Wei.
    /// @param royaltyBps Basis points of a sale, at most 10_000.
    /// @param format What the model's output is.
    /// @param revealDelay Seconds between the commitment and the mint, 1 to an hour.
    /// @param renderer Makes the metadata.
    struct Terms {
        string name;
        string symbol;
        address revenueToken;
        address admin;
        uint96 mintFee;
        uint16 royaltyBps;
        IAigcRenderer.Format format;
        uint32 revealDelay;
        IAigcRenderer renderer;
    }

    event Committed(bytes32 indexed commitment);
    /// @notice For what is committed to from now on.
    event MintFeeSet(uint256 mintFee);
    /// @notice What `AigcData` and `Update` log as hashes.
    event Content(uint256 indexed tokenId, bytes aigcData);
    /// @notice Mint fees went to the revenue token.
    event Collected(uint256 amount);

    error TermsInvalid();
    error NotAdmin(address caller);
    error AlreadyCommitted(bytes32 commitment, uint256 committedAt);
    error NotCommitted(bytes32 commitment);
    error RevealTooEarly(bytes32 commitment, uint256 notBefore);
    /// @notice The mint fee is above what the sender agrees to.
    error MintFeeTooHigh(uint256 mintFee, uint256 maxFee);
    error CommitmentExpired(bytes32 commitment, uint256 expiredAt);
    error PromptTooLong(uint256 length, uint256 limit);
    error PromptEmpty();
    /// @notice Prompts are UTF-8 without zero bytes, so that they are strings, and padding one makes no other.
    error PromptNotText(bytes prompt);
    error PromptTaken(uint256 tokenId);
    error PromptNotStored(uint256 tokenId);
    error PaymentTooSmall(uint256 paid, uint256 needed);
    error NothingToCollect();
    error TransferFailed(address to, uint256 amount);

    /// @notice First step of a mint. It tells nothing of the prompt, and fixes the mint fee. Anyone may send it for anyone, so
    /// a copy can come first, with another maximum: `mintFeeOf` tells the fee that is fixed, and who does not want it commits
    /// with another salt.
    /// @param maxFee The highest mint fee, in wei, at which to commit.
    function commit(bytes32 commitment, uint96 maxFee) external;

    /// @notice Admin: changes the fee of mints that are not committed to yet.
    /// @param fee Wei.
    function setMintFee(uint96 fee) external;

    /// @notice Anyone: sends the mint fees taken so far to the revenue token.
    function collect() external returns (uint256 amount);

    /// @notice What to commit to.
    /// @param to Who will own the token.
    /// @param salt 32 random bytes: without them the prompt could be guessed.
    function commitmentOf(address to, bytes calldata prompt, bytes32 salt) external view returns (bytes32);

    /// @notice Unix time, seconds, of a commitment that is not used yet; zero when there is none.
    function committedAt(bytes32 commitment) external view returns (uint256);

    /// @notice Seconds after its commitment from which a prompt can be minted.
    function revealDelay() external view returns (uint256);

    /// @notice Seconds after its commitment until which a prompt can be minted.
    function revealWindow() external view returns (uint256);

    /// @notice Wei for a mint that is committed to now, to the revenue token.
    function mintFee() external view returns (uint256);

    /// @notice Wei for the mint that is committed to by `commitment`; zero when it is not there.
    function mintFeeOf(bytes32 commitment) external view returns (uint256);

    /// @notice Who may change the mint fee; zero: nobody.
    function admin() external view returns (address);

    function revenueToken() external view returns (address);

    function royaltyBps() external view returns (uint256);

    /// @notice What the model's output is.
    function format() external view returns (IAigcRenderer.Format memory);

    function renderer() external view returns (IAigcRenderer);

    /// @notice What the model made of the token's prompt, as stored; empty when nothing is.
    function aigcDataOf(uint256 tokenId) external view returns (bytes memory);

    /// @notice Most bytes of a prompt.
    function maxPromptBytes() external view returns (uint256);
}
