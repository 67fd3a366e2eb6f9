// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev Where revenue in ETH stands, in the one word that every transfer reads.
///
///     bits      what
///     0..87     reserved: wei promised to holders and not paid yet
///     88..183   pool at issue: wei the pool would hold had no share ever been burned
///     184..207  id of the last snapshot
///     208..247  time of the last snapshot, seconds
///     248..255  revenue tokens listed
///
/// A burn takes from the pool in proportion to the shares burned, so the pool at issue does not change with it.
type Epoch is uint256;

/// @dev A snapshot in ETH, in one word.
///
///     bits      what
///     0..87     wei claimable, before claims
///     88..127   time, seconds; zero if there is no such snapshot
type SnapshotRecord is uint256;

using EpochLib for Epoch global;
using EpochLib for SnapshotRecord global;

library EpochLib {
    /// @dev Most wei that `reserved` can hold: 309 million ether.
    uint256 internal constant MAX_RESERVED = type(uint88).max;
    /// @dev Most wei that the pool at issue can hold.
    uint256 internal constant MAX_POOL = type(uint96).max;

    uint256 private constant POOL_AT = 88;
    uint256 private constant ID_AT = 184;
    uint256 private constant TIME_AT = 208;
    uint256 private constant TOKENS_AT = 248;

    function reserved(Epoch self) internal pure returns (uint256) {
        return uint88(Epoch.unwrap(self));
    }

    function poolAtIssue(Epoch self) internal pure returns (uint256) {
        return uint96(Epoch.unwrap(self) >> POOL_AT);
    }

    function id(Epoch self) internal pure returns (uint256) {
        return uint24(Epoch.unwrap(self) >> ID_AT);
    }

    function takenAt(Epoch self) internal pure returns (uint256) {
        return uint40(Epoch.unwrap(self) >> TIME_AT);
    }

    function tokens(Epoch self) internal pure returns (uint256) {
        return Epoch.unwrap(self) >> TOKENS_AT;
    }

    /// @dev `amount` must fit with what is reserved.
    function reserve(Epoch self, uint256 amount) internal pure returns (Epoch) {
        return Epoch.wrap(Epoch.unwrap(self) + amount);
    }

    /// @dev INVARIANT: no more is paid than is reserved; it would come out of the pool.
    function release(Epoch self, uint256 amount) internal pure returns (Epoch) {
        assert(amount <= reserved(self));
        return Epoch.wrap(Epoch.unwrap(self) - amount);
    }

    /// @dev `amount`, as at issue, must fit with what is in the pool.
    function retain(Epoch self, uint256 amount) internal pure returns (Epoch) {
        return Epoch.wrap(Epoch.unwrap(self) + (amount << POOL_AT));
    }

    /// @dev The next snapshot, taken at `time`.
    function next(Epoch self, uint256 time) internal pure returns (Epoch) {
        uint256 cleared = Epoch.unwrap(self) & ~(uint256(type(uint40).max) << TIME_AT);
        return Epoch.wrap((cleared | (time << TIME_AT)) + (1 << ID_AT));
    }

    function withTokens(Epoch self, uint256 count) internal pure returns (Epoch) {
        return Epoch.wrap((Epoch.unwrap(self) & ((1 << TOKENS_AT) - 1)) | (count << TOKENS_AT));
    }

    function record(uint256 time, uint256 claimable_) internal pure returns (SnapshotRecord) {
        return SnapshotRecord.wrap((time << 88) | claimable_);
    }

    function claimable(SnapshotRecord self) internal pure returns (uint256) {
        return uint88(SnapshotRecord.unwrap(self));
    }

    function takenAt(SnapshotRecord self) internal pure returns (uint256) {
        return SnapshotRecord.unwrap(self) >> 88;
    }
}
