// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Stake of operators
/// @notice An operator deposits ETH *for one client* (a contract whose tasks it wants to answer, for example the AI
/// oracle). Depositing is the operator's consent: that client, and no other, may lock the deposit behind claims made
/// in the operator's name. A hostile client can lock only what was deposited for it.
interface IStakeLedger {
    /// @dev The bond of a claim leaves `free` when the claim is posted, and comes back when it is final.
    /// @param free Wei that can back new claims or be withdrawn.
    /// @param leaving Wei announced for withdrawal; backs no new claim.
    /// @param leavingAt Unix time, seconds, from which `leaving` can be taken out.
    struct Stake {
        uint96 free;
        uint96 leaving;
        uint40 leavingAt;
    }

    event Deposited(address indexed client, address indexed operator, uint256 amount);
    event WithdrawalAnnounced(address indexed client, address indexed operator, uint256 amount, uint256 availableAt);
    event Withdrawn(address indexed client, address indexed operator, address to, uint256 amount);
    event Slashed(address indexed loser, uint256 amount, uint256 burned);
    event Credited(address indexed account, uint256 amount);
    event CreditWithdrawn(address indexed account, address to, uint256 amount);

    error StakeTooSmall(address operator, uint256 free, uint256 needed);
    error WithdrawalNotReady(address operator, uint256 availableAt, uint256 nowAt);
    error NothingToWithdraw(address account);
    error TransferFailed(address to, uint256 amount);
    error AmountZero();

    /// @notice Adds `msg.value` to the caller's stake for `client`.
    function deposit(address client) external payable;

    /// @notice Announces that `amount` of the free stake leaves; it can be taken out after `withdrawalDelay`. A second
    /// announcement adds to the first and restarts the delay for the sum.
    function announceWithdrawal(address client, uint256 amount) external;

    /// @notice Takes out what was announced, to `to`.
    function withdraw(address client, address to) external returns (uint256 amount);

    /// @notice Takes out the caller's bonds and rewards from finished games, to `to`.
    function withdrawCredit(address to) external returns (uint256 amount);

    function stakeOf(address client, address operator) external view returns (Stake memory);

    /// @notice Wei that `account` can take out by `withdrawCredit`.
    function creditOf(address account) external view returns (uint256);

    /// @notice Wei burned so far: it stays in the contract for ever, no function moves it.
    function burned() external view returns (uint256);

    /// @notice Part of a lost bond that is burned, in 1/10000; the winner gets the rest.
    function burnBps() external view returns (uint256);

    /// @notice Seconds between the announcement of a withdrawal and the withdrawal.
    function withdrawalDelay() external view returns (uint256);
}
