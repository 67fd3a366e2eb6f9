// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MachineState} from "../../contracts/riscv/MachineState.sol";
import {PackedState} from "../../contracts/riscv/PackedState.sol";

contract MachineStateTest {
    using PackedState for bytes;

    function hash(bytes32 root, uint32 pc, uint8 status, bytes calldata registers) external pure returns (bytes32) {
        return MachineState.hash(root, pc, status, registers);
    }

    /// @dev The packing, word by word.
    function pack(
        bytes32 root,
        uint32 pc,
        uint8 status,
        uint32[32] memory x
    ) private pure returns (bytes memory state) {
        state = abi.encodePacked(root, pc, status);
        for (uint256 i = 1; i < 32; i++) state = bytes.concat(state, bytes4(x[i]));
        require(state.length == PackedState.LENGTH, "length");
    }

    function draw(uint256 seed) private pure returns (uint32[32] memory x) {
        for (uint256 i = 1; i < 32; i++) x[i] = uint32(uint256(keccak256(abi.encode(seed, i))));
    }

    function testFuzz_hash_isOfPackedState(bytes32 root, uint32 pc, uint8 status, uint256 seed) external view {
        bytes memory registers;
        uint32[32] memory x = draw(seed);
        for (uint256 i = 1; i < 32; i++) registers = bytes.concat(registers, bytes4(x[i]));
        require(this.hash(root, pc, status, registers) == keccak256(pack(root, pc, status, x)), "hash");
    }

    function test_hash_registersLength_reverts() external view {
        for (uint256 length = 0; length < 200; length++) {
            if (length == 124) continue;
            try this.hash(0, 0, 0, new bytes(length)) {
                revert("accepted");
            } catch (bytes memory reason) {
                require(bytes4(reason) == MachineState.WrongRegistersLength.selector, "error");
            }
        }
    }

    function testFuzz_initial_isOfPackedState(
        bytes32 dataRoot,
        bytes32 arenaRoot,
        bytes32 weightsRoot,
        uint32 entry,
        uint32 node
    ) external pure {
        uint32[32] memory x;
        x[2] = 0x40000000;
        x[10] = node;
        bytes32 root = keccak256(abi.encode(keccak256(abi.encode(dataRoot, arenaRoot)), weightsRoot));
        require(MachineState.memRoot(dataRoot, arenaRoot, weightsRoot) == root, "memRoot");
        bytes32 state = MachineState.initial(dataRoot, arenaRoot, weightsRoot, entry, node);
        require(state == keccak256(pack(root, entry, 0, x)), "initial");
    }

    function testFuzz_packedState_readsAndWrites(
        bytes32 root,
        uint32 pc,
        uint8 status,
        uint256 seed,
        uint256 index,
        uint32 value
    ) external pure {
        uint32[32] memory x = draw(seed);
        bytes memory state = pack(root, pc, status, x);
        // What lies behind the state in memory must survive.
        bytes memory guard = abi.encode(seed);
        require(state.memRoot() == root && state.pc() == pc && state.status() == status, "head");
        for (uint32 i = 0; i < 32; i++) require(state.register(i) == x[i], "register");

        uint32 target = uint32(index % 32);
        state.setRegister(target, value);
        if (target != 0) x[target] = value;
        require(keccak256(state) == keccak256(pack(root, pc, status, x)), "setRegister");
        state.setPc(value ^ 0x5a5a5a5a);
        require(keccak256(state) == keccak256(pack(root, value ^ 0x5a5a5a5a, status, x)), "setPc");
        state.setStatus(uint8(index));
        state.setMemRoot(bytes32(seed));
        require(keccak256(state) == keccak256(pack(bytes32(seed), value ^ 0x5a5a5a5a, uint8(index), x)), "set head");
        require(keccak256(guard) == keccak256(abi.encode(seed)), "memory behind the state");
    }
}
