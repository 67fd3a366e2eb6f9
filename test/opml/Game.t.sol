// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {GameId, Result, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {CourtTest} from "../support/CourtTest.sol";
import {NEVER, Scenario} from "../support/Scenarios.sol";
import {ITrace} from "../support/Traces.sol";
import {bound, vm} from "../support/Vm.sol";

/// @dev Whole games: the honest side wins, whichever it is, wherever the other leaves the truth.
contract GameTest is CourtTest {
    /// @dev Plays a false claim against the truth, and the truth against a challenger who believes the false claim.
    function settle(Scenario memory s, ITrace liar) private {
        GameId gameId = challenged(claimed(s, liar), CHALLENGER);
        require(play(s, gameId, liar, s.truth) == IDisputeGame.Stage.ChallengerWon, "a false claim stood");
        gameId = challenged(claimed(s, s.truth), CHALLENGER);
        require(play(s, gameId, s.truth, liar) == IDisputeGame.Stage.DefenderWon, "a true claim fell");
    }

    function test_game_everySize() external {
        uint8[6] memory logs = [0, 1, 4, 5, 6, 13];
        uint256 sizes = 0;
        for (uint256 i = 0; i < logs.length; ++i) {
            for (uint256 j = 0; j < logs.length; ++j) {
                Scenario memory s = scenario(logs[i], logs[j]);
                uint256 node = 1 + (uint256(keccak256(abi.encode("node", i, j))) % (1 << logs[i]));
                uint256 count = uint256(keccak256(abi.encode("count", i, j))) % (1 << logs[j]);
                settle(s, scenarios.lie(s, node, count, outputOf("5")));
                ++sizes;
            }
        }
        require(sizes == 36, "sizes");
    }

    function test_game_largest() external {
        Scenario memory s = scenario(32, 40);
        settle(s, scenarios.lie(s, 0xdeadbeef, 0xcafebabe77, outputOf("5")));
        settle(s, scenarios.lie(s, 1, 0, outputOf("5")));
        settle(s, scenarios.lie(s, 1 << 32, (1 << 40) - 1, outputOf("5")));
    }

    /// @dev The first and the last segment at every turn: the cases in which a bound stays in an older tree.
    function testFuzz_game_anywhere(uint256 node, uint256 count, uint256 pattern) external {
        Scenario memory s = scenario(12, 11);
        node = bound(node, 1, 1 << 12);
        count = bound(count, 0, (1 << 11) - 1);
        // Stretches of zeros and ones in the path make first and last segments.
        if (pattern % 4 == 1) node = (node & 0xf80) | 1;
        if (pattern % 4 == 2) node = ((node - 1) | 0x7f) + 1;
        if (pattern % 3 == 1) count &= 0x7c0;
        if (pattern % 3 == 2) count |= 0x3f;
        settle(s, scenarios.lie(s, node, count, outputOf("5")));
    }

    function test_game_inputAndOutputLengths() external {
        uint16[6] memory lengths = [0, 1, 31, 32, 33, 4096];
        uint256 pairs = 0;
        for (uint256 i = 0; i < lengths.length; ++i) {
            for (uint256 j = 0; j < lengths.length; ++j) {
                bytes memory output = new bytes(lengths[j]);
                Scenario memory s = scenarios.make(1, 2, new bytes(lengths[i]), output, NEVER, NEVER);
                settle(s, scenarios.lie(s, 2, 1, outputOf(bytes.concat(output, "x"))));
                ++pairs;
            }
        }
        require(pairs == 36, "pairs");
    }

    function test_game_longestInputAndOutput() external {
        Scenario memory s = scenarios.make(1, 1, new bytes(1 << 20), new bytes(1 << 20), NEVER, NEVER);
        settle(s, scenarios.lie(s, 2, 1, outputOf(new bytes((1 << 20) - 1))));
    }

    /// @dev The same bytes, one zero more: another output.
    function test_game_outputLengthMatters() external {
        Scenario memory s = scenario(2, 2);
        Result memory result = s.truth.result();
        ++result.length;
        settle(s, scenarios.lie(s, 4, 3, result));
    }

    /// @dev Whichever byte of a posted output is changed, whatever to: its maker loses the game and the bond.
    function test_game_anyByteChanged_loses() external {
        bytes memory output = "thirty-four bytes, so two leaves .";
        uint256 lost = 0;
        for (uint256 i = 0; i < output.length; ++i) {
            Scenario memory s = scenarios.make(1, 2, "in", output, NEVER, NEVER);
            bytes memory changed = bytes.concat(output);
            changed[i] ^= bytes1(uint8(1 << (i % 8)));
            uint256 free = court.stakeOf(address(this), OPERATOR).free;
            settle(s, scenarios.lie(s, 2, 1, outputOf(changed)));
            lost += free - court.stakeOf(address(this), OPERATOR).free;
        }
        // Of each pair of claims the false one's bond is gone; the true one's is still locked.
        require(lost == 2 * 34 * CLAIM_BOND, "bonds");
        require(court.burned() == (34 * (CLAIM_BOND + CHALLENGE_BOND) * BURN_BPS) / 10_000, "burned");
    }

    function testFuzz_game_anyByteChanged_loses(bytes memory output, uint256 index, uint8 change) external {
        if (output.length == 0) output = "x";
        Scenario memory s = scenarios.make(0, 1, "in", output, NEVER, NEVER);
        bytes memory changed = bytes.concat(output);
        changed[index % output.length] ^= bytes1(change == 0 ? 1 : change);
        settle(s, scenarios.lie(s, 1, 0, outputOf(changed)));
    }

    function test_game_falseFault() external {
        for (uint8 i = 0; i < 4; ++i) {
            Scenario memory s = scenario(6, 6);
            uint256[4] memory nodes = [uint256(1), 17, 33, 64];
            settle(s, scenarios.lie(s, nodes[i], 21 * i, Result(0, 0, true)));
        }
    }

    /// @dev A node faults; the other side hides it at that node, claims one too early, or comes back from it later.
    function test_game_trueFault() external {
        uint256[4] memory nodes = [uint256(21), 22, 40, 64];
        for (uint256 i = 0; i < nodes.length; ++i) {
            Scenario memory s = scenarios.make(6, 6, "in", "", 20, NEVER);
            settle(s, scenarios.lie(s, nodes[i], 30, outputOf("5")));
            s = scenarios.make(6, 6, "in", "", NEVER, 20);
            settle(s, scenarios.lie(s, nodes[i], 63, outputOf("5")));
        }
    }

    /// @dev Claiming FAULT of a trace that does end in FAULT, but from an earlier node: the result is right, so the
    /// challenger has nothing to point at until the traces differ; a challenger that agrees with the result loses.
    function test_game_faultTooEarly() external {
        Scenario memory s = scenarios.make(6, 6, "in", "", 20, NEVER);
        ITrace early = scenarios.lie(s, 7, 12, Result(0, 0, true));
        GameId gameId = challenged(claimed(s, early), CHALLENGER);
        require(play(s, gameId, early, s.truth) == IDisputeGame.Stage.ChallengerWon, "wrong trace stood");
    }

    /// @dev Ten challengers, some honest: the claim falls once, one bond is divided once, the others get theirs back.
    function test_game_severalChallengers() external {
        Scenario memory s = scenario(6, 6);
        ITrace liar = scenarios.lie(s, 40, 33, outputOf("5"));
        ITrace otherLie = scenarios.lie(s, 3, 3, outputOf("6"));
        TaskId taskId = claimed(s, liar);
        GameId[10] memory games;
        for (uint160 i = 0; i < 10; ++i) {
            vm.deal(address(0x100 + i), CHALLENGE_BOND);
            games[i] = challenged(taskId, address(0x100 + i));
        }
        // A confused challenger loses its bond to the liar; the claim stands.
        require(play(s, games[0], liar, otherLie) == IDisputeGame.Stage.DefenderWon, "confused");
        require(court.phaseOf(taskId) == IOpML.Phase.Claimed, "stands");
        // The others stop at different moves, one wins.
        IDisputeGame.Stage[5] memory stops = [
            IDisputeGame.Stage.Open,
            IDisputeGame.Stage.Bisect,
            IDisputeGame.Stage.Select,
            IDisputeGame.Stage.EnterNode,
            IDisputeGame.Stage.Step
        ];
        for (uint256 i = 0; i < 5; ++i) {
            require(player.play(s, games[i + 1], liar, s.truth, stops[i]) == stops[i], "stopped");
        }
        require(play(s, games[9], liar, s.truth) == IDisputeGame.Stage.ChallengerWon, "won");
        for (uint160 i = 1; i < 9; ++i) {
            court.voidGame(games[i]);
            require(court.creditOf(address(0x100 + i)) == CHALLENGE_BOND, "returned");
        }
        require(court.creditOf(address(0x100)) == 0, "lost");
        uint256 burn = ((CLAIM_BOND + CHALLENGE_BOND) * BURN_BPS) / 10_000;
        require(court.burned() == burn, "burned");
        require(court.creditOf(address(0x109)) == CHALLENGE_BOND + (CLAIM_BOND * 3) / 4, "reward");
        require(court.creditOf(OPERATOR) == (CHALLENGE_BOND * 3) / 4, "the confused one's");
        uint256 held = 99 * CLAIM_BOND + 8 * CHALLENGE_BOND + burn;
        held += court.creditOf(address(0x109)) + court.creditOf(OPERATOR);
        require(address(court).balance == held, "conserved");
    }

    /// @dev One operator's claims, true and false, each in two games, all at once and move by move in turn: each claim
    /// stands or falls by itself, and holds one bond while it stands.
    function test_game_severalClaimsAtOnce() external {
        Scenario memory s = scenario(6, 6);
        ITrace liar = scenarios.lie(s, 40, 33, outputOf("5"));
        TaskId[6] memory tasks;
        GameId[12] memory games;
        for (uint256 i = 0; i < 6; ++i) {
            tasks[i] = claimed(s, i % 2 == 0 ? s.truth : liar);
            games[2 * i] = challenged(tasks[i], CHALLENGER);
            games[2 * i + 1] = challenged(tasks[i], STRANGER);
        }
        require(court.stakeOf(address(this), OPERATOR).free == 94 * CLAIM_BOND, "one bond each");
        uint256 moves = 0;
        for (bool moved = true; moved;) {
            moved = false;
            for (uint256 i = 0; i < 12; ++i) {
                IDisputeGame.Game memory game = court.gameOf(games[i]);
                if (game.stage > IDisputeGame.Stage.Step) continue;
                if (court.phaseOf(game.taskId) == IOpML.Phase.Refuted) {
                    court.voidGame(games[i]);
                } else if (game.stage == IDisputeGame.Stage.Select) {
                    player.moveChallenger(games[i], (i / 2) % 2 == 0 ? liar : s.truth);
                } else {
                    player.moveDefender(s, games[i], (i / 2) % 2 == 0 ? s.truth : liar);
                }
                moved = true;
                ++moves;
            }
        }
        // Opening, two rounds, node, two rounds, instruction: 11 moves, but that 3 of the 12 games are voided at their end.
        require(moves == 12 * 11, "moves");
        vm.warp(1_000_000 + WINDOW);
        for (uint256 i = 0; i < 6; ++i) {
            bool honest = i % 2 == 0;
            require(court.isFinal(tasks[i]) == honest, "final");
            require(court.phaseOf(tasks[i]) == (honest ? IOpML.Phase.Claimed : IOpML.Phase.Refuted), "phase");
            IDisputeGame.Stage first = honest ? IDisputeGame.Stage.DefenderWon : IDisputeGame.Stage.ChallengerWon;
            IDisputeGame.Stage second = honest ? IDisputeGame.Stage.DefenderWon : IDisputeGame.Stage.Voided;
            require(court.gameOf(games[2 * i]).stage == first, "first game");
            require(court.gameOf(games[2 * i + 1]).stage == second, "second game");
            if (honest) court.close(tasks[i], s.task, s.truth.result());
        }
        require(court.stakeOf(address(this), OPERATOR).free == 97 * CLAIM_BOND, "three bonds lost");
        require(court.creditOf(OPERATOR) == (6 * CHALLENGE_BOND * 3) / 4, "six challenges won");
    }

    /// @dev Against a true claim, ten games at once delay nothing beyond the worst case and cost their makers the bonds.
    function test_game_spam_paysTheDefender() external {
        Scenario memory s = scenario(3, 3);
        ITrace liar = scenarios.lie(s, 4, 3, outputOf("5"));
        TaskId taskId = claimed(s, s.truth);
        for (uint160 i = 0; i < 10; ++i) {
            vm.deal(address(0x100 + i), CHALLENGE_BOND);
            GameId gameId = challenged(taskId, address(0x100 + i));
            require(play(s, gameId, s.truth, liar) == IDisputeGame.Stage.DefenderWon, "won");
        }
        require(court.creditOf(OPERATOR) == (10 * CHALLENGE_BOND * 3) / 4, "paid");
        vm.warp(1_000_000 + WINDOW);
        require(court.isFinal(taskId), "final");
    }

    /// @dev The slowest game: challenged in the last second, every move in the last second its side has, until one side
    /// does not move at all. It ends `worstCaseFinality` after the claim.
    function test_game_slowest_endsInTime() external {
        for (uint256 i = 0; i < 2; ++i) {
            bool challengerStops = i == 0;
            vm.warp(1_000_000);
            Scenario memory s = scenario(6, 6);
            ITrace liar = scenarios.lie(s, 40, 33, outputOf("5"));
            TaskId taskId = claimed(s, challengerStops ? s.truth : liar);
            vm.warp(1_000_000 + WINDOW - 1);
            GameId gameId = challenged(taskId, CHALLENGER);
            ITrace mine = challengerStops ? s.truth : liar;
            ITrace theirs = challengerStops ? liar : s.truth;
            // The defender's whole clock goes into its first moves, the challenger's into its first selection.
            vm.warp(1_000_000 + WINDOW - 1 + CLOCK);
            player.moveDefender(s, gameId, mine);
            player.moveDefender(s, gameId, mine);
            vm.warp(1_000_000 + WINDOW - 1 + 2 * CLOCK);
            if (!challengerStops) player.moveChallenger(gameId, theirs);
            uint256 end = 1_000_000 + court.worstCaseFinality();
            vm.warp(end - 1);
            vm.expectRevert(abi.encodeWithSelector(IDisputeGame.ClockNotExpired.selector, gameId, end - 1));
            court.timeout(gameId);
            require(!court.isFinal(taskId), "final too early");
            vm.warp(end);
            court.timeout(gameId);
            require(court.isFinal(taskId) == challengerStops, "final");
            require((court.phaseOf(taskId) == IOpML.Phase.Refuted) != challengerStops, "refuted");
        }
    }

    /// @dev However the time is spent, no game outlasts the worst case.
    function testFuzz_game_anyPace_endsInTime(uint256 seed) external {
        Scenario memory s = scenario(6, 6);
        ITrace liar = scenarios.lie(s, 40, 33, outputOf("5"));
        TaskId taskId = claimed(s, s.truth);
        uint256 time = 1_000_000 + (seed % WINDOW);
        vm.warp(time);
        GameId gameId = challenged(taskId, CHALLENGER);
        for (uint256 i = 0; ; ++i) {
            IDisputeGame.Stage stage = court.gameOf(gameId).stage;
            if (stage > IDisputeGame.Stage.Step) break;
            time += uint256(keccak256(abi.encode(seed, i))) % (CLOCK / 4);
            vm.warp(time);
            bool select = stage == IDisputeGame.Stage.Select;
            try this.move(s, gameId, select ? liar : s.truth, select) {} catch {
                court.timeout(gameId);
            }
        }
        require(time <= 1_000_000 + court.worstCaseFinality(), "too late");
    }

    function move(Scenario calldata s, GameId gameId, ITrace trace, bool select) external {
        if (select) player.moveChallenger(gameId, trace);
        else player.moveDefender(s, gameId, trace);
    }
}
