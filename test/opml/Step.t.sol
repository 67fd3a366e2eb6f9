// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ToyStepper} from "../../contracts/mocks/ToyStepper.sol";
import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {IStakeLedger} from "../../contracts/opml/interfaces/IStakeLedger.sol";
import {GameId, Machine, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {DisputeTest} from "../support/DisputeTest.sol";
import {ITrace} from "../support/Traces.sol";
import {vm} from "../support/Vm.sol";

contract StepTest is DisputeTest {
    IDisputeGame.Stage private constant OWN = IDisputeGame.Stage.Step;

    GameId private gameId;
    Machine private machine;
    bytes32 private claimedHash;
    IDisputeGame.LeafProof private start;
    IDisputeGame.LeafProof private end;
    bytes private witness;

    function prepare(ITrace defender, ITrace challenger) private {
        gameId = gameAt(s, defender, challenger, OWN);
        machine = defender.machine();
        claimedHash = keccak256(abi.encode(defender.result()));
        (start, end) = player.bounds(gameId);
        witness = s.truth.witness(39, 33);
    }

    function step(address by) private {
        vm.prank(by);
        court.step(gameId, s.task, machine, claimedHash, start, end, witness);
    }

    function test_step_falseClaim_challengerWins() external {
        prepare(liar, s.truth);
        TaskId taskId = court.gameOf(gameId).taskId;
        uint256 burn = (CLAIM_BOND * BURN_BPS) / 10_000;
        bytes32 pre = s.truth.stateHash(39, 33);
        bytes32 post = s.truth.stateHash(39, 34);
        bytes32 lied = liar.stateHash(39, 34);
        vm.expectEmit(true, true, true, true, address(court));
        emit IDisputeGame.Stepped(gameId, pre, lied, post);
        vm.expectEmit(true, true, true, true, address(court));
        emit IOpML.Refuted(taskId, 1);
        vm.expectEmit(true, true, true, true, address(court));
        emit IStakeLedger.Slashed(OPERATOR, CLAIM_BOND, burn);
        vm.expectEmit(true, true, true, true, address(court));
        emit IStakeLedger.Credited(CHALLENGER, CHALLENGE_BOND + CLAIM_BOND - burn);
        vm.expectEmit(true, true, true, true, address(court));
        emit IDisputeGame.Resolved(gameId, taskId, IDisputeGame.Stage.ChallengerWon, CHALLENGER, CLAIM_BOND - burn);
        step(STRANGER);
        require(court.gameOf(gameId).stage == IDisputeGame.Stage.ChallengerWon, "stage");
        require(court.phaseOf(taskId) == IOpML.Phase.Refuted && court.statusOf(taskId).openGames == 0, "refuted");
        require(court.creditOf(CHALLENGER) == CHALLENGE_BOND + CLAIM_BOND - burn, "credit");
        require(court.creditOf(STRANGER) == 0 && court.burned() == burn, "burned");
        require(court.stakeOf(address(this), OPERATOR).free == 99 * CLAIM_BOND, "bond lost");
        require(!court.isFinal(taskId), "final");
    }

    function test_step_trueClaim_defenderWins() external {
        prepare(s.truth, liar);
        TaskId taskId = court.gameOf(gameId).taskId;
        uint256 burn = (CHALLENGE_BOND * BURN_BPS) / 10_000;
        vm.expectEmit(true, true, true, true, address(court));
        emit IStakeLedger.Slashed(CHALLENGER, CHALLENGE_BOND, burn);
        vm.expectEmit(true, true, true, true, address(court));
        emit IStakeLedger.Credited(OPERATOR, CHALLENGE_BOND - burn);
        vm.expectEmit(true, true, true, true, address(court));
        emit IDisputeGame.Resolved(gameId, taskId, IDisputeGame.Stage.DefenderWon, OPERATOR, CHALLENGE_BOND - burn);
        step(STRANGER);
        require(court.phaseOf(taskId) == IOpML.Phase.Claimed && court.statusOf(taskId).openGames == 0, "stands");
        require(court.creditOf(OPERATOR) == CHALLENGE_BOND - burn && court.burned() == burn, "divided");
        vm.warp(1_000_000 + WINDOW);
        require(court.isFinal(taskId), "final");
        court.close(taskId, s.task, s.truth.result());
        require(court.stakeOf(address(this), OPERATOR).free == 100 * CLAIM_BOND, "bond back");
    }

    /// @dev A proof of another instruction, or of another state, proves nothing.
    function test_step_otherWitness_reverts() external {
        prepare(liar, s.truth);
        bytes32 pre = s.truth.stateHash(39, 33);
        bytes32 other = s.truth.stateHash(39, 32);
        witness = s.truth.witness(39, 32);
        rejects(abi.encodeWithSelector(ToyStepper.WrongState.selector, pre, other));
        step(STRANGER);
    }

    function test_step_wrongProof_reverts() external {
        prepare(liar, s.truth);
        IDisputeGame.LeafProof memory kept = start;
        start = end;
        vm.expectRevert(IDisputeGame.InvalidLeafProof.selector);
        step(STRANGER);
        end = start = kept;
        vm.expectRevert(IDisputeGame.InvalidLeafProof.selector);
        step(STRANGER);
    }

    function test_step_wrongPreimage_reverts() external {
        prepare(liar, s.truth);
        TaskId taskId = court.gameOf(gameId).taskId;
        bytes32 expected = court.commitmentOf(taskId);
        claimedHash = keccak256("other");
        bytes32 actual = keccak256(abi.encode(keccak256(abi.encode(s.task)), claimedHash));
        rejects(abi.encodeWithSelector(IOpML.WrongPreimage.selector, taskId, expected, actual));
        step(STRANGER);
    }

    /// @dev Another program's text would execute another instruction.
    function test_step_wrongMachine_reverts() external {
        prepare(liar, s.truth);
        machine.textRoot = keccak256("other");
        bytes32 actual = keccak256(abi.encode(machine));
        rejects(abi.encodeWithSelector(IDisputeGame.WrongMachine.selector, s.task.machine, actual));
        step(STRANGER);
    }

    function test_step_expired_reverts() external {
        prepare(liar, s.truth);
        expire(gameId);
        rejectsExpired(gameId);
        step(STRANGER);
    }

    function test_step_otherStage_reverts() external {
        rejectsInOtherStages(OWN, stepPlain);
    }

    function test_step_refutedClaim_reverts() external {
        prepare(liar, s.truth);
        refute(gameId);
        rejectsRefuted(gameId);
        step(STRANGER);
    }

    /// @dev Whoever plays both sides burns part of a bond, whichever side wins.
    function test_step_samePartyOnBothSides_loses() external {
        uint256 before = OPERATOR.balance;
        TaskId taskId = claimed(s, liar);
        GameId own = challenged(taskId, OPERATOR);
        play(s, own, liar, s.truth);
        vm.startPrank(OPERATOR);
        court.withdrawCredit(OPERATOR);
        vm.stopPrank();
        uint256 left = OPERATOR.balance + court.stakeOf(address(this), OPERATOR).free;
        require(left == before + 100 * CLAIM_BOND - (CLAIM_BOND * BURN_BPS) / 10_000, "refuted itself");

        taskId = claimed(s, s.truth);
        own = challenged(taskId, OPERATOR);
        play(s, own, s.truth, liar);
        vm.prank(OPERATOR);
        court.withdrawCredit(OPERATOR);
        vm.warp(1_000_000 + WINDOW);
        court.close(taskId, s.task, s.truth.result());
        uint256 after_ = OPERATOR.balance + court.stakeOf(address(this), OPERATOR).free;
        require(after_ == left - (CHALLENGE_BOND * BURN_BPS) / 10_000, "defended against itself");
    }
}
