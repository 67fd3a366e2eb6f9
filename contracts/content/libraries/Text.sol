// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title What may be a prompt
library Text {
    uint256 private constant HIGH = 0x8080808080808080808080808080808080808080808080808080808080808080;
    uint256 private constant ONES = 0x0101010101010101010101010101010101010101010101010101010101010101;

    /// @notice True for UTF-8 (RFC 3629: shortest forms, no surrogates, up to U+10FFFF) without zero bytes.
    function isText(bytes calldata data) internal pure returns (bool) {
        uint256 length = data.length;
        uint256 i = 0;
        while (i < length) {
            if (i + 32 <= length) {
                uint256 word;
                assembly ("memory-safe") {
                    word := calldataload(add(data.offset, i))
                }
                unchecked {
                    // No byte of 0x80 or more, and none that is zero: that one would borrow.
                    if ((word | (word - ONES)) & HIGH == 0) {
                        i += 32;
                        continue;
                    }
                }
            }
            uint256 size = _sizeAt(data, i);
            if (size == 0) return false;
            i += size;
        }
        return true;
    }

    /// @dev Bytes of the character that starts at `i`; zero when none does.
    function _sizeAt(bytes calldata data, uint256 i) private pure returns (uint256 size) {
        uint8 first = uint8(data[i]);
        if (first < 0x80) return first == 0 ? 0 : 1;
        // What the second byte may be, by the first: RFC 3629, section 4.
        (uint8 low, uint8 high) = (0x80, 0xbf);
        if (first >= 0xc2 && first <= 0xdf) size = 2;
        else if (first >= 0xe0 && first <= 0xef) {
            size = 3;
            if (first == 0xe0) low = 0xa0;
            if (first == 0xed) high = 0x9f;
        } else if (first >= 0xf0 && first <= 0xf4) {
            size = 4;
            if (first == 0xf0) low = 0x90;
            if (first == 0xf4) high = 0x8f;
        } else return 0;
        if (i + size > data.length) return 0;
        if (uint8(data[i + 1]) < low || uint8(data[i + 1]) > high) return 0;
        for (uint256 j = 2; j < size; ++j) {
            if (uint8(data[i + j]) & 0xc0 != 0x80) return 0;
        }
    }
}
