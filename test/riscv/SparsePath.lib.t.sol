// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SparsePath} from "../../contracts/riscv/SparsePath.sol";
import {ZeroSubtrees} from "../../contracts/riscv/ZeroSubtrees.sol";

/// @dev Gives the library's internal functions a calldata frame of their own.
contract SparsePathCaller {
    function fold(
        bytes32 node,
        uint256 height,
        uint256 index,
        uint256 depth,
        uint256 mask,
        bytes32[] calldata siblings
    ) external pure returns (bytes32) {
        return SparsePath.fold(node, height, index, depth, mask, siblings);
    }

    function foldPair(
        bytes32 node,
        bytes32 newNode,
        uint256 height,
        uint256 index,
        uint256 depth,
        uint256 mask,
        bytes32[] calldata siblings
    ) external pure returns (bytes32, bytes32) {
        SparsePath.check(height, index, depth, mask);
        uint256 offset;
        assembly ("memory-safe") {
            offset := siblings.offset
        }
        return SparsePath.foldPairAt(node, newNode, index, depth, mask, offset, ZeroSubtrees.load() + 32 * height);
    }
}

contract SparsePathTest {
    SparsePathCaller private immutable CALLER = new SparsePathCaller();

    /// @dev The path of a node as its definition says it, in plain Solidity.
    function reference_(
        bytes32 node,
        uint256 height,
        uint256 index,
        uint256 depth,
        bytes32[] memory all
    ) private pure returns (bytes32 root) {
        root = node;
        for (uint256 k = 0; k < depth; k++) {
            bytes32 sibling = all[k] == 0 ? zero(height + k) : all[k];
            root =
                (index >> k) % 2 == 0 ? keccak256(bytes.concat(root, sibling)) : keccak256(bytes.concat(sibling, root));
        }
    }

    function zero(uint256 height) private pure returns (bytes32 root) {
        for (uint256 k = 0; k < height; k++) root = keccak256(bytes.concat(root, root));
    }

    /// @dev Random sparse path: siblings by level (zero where masked out), and the same in listed form.
    function draw(
        uint256 seed,
        uint256 depth
    ) private pure returns (uint256 mask, bytes32[] memory all, bytes32[] memory listed) {
        mask = uint256(keccak256(abi.encode(seed))) & ((1 << depth) - 1);
        all = new bytes32[](depth);
        listed = new bytes32[](ones(mask));
        uint256 next = 0;
        for (uint256 k = 0; k < depth; k++) {
            if ((mask >> k) % 2 == 0) continue;
            all[k] = keccak256(abi.encode("sibling", seed, k));
            listed[next++] = all[k];
        }
    }

    function ones(uint256 mask) private pure returns (uint256 bits) {
        for (; mask != 0; mask >>= 1) bits += mask % 2;
    }

    function test_zeroSubtrees_areTheirDefinition() external pure {
        uint256 table = ZeroSubtrees.load();
        for (uint256 k = 0; k < ZeroSubtrees.LEVELS; k++) {
            bytes32 root;
            assembly ("memory-safe") {
                root := mload(add(table, mul(32, k)))
            }
            require(root == zero(k), "zero root");
        }
    }

    function testFuzz_count_isPopulation(uint32 mask) external pure {
        require(SparsePath.count(mask) == ones(mask), "count");
        require(SparsePath.count(type(uint32).max) == 32 && SparsePath.count(0) == 0, "extremes");
    }

    function testFuzz_fold_isReference(
        bytes32 node,
        uint256 height,
        uint256 index,
        uint256 depth,
        uint256 seed
    ) external view {
        depth %= 28;
        height %= 5;
        index %= 1 << depth;
        (uint256 mask, bytes32[] memory all, bytes32[] memory listed) = draw(seed, depth);
        bytes32 root = CALLER.fold(node, height, index, depth, mask, listed);
        require(root == reference_(node, height, index, depth, all), "root");
    }

    function testFuzz_foldPairAt_isTwoFolds(
        bytes32 node,
        bytes32 newNode,
        uint256 index,
        uint256 depth,
        uint256 seed
    ) external view {
        depth %= 28;
        index %= 1 << depth;
        (uint256 mask, bytes32[] memory all, bytes32[] memory listed) = draw(seed, depth);
        (bytes32 root, bytes32 newRoot) = CALLER.foldPair(node, newNode, 3, index, depth, mask, listed);
        require(root == reference_(node, 3, index, depth, all), "root");
        require(newRoot == reference_(newNode, 3, index, depth, all), "new root");
    }

    function testFuzz_fold_siblingCount_reverts(uint256 seed, uint256 extra) external view {
        (uint256 mask, , bytes32[] memory listed) = draw(seed, 27);
        uint256 length = extra % 40;
        if (length == listed.length) length++;
        rejects(mask, 0, 27, new bytes32[](length), SparsePath.WrongSiblingCount.selector);
    }

    function test_fold_zeroSibling_reverts() external view {
        for (uint256 k = 0; k < 27; k++) {
            bytes32[] memory listed = new bytes32[](1);
            listed[0] = zero(k);
            rejects(1 << k, 0, 27, listed, SparsePath.ZeroSiblingListed.selector);
            try CALLER.foldPair(0, bytes32(uint256(1)), 0, 0, 27, 1 << k, listed) {
                revert("accepted");
            } catch (bytes memory reason) {
                require(bytes4(reason) == SparsePath.ZeroSiblingListed.selector, "foldPair error");
            }
        }
    }

    function test_fold_maskOrIndexOrHeight_reverts() external view {
        bytes32[] memory listed = new bytes32[](1);
        listed[0] = bytes32(uint256(1));
        rejects(1 << 27, 0, 27, listed, SparsePath.MaskTooWide.selector);
        rejects(1 << 255, 0, 27, listed, SparsePath.MaskTooWide.selector);
        rejects(1, 1 << 27, 27, listed, SparsePath.IndexOutOfRange.selector);
        rejects(1, 0, 33, listed, SparsePath.TreeTooHigh.selector);
        rejects(1, 0, type(uint256).max, listed, SparsePath.TreeTooHigh.selector);
        rejectsAt(28, 5, SparsePath.TreeTooHigh.selector);
        rejectsAt(33, 0, SparsePath.TreeTooHigh.selector);
    }

    function rejectsAt(uint256 height, uint256 depth, bytes4 expected) private view {
        try CALLER.fold(0, height, 0, depth, 0, new bytes32[](0)) {
            revert("accepted");
        } catch (bytes memory reason) {
            require(bytes4(reason) == expected, "fold error");
        }
    }

    function rejects(
        uint256 mask,
        uint256 index,
        uint256 depth,
        bytes32[] memory listed,
        bytes4 expected
    ) private view {
        try CALLER.fold(0, 0, index, depth, mask, listed) {
            revert("accepted");
        } catch (bytes memory reason) {
            require(bytes4(reason) == expected, "fold error");
        }
    }
}
