// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SparsePath} from "../riscv/SparsePath.sol";
import {ZeroSubtrees} from "../riscv/ZeroSubtrees.sol";
import {IInputLoader} from "./interfaces/IInputLoader.sol";
import {Arena} from "./lib/Arena.sol";
import {BlobBytes} from "./lib/BlobBytes.sol";

/// @title Loads inputs from blobs
/// @notice The input commits to its blobs by `keccak256` of their versioned hashes. A leaf is 32 bytes, a field element
/// carries 31: a leaf lies in one element or two, each of which the point evaluation precompile confirms.
///
/// The witness, packed: the versioned hashes of all blobs; for each element value, commitment and proof (32 + 48 + 48
/// bytes); the mask of the leaf's path in the arena (32 bytes), and the siblings listed (see `SparsePath`).
contract BlobLoader is IInputLoader {
    uint256 private constant ELEMENT_PROOF = 128;

    error WrongBlobs(bytes32 expected, bytes32 actual);
    error WrongWitnessLength(uint256 expected, uint256 actual);
    error WrongPreRoot(bytes32 expected, bytes32 actual);

    /// @inheritdoc IInputLoader
    function blank(uint256 length) external pure override returns (bytes32) {
        return Arena.blankRoot(length);
    }

    /// @inheritdoc IInputLoader
    function load(
        bytes32 input,
        uint256 length,
        uint256 index,
        bytes32 preRoot,
        bytes calldata witness
    ) external view override returns (bytes32 postRoot) {
        uint256 hashes = 32 * BlobBytes.count(length);
        (uint256 first, uint256 skipped, uint256 wanted, uint256 elements) = _span(length, index);
        uint256 path = hashes + ELEMENT_PROOF * elements;
        if (witness.length < path + 32) revert WrongWitnessLength(path + 32, witness.length);
        bytes32 actual = keccak256(witness[:hashes]);
        // INVARIANT: the blobs are those that the task names, all of them, in order.
        if (actual != input) revert WrongBlobs(input, actual);

        uint256 leaf;
        for (uint256 i = 0; i < elements; ++i) {
            uint256 element = first + i;
            uint256 carried = BlobBytes.open(
                _word(witness, 32 * (element / BlobBytes.ELEMENTS_PER_BLOB)),
                element % BlobBytes.ELEMENTS_PER_BLOB,
                _offset(witness) + hashes + ELEMENT_PROOF * i
            );
            leaf |= i == 0 ? carried << (8 * skipped) : carried >> (8 * (BlobBytes.BYTES_PER_ELEMENT - skipped));
        }
        // INVARIANT: what follows the input in its last blob is no part of it.
        leaf &= ~(type(uint256).max >> (8 * wanted));
        postRoot = _write(index, bytes32(leaf), preRoot, witness, path);
    }

    /// @dev Where leaf number `index` lies: from byte `skipped` of element `first` on, `wanted` bytes in `elements` elements.
    function _span(
        uint256 length,
        uint256 index
    ) private pure returns (uint256 first, uint256 skipped, uint256 wanted, uint256 elements) {
        uint256 start = 32 * index;
        if (start >= length) return (0, 0, 0, 0);
        first = start / BlobBytes.BYTES_PER_ELEMENT;
        skipped = start % BlobBytes.BYTES_PER_ELEMENT;
        wanted = length - start < 32 ? length - start : 32;
        elements = skipped + wanted > BlobBytes.BYTES_PER_ELEMENT ? 2 : 1;
    }

    /// @dev Root of the arena after the leaf was written; the path is at `path` in the witness.
    function _write(
        uint256 index,
        bytes32 leaf,
        bytes32 preRoot,
        bytes calldata witness,
        uint256 path
    ) private pure returns (bytes32 postRoot) {
        uint256 mask = uint256(_word(witness, path));
        uint256 position = Arena.INPUT_LEAF + index;
        SparsePath.check(0, position, Arena.DEPTH, mask);
        uint256 end = path + 32 + 32 * SparsePath.count(mask);
        if (witness.length != end) revert WrongWitnessLength(end, witness.length);
        bytes32 root;
        (root, postRoot) = SparsePath.foldPairAt(
            0,
            leaf,
            position,
            Arena.DEPTH,
            mask,
            _offset(witness) + path + 32,
            ZeroSubtrees.load()
        );
        // INVARIANT: the leaf is written into the arena that both sides agreed on, where it was zero.
        if (root != preRoot) revert WrongPreRoot(preRoot, root);
    }

    function _word(bytes calldata data, uint256 offset) private pure returns (bytes32) {
        return bytes32(data[offset:offset + 32]);
    }

    function _offset(bytes calldata data) private pure returns (uint256 offset) {
        assembly ("memory-safe") {
            offset := data.offset
        }
    }
}
