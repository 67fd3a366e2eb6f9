// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {Bound, toBound} from "../../contracts/opml/types/Bound.sol";
import {Clock, Side, startClock} from "../../contracts/opml/types/Clock.sol";
import {GameState, newGameState} from "../../contracts/opml/types/GameState.sol";
import {InputForm, blobForm, calldataForm} from "../../contracts/opml/types/InputForm.sol";
import {Position, allLeaves, allNodes, allSteps} from "../../contracts/opml/types/Position.sol";
import {bound, vm} from "../support/Vm.sol";

contract TypesTest {
    function testFuzz_clock_onlyTheMoverPays(uint256 budget, uint256 first, uint256 second) external {
        budget = bound(budget, 1, type(uint32).max);
        first = bound(first, 0, budget);
        second = bound(second, 0, budget);
        uint256 started = 1_000_000;
        vm.warp(started);
        Clock clock = startClock(budget);
        require(clock.left(Side.Defender) == budget && clock.left(Side.Challenger) == budget, "budget");
        vm.warp(started + first);
        clock = clock.moved(Side.Defender);
        vm.warp(started + first + second);
        clock = clock.moved(Side.Challenger);
        require(clock.left(Side.Defender) == budget - first, "defender");
        require(clock.left(Side.Challenger) == budget - second, "challenger");
        require(clock.movedAt() == started + first + second, "moved at");
    }

    function testFuzz_clock_expiresAfterTheLastSecond(uint256 budget, uint256 side) external {
        budget = bound(budget, 0, type(uint32).max);
        Side mover = Side(bound(side, 0, 1));
        vm.warp(1_000_000);
        Clock clock = startClock(budget);
        require(clock.expiresAt(mover) == 1_000_000 + budget, "expiry");
        vm.warp(1_000_000 + budget);
        require(!clock.isExpired(mover), "last second");
        vm.warp(1_000_001 + budget);
        require(clock.isExpired(mover), "second after");
    }

    function testFuzz_position_childrenPartitionTheRange(uint256 bits, uint256 path, bool inSteps) external pure {
        bits = bound(bits, 0, 40);
        Position position = inSteps ? allSteps(bits) : allNodes(bits);
        uint256 expected = 0;
        uint256 rounds = 0;
        require(position.index() == 0 && position.bitsLeft() == bits && position.inSteps() == inSteps, "whole");
        while (position.bitsLeft() > 0) {
            uint256 round = position.roundBits();
            require(round == (position.bitsLeft() < 5 ? position.bitsLeft() : 5), "round");
            uint256 segment = path % (1 << round);
            path >>= round;
            expected = (expected << round) + segment;
            position = position.child(segment);
            require(position.index() == expected && position.inSteps() == inSteps, "child");
            ++rounds;
        }
        require(rounds == (bits + 4) / 5 && expected < 1 << bits, "rounds");
    }

    function test_position_isPackedAsDrawn() external pure {
        require(Position.unwrap(allNodes(13)) == uint56(13) << 40, "nodes");
        require(Position.unwrap(allSteps(30)) == (uint56(1) << 48) | (uint56(30) << 40), "steps");
        require(Position.unwrap(allSteps(30).child(7)) == (uint56(1) << 48) | (uint56(25) << 40) | 7, "child");
        require(Position.unwrap(allLeaves(15)) == (uint56(2) << 48) | (uint56(15) << 40), "leaves");
        require(!allLeaves(15).child(9).inSteps() && !allLeaves(15).child(9).inNodes(), "neither");
        require(allNodes(3).inNodes() && !allSteps(3).inNodes(), "nodes");
        require(allNodes(3) == allNodes(3) && allNodes(3) != allSteps(3), "equality");
    }

    function testFuzz_inputForm_isPackedAsDrawn(uint32 length) external pure {
        InputForm form = calldataForm(length);
        require(InputForm.unwrap(form) == length && form.length() == length && !form.inBlobs(), "calldata");
        form = blobForm(length);
        require(InputForm.unwrap(form) == (1 << 32) | uint256(length), "packed");
        require(form.length() == length && form.inBlobs(), "blobs");
    }

    function test_bound_roundTrip() external pure {
        for (uint256 tree = 0; tree < 3; ++tree) {
            for (uint256 depth = 1; depth <= 5; ++depth) {
                for (uint256 leaf = 0; leaf < 1 << depth; ++leaf) {
                    Bound b = toBound(tree, depth, leaf);
                    require(b.tree() == tree && b.depth() == depth && b.leafIndex() == leaf, "bound");
                    require(Bound.unwrap(b) < 1 << 12, "twelve bits");
                }
            }
        }
    }

    function testFuzz_state_fieldsAreIndependent(
        uint256 task,
        uint16 attempt,
        uint8 stage,
        uint56 position,
        uint256 start,
        uint256 end
    ) external view {
        task = bound(task, 0, type(uint48).max);
        stage = uint8(bound(stage, 0, 8));
        start = bound(start, 0, 0xfff);
        end = bound(end, 0, 0xfff);
        GameState state = newGameState(TaskId.wrap(task), attempt, startClock(1234));
        require(state.stage() == IDisputeGame.Stage.Open, "starts open");
        state = state
            .withBounds(Bound.wrap(uint16(start)), Bound.wrap(uint16(end)))
            .withMove(Side.Defender, IDisputeGame.Stage.Select, Position.wrap(position))
            .withStage(IDisputeGame.Stage(stage));
        require(TaskId.unwrap(state.taskId()) == task && state.attempt() == attempt, "claim");
        require(state.stage() == IDisputeGame.Stage(stage), "stage");
        require(Position.unwrap(state.position()) == position, "position");
        require(Bound.unwrap(state.start()) == start && Bound.unwrap(state.end()) == end, "bounds");
        require(Clock.unwrap(state.clock()) == Clock.unwrap(startClock(1234)), "clock");
    }

    function test_state_spareTree_holdsNoBound() external pure {
        for (uint256 a = 0; a < 3; ++a) {
            for (uint256 b = 0; b < 3; ++b) {
                uint256 spare = GameState.wrap(0).withBounds(toBound(a, 1, 0), toBound(b, 1, 1)).spareTree();
                require(spare < 3 && spare != a && spare != b, "spare");
            }
        }
    }
}
