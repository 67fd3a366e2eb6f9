// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {Bisection} from "../../contracts/opml/lib/Bisection.sol";
import {bound, vm} from "../support/Vm.sol";

contract BisectionCaller {
    function commit(bytes32[] calldata roots) external pure returns (bytes32) {
        return Bisection.commit(roots);
    }

    function open(
        bytes32 commitment,
        uint256 depth,
        uint256 index,
        IDisputeGame.LeafProof calldata proof
    ) external pure returns (bytes32) {
        return Bisection.open(commitment, depth, index, proof);
    }
}

contract BisectionTest {
    BisectionCaller private immutable CALLER = new BisectionCaller();

    /// @dev All nodes of the tree, as its definition says: level by level, leaves first.
    function levels(bytes32[] memory roots) private pure returns (bytes32[][] memory tree) {
        uint256 depth = 0;
        while (1 << depth < roots.length + 1) ++depth;
        tree = new bytes32[][](depth + 1);
        tree[0] = new bytes32[](roots.length + 1);
        for (uint256 i = 0; i < roots.length; ++i) tree[0][i] = roots[i];
        for (uint256 k = 1; k <= depth; ++k) {
            tree[k] = new bytes32[](tree[k - 1].length / 2);
            for (uint256 i = 0; i < tree[k].length; ++i) {
                tree[k][i] = keccak256(bytes.concat(tree[k - 1][2 * i], tree[k - 1][2 * i + 1]));
            }
        }
    }

    function draw(uint256 bits, uint256 seed) private pure returns (bytes32[] memory roots) {
        roots = new bytes32[]((1 << bits) - 1);
        for (uint256 i = 0; i < roots.length; ++i) roots[i] = keccak256(abi.encode(seed, i));
    }

    function prove(bytes32[][] memory tree, uint256 index) private pure returns (IDisputeGame.LeafProof memory proof) {
        proof.leaf = tree[0][index];
        proof.siblings = new bytes32[](tree.length - 1);
        for (uint256 k = 0; k < proof.siblings.length; ++k) proof.siblings[k] = tree[k][(index >> k) ^ 1];
    }

    function testFuzz_commit_isReference(uint256 bits, uint256 seed) external view {
        bits = bound(bits, 1, 6);
        bytes32[] memory roots = draw(bits, seed);
        require(CALLER.commit(roots) == levels(roots)[bits][0], "commitment");
    }

    function testFuzz_commit_bounds_isPair(bytes32 start, bytes32 end) external pure {
        require(Bisection.commit(start, end) == keccak256(bytes.concat(start, end)), "pair");
    }

    function test_open_everyLeaf() external view {
        uint256 opened = 0;
        for (uint256 bits = 1; bits <= 5; ++bits) {
            bytes32[][] memory tree = levels(draw(bits, bits));
            for (uint256 i = 0; i < tree[0].length; ++i) {
                require(CALLER.open(tree[bits][0], bits, i, prove(tree, i)) == tree[0][i], "leaf");
                ++opened;
            }
        }
        require(opened == 62, "leaves");
    }

    function testFuzz_open_otherIndex_reverts(uint256 bits, uint256 index, uint256 other, uint256 seed) external {
        bits = bound(bits, 1, 5);
        index = bound(index, 0, (1 << bits) - 1);
        other = bound(other, 0, (1 << bits) - 1);
        if (other == index) other ^= 1;
        bytes32[][] memory tree = levels(draw(bits, seed));
        vm.expectRevert(IDisputeGame.InvalidLeafProof.selector);
        CALLER.open(tree[bits][0], bits, other, prove(tree, index));
    }

    function testFuzz_open_otherLeaf_reverts(uint256 index, bytes32 leaf, uint256 seed) external {
        bytes32[][] memory tree = levels(draw(5, seed));
        IDisputeGame.LeafProof memory proof = prove(tree, bound(index, 0, 31));
        vm.assume(leaf != proof.leaf);
        proof.leaf = leaf;
        vm.expectRevert(IDisputeGame.InvalidLeafProof.selector);
        CALLER.open(tree[5][0], 5, bound(index, 0, 31), proof);
    }

    /// @dev An inner node is no leaf, however short the proof.
    function test_open_innerNode_reverts() external {
        bytes32[][] memory tree = levels(draw(5, 1));
        for (uint256 k = 1; k <= 5; ++k) {
            IDisputeGame.LeafProof memory proof = prove(tree, 0);
            IDisputeGame.LeafProof memory inner;
            inner.leaf = tree[k][0];
            inner.siblings = new bytes32[](5 - k);
            for (uint256 i = 0; i < inner.siblings.length; ++i) inner.siblings[i] = proof.siblings[k + i];
            vm.expectRevert(IDisputeGame.InvalidLeafProof.selector);
            CALLER.open(tree[5][0], 5, 0, inner);
        }
    }

    function test_open_longProof_reverts() external {
        bytes32[][] memory tree = levels(draw(5, 1));
        IDisputeGame.LeafProof memory proof = prove(tree, 3);
        bytes32 inner = proof.siblings[0];
        vm.expectRevert(IDisputeGame.InvalidLeafProof.selector);
        CALLER.open(keccak256(bytes.concat(tree[5][0], inner)), 4, 3, proof);
    }
}
