// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title A supply and its past
/// @notice Every supply is kept with the time from which it held, as a *lane*. A burn is dominated by the fresh word
/// its history takes; where two lanes fit into a word that is paid by every second burn only.
///
///     narrow: the supply fits in 92 bits (4.9 billion tokens of 18 decimals); two lanes a word, the later one low
///         lane   bits 0..91 supply, 92..127 time
///     wide: it does not; one lane a word
///         lane   bits 0..207 supply, 208..255 time
///
/// `head` has the latest lane, and in the narrow layout the one before it if `past` does not have that already. All
/// functions take `narrow`, which must never change.
library SupplyHistory {
    struct Trace {
        uint256 head;
        uint256[] past;
    }

    uint256 private constant NARROW_SUPPLY = 92;
    uint256 private constant NARROW_LANE = 128;
    uint256 private constant WIDE_SUPPLY = 208;

    /// @notice Whether all supplies up to `supply` fit the narrow layout.
    function fitsNarrow(uint256 supply) internal pure returns (bool) {
        return supply >> NARROW_SUPPLY == 0;
    }

    /// @notice Records that the supply is `supply` from `time` on; `time` never decreases, and is not zero.
    function push(Trace storage self, bool narrow, uint256 time, uint256 supply) internal {
        uint256 head = self.head;
        uint256 lane = (time << (narrow ? NARROW_SUPPLY : WIDE_SUPPLY)) | supply;
        if (!narrow) {
            if (head != 0 && head >> WIDE_SUPPLY != time) self.past.push(head);
            self.head = lane;
            return;
        }
        uint256 older = head >> NARROW_LANE;
        uint256 newer = uint128(head);
        if (newer >> NARROW_SUPPLY == time) {
            self.head = (older << NARROW_LANE) | lane;
        } else if (older == 0) {
            self.head = (newer << NARROW_LANE) | lane;
        } else {
            self.past.push(head);
            self.head = lane;
        }
    }

    function latest(Trace storage self, bool narrow) internal view returns (uint256) {
        return _supply(self.head, narrow);
    }

    /// @notice The supply at the end of `time`; zero before the first record.
    function lookup(Trace storage self, bool narrow, uint256 time) internal view returns (uint256) {
        uint256 head = self.head;
        return _time(head, narrow) <= time ? _supply(head, narrow) : _lookupPast(self, narrow, head, time);
    }

    /// @dev For a `time` before the latest lane.
    function _lookupPast(Trace storage self, bool narrow, uint256 head, uint256 time) private view returns (uint256) {
        if (narrow && head >> NARROW_LANE != 0 && _begin(head, true) <= time) return _supply(head >> NARROW_LANE, true);
        uint256 low = 0;
        uint256 high = self.past.length;
        // INVARIANT: every word before `low` begins at or before `time`; none from `high` on does.
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (_begin(self.past[middle], narrow) <= time) low = middle + 1;
            else high = middle;
        }
        if (low == 0) return 0;
        uint256 word = self.past[low - 1];
        return _supply(_time(word, narrow) <= time ? word : word >> NARROW_LANE, narrow);
    }

    /// @dev Time of the first lane of a full word.
    function _begin(uint256 word, bool narrow) private pure returns (uint256) {
        return narrow ? word >> (NARROW_LANE + NARROW_SUPPLY) : word >> WIDE_SUPPLY;
    }

    /// @dev Time of the last lane.
    function _time(uint256 word, bool narrow) private pure returns (uint256) {
        return narrow ? uint128(word) >> NARROW_SUPPLY : word >> WIDE_SUPPLY;
    }

    /// @dev Supply of the last lane.
    function _supply(uint256 word, bool narrow) private pure returns (uint256) {
        return word & (narrow ? (1 << NARROW_SUPPLY) - 1 : (1 << WIDE_SUPPLY) - 1);
    }
}
