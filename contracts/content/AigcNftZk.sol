// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721Utils} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Utils.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {AigcCollection} from "./AigcCollection.sol";
import {IAigcCollection} from "./interfaces/IAigcCollection.sol";
import {IAigcNftZk} from "./interfaces/IAigcNftZk.sol";
import {IAigcRenderer} from "./interfaces/IAigcRenderer.sol";
import {IERC7007} from "./interfaces/IERC7007.sol";
import {IVerifier} from "./interfaces/IVerifier.sol";
import {Blob} from "./libraries/Blob.sol";

/// @title AigcNftZk
/// @notice See `IAigcNftZk`.
contract AigcNftZk is IAigcNftZk, AigcCollection {
    /// @dev Bytes of a field element that any 31 bytes fit.
    uint256 private constant ELEMENT = 31;

    /// @dev BN254's scalar field has 254 bits.
    uint256 private constant FIELD_BITS = 253;

    /// @inheritdoc IAigcNftZk
    IVerifier public immutable verifier;
    /// @inheritdoc IAigcNftZk
    uint256 public immutable model;
    /// @inheritdoc IAigcNftZk
    uint256 public immutable promptBytes;
    /// @inheritdoc IAigcNftZk
    uint256 public immutable dataBytes;

    mapping(uint256 tokenId => address) private _blobs;

    constructor(Terms memory terms, Circuit memory circuit) AigcCollection(terms) {
        bool sized =
            circuit.promptBytes != 0 &&
                circuit.promptBytes <= MAX_PROMPT_BYTES &&
                circuit.dataBytes != 0 &&
                circuit.dataBytes <= Blob.MAX_BYTES - MAX_PROMPT_BYTES &&
                (_imageBytes == 0 || circuit.dataBytes == _imageBytes);
        if (!sized || circuit.model >> FIELD_BITS != 0) revert CircuitInvalid();
        verifier = circuit.verifier;
        model = circuit.model;
        promptBytes = circuit.promptBytes;
        dataBytes = circuit.dataBytes;
    }

    /// @inheritdoc IAigcNftZk
    function mint(
        address to,
        bytes calldata prompt_,
        bytes calldata aigcData,
        bytes calldata proof,
        bytes32 salt
    ) external payable returns (uint256 id) {
        uint256 fee;
        (id, fee) = _take(to, prompt_, salt);
        // INVARIANT: the recipient is in the proof, so that it is worth nothing to anybody else.
        if (!verifier.verify(proof, publicInputsOf(to, prompt_, aigcData))) revert NotProved(id);
        _blobs[id] = Blob.write(prompt_, aigcData);
        emit AigcData(id, prompt_, aigcData, abi.encodePacked(to, proof));
        emit Content(id, aigcData);
        if (msg.value < fee) revert PaymentTooSmall(msg.value, fee);
        _send(msg.sender, msg.value - fee);
        ERC721Utils.checkOnERC721Received(msg.sender, address(0), to, id, "");
    }

    /// @inheritdoc IERC7007
    /// @dev Never: a token gets its data when it is minted, and keeps it.
    function addAigcData(uint256 id, bytes calldata, bytes calldata, bytes calldata) external view {
        _requireOwned(id);
        revert AlreadyAdded(id);
    }

    /// @inheritdoc IERC7007
    /// @dev `proof` is the recipient's address (20 bytes) and the circuit's proof for it, as `AigcData` logs it.
    function verify(
        bytes calldata prompt_,
        bytes calldata aigcData,
        bytes calldata proof
    ) external view returns (bool success) {
        if (proof.length < 20) return false;
        address blob = _blobs[_idOf(prompt_)];
        // INVARIANT: a prompt that was not minted has no data.
        if (blob == address(0) || !Blob.holds(blob, prompt_, aigcData)) return false;
        return verifier.verify(proof[20:], publicInputsOf(address(bytes20(proof[:20])), prompt_, aigcData));
    }

    /// @inheritdoc IAigcCollection
    function aigcDataOf(uint256 id) external view returns (bytes memory data) {
        _requireOwned(id);
        (, data) = Blob.read(_blobs[id]);
    }

    /// @inheritdoc IAigcNftZk
    function publicInputsOf(
        address recipient,
        bytes calldata prompt_,
        bytes calldata aigcData
    ) public view returns (uint256[] memory inputs) {
        if (prompt_.length > promptBytes) revert PromptTooLong(prompt_.length, promptBytes);
        if (aigcData.length != dataBytes) revert WrongDataLength(aigcData.length, dataBytes);
        uint256 promptElements = _elements(promptBytes);
        inputs = new uint256[](2 + promptElements + _elements(dataBytes));
        inputs[0] = model;
        inputs[1] = contextOf(recipient);
        _pack(prompt_, inputs, 2);
        _pack(aigcData, inputs, 2 + promptElements);
    }

    /// @inheritdoc IAigcNftZk
    function contextOf(address recipient) public view returns (uint256) {
        return uint256(keccak256(abi.encode(block.chainid, address(this), recipient))) >> (256 - FIELD_BITS);
    }

    /// @inheritdoc IERC721Metadata
    function tokenURI(uint256 id) public view override(ERC721) returns (string memory) {
        _requireOwned(id);
        (bytes memory prompt_, bytes memory data) = Blob.read(_blobs[id]);
        return
            renderer.tokenURI(
                IAigcRenderer.Token({
                    tokenId: id,
                    collection: name(),
                    prompt: string(prompt_),
                    data: data,
                    format: _format(),
                    model: Strings.toHexString(model, 32),
                    proofType: "validity",
                    status: "Final",
                    explanation: "What the model made of the prompt, as a validity proof shows."
                })
            );
    }

    function _heldForOthers() internal pure override returns (uint256) {
        return 0;
    }

    function _blobOf(uint256 id) internal view override returns (address) {
        return _blobs[id];
    }

    function _elements(uint256 length) private pure returns (uint256) {
        return (length + ELEMENT - 1) / ELEMENT;
    }

    /// @dev Writes `data` into `inputs` from `index`, an element for each 31 bytes.
    function _pack(bytes calldata data, uint256[] memory inputs, uint256 index) private pure {
        for (uint256 start = 0; start < data.length; start += ELEMENT) {
            uint256 end = start + ELEMENT < data.length ? start + ELEMENT : data.length;
            inputs[index++] = uint256(bytes32(data[start:end])) >> 8;
        }
    }
}
