// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OpML} from "../../contracts/opml/OpML.sol";
import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {GameId, Parameters, Result, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {Side} from "../../contracts/opml/types/Clock.sol";
import {Player} from "./Player.sol";
import {NEVER, Scenario, Scenarios} from "./Scenarios.sol";
import {ITrace} from "./Traces.sol";
import {vm} from "./Vm.sol";

/// @dev A court with a toy machine, and a player of either side. The test is the client of all tasks.
abstract contract CourtTest {
    uint256 internal constant WINDOW = 1000;
    uint256 internal constant CLOCK = 300;
    uint256 internal constant DELAY = 500;
    uint256 internal constant BURN_BPS = 2500;
    uint256 internal constant CLAIM_BOND = 1 ether;
    uint256 internal constant CHALLENGE_BOND = 0.5 ether;

    bytes internal constant QUESTION = "what is 2 + 2, when it is all written out, and in how many digits?";

    address internal constant OPERATOR = address(0x09E7A704);
    address internal constant CHALLENGER = address(0xC4A11E);
    address internal constant STRANGER = address(0x574A);

    Scenarios internal scenarios;
    OpML internal court;
    Player internal player;

    function setUp() public virtual {
        // From the artifacts: with `new`, every test contract would compile the court again.
        scenarios = Scenarios(deploy("test/support/Scenarios.sol:Scenarios", ""));
        court = OpML(deploy("contracts/opml/OpML.sol:OpML", abi.encode(parameters())));
        player = Player(deploy("test/support/Player.sol:Player", abi.encode(court, scenarios)));
        vm.warp(1_000_000);
        vm.deal(OPERATOR, 1000 ether);
        vm.deal(CHALLENGER, 1000 ether);
        vm.deal(STRANGER, 1000 ether);
        vm.prank(OPERATOR);
        court.deposit{value: 100 * CLAIM_BOND}(address(this));
    }

    function deploy(string memory artifact, bytes memory arguments) private returns (address) {
        return create(bytes.concat(vm.getCode(artifact), arguments));
    }

    function create(bytes memory code) internal returns (address deployed) {
        assembly ("memory-safe") {
            deployed := create(0, add(code, 32), mload(code))
            if iszero(deployed) {
                returndatacopy(code, 0, returndatasize())
                revert(code, returndatasize())
            }
        }
    }

    function parameters() internal view returns (Parameters memory) {
        return
            Parameters({
                challengeWindow: uint32(WINDOW),
                clockBudget: uint32(CLOCK),
                withdrawalDelay: uint32(DELAY),
                burnBps: uint16(BURN_BPS),
                claimBond: uint96(CLAIM_BOND),
                challengeBond: uint96(CHALLENGE_BOND),
                stepper: scenarios.stepper(),
                loader: scenarios.loader()
            });
    }

    function scenario(uint8 logNodes, uint8 logSteps) internal returns (Scenario memory) {
        return scenarios.make(logNodes, logSteps, "what is 2 + 2?", "4", NEVER, NEVER);
    }

    /// @dev The same question, in a blob; 66 bytes: three leaves, in a tree of four.
    function scenarioInBlobs(uint8 logNodes, uint8 logSteps) internal returns (Scenario memory) {
        return scenarios.makeInBlobs(logNodes, logSteps, QUESTION, "4", NEVER);
    }

    function outputOf(bytes memory output) internal view returns (Result memory) {
        return scenarios.outputOf(output);
    }

    /// @dev A claim of what `trace` says, in the name of `OPERATOR`.
    function claimed(Scenario memory s, ITrace trace) internal returns (TaskId taskId) {
        taskId = court.submit(s.task);
        Result memory result = trace.result();
        court.claim(taskId, s.task, 0, result, OPERATOR);
        player.rememberClaim(taskId, result);
    }

    function challenged(TaskId taskId, address by) internal returns (GameId) {
        bytes32 commitment = court.commitmentOf(taskId);
        vm.prank(by);
        return court.challenge{value: CHALLENGE_BOND}(taskId, commitment);
    }

    /// @dev A game of `CHALLENGER` against a claim of `defender`, played on until it is in `stage`.
    function gameAt(
        Scenario memory s,
        ITrace defender,
        ITrace challenger,
        IDisputeGame.Stage stage
    ) internal returns (GameId gameId) {
        gameId = challenged(claimed(s, defender), CHALLENGER);
        require(player.play(s, gameId, defender, challenger, stage) == stage, "the game ended before");
    }

    /// @dev Plays to the end; returns how it ended.
    function play(
        Scenario memory s,
        GameId gameId,
        ITrace defender,
        ITrace challenger
    ) internal returns (IDisputeGame.Stage) {
        return player.play(s, gameId, defender, challenger, IDisputeGame.Stage.Voided);
    }

    function moverIn(IDisputeGame.Stage stage) internal pure returns (Side) {
        bool judges = stage == IDisputeGame.Stage.Select || stage == IDisputeGame.Stage.Input;
        return judges ? Side.Challenger : Side.Defender;
    }

    /// @dev Lets the clock of the side to move run out.
    function expire(GameId gameId) internal {
        IDisputeGame.Game memory game = court.gameOf(gameId);
        vm.warp(game.clock.expiresAt(moverIn(game.stage)) + 1);
    }
}
