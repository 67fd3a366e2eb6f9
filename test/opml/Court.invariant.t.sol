// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OpML} from "../../contracts/opml/OpML.sol";
import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {IStakeLedger} from "../../contracts/opml/interfaces/IStakeLedger.sol";
import {GameId, Result, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {Side} from "../../contracts/opml/types/Clock.sol";
import {CourtTest} from "../support/CourtTest.sol";
import {Player} from "../support/Player.sol";
import {Scenario} from "../support/Scenarios.sol";
import {ITrace} from "../support/Traces.sol";
import {bound, vm} from "../support/Vm.sol";

/// @dev Everything that anybody can do, in any order, bounded to succeed. Honest players move before their clocks run
/// out; the others when they please, or never.
contract CourtHandler {
    OpML private immutable COURT;
    Player private immutable PLAYER;
    Scenario private _s;
    ITrace private immutable LIAR;
    ITrace private immutable OTHER_LIAR;

    address[3] public people = [address(0xA11CE), address(0xB0B), address(0xCA401)];

    /// @dev The trace that the latest claim on a task follows.
    mapping(TaskId taskId => ITrace trace) public claimOf;
    /// @dev The trace that a game's challenger follows.
    mapping(GameId gameId => ITrace trace) public challengerOf;
    /// @dev The trace of the claim that a game is against.
    mapping(GameId gameId => ITrace trace) public defenderOf;
    /// @dev The task's latest claim has been challenged by an honest challenger.
    mapping(TaskId taskId => bool challenged) public watched;

    uint256 public put;
    uint256 public taken;
    uint256 public decided;

    constructor(OpML court, Player player, Scenario memory s, ITrace liar, ITrace otherLiar) {
        COURT = court;
        PLAYER = player;
        _s = s;
        _s.task.client = address(this);
        LIAR = liar;
        OTHER_LIAR = otherLiar;
    }

    function deposit(uint256 who, uint256 amount) external {
        amount = bound(amount, 1, 5 ether);
        address person = people[who % 3];
        vm.deal(person, amount);
        vm.prank(person);
        COURT.deposit{value: amount}(address(this));
        put += amount;
    }

    function announceWithdrawal(uint256 who, uint256 amount) external {
        address person = people[who % 3];
        uint256 free = COURT.stakeOf(address(this), person).free;
        if (free == 0) return;
        vm.prank(person);
        COURT.announceWithdrawal(address(this), bound(amount, 1, free));
    }

    function withdraw(uint256 who) external {
        address person = people[who % 3];
        IStakeLedger.Stake memory stake = COURT.stakeOf(address(this), person);
        if (stake.leaving == 0 || block.timestamp < stake.leavingAt) return;
        vm.prank(person);
        taken += COURT.withdraw(address(this), person);
    }

    function withdrawCredit(uint256 who) external {
        address person = people[who % 3];
        if (COURT.creditOf(person) == 0) return;
        vm.prank(person);
        taken += COURT.withdrawCredit(person);
    }

    function claim(uint256 who, uint256 truthful) external {
        address person = people[who % 3];
        if (COURT.stakeOf(address(this), person).free < COURT.claimBond()) return;
        TaskId taskId = COURT.submit(_s.task);
        claimBy(taskId, person, 0, truthful);
    }

    function reclaim(uint256 which, uint256 who, uint256 truthful) external {
        address person = people[who % 3];
        TaskId taskId = someTask(which);
        if (COURT.phaseOf(taskId) != IOpML.Phase.Refuted) return;
        if (COURT.stakeOf(address(this), person).free < COURT.claimBond()) return;
        claimBy(taskId, person, keccak256(abi.encode(claimOf[taskId].result())), truthful);
    }

    function claimBy(TaskId taskId, address person, bytes32 previous, uint256 truthful) private {
        ITrace trace = truthful % 2 == 0 ? _s.truth : LIAR;
        Result memory result = trace.result();
        COURT.claim(taskId, _s.task, previous, result, person);
        PLAYER.rememberClaim(taskId, result);
        claimOf[taskId] = trace;
        watched[taskId] = false;
    }

    function challenge(uint256 which, uint256 who, uint256 confused) external {
        TaskId taskId = someTask(which);
        IOpML.Status memory status = COURT.statusOf(taskId);
        if (status.phase != IOpML.Phase.Claimed) return;
        if (block.timestamp >= status.postedAt + COURT.challengeWindow()) return;
        address person = people[who % 3];
        uint256 bond = COURT.challengeBond();
        bytes32 commitment = COURT.commitmentOf(taskId);
        vm.deal(person, bond);
        vm.prank(person);
        GameId gameId = COURT.challenge{value: bond}(taskId, commitment);
        put += bond;
        defenderOf[gameId] = claimOf[taskId];
        bool honest = address(claimOf[taskId]) == address(LIAR) && confused % 3 != 0;
        challengerOf[gameId] =
            honest
                ? _s.truth
                : address(claimOf[taskId]) == address(LIAR)
                    ? OTHER_LIAR
                    : LIAR;
        if (honest) watched[taskId] = true;
    }

    function move(uint256 which) external {
        GameId gameId = someGame(which);
        if (!isLive(gameId) || isExpired(gameId)) return;
        moveOn(gameId);
    }

    /// @dev Time passes; honest players have moved before.
    function pass(uint256 time) external {
        uint256 games = COURT.gameCount();
        for (uint256 i = 1; i <= games; ++i) {
            GameId gameId = GameId.wrap(i);
            while (isLive(gameId) && !isExpired(gameId) && address(moverOf(gameId)) == address(_s.truth))
                moveOn(gameId);
        }
        vm.warp(block.timestamp + bound(time, 1, COURT.clockBudget()));
    }

    function timeout(uint256 which) external {
        GameId gameId = someGame(which);
        if (!isLive(gameId) || !isExpired(gameId)) return;
        COURT.timeout(gameId);
        ++decided;
    }

    function voidGame(uint256 which) external {
        GameId gameId = someGame(which);
        if (!isUndecided(gameId) || isStanding(gameId)) return;
        COURT.voidGame(gameId);
    }

    function close(uint256 which) external {
        TaskId taskId = someTask(which);
        if (COURT.phaseOf(taskId) != IOpML.Phase.Claimed || !COURT.isFinal(taskId)) return;
        COURT.close(taskId, _s.task, claimOf[taskId].result());
    }

    function cancel(uint256 which) external {
        TaskId taskId = someTask(which);
        if (COURT.phaseOf(taskId) != IOpML.Phase.Refuted) return;
        COURT.cancel(taskId, _s.task, keccak256(abi.encode(claimOf[taskId].result())));
    }

    function moveOn(GameId gameId) private {
        if (COURT.gameOf(gameId).stage == IDisputeGame.Stage.Select) {
            PLAYER.moveChallenger(gameId, challengerOf[gameId]);
        } else {
            PLAYER.moveDefender(_s, gameId, defenderOf[gameId]);
        }
        if (!isUndecided(gameId)) ++decided;
    }

    /// @dev The trace that the side to move follows. The last step is anyone's: an honest side makes it.
    function moverOf(GameId gameId) private view returns (ITrace) {
        IDisputeGame.Stage stage = COURT.gameOf(gameId).stage;
        if (stage == IDisputeGame.Stage.Step) return _s.truth;
        return stage == IDisputeGame.Stage.Select ? challengerOf[gameId] : defenderOf[gameId];
    }

    function isLive(GameId gameId) private view returns (bool) {
        return isUndecided(gameId) && isStanding(gameId);
    }

    function isUndecided(GameId gameId) public view returns (bool) {
        IDisputeGame.Stage stage = COURT.gameOf(gameId).stage;
        return stage > IDisputeGame.Stage.None && stage <= IDisputeGame.Stage.Step;
    }

    function isStanding(GameId gameId) public view returns (bool) {
        IDisputeGame.Game memory game = COURT.gameOf(gameId);
        IOpML.Status memory status = COURT.statusOf(game.taskId);
        return status.phase == IOpML.Phase.Claimed && status.attempt == game.attempt;
    }

    function isExpired(GameId gameId) private view returns (bool) {
        IDisputeGame.Game memory game = COURT.gameOf(gameId);
        return game.clock.isExpired(game.stage == IDisputeGame.Stage.Select ? Side.Challenger : Side.Defender);
    }

    function someTask(uint256 which) private view returns (TaskId) {
        uint256 count = COURT.taskCount();
        return TaskId.wrap(count == 0 ? 0 : 1 + (which % count));
    }

    function someGame(uint256 which) private view returns (GameId) {
        uint256 count = COURT.gameCount();
        return GameId.wrap(count == 0 ? 0 : 1 + (which % count));
    }
}

contract CourtInvariantTest is CourtTest {
    CourtHandler private handler;
    Scenario private s;
    ITrace private liar;

    function setUp() public override {
        super.setUp();
        s = scenario(2, 2);
        liar = scenarios.lie(s, 3, 1, outputOf("5"));
        handler = new CourtHandler(court, player, s, liar, scenarios.lie(s, 2, 0, outputOf("6")));
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev All in one, so that the same runs serve them all.
    function invariant_court() external view {
        everyWeiHasOnePlace();
        theHonestNeverLose();
        theWatchedFalseClaimFalls();
        openGamesAreCounted();
    }

    /// @dev Every wei held is somebody's stake, bond or credit, or burned; nothing comes from nowhere.
    function everyWeiHasOnePlace() private view {
        uint256 owed = court.burned();
        for (uint256 i = 0; i < 3; ++i) {
            address person = handler.people(i);
            owed += court.creditOf(person) + court.stakeOf(address(handler), person).free;
            owed += court.stakeOf(address(handler), person).leaving;
        }
        uint256 tasks = court.taskCount();
        for (uint256 i = 1; i <= tasks; ++i) {
            if (court.phaseOf(TaskId.wrap(i)) == IOpML.Phase.Claimed) owed += CLAIM_BOND;
        }
        uint256 games = court.gameCount();
        for (uint256 i = 1; i <= games; ++i) {
            if (handler.isUndecided(GameId.wrap(i))) owed += CHALLENGE_BOND;
        }
        // The test's own operator has a stake from the set-up.
        uint256 before = 100 * CLAIM_BOND;
        require(address(court).balance == owed + before, "owed");
        require(address(court).balance == before + handler.put() - handler.taken(), "held");
    }

    /// @dev Who follows the truth and moves in time loses no bond, whatever the others do.
    function theHonestNeverLose() private view {
        uint256 games = court.gameCount();
        for (uint256 i = 1; i <= games; ++i) {
            GameId gameId = GameId.wrap(i);
            IDisputeGame.Stage stage = court.gameOf(gameId).stage;
            if (address(handler.defenderOf(gameId)) == address(s.truth)) {
                require(stage != IDisputeGame.Stage.ChallengerWon, "honest defender lost");
            }
            if (address(handler.challengerOf(gameId)) == address(s.truth)) {
                require(stage != IDisputeGame.Stage.DefenderWon, "honest challenger lost");
            }
        }
    }

    /// @dev A false claim that an honest challenger has challenged never becomes final.
    function theWatchedFalseClaimFalls() private view {
        uint256 tasks = court.taskCount();
        for (uint256 i = 1; i <= tasks; ++i) {
            TaskId taskId = TaskId.wrap(i);
            if (handler.watched(taskId)) require(!court.isFinal(taskId), "final");
        }
    }

    /// @dev The count that finality waits for is the number of undecided games against the claim that stands.
    function openGamesAreCounted() private view {
        uint256 tasks = court.taskCount();
        uint256 games = court.gameCount();
        for (uint256 i = 1; i <= tasks; ++i) {
            uint256 open = 0;
            for (uint256 j = 1; j <= games; ++j) {
                GameId gameId = GameId.wrap(j);
                if (TaskId.unwrap(court.gameOf(gameId).taskId) != i) continue;
                if (handler.isUndecided(gameId) && handler.isStanding(gameId)) ++open;
            }
            require(court.statusOf(TaskId.wrap(i)).openGames == open, "open games");
        }
    }

    /// @dev Whatever has happened, and whoever has disappeared: everybody gets out all that is theirs, without anybody
    /// else's help, and what is burned is all that is left. No path leaves a bond stuck.
    /// hardhat-config: fuzz.runs = 40
    function testFuzz_anyHistory_leavesNothingStuck(uint256 seed) external {
        for (uint256 i = 0; i < 48; ++i) act(uint256(keccak256(abi.encode(seed, i))));
        vm.warp(block.timestamp + court.worstCaseFinality() + 1);
        uint256 games = court.gameCount();
        for (uint256 i = 1; i <= games; ++i) {
            GameId gameId = GameId.wrap(i);
            if (!handler.isUndecided(gameId)) continue;
            if (handler.isStanding(gameId)) court.timeout(gameId);
            else court.voidGame(gameId);
        }
        uint256 tasks = court.taskCount();
        for (uint256 i = 1; i <= tasks; ++i) {
            TaskId taskId = TaskId.wrap(i);
            if (court.phaseOf(taskId) != IOpML.Phase.Claimed) continue;
            require(court.isFinal(taskId), "not final in the end");
            handler.close(i - 1);
        }
        for (uint256 i = 0; i < 3; ++i) depart(address(handler), handler.people(i));
        depart(address(this), OPERATOR);
        require(address(court).balance == court.burned(), "stuck");
    }

    function act(uint256 random) private {
        uint256 a = random >> 8;
        uint256 b = random >> 72;
        uint256 c = random >> 136;
        uint256 kind = uint8(random) % 16;
        if (kind < 2) handler.deposit(a, b);
        else if (kind < 4) handler.claim(a, b);
        else if (kind < 6) handler.challenge(a, b, c);
        else if (kind < 9) handler.move(a);
        else if (kind == 9) handler.pass(a);
        else if (kind == 10) handler.timeout(a);
        else if (kind == 11) handler.voidGame(a);
        else if (kind == 12) handler.close(a);
        else if (kind == 13) handler.reclaim(a, b, c);
        else if (kind == 14) handler.announceWithdrawal(a, b);
        else handler.cancel(a);
    }

    function depart(address client, address person) private {
        vm.startPrank(person);
        if (court.creditOf(person) > 0) court.withdrawCredit(person);
        uint256 free = court.stakeOf(client, person).free;
        if (free > 0) court.announceWithdrawal(client, free);
        vm.stopPrank();
        vm.warp(block.timestamp + DELAY);
        if (court.stakeOf(client, person).leaving == 0) return;
        vm.prank(person);
        court.withdraw(client, person);
    }

    /// @dev The handler reaches every outcome: otherwise the invariants above say nothing.
    function test_handler_reachesEveryOutcome() external {
        handler.deposit(0, 5 ether - 1);
        handler.claim(0, 1);
        handler.claim(0, 0);
        handler.challenge(0, 1, 1);
        handler.challenge(0, 2, 1);
        handler.challenge(1, 2, 1);
        for (uint256 i = 0; i < 7; ++i) handler.move(0);
        require(court.gameOf(GameId.wrap(1)).stage == IDisputeGame.Stage.ChallengerWon, "challenger won");
        handler.voidGame(1);
        require(court.gameOf(GameId.wrap(2)).stage == IDisputeGame.Stage.Voided, "voided");
        handler.pass(CLOCK - 1);
        handler.pass(1);
        handler.timeout(2);
        require(court.gameOf(GameId.wrap(3)).stage == IDisputeGame.Stage.DefenderWon, "defender won");
        handler.reclaim(0, 0, 0);
        require(court.statusOf(TaskId.wrap(1)).attempt == 2, "claimed again");
        for (uint256 i = 0; i < 4; ++i) handler.pass(CLOCK - 1);
        handler.close(0);
        handler.close(1);
        require(court.phaseOf(TaskId.wrap(2)) == IOpML.Phase.Closed, "closed");
        handler.withdrawCredit(1);
        handler.announceWithdrawal(0, 1 ether);
        handler.pass(CLOCK - 1);
        handler.pass(CLOCK - 1);
        handler.withdraw(0);
        require(handler.taken() > 0 && handler.decided() == 2, "taken");
        this.invariant_court();
    }
}
