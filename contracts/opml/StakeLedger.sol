// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IStakeLedger} from "./interfaces/IStakeLedger.sol";

/// @title Who has what in the court
/// @dev Every wei held is in one place: a stake, the bond of a standing claim, the bond of a live game, a credit, or
/// `burned`.
abstract contract StakeLedger is IStakeLedger {
    using SafeCast for uint256;

    uint256 private constant BPS = 10_000;

    /// @inheritdoc IStakeLedger
    uint256 public immutable override burnBps;
    /// @inheritdoc IStakeLedger
    uint256 public immutable override withdrawalDelay;

    /// @inheritdoc IStakeLedger
    uint256 public override burned;
    /// @inheritdoc IStakeLedger
    mapping(address account => uint256 amount) public override creditOf;
    mapping(address client => mapping(address operator => Stake)) private _stakes;

    constructor(uint256 burnBps_, uint256 withdrawalDelay_) {
        burnBps = burnBps_;
        withdrawalDelay = withdrawalDelay_;
    }

    /// @inheritdoc IStakeLedger
    function deposit(address client) external payable override {
        if (msg.value == 0) revert AmountZero();
        _stakes[client][msg.sender].free += msg.value.toUint96();
        emit Deposited(client, msg.sender, msg.value);
    }

    /// @inheritdoc IStakeLedger
    function announceWithdrawal(address client, uint256 amount) external override {
        if (amount == 0) revert AmountZero();
        Stake storage stake = _stakes[client][msg.sender];
        _takeFree(stake, msg.sender, amount);
        stake.leaving += uint96(amount);
        uint256 availableAt = block.timestamp + withdrawalDelay;
        stake.leavingAt = uint40(availableAt);
        emit WithdrawalAnnounced(client, msg.sender, amount, availableAt);
    }

    /// @inheritdoc IStakeLedger
    function withdraw(address client, address to) external override returns (uint256 amount) {
        Stake storage stake = _stakes[client][msg.sender];
        amount = stake.leaving;
        if (amount == 0) revert NothingToWithdraw(msg.sender);
        // INVARIANT: a stake is announced `withdrawalDelay` before it leaves.
        if (block.timestamp < stake.leavingAt) {
            revert WithdrawalNotReady(msg.sender, stake.leavingAt, block.timestamp);
        }
        stake.leaving = 0;
        stake.leavingAt = 0;
        emit Withdrawn(client, msg.sender, to, amount);
        _send(to, amount);
    }

    /// @inheritdoc IStakeLedger
    function withdrawCredit(address to) external override returns (uint256 amount) {
        amount = creditOf[msg.sender];
        if (amount == 0) revert NothingToWithdraw(msg.sender);
        creditOf[msg.sender] = 0;
        emit CreditWithdrawn(msg.sender, to, amount);
        _send(to, amount);
    }

    /// @inheritdoc IStakeLedger
    function stakeOf(address client, address operator) external view override returns (Stake memory) {
        return _stakes[client][operator];
    }

    /// @dev Takes the bond of a claim out of the operator's stake for `client`.
    function _lockBond(address client, address operator, uint256 bond) internal {
        _takeFree(_stakes[client][operator], operator, bond);
    }

    /// @dev Gives the bond of a final claim back to the operator's stake for `client`.
    function _unlockBond(address client, address operator, uint256 bond) internal {
        _stakes[client][operator].free += uint96(bond);
    }

    /// @dev Credits `account` with ETH that the contract holds.
    function _credit(address account, uint256 amount) internal {
        creditOf[account] += amount;
        emit Credited(account, amount);
    }

    /// @dev Divides a lost bond: part is burned, the rest goes to the winner together with the winner's own bond.
    /// @return reward The winner's part of the lost bond.
    function _forfeit(
        address loser,
        uint256 lostBond,
        address winner,
        uint256 ownBond
    ) internal returns (uint256 reward) {
        // INVARIANT: part of every lost bond is burned, so who plays both sides of a game loses money.
        uint256 burn = (lostBond * burnBps) / BPS;
        burned += burn;
        emit Slashed(loser, lostBond, burn);
        reward = lostBond - burn;
        _credit(winner, reward + ownBond);
    }

    function _takeFree(Stake storage stake, address operator, uint256 amount) private {
        uint256 free = stake.free;
        // INVARIANT: no claim stands without its bond, and nothing leaves twice.
        if (free < amount) revert StakeTooSmall(operator, free, amount);
        stake.free = uint96(free - amount);
    }

    function _send(address to, uint256 amount) private {
        (bool ok, ) = to.call{value: amount}("");
        if (!ok) revert TransferFailed(to, amount);
    }
}
