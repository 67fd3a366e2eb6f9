// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev What an account holds now, in one word.
///
///     bits      what
///     0..207    balance
///     208..231  mark: the last snapshot for which the account's balance is settled history
///     232..254  count: how many `PastHolding`s were recorded
///     255       whether the account has delegated its votes
///
/// For every snapshot after `mark`, the account holds `balance`. `count <= mark`, and snapshots are at least an hour
/// apart, so 23 bits last nine centuries.
type Holding is uint256;

/// @dev What an account held at the snapshots `from < id <= to`, in one word. At a settled snapshot that no record
/// covers it held nothing.
///
///     bits      what
///     0..207    balance
///     208..231  from
///     232..255  to
type PastHolding is uint256;

using HoldingLib for Holding global;
using HoldingLib for PastHolding global;

library HoldingLib {
    uint256 private constant BALANCE_MASK = type(uint208).max;
    uint256 private constant ID_MASK = type(uint24).max;
    uint256 private constant MARK_AT = 208;
    uint256 private constant COUNT_AT = 232;
    uint256 private constant COUNT_MASK = (1 << 23) - 1;
    uint256 private constant DELEGATED_AT = 255;
    uint256 private constant FROM_AT = 208;
    uint256 private constant TO_AT = 232;

    function balance(Holding self) internal pure returns (uint256) {
        return Holding.unwrap(self) & BALANCE_MASK;
    }

    function mark(Holding self) internal pure returns (uint256) {
        return (Holding.unwrap(self) >> MARK_AT) & ID_MASK;
    }

    function count(Holding self) internal pure returns (uint256) {
        return (Holding.unwrap(self) >> COUNT_AT) & COUNT_MASK;
    }

    function delegated(Holding self) internal pure returns (bool) {
        return Holding.unwrap(self) >> DELEGATED_AT == 1;
    }

    /// @dev `balance_` must fit in 208 bits.
    function withBalance(Holding self, uint256 balance_) internal pure returns (Holding) {
        return Holding.wrap((Holding.unwrap(self) & ~BALANCE_MASK) | balance_);
    }

    function withDelegated(Holding self, bool delegated_) internal pure returns (Holding) {
        uint256 bit = 1 << DELEGATED_AT;
        return Holding.wrap(delegated_ ? Holding.unwrap(self) | bit : Holding.unwrap(self) & ~bit);
    }

    /// @dev Moves `mark` to `id`, which must be later and fit in 24 bits.
    function withMark(Holding self, uint256 id) internal pure returns (Holding) {
        return Holding.wrap((Holding.unwrap(self) & ~(ID_MASK << MARK_AT)) | (id << MARK_AT));
    }

    /// @dev One more record.
    function withRecord(Holding self) internal pure returns (Holding) {
        return Holding.wrap(Holding.unwrap(self) + (1 << COUNT_AT));
    }

    /// @dev The record of `self` up to `to`, which must fit in 24 bits.
    function past(Holding self, uint256 to_) internal pure returns (PastHolding) {
        uint256 lower = Holding.unwrap(self) & ((ID_MASK << MARK_AT) | BALANCE_MASK);
        return PastHolding.wrap(lower | (to_ << TO_AT));
    }

    function balance(PastHolding self) internal pure returns (uint256) {
        return PastHolding.unwrap(self) & BALANCE_MASK;
    }

    function from(PastHolding self) internal pure returns (uint256) {
        return (PastHolding.unwrap(self) >> FROM_AT) & ID_MASK;
    }

    function to(PastHolding self) internal pure returns (uint256) {
        return PastHolding.unwrap(self) >> TO_AT;
    }
}
