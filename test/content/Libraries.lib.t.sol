// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Blob} from "../../contracts/content/libraries/Blob.sol";
import {Text} from "../../contracts/content/libraries/Text.sol";
import {Commitment, commitmentAt} from "../../contracts/content/types/Commitment.sol";

/// @dev Text against the grammar of RFC 3629, read off letter by letter; blobs against what was written.
contract ContentLibrariesTest {
    function testFuzz_commitment_keepsItsParts(uint64 time, uint96 fee) external pure {
        _requireParts(time, fee);
        _requireParts(type(uint64).max, fee);
        _requireParts(time, type(uint96).max);
    }

    function _requireParts(uint64 time, uint96 fee) private pure {
        Commitment made = commitmentAt(time, fee);
        require(made.since() == time && made.mintFee() == fee, "parts");
    }

    function test_text_theGrammarsCorners() external view {
        bytes[12] memory good = [
            bytes("a"),
            hex"7f",
            hex"c280",
            hex"dfbf",
            hex"e0a080",
            hex"ed9fbf",
            hex"ee8080",
            hex"efbfbf",
            hex"f0908080",
            hex"f48fbfbf",
            // Around the steps of 32 bytes.
            bytes("0123456789012345678901234567890\xc3\xa9"),
            bytes("01234567890123456789012345678901\xc3\xa9 and a line that goes on for quite some time")
        ];
        for (uint256 i = 0; i < good.length; i++) require(this.isText(good[i]), "text");
        bytes[16] memory bad = [
            bytes(hex"00"),
            hex"80",
            hex"bf",
            hex"c0af",
            hex"c1bf",
            hex"c3",
            hex"c328",
            hex"e09fbf",
            hex"eda080",
            hex"edbfbf",
            hex"e282",
            hex"f08fbfbf",
            hex"f4908080",
            hex"f5808080",
            bytes("01234567890123456789012345678901\x00 and a line that goes on for quite some time"),
            bytes("0123456789012345678901234567890123456789012345678901234567890123\xff")
        ];
        for (uint256 i = 0; i < bad.length; i++) require(!this.isText(bad[i]), "not text");
        require(this.isText(""), "empty");
    }

    function testFuzz_text(bytes calldata data) external view {
        require(this.isText(data) == grammar(data), "as the grammar");
    }

    /// @dev Fuzzed bytes are hardly ever text: characters of all sizes, with one byte changed in half of the cases.
    function testFuzz_text_nearMisses(bytes32 seed, uint8 characters, bool broken) external view {
        bytes memory data;
        for (uint256 i = 0; i < characters % 48; i++) {
            data = bytes.concat(data, character(uint256(keccak256(abi.encode(seed, i)))));
        }
        if (!broken) require(this.isText(data), "characters are text");
        if (data.length == 0) return;
        data[uint256(seed) % data.length] = seed[31];
        require(this.isText(data) == grammar(data), "as the grammar");
    }

    function testFuzz_blob(bytes memory prompt, bytes memory data, bytes memory other) external {
        if (prompt.length > 1024) return;
        address blob = Blob.write(prompt, data);
        (bytes memory prompt_, bytes memory data_) = Blob.read(blob);
        require(keccak256(prompt_) == keccak256(prompt) && keccak256(data_) == keccak256(data), "as written");
        require(Blob.holds(blob, prompt, data), "holds it");
        require(keccak256(other) == keccak256(data) || !Blob.holds(blob, prompt, other), "holds nothing else");
        (bool success, bytes memory result) = blob.call{gas: 100_000}("anything");
        require(result.length == 0 && success == (prompt.length < 256), "calling it does nothing");
    }

    /// @dev Defect 5 of the reference of ERC-7007, where it would begin: two splits of the same bytes are not the same.
    function testFuzz_pitfall5_aBlobHoldsOneSplitOfItsBytes(bytes calldata both, uint256 one, uint256 other) external {
        (one, other) = (one % (both.length + 1), other % (both.length + 1));
        if (one > 1024 || other > 1024) return;
        address blob = Blob.write(both[:one], both[one:]);
        require(Blob.holds(blob, both[:one], both[one:]), "as written");
        require(one == other || !Blob.holds(blob, both[:other], both[other:]), "another split");
    }

    function test_blob_limits() external {
        Blob.write(new bytes(1024), new bytes(Blob.MAX_BYTES - 1024));
        (bool success, bytes memory reason) = address(this).call(abi.encodeCall(this.writeLong, ()));
        require(!success && bytes4(reason) == Blob.BlobTooLong.selector, "too long");
        (bytes memory prompt, bytes memory data) = Blob.read(address(0));
        require(prompt.length == 0 && data.length == 0, "nothing there");
        require(!Blob.holds(address(0), "", ""), "nothing is held");
    }

    function writeLong() external {
        Blob.write(new bytes(1024), new bytes(Blob.MAX_BYTES - 1023));
    }

    function isText(bytes calldata data) external pure returns (bool) {
        return Text.isText(data);
    }

    /// @dev RFC 3629, section 4, by decoding: the value must need that many bytes, be no surrogate, and be at most 10FFFF.
    function grammar(bytes memory data) private pure returns (bool) {
        uint256 i = 0;
        while (i < data.length) {
            uint256 first = uint8(data[i]);
            if (first == 0 || (first >= 0x80 && first < 0xc0) || first >= 0xf8) return false;
            uint256 size =
                first < 0x80
                    ? 1
                    : first < 0xe0
                        ? 2
                        : first < 0xf0
                            ? 3
                            : 4;
            if (i + size > data.length) return false;
            uint256 value = size == 1 ? first : first & (0x7f >> size);
            for (uint256 j = 1; j < size; j++) {
                uint256 next = uint8(data[i + j]);
                if (next < 0x80 || next > 0xbf) return false;
                value = (value << 6) | (next & 0x3f);
            }
            uint256 least =
                size == 1
                    ? 1
                    : size == 2
                        ? 0x80
                        : size == 3
                            ? 0x800
                            : 0x10000;
            if (value < least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return false;
            i += size;
        }
        return true;
    }

    function character(uint256 random) private pure returns (bytes memory) {
        uint256 size = random % 4;
        random >>= 8;
        if (size == 0) return abi.encodePacked(uint8(1 + (random % 0x7f)));
        if (size == 1) return encode(0x80 + (random % (0x800 - 0x80)), 2);
        if (size == 3) return encode(0x10000 + (random % (0x110000 - 0x10000)), 4);
        uint256 value = 0x800 + (random % (0x10000 - 0x800));
        return encode(value >= 0xd800 && value <= 0xdfff ? 0x20ac : value, 3);
    }

    function encode(uint256 value, uint256 size) private pure returns (bytes memory data) {
        data = new bytes(size);
        for (uint256 i = size; i > 1; i--) {
            data[i - 1] = bytes1(uint8(0x80 | (value & 0x3f)));
            value >>= 6;
        }
        data[0] = bytes1(uint8(((0xff00 >> size) & 0xff) | value));
    }

    function writeBlob(bytes calldata prompt, bytes calldata data) external returns (address) {
        return Blob.write(prompt, data);
    }

    /// @dev What cannot be paid for is not taken for stored.
    function test_blob_withTooLittleGas_reverts() external {
        bytes memory data = new bytes(Blob.MAX_BYTES - 1);
        try this.writeBlob{gas: 3_000_000}("a", data) {
            revert("24 kB of code cost more");
        } catch (bytes memory reason) {
            require(bytes4(reason) == Blob.BlobFailed.selector, "reason");
        }
    }
}
