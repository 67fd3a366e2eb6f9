// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Arena} from "../../contracts/opml/lib/Arena.sol";
import {MerkleBytes} from "../../contracts/opml/lib/MerkleBytes.sol";
import {SparsePath} from "../../contracts/riscv/SparsePath.sol";
import {bound, vm} from "../support/Vm.sol";

contract ArenaCaller {
    function rootOf(bytes calldata data) external pure returns (bytes32) {
        return MerkleBytes.root(data);
    }

    function finalRoot(
        bytes calldata input,
        bytes calldata output,
        uint256 mask,
        bytes32[] calldata siblings
    ) external pure returns (bytes32) {
        return
            Arena.finalRoot(
                MerkleBytes.root(input),
                input.length,
                MerkleBytes.root(output),
                output.length,
                mask,
                siblings
            );
    }

    function rootOfHeader(bytes32 header, uint256 mask, bytes32[] calldata siblings) external pure returns (bytes32) {
        return Arena.rootOfHeader(header, mask, siblings);
    }
}

contract ArenaTest {
    ArenaCaller private immutable CALLER = new ArenaCaller();

    uint256 private constant MIB = 1 << 20;

    /// @dev An arena, byte by byte, as `docs/architecture.md` lays it out.
    struct Memory {
        bytes header;
        bytes input;
        bytes output;
        bytes32[8] above;
    }

    function zero(uint256 height) private pure returns (bytes32 root) {
        for (uint256 k = 0; k < height; ++k) root = keccak256(bytes.concat(root, root));
    }

    /// @dev Root of `size` bytes of the arena's first 4 MiB from `offset`, by recursion over what is not zero.
    function rootAt(Memory memory m, uint256 offset, uint256 size) private pure returns (bytes32) {
        if (!touches(offset, size, 0, m.header.length) && !touches(offset, size, MIB, m.input.length)) {
            if (!touches(offset, size, 2 * MIB, m.output.length)) return zero(log2(size / 32));
        }
        if (size > 32) {
            bytes32 left = rootAt(m, offset, size / 2);
            return keccak256(bytes.concat(left, rootAt(m, offset + size / 2, size / 2)));
        }
        bytes memory leaf = new bytes(32);
        for (uint256 i = 0; i < 32; ++i) {
            uint256 place = offset + i;
            if (place < m.header.length) leaf[i] = m.header[place];
            if (place >= MIB && place < MIB + m.input.length) leaf[i] = m.input[place - MIB];
            if (place >= 2 * MIB && place < 2 * MIB + m.output.length) leaf[i] = m.output[place - 2 * MIB];
        }
        return bytes32(leaf);
    }

    function arenaRoot(Memory memory m) private pure returns (bytes32 root) {
        root = rootAt(m, 0, 4 * MIB);
        for (uint256 k = 0; k < 8; ++k) {
            bytes32 sibling = m.above[k] == 0 ? zero(17 + k) : m.above[k];
            root = keccak256(bytes.concat(root, sibling));
        }
    }

    function touches(uint256 offset, uint256 size, uint256 start, uint256 length) private pure returns (bool) {
        return length > 0 && offset < start + length && start < offset + size;
    }

    function log2(uint256 x) private pure returns (uint256 bits) {
        while (x > 1) (x, bits) = (x / 2, bits + 1);
    }

    function header(uint256 inputLength, uint256 outputLength, uint8 status) private pure returns (bytes memory) {
        return abi.encodePacked(littleEndian(inputLength), littleEndian(outputLength), status, new bytes(23));
    }

    function littleEndian(uint256 x) private pure returns (bytes memory) {
        return abi.encodePacked(uint8(x), uint8(x >> 8), uint8(x >> 16), uint8(x >> 24));
    }

    function sample(uint256 length) private pure returns (bytes memory data) {
        data = new bytes(length);
        for (uint256 i = 0; i < length; ++i) data[i] = bytes1(uint8(1 + ((i * 7) % 255)));
    }

    function siblingsOf(
        uint256 seed,
        uint256 mask
    ) private pure returns (bytes32[8] memory above, bytes32[] memory listed) {
        listed = new bytes32[](SparsePath.count(mask));
        uint256 next = 0;
        for (uint256 k = 0; k < 8; ++k) {
            if ((mask >> k) & 1 == 1) listed[next++] = above[k] = keccak256(abi.encode(seed, k));
        }
    }

    function test_initialRoot_isLayout() external view {
        uint16[8] memory lengths = [0, 1, 31, 32, 33, 64, 65, 1000];
        for (uint256 i = 0; i < lengths.length; ++i) {
            Memory memory m;
            m.input = sample(lengths[i]);
            m.header = header(m.input.length, 0, 0);
            require(Arena.initialRoot(CALLER.rootOf(m.input), m.input.length) == arenaRoot(m), "initial root");
        }
    }

    function test_blankRoot_isLayout() external pure {
        uint16[5] memory lengths = [0, 1, 32, 33, 1000];
        for (uint256 i = 0; i < lengths.length; ++i) {
            Memory memory m;
            m.input = new bytes(lengths[i]);
            m.header = header(lengths[i], 0, 0);
            require(Arena.blankRoot(lengths[i]) == arenaRoot(m), "blank root");
        }
    }

    function test_finalRoot_isLayout() external view {
        uint16[7] memory lengths = [0, 1, 31, 32, 33, 64, 300];
        uint256 checked = 0;
        for (uint256 i = 0; i < lengths.length; ++i) {
            for (uint256 j = 0; j < lengths.length; ++j) {
                Memory memory m;
                m.input = sample(lengths[i]);
                m.output = sample(lengths[j]);
                m.header = header(m.input.length, m.output.length, 1);
                uint256 mask = uint256(keccak256(abi.encode(i, j))) & 0xff;
                bytes32[] memory listed;
                (m.above, listed) = siblingsOf(i, mask);
                require(CALLER.finalRoot(m.input, m.output, mask, listed) == arenaRoot(m), "final root");
                ++checked;
            }
        }
        require(checked == 49, "combinations");
    }

    function test_finalRoot_longest() external view {
        // 1 MiB of input whose only byte that is not zero is the last: a path along the right edge of its region.
        bytes memory input = new bytes(MIB);
        input[MIB - 1] = 0x2a;
        bytes32 region = bytes32(uint256(0x2a));
        for (uint256 k = 0; k < 15; ++k) region = keccak256(bytes.concat(zero(k), region));
        bytes32 first = bytes32(header(MIB, 0, 1));
        for (uint256 k = 0; k < 15; ++k) first = keccak256(bytes.concat(first, zero(k)));
        bytes32 expected = keccak256(bytes.concat(first, region));
        for (uint256 k = 16; k < 25; ++k) expected = keccak256(bytes.concat(expected, zero(k)));
        require(CALLER.finalRoot(input, "", 0, new bytes32[](0)) == expected, "1 MiB");
    }

    function test_finalRoot_siblings_reverts() external {
        (, bytes32[] memory listed) = siblingsOf(1, 3);
        vm.expectRevert(abi.encodeWithSelector(SparsePath.WrongSiblingCount.selector, 1, 2));
        CALLER.finalRoot("in", "out", 1, listed);
        vm.expectRevert(abi.encodeWithSelector(SparsePath.MaskTooWide.selector, 256, 8));
        CALLER.finalRoot("in", "out", 256, listed);
    }

    function testFuzz_rootOfHeader_isLayout(uint32 inputLength, uint32 outputLength, uint8 status) external view {
        Memory memory m;
        m.header = header(inputLength, outputLength, status);
        require(CALLER.rootOfHeader(bytes32(m.header), 0, new bytes32[](0)) == arenaRoot(m), "header root");
        require(Arena.isDone(bytes32(m.header)) == (status == 1), "done");
    }

    function testFuzz_isDone_readsFourBytes(uint32 status, uint64 lengths, uint160 rest) external pure {
        bytes memory word = abi.encodePacked(lengths, littleEndian(status), rest);
        require(Arena.isDone(bytes32(word)) == (status == 1), "done");
    }

    function testFuzz_header_isLayout(uint256 inputLength, uint256 outputLength, uint8 status) external pure {
        inputLength = bound(inputLength, 0, type(uint32).max);
        outputLength = bound(outputLength, 0, type(uint32).max);
        bytes32 expected = bytes32(header(inputLength, outputLength, status));
        require(Arena.header(inputLength, outputLength, status) == expected, "header");
    }

    function test_fault_isNoSmallValue() external pure {
        require(Arena.FAULT == keccak256(bytes("OpenIMO.FAULT")), "fault");
    }
}
