// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {IStakeLedger} from "../../contracts/opml/interfaces/IStakeLedger.sol";
import {OpML} from "../../contracts/opml/OpML.sol";
import {GameId, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {CourtTest} from "../support/CourtTest.sol";
import {Scenario} from "../support/Scenarios.sol";
import {ITrace} from "../support/Traces.sol";
import {bound, vm} from "../support/Vm.sol";

contract StakeTest is CourtTest {
    address private constant NEWCOMER = address(0x2E);
    address private constant CLIENT = address(0xC1);

    function deposit(uint256 amount) private {
        vm.deal(NEWCOMER, amount);
        vm.prank(NEWCOMER);
        court.deposit{value: amount}(CLIENT);
    }

    function announce(uint256 amount) private {
        vm.prank(NEWCOMER);
        court.announceWithdrawal(CLIENT, amount);
    }

    function free() private view returns (uint256) {
        return court.stakeOf(CLIENT, NEWCOMER).free;
    }

    function testFuzz_deposit_addsToThisClientOnly(uint96 first, uint96 second) external {
        first = uint96(bound(first, 1, 1e28));
        second = uint96(bound(second, 1, 1e28));
        deposit(first);
        vm.deal(NEWCOMER, second);
        vm.expectEmit(true, true, true, true, address(court));
        emit IStakeLedger.Deposited(CLIENT, NEWCOMER, second);
        vm.prank(NEWCOMER);
        court.deposit{value: second}(CLIENT);
        require(free() == uint256(first) + second, "stake");
        require(court.stakeOf(address(this), NEWCOMER).free == 0, "another client's");
    }

    function test_deposit_zero_reverts() external {
        vm.expectRevert(IStakeLedger.AmountZero.selector);
        court.deposit(CLIENT);
    }

    function testFuzz_announceWithdrawal_movesFreeToLeaving(uint256 stake, uint256 first, uint256 second) external {
        stake = bound(stake, 2, 1e28);
        first = bound(first, 1, stake - 1);
        second = bound(second, 1, stake - first);
        deposit(stake);
        announce(first);
        vm.warp(1_000_100);
        vm.expectEmit(true, true, true, true, address(court));
        emit IStakeLedger.WithdrawalAnnounced(CLIENT, NEWCOMER, second, 1_000_100 + DELAY);
        announce(second);
        IStakeLedger.Stake memory left = court.stakeOf(CLIENT, NEWCOMER);
        require(left.free == stake - first - second && left.leaving == first + second, "amounts");
        require(left.leavingAt == 1_000_100 + DELAY, "delay restarts");
    }

    function test_announceWithdrawal_moreThanFree_reverts() external {
        deposit(10);
        announce(4);
        vm.expectRevert(abi.encodeWithSelector(IStakeLedger.StakeTooSmall.selector, NEWCOMER, 6, 7));
        announce(7);
    }

    function test_announceWithdrawal_hugeAmount_reverts() external {
        deposit(10);
        vm.expectRevert(abi.encodeWithSelector(IStakeLedger.StakeTooSmall.selector, NEWCOMER, 10, (1 << 96) + 1));
        announce((1 << 96) + 1);
    }

    function test_announceWithdrawal_zero_reverts() external {
        deposit(10);
        vm.expectRevert(IStakeLedger.AmountZero.selector);
        announce(0);
    }

    function test_announceWithdrawal_lockedBond_reverts() external {
        Scenario memory s = scenario(0, 0);
        claimed(s, s.truth);
        vm.expectRevert(
            abi.encodeWithSelector(IStakeLedger.StakeTooSmall.selector, OPERATOR, 99 * CLAIM_BOND, 100 * CLAIM_BOND)
        );
        vm.prank(OPERATOR);
        court.announceWithdrawal(address(this), 100 * CLAIM_BOND);
    }

    function test_withdraw_paysOnceAfterTheDelay() external {
        deposit(10 ether);
        announce(7 ether);
        vm.warp(1_000_000 + DELAY);
        vm.expectEmit(true, true, true, true, address(court));
        emit IStakeLedger.Withdrawn(CLIENT, NEWCOMER, STRANGER, 7 ether);
        vm.prank(NEWCOMER);
        require(court.withdraw(CLIENT, STRANGER) == 7 ether, "amount");
        require(STRANGER.balance == 1007 ether, "paid");
        require(free() == 3 ether && court.stakeOf(CLIENT, NEWCOMER).leaving == 0, "left");
        vm.expectRevert(abi.encodeWithSelector(IStakeLedger.NothingToWithdraw.selector, NEWCOMER));
        vm.prank(NEWCOMER);
        court.withdraw(CLIENT, STRANGER);
    }

    function test_withdraw_early_reverts() external {
        deposit(10);
        announce(7);
        uint256 ready = 1_000_000 + DELAY;
        vm.warp(ready - 1);
        vm.expectRevert(abi.encodeWithSelector(IStakeLedger.WithdrawalNotReady.selector, NEWCOMER, ready, ready - 1));
        vm.prank(NEWCOMER);
        court.withdraw(CLIENT, NEWCOMER);
    }

    function test_withdraw_notAnnounced_reverts() external {
        deposit(10);
        vm.expectRevert(abi.encodeWithSelector(IStakeLedger.NothingToWithdraw.selector, NEWCOMER));
        vm.prank(NEWCOMER);
        court.withdraw(CLIENT, NEWCOMER);
    }

    function test_withdraw_refusedPayment_reverts() external {
        deposit(10);
        announce(7);
        vm.warp(1_000_000 + DELAY);
        vm.expectRevert(abi.encodeWithSelector(IStakeLedger.TransferFailed.selector, address(player), 7));
        vm.prank(NEWCOMER);
        court.withdraw(CLIENT, address(player));
        require(court.stakeOf(CLIENT, NEWCOMER).leaving == 7, "kept");
    }

    /// @dev A challenger that wins is credited; the credit is paid once.
    function test_withdrawCredit_paysOnce() external {
        Scenario memory s = scenario(0, 0);
        ITrace liar = scenarios.lie(s, 1, 0, outputOf("5"));
        play(s, challenged(claimed(s, liar), CHALLENGER), liar, s.truth);
        uint256 credit = court.creditOf(CHALLENGER);
        uint256 reward = CLAIM_BOND - (CLAIM_BOND * BURN_BPS) / 10_000;
        require(credit == CHALLENGE_BOND + reward, "credit");
        vm.expectEmit(true, true, true, true, address(court));
        emit IStakeLedger.CreditWithdrawn(CHALLENGER, STRANGER, credit);
        vm.prank(CHALLENGER);
        require(court.withdrawCredit(STRANGER) == credit && STRANGER.balance == 1000 ether + credit, "paid");
        vm.expectRevert(abi.encodeWithSelector(IStakeLedger.NothingToWithdraw.selector, CHALLENGER));
        vm.prank(CHALLENGER);
        court.withdrawCredit(STRANGER);
    }

    function test_withdrawCredit_refusedPayment_reverts() external {
        Scenario memory s = scenario(0, 0);
        ITrace liar = scenarios.lie(s, 1, 0, outputOf("5"));
        play(s, challenged(claimed(s, liar), CHALLENGER), liar, s.truth);
        uint256 credit = court.creditOf(CHALLENGER);
        vm.expectRevert(abi.encodeWithSelector(IStakeLedger.TransferFailed.selector, address(player), credit));
        vm.prank(CHALLENGER);
        court.withdrawCredit(address(player));
        require(court.creditOf(CHALLENGER) == credit, "kept");
    }

    /// @dev The receiver of a withdrawal that calls back in gets nothing more.
    function test_withdrawCredit_reentered_paysOnce() external {
        Scenario memory s = scenario(0, 0);
        ITrace liar = scenarios.lie(s, 1, 0, outputOf("5"));
        GameId gameId = challenged(claimed(s, liar), CHALLENGER);
        play(s, gameId, liar, s.truth);
        require(court.gameOf(gameId).stage == IDisputeGame.Stage.ChallengerWon, "won");
        Reenterer thief = new Reenterer(court);
        // The thief earns a credit of its own by challenging a second false claim.
        TaskId second = claimed(s, liar);
        vm.deal(address(thief), CHALLENGE_BOND);
        GameId other = challenged(second, address(thief));
        play(s, other, liar, s.truth);
        uint256 credit = court.creditOf(address(thief));
        uint256 rest = address(court).balance - credit;
        thief.run();
        require(address(thief).balance == credit && address(court).balance == rest, "paid once");
        require(thief.refusals() == 1, "second call refused");
    }
}

contract Reenterer {
    OpML private immutable COURT;
    uint256 public refusals;

    constructor(OpML court) {
        COURT = court;
    }

    receive() external payable {
        try COURT.withdrawCredit(address(this)) {} catch {
            ++refusals;
        }
    }

    function run() external {
        COURT.withdrawCredit(address(this));
    }
}
