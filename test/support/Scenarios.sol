// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ToyLoader} from "../../contracts/mocks/ToyLoader.sol";
import {ToyStepper} from "../../contracts/mocks/ToyStepper.sol";
import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {Machine, Result, Task} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {Arena} from "../../contracts/opml/lib/Arena.sol";
import {MerkleBytes} from "../../contracts/opml/lib/MerkleBytes.sol";
import {blobForm, calldataForm} from "../../contracts/opml/types/InputForm.sol";
import {HonestTrace, InputLyingTrace, ITrace, LyingTrace} from "./Traces.sol";

/// @dev A task, and the truth about it.
struct Scenario {
    Task task;
    ITrace truth;
}

uint64 constant NEVER = type(uint64).max;

/// @dev Makes tasks for the toy machine, and traces of them, true and false.
contract Scenarios {
    ToyStepper public immutable stepper = new ToyStepper();
    ToyLoader public immutable loader = new ToyLoader();

    function make(
        uint8 logNodes,
        uint8 logSteps,
        bytes calldata input,
        bytes calldata output,
        uint64 faultNode,
        uint64 endlessNode
    ) external returns (Scenario memory s) {
        s.task.input = MerkleBytes.root(input);
        s.task.inputForm = calldataForm(input.length);
        complete(s, logNodes, logSteps, input, output, faultNode, endlessNode, openingOf(faultNode, endlessNode));
    }

    /// @dev The input is in what the toy loader takes for a blob.
    function makeInBlobs(
        uint8 logNodes,
        uint8 logSteps,
        bytes calldata input,
        bytes calldata output,
        uint64 faultNode
    ) external returns (Scenario memory s) {
        s.task.input = keccak256(input);
        s.task.inputForm = blobForm(input.length);
        IDisputeGame.Opening memory opening = openingOf(faultNode, NEVER);
        opening.inputRoot = MerkleBytes.root(input);
        complete(s, logNodes, logSteps, input, output, faultNode, NEVER, opening);
    }

    function complete(
        Scenario memory s,
        uint8 logNodes,
        uint8 logSteps,
        bytes calldata input,
        bytes calldata output,
        uint64 faultNode,
        uint64 endlessNode,
        IDisputeGame.Opening memory opening
    ) private {
        s.task.client = msg.sender;
        s.task.context = keccak256("context");
        ToyStepper.Program memory program;
        program.seed = keccak256(abi.encode(logNodes, logSteps));
        program.exitAfter = uint32(((uint256(1) << (logSteps > 31 ? 31 : logSteps)) * 3) / 4);
        if (program.exitAfter == 0) program.exitAfter = 1;
        program.lastNode = uint64((1 << logNodes) - 1);
        program.faultNode = faultNode;
        program.endlessNode = endlessNode;
        bool fails = faultNode != NEVER || endlessNode != NEVER;
        Result memory result = fails ? Result(0, 0, true) : outputOf(output);
        program.finalArena = fails ? bytes32(uint256(1)) : this.finalArena(s.task, result, opening);
        Machine memory machine = Machine({
            textRoot: keccak256(abi.encode(program)),
            dataRoot: keccak256("data"),
            weightsRoot: keccak256("weights"),
            entry: 64,
            logNodes: logNodes,
            logSteps: logSteps
        });
        s.task.machine = keccak256(abi.encode(machine));
        s.truth = new HonestTrace(stepper, loader, program, machine, input, result, opening);
    }

    /// @dev A trace that leaves the truth after instruction `fromCount` of node `fromNode - 1`.
    function lie(
        Scenario calldata s,
        uint256 fromNode,
        uint256 fromCount,
        Result calldata result
    ) external returns (ITrace) {
        IDisputeGame.Opening memory opening = openingOf(result.fault);
        opening.inputRoot = s.truth.opening().inputRoot;
        bytes32 last = this.finalArena(s.task, result, opening);
        return new LyingTrace(s.truth, fromNode, fromCount, last, result, opening);
    }

    /// @dev The truth about another input.
    function lieAboutInput(
        Scenario calldata s,
        bytes calldata input,
        Result calldata result
    ) external returns (ITrace) {
        IDisputeGame.Opening memory opening = openingOf(result.fault);
        opening.inputRoot = MerkleBytes.root(input);
        bytes32 last = this.finalArena(s.task, result, opening);
        return new InputLyingTrace(s.truth, loader, input, last, result, opening);
    }

    function outputOf(bytes calldata output) public pure returns (Result memory) {
        return Result(MerkleBytes.root(output), uint32(output.length), false);
    }

    function openingOf(uint64 faultNode, uint64 endlessNode) private pure returns (IDisputeGame.Opening memory) {
        return openingOf(faultNode != NEVER || endlessNode != NEVER);
    }

    function openingOf(bool fault) public pure returns (IDisputeGame.Opening memory opening) {
        if (fault) {
            opening.arenaRoot = Arena.FAULT;
        } else {
            opening.mask = 5;
            opening.siblings = new bytes32[](2);
            opening.siblings[0] = keccak256("working memory");
            opening.siblings[1] = keccak256("more of it");
        }
    }

    /// @dev The last arena root that an opening leads to.
    function finalArena(
        Task calldata task,
        Result calldata result,
        IDisputeGame.Opening calldata opening
    ) external pure returns (bytes32) {
        if (!result.fault) {
            return
                Arena.finalRoot(
                    task.inputForm.inBlobs() ? opening.inputRoot : task.input,
                    task.inputForm.length(),
                    result.root,
                    result.length,
                    opening.mask,
                    opening.siblings
                );
        }
        if (opening.arenaRoot == Arena.FAULT) return Arena.FAULT;
        return Arena.rootOfHeader(opening.header, opening.mask, opening.siblings);
    }

    function rootOf(bytes calldata data) external pure returns (bytes32) {
        return MerkleBytes.root(data);
    }
}
