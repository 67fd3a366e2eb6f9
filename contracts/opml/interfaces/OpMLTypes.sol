// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IStepper} from "../../riscv/interfaces/IStepper.sol";
import {InputForm} from "../types/InputForm.sol";
import {IInputLoader} from "./IInputLoader.sol";

/// @dev A question put to OpML: "what does this machine answer to this input?". Counts up from 1.
type TaskId is uint256;

/// @dev One dispute about one claim. Counts up from 1.
type GameId is uint256;

/// @notice What is fixed when the court is deployed. `docs/opml.md` gives the reasons for the defaults.
/// @param challengeWindow Seconds during which a claim can be challenged.
/// @param clockBudget Seconds that each side has for all its moves of one game together.
/// @param withdrawalDelay Seconds between the announcement of a withdrawal of stake and the withdrawal.
/// @param burnBps Part of a lost bond that is burned, in 1/10000.
/// @param claimBond Wei locked behind each claim.
/// @param challengeBond Wei that a challenger locks.
/// @param stepper Executes one instruction of the machine.
/// @param loader Loads one leaf of an input in blobs.
struct Parameters {
    uint32 challengeWindow;
    uint32 clockBudget;
    uint32 withdrawalDelay;
    uint16 burnBps;
    uint96 claimBond;
    uint96 challengeBond;
    IStepper stepper;
    IInputLoader loader;
}

/// @notice A model as the court sees it: a program, its weights, and the size of its trace.
/// @param textRoot Merkle root of the instructions (32-byte leaves, depth 15).
/// @param dataRoot Merkle root of the first quarter of data memory at the start of every node (depth 25).
/// @param weightsRoot Merkle root of the upper half of data memory (depth 26).
/// @param entry Byte offset into the text at which every node starts.
/// @param logNodes log2 of the number of nodes in the trace, 0 to 32.
/// @param logSteps log2 of the number of instructions a node may take, 0 to 40.
struct Machine {
    bytes32 textRoot;
    bytes32 dataRoot;
    bytes32 weightsRoot;
    uint32 entry;
    uint8 logNodes;
    uint8 logSteps;
}

/// @notice What is asked. Storage keeps only its hash; callers bring it back.
/// @param client The contract that submitted the task: it alone posts claims on it and closes it.
/// @param machine `keccak256(abi.encode(Machine))`.
/// @param input What commits to the input bytes: their Merkle root (see `MerkleBytes`); if they are in blobs,
/// `keccak256` of the blobs' versioned hashes (see `BlobBytes`).
/// @param inputForm How many bytes, and where they are. The same 32 bytes mean another input in another form.
/// @param context The client's own commitment, opaque to OpML.
struct Task {
    address client;
    bytes32 machine;
    bytes32 input;
    InputForm inputForm;
    bytes32 context;
}

/// @notice What is claimed as the answer.
/// @param root Merkle root of the output bytes; zero when `fault`.
/// @param length Number of output bytes; zero when `fault`.
/// @param fault The machine gives no output for this input: it faults, runs too long, or never says done.
struct Result {
    bytes32 root;
    uint32 length;
    bool fault;
}
