// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SparsePath} from "../../riscv/SparsePath.sol";
import {ZeroSubtrees} from "../../riscv/ZeroSubtrees.sol";
import {MerkleBytes} from "./MerkleBytes.sol";

/// @title The arena: what lives across the nodes of a trace
/// @notice 1 GiB. Its first 4 MiB are laid out as header, input, output and zeros, 1 MiB each, so that the chain
/// computes the first arena of a trace from the input, and the last from input, output and eight siblings.
library Arena {
    /// @dev Stands for the arena of a trace that has failed. No arena has this root: it is no hash of 64 bytes.
    bytes32 internal constant FAULT = keccak256("OpenIMO.FAULT");

    uint256 internal constant DEPTH = 25;

    /// @dev Position of the input's first leaf among the leaves.
    uint256 internal constant INPUT_LEAF = 1 << REGION_DEPTH;

    uint256 private constant REGION_DEPTH = 15;
    uint256 private constant FRONT_DEPTH = 17;
    uint256 private constant STATUS_DONE = 1;

    /// @notice Root of the arena that has the length of an input in its header, and nothing else.
    function blankRoot(uint256 inputLength) internal pure returns (bytes32) {
        return pad(header(inputLength, 0, 0), 0, DEPTH, ZeroSubtrees.load());
    }

    /// @notice Root of the arena that holds an input and nothing else.
    function initialRoot(bytes32 inputRoot, uint256 inputLength) internal pure returns (bytes32 root) {
        uint256 zeros = ZeroSubtrees.load();
        root = front(header(inputLength, 0, 0), inputRoot, inputLength, 0, 0, zeros);
        root = pad(root, FRONT_DEPTH, DEPTH, zeros);
    }

    /// @notice Root of a finished arena that holds this input and this output.
    /// @param mask Which of the 8 siblings above the first 4 MiB are listed.
    /// @param siblings Those listed, lowest first: the roots of working memory.
    function finalRoot(
        bytes32 inputRoot,
        uint256 inputLength,
        bytes32 outputRoot,
        uint256 outputLength,
        uint256 mask,
        bytes32[] calldata siblings
    ) internal pure returns (bytes32) {
        bytes32 header_ = header(inputLength, outputLength, STATUS_DONE);
        bytes32 root = front(header_, inputRoot, inputLength, outputRoot, outputLength, ZeroSubtrees.load());
        return SparsePath.fold(root, FRONT_DEPTH, 0, DEPTH - FRONT_DEPTH, mask, siblings);
    }

    /// @notice Root of the arena whose header is the leaf `header_`.
    function rootOfHeader(bytes32 header_, uint256 mask, bytes32[] calldata siblings) internal pure returns (bytes32) {
        return SparsePath.fold(header_, 0, 0, DEPTH, mask, siblings);
    }

    /// @notice True when a header says that the program has finished well.
    function isDone(bytes32 header_) internal pure returns (bool) {
        return uint32(uint256(header_) >> 160) == swap(STATUS_DONE);
    }

    /// @notice The header leaf: three little-endian numbers, the rest zero.
    function header(uint256 inputLength, uint256 outputLength, uint256 status) internal pure returns (bytes32) {
        return bytes32((swap(inputLength) << 224) | (swap(outputLength) << 192) | (swap(status) << 160));
    }

    /// @dev Root of the first 4 MiB.
    function front(
        bytes32 header_,
        bytes32 inputRoot,
        uint256 inputLength,
        bytes32 outputRoot,
        uint256 outputLength,
        uint256 zeros
    ) private pure returns (bytes32) {
        bytes32 left = node(
            pad(header_, 0, REGION_DEPTH, zeros),
            pad(inputRoot, MerkleBytes.depth(inputLength), REGION_DEPTH, zeros)
        );
        bytes32 output = pad(outputRoot, MerkleBytes.depth(outputLength), REGION_DEPTH, zeros);
        return node(left, pad(output, REGION_DEPTH, REGION_DEPTH + 1, zeros));
    }

    /// @dev Root of the tree of depth `to` whose leftmost subtree, of depth `from`, is `root`, and the rest zero.
    function pad(bytes32 root, uint256 from, uint256 to, uint256 zeros) private pure returns (bytes32 result) {
        assembly ("memory-safe") {
            result := root
            for {
                let level := from
            } lt(level, to) {
                level := add(level, 1)
            } {
                mstore(0, result)
                mstore(32, mload(add(zeros, shl(5, level))))
                result := keccak256(0, 64)
            }
        }
    }

    function node(bytes32 left, bytes32 right) private pure returns (bytes32 result) {
        assembly ("memory-safe") {
            mstore(0, left)
            mstore(32, right)
            result := keccak256(0, 64)
        }
    }

    /// @dev Turns a 32-bit number's bytes around.
    function swap(uint256 value) private pure returns (uint256) {
        return ((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >> 8) & 0xff00) | ((value >> 24) & 0xff);
    }
}
