// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAigcCollection} from "./IAigcCollection.sol";
import {IVerifier} from "./IVerifier.sol";

/// @title AIGC NFTs whose content is proved (zkML)
/// @notice The minter brings the model's output with a proof of it; it is final at once. The public inputs of the circuit
/// are field elements (of BN254's scalar field, less than 2^253):
///
///     model | context | prompt, 31 bytes an element | data, 31 bytes an element
///
/// `context` binds the proof to its recipient, the collection and the chain. The last element of the prompt and of the
/// data is padded with zeros on the right. Prompts have no zero bytes and data has one length, so no two pairs of prompt
/// and data have the same inputs.
interface IAigcNftZk is IAigcCollection {
    /// @notice Fixed for ever.
    /// @param model What the circuit takes as the model: a commitment to its weights.
    /// @param promptBytes Longest prompt.
    /// @param dataBytes Length of every output.
    struct Circuit {
        IVerifier verifier;
        uint256 model;
        uint32 promptBytes;
        uint32 dataBytes;
    }

    error CircuitInvalid();
    error WrongDataLength(uint256 length, uint256 expected);
    error NotProved(uint256 tokenId);
    error AlreadyAdded(uint256 tokenId);

    /// @notice Second step: mints the prompt's token to `to`, with its data. Send the mint fee; an excess comes back.
    /// @param proof For the public inputs `publicInputsOf(to, prompt, aigcData)`.
    /// @param salt The commitment's.
    function mint(
        address to,
        bytes calldata prompt,
        bytes calldata aigcData,
        bytes calldata proof,
        bytes32 salt
    ) external payable returns (uint256 tokenId);

    /// @notice What the circuit is proved for.
    function publicInputsOf(
        address recipient,
        bytes calldata prompt,
        bytes calldata aigcData
    ) external view returns (uint256[] memory);

    /// @notice The public input that binds a proof to its recipient.
    function contextOf(address recipient) external view returns (uint256);

    function verifier() external view returns (IVerifier);

    function model() external view returns (uint256);

    function promptBytes() external view returns (uint256);

    function dataBytes() external view returns (uint256);
}
