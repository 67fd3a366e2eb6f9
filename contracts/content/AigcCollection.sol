// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Hashing} from "../oracle/lib/Hashing.sol";
import {Payment} from "../revenue/libraries/Payment.sol";
import {IAigcCollection} from "./interfaces/IAigcCollection.sol";
import {IAigcRenderer} from "./interfaces/IAigcRenderer.sol";
import {IERC7007, IERC7007Enumerable} from "./interfaces/IERC7007.sol";
import {Blob} from "./libraries/Blob.sol";
import {Text} from "./libraries/Text.sol";
import {Commitment, commitmentAt} from "./types/Commitment.sol";

/// @title What AIGC collections have in common: prompts, fees, royalties, metadata
/// @notice See `IAigcCollection`.
abstract contract AigcCollection is IAigcCollection, ERC721, IERC7007Enumerable, IERC2981, IERC4906 {
    uint256 private constant WHOLE = 10_000;
    uint256 private constant REVEAL_WINDOW = 1 days;
    uint256 private constant MAX_REVEAL_DELAY = 1 hours;
    uint256 internal constant MAX_PROMPT_BYTES = 1024;

    /// @inheritdoc IAigcCollection
    address public immutable revenueToken;
    /// @inheritdoc IAigcCollection
    address public immutable admin;
    /// @inheritdoc IAigcCollection
    uint256 public immutable royaltyBps;
    /// @inheritdoc IAigcCollection
    uint256 public immutable revealDelay;
    /// @inheritdoc IAigcCollection
    IAigcRenderer public immutable renderer;
    /// @dev Bytes of an image; zero for texts.
    uint256 internal immutable _imageBytes;
    IAigcRenderer.Kind private immutable _kind;
    uint16 private immutable _width;
    uint16 private immutable _height;
    uint8 private immutable _channels;

    uint96 private _mintFee;
    mapping(bytes32 commitment => Commitment) private _commitments;

    constructor(Terms memory terms) ERC721(terms.name, terms.symbol) {
        bool paid = terms.mintFee != 0 || terms.royaltyBps != 0 || terms.admin != address(0);
        bool delayed = terms.revealDelay != 0 && terms.revealDelay <= MAX_REVEAL_DELAY;
        if (terms.royaltyBps > WHOLE || (paid && terms.revenueToken == address(0)) || !delayed) revert TermsInvalid();
        revenueToken = terms.revenueToken;
        admin = terms.admin;
        _mintFee = terms.mintFee;
        royaltyBps = terms.royaltyBps;
        revealDelay = terms.revealDelay;
        renderer = terms.renderer;
        _imageBytes = terms.renderer.check(terms.format);
        _kind = terms.format.kind;
        _width = terms.format.width;
        _height = terms.format.height;
        _channels = terms.format.channels;
    }

    /// @inheritdoc IAigcCollection
    function commit(bytes32 commitment, uint96 maxFee) external {
        uint256 since = _commitments[commitment].since();
        // INVARIANT: nobody can renew, and so delay, a commitment that he copied.
        if (since != 0 && block.timestamp <= since + REVEAL_WINDOW) revert AlreadyCommitted(commitment, since);
        uint96 fee = _mintFee;
        // INVARIANT: who commits has agreed to the fee that the commitment fixes.
        if (fee > maxFee) revert MintFeeTooHigh(fee, maxFee);
        _commitments[commitment] = commitmentAt(block.timestamp, fee);
        emit Committed(commitment);
    }

    /// @inheritdoc IAigcCollection
    function setMintFee(uint96 fee) external {
        if (msg.sender != admin) revert NotAdmin(msg.sender);
        _mintFee = fee;
        emit MintFeeSet(fee);
    }

    /// @inheritdoc IAigcCollection
    function collect() external returns (uint256 amount) {
        // INVARIANT: what belongs to others stays.
        amount = address(this).balance - _heldForOthers();
        if (amount == 0 || revenueToken == address(0)) revert NothingToCollect();
        emit Collected(amount);
        _send(revenueToken, amount);
    }

    /// @inheritdoc IERC7007Enumerable
    function tokenId(bytes calldata prompt_) external pure returns (uint256) {
        return _idOf(prompt_);
    }

    /// @inheritdoc IERC7007Enumerable
    /// @dev Reverts until it is stored, which it is with the data.
    function prompt(uint256 id) external view returns (string memory) {
        _requireOwned(id);
        address blob = _blobOf(id);
        if (blob == address(0)) revert PromptNotStored(id);
        (bytes memory text, ) = Blob.read(blob);
        return string(text);
    }

    /// @inheritdoc IERC2981
    function royaltyInfo(uint256, uint256 salePrice) external view returns (address receiver, uint256 amount) {
        return (revenueToken, Math.mulDiv(salePrice, royaltyBps, WHOLE));
    }

    /// @inheritdoc IAigcCollection
    function format() external view returns (IAigcRenderer.Format memory) {
        return _format();
    }

    /// @inheritdoc IAigcCollection
    function revealWindow() external pure returns (uint256) {
        return REVEAL_WINDOW;
    }

    /// @inheritdoc IAigcCollection
    function maxPromptBytes() external pure returns (uint256) {
        return MAX_PROMPT_BYTES;
    }

    /// @inheritdoc IAigcCollection
    function commitmentOf(address to, bytes calldata prompt_, bytes32 salt) external view returns (bytes32) {
        return _commitmentOf(to, _idOf(prompt_), salt);
    }

    /// @inheritdoc IAigcCollection
    function mintFee() public view returns (uint256) {
        return _mintFee;
    }

    /// @inheritdoc IAigcCollection
    function committedAt(bytes32 commitment) public view returns (uint256) {
        return _commitments[commitment].since();
    }

    /// @inheritdoc IAigcCollection
    function mintFeeOf(bytes32 commitment) public view returns (uint256) {
        return _commitments[commitment].mintFee();
    }

    /// @inheritdoc ERC721
    function supportsInterface(bytes4 id) public view virtual override(ERC721, IERC165) returns (bool) {
        return
            id == type(IERC7007).interfaceId ||
            id == type(IERC7007Enumerable).interfaceId ||
            id == type(IERC2981).interfaceId ||
            // ERC-4906 declares events only; its id is fixed by the standard.
            id == bytes4(0x49064906) ||
            super.supportsInterface(id);
    }

    /// @dev Takes the prompt for `to`, who must have committed to it, and mints its token.
    /// @return id The token's.
    /// @return fee The mint fee. INVARIANT: that of when the prompt was committed to, whatever it has become since.
    function _take(address to, bytes calldata prompt_, bytes32 salt) internal returns (uint256 id, uint256 fee) {
        if (prompt_.length == 0) revert PromptEmpty();
        if (prompt_.length > MAX_PROMPT_BYTES) revert PromptTooLong(prompt_.length, MAX_PROMPT_BYTES);
        if (!Text.isText(prompt_)) revert PromptNotText(prompt_);
        id = _idOf(prompt_);
        bytes32 commitment = _commitmentOf(to, id, salt);
        Commitment committed = _commitments[commitment];
        uint256 since = committed.since();
        if (since == 0) revert NotCommitted(commitment);
        // INVARIANT: who first sees a prompt in its mint is too late to commit to it.
        if (block.timestamp < since + revealDelay) revert RevealTooEarly(commitment, since + revealDelay);
        if (block.timestamp > since + REVEAL_WINDOW) revert CommitmentExpired(commitment, since + REVEAL_WINDOW);
        _commitments[commitment] = Commitment.wrap(0);
        if (_ownerOf(id) != address(0)) revert PromptTaken(id);
        _mint(to, id);
        return (id, committed.mintFee());
    }

    function _send(address to, uint256 amount) internal {
        if (amount != 0 && !Payment.send(to, amount)) revert TransferFailed(to, amount);
    }

    /// @dev Wei in the contract that are not mint fees.
    function _heldForOthers() internal view virtual returns (uint256);

    /// @dev Where a token's prompt and data are; zero when they are not stored.
    function _blobOf(uint256 id) internal view virtual returns (address);

    function _format() internal view returns (IAigcRenderer.Format memory) {
        return IAigcRenderer.Format(_kind, _width, _height, _channels);
    }

    function _idOf(bytes calldata prompt_) internal pure returns (uint256) {
        return uint256(Hashing.ofBytes(prompt_));
    }

    function _commitmentOf(address to, uint256 id, bytes32 salt) private view returns (bytes32) {
        return keccak256(abi.encode(address(this), to, id, salt));
    }
}
