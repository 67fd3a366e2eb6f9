// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Pixels as a PNG file
/// @notice Not compressed: the pixels lie in one stored block of the deflate format, in rows without a filter.
library Png {
    /// @dev CRC-32 of the sixteen nibbles, eight to a word, the first in the highest bits.
    uint256 private constant CRC_LOW = 0x000000001db710643b6e20c826d930ac76dc41906b6b51f44db261585005713c;
    uint256 private constant CRC_HIGH = 0xedb88320f00f9344d6d6a3e8cb61b38c9b64c2b086d3d2d4a00ae278bdbdf21c;

    /// @param pixels `width * height * channels` bytes, rows from the top, at most 65_535 with a byte for each row.
    /// @param channels 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.
    function encode(
        bytes memory pixels,
        uint256 width,
        uint256 height,
        uint256 channels
    ) internal pure returns (bytes memory) {
        bytes memory rows = _rows(pixels, width * channels, height);
        uint8 colour = [0, 4, 2, 6][channels - 1];
        return
            abi.encodePacked(
                hex"89504e470d0a1a0a",
                // Eight bits a channel; deflate, the standard's filters, not interlaced.
                _chunk("IHDR", abi.encodePacked(uint32(width), uint32(height), uint8(8), colour, hex"000000")),
                _chunk(
                    "IDAT",
                    abi.encodePacked(
                        hex"7801", // zlib
                        hex"01", // the last block, stored
                        _littleEndian(rows.length),
                        _littleEndian(rows.length ^ 0xffff),
                        rows,
                        _adler32(rows)
                    )
                ),
                _chunk("IEND", "")
            );
    }

    /// @dev Each row after a byte that names its filter: zero, none.
    function _rows(bytes memory pixels, uint256 stride, uint256 height) private pure returns (bytes memory rows) {
        rows = new bytes(height * (stride + 1));
        for (uint256 y = 0; y < height; ++y) {
            assembly ("memory-safe") {
                mcopy(add(add(rows, 33), mul(y, add(stride, 1))), add(add(pixels, 32), mul(y, stride)), stride)
            }
        }
    }

    function _chunk(bytes4 kind, bytes memory data) private pure returns (bytes memory) {
        bytes memory body = abi.encodePacked(kind, data);
        return abi.encodePacked(uint32(data.length), body, _crc32(body));
    }

    function _littleEndian(uint256 value) private pure returns (bytes2) {
        return bytes2(uint16((value << 8) | (value >> 8)));
    }

    function _crc32(bytes memory data) private pure returns (uint32) {
        uint256 crc = 0xffffffff;
        unchecked {
            for (uint256 i = 0; i < data.length; ++i) {
                crc ^= uint8(data[i]);
                crc = (crc >> 4) ^ _nibble(crc & 15);
                crc = (crc >> 4) ^ _nibble(crc & 15);
            }
        }
        return uint32(~crc);
    }

    function _nibble(uint256 index) private pure returns (uint256) {
        return ((index < 8 ? CRC_LOW : CRC_HIGH) >> (224 - 32 * (index & 7))) & 0xffffffff;
    }

    function _adler32(bytes memory data) private pure returns (uint32) {
        (uint256 a, uint256 b) = (1, 0);
        unchecked {
            for (uint256 i = 0; i < data.length; ++i) {
                a += uint8(data[i]);
                b += a;
            }
        }
        return uint32(((b % 65_521) << 16) | (a % 65_521));
    }
}
