// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleBytes} from "../../contracts/opml/lib/MerkleBytes.sol";
import {bound, vm} from "../support/Vm.sol";

contract MerkleBytesCaller {
    function root(bytes calldata data) external pure returns (bytes32) {
        return MerkleBytes.root(data);
    }

    function gasOf(bytes calldata data) external view returns (uint256) {
        uint256 before = gasleft();
        bytes32 root_ = MerkleBytes.root(data);
        return root_ == 0 ? 0 : before - gasleft();
    }
}

contract MerkleBytesTest {
    MerkleBytesCaller private immutable CALLER = new MerkleBytesCaller();

    /// @dev The definition, in plain Solidity: the root of `count` leaves from leaf number `first`.
    function reference_(bytes memory data, uint256 first, uint256 count) private pure returns (bytes32) {
        if (count > 1) {
            bytes32 left = reference_(data, first, count / 2);
            return keccak256(bytes.concat(left, reference_(data, first + count / 2, count / 2)));
        }
        bytes memory leaf = new bytes(32);
        for (uint256 i = 0; i < 32 && 32 * first + i < data.length; ++i) leaf[i] = data[32 * first + i];
        return bytes32(leaf);
    }

    function leavesOf(uint256 length) private pure returns (uint256 count) {
        count = 1;
        while (32 * count < length) count *= 2;
    }

    function sample(uint256 length, uint256 seed) private pure returns (bytes memory data) {
        data = new bytes(length);
        for (uint256 i = 0; i < length; ++i) data[i] = bytes1(uint8(uint256(keccak256(abi.encode(seed, i)))));
    }

    function test_root_everyShortLength_isReference() external view {
        for (uint256 length = 0; length <= 330; ++length) {
            bytes memory data = sample(length, length);
            require(CALLER.root(data) == reference_(data, 0, leavesOf(length)), "root");
        }
    }

    function testFuzz_root_isReference(uint256 length, uint256 seed) external view {
        bytes memory data = sample(bound(length, 0, 3000), seed);
        require(CALLER.root(data) == reference_(data, 0, leavesOf(data.length)), "root");
    }

    function test_root_knownLengths() external view {
        require(CALLER.root("") == 0, "0 bytes");
        require(CALLER.root("a") == bytes32("a"), "1 byte");
        bytes memory thirtyOne = "0123456789012345678901234567890";
        require(CALLER.root(thirtyOne) == bytes32(thirtyOne), "31 bytes");
        bytes memory thirtyTwo = "01234567890123456789012345678901";
        require(CALLER.root(thirtyTwo) == bytes32(thirtyTwo), "32 bytes");
        bytes32 expected = keccak256(bytes.concat(bytes32(thirtyTwo), bytes32("x")));
        require(CALLER.root(bytes.concat(thirtyTwo, "x")) == expected, "33 bytes");
    }

    /// @dev A tail that is not zero in memory must not show.
    function testFuzz_root_ignoresDirtyMemory(bytes calldata data) external view {
        bytes memory dirt = sample(data.length + 96, 7);
        bytes32 clean = CALLER.root(data);
        bytes memory garbage = abi.encodePacked(dirt, dirt);
        require(garbage.length > 0 && MerkleBytes.root(data) == clean, "dirty");
    }

    function test_root_longest() external view {
        uint256 length = MerkleBytes.MAX_LENGTH;
        bytes memory data = new bytes(length);
        // Zero but for the last byte: the root is a path through zero subtrees.
        data[length - 1] = 0xff;
        bytes32 expected = bytes32(uint256(0xff));
        bytes32 zero = 0;
        for (uint256 level = 0; level < 15; ++level) {
            expected = keccak256(bytes.concat(zero, expected));
            zero = keccak256(bytes.concat(zero, zero));
        }
        require(CALLER.root(data) == expected, "1 MiB");
    }

    function test_root_tooLong_reverts() external {
        bytes memory data = new bytes(MerkleBytes.MAX_LENGTH + 1);
        vm.expectRevert(abi.encodeWithSelector(MerkleBytes.TooLong.selector, data.length));
        CALLER.root(data);
    }

    function testFuzz_depth_isLogOfLeaves(uint256 length) external pure {
        length = bound(length, 0, 1 << 21);
        require(1 << MerkleBytes.depth(length) == leavesOf(length), "depth");
    }

    function test_depth_edges() external pure {
        require(MerkleBytes.depth(0) == 0 && MerkleBytes.depth(32) == 0, "one leaf");
        require(MerkleBytes.depth(33) == 1 && MerkleBytes.depth(64) == 1 && MerkleBytes.depth(65) == 2, "few");
        require(MerkleBytes.depth(1 << 20) == 15, "a region");
    }

    /// @dev Execution only, without calldata.
    function test_root_gasPerByte() external view {
        uint256 spent = CALLER.gasOf(sample(16_384, 1));
        require(spent > 0 && spent < 4 * 16_384, "4 gas a byte");
    }
}
