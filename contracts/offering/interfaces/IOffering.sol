// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ISale} from "./ISale.sol";

/// @title A sale at a fixed price
/// @notice When the window has closed, everyone is filled at the same price and by the same fraction: all of it if the cap
/// was not reached, `cap / totalCommitted` of it otherwise, none of it below the floor. The result depends on the amounts
/// alone: not on who commits, nor when, nor in how many parts.
///
/// With `C` committed in all, `cap`, and `shares` for sale, a buyer of `c` receives `floor(c * shares / max(C, cap))`
/// shares and `floor(c * (C - cap) / C)` back (0 if `C <= cap`, `c` below the floor). See `ISale` for the rest.
interface IOffering is ISale {
    event Committed(address indexed buyer, uint256 amount, uint256 totalCommitted);
    event Settled(address indexed buyer, address to, uint256 shares, uint256 paid, uint256 refund);

    error NothingCommitted(address buyer);

    /// @notice Commits `amount` units of currency for the caller, for good. In ETH, `msg.value` must equal it.
    /// @param proof The caller's place in the allow-list; empty where there is none.
    function commit(uint256 amount, bytes32[] calldata proof) external payable;

    /// @notice `commit` in an ERC-20 with the approval signed. A permit that somebody else has already submitted is
    /// skipped.
    function commitWithPermit(
        uint256 amount,
        bytes32[] calldata proof,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice Once the window has closed: sends the caller's shares and refund to `to`.
    function settle(address to) external returns (uint256 shares, uint256 refund);

    /// @notice `settle` for anyone, to the buyer itself.
    function settleFor(address buyer) external returns (uint256 shares, uint256 refund);

    /// @notice What `buyer` has committed and not settled.
    function commitmentOf(address buyer) external view returns (uint256);

    /// @notice What a commitment of `amount` comes to with the present total: `amount = paid + refund`. Final once the
    /// window has closed; while it is open, a fill at or above the floor is assumed.
    function quote(uint256 amount) external view returns (uint256 shares, uint256 paid, uint256 refund);
}
