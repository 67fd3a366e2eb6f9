// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IStepper} from "../riscv/interfaces/IStepper.sol";

/// @notice Many steps in one call, so that tests can afford many.
contract StepBatch {
    /// @param packed For each step: text root (32), state (32), length of the witness (2), witness.
    /// @return outcomes For each step, a word: the post state; or, if the step reverted, the error's selector followed by
    /// 28 zero bytes.
    function run(IStepper stepper, bytes calldata packed) external view returns (bytes32[] memory outcomes) {
        uint256 count = 0;
        for (uint256 i = 0; i < packed.length; i += 66 + uint16(bytes2(packed[i + 64:]))) count++;
        outcomes = new bytes32[](count);
        uint256 next = 0;
        for (uint256 i = 0; i < count; i++) {
            bytes calldata item = packed[next:];
            uint256 length = uint16(bytes2(item[64:]));
            try stepper.step(bytes32(item), bytes32(item[32:]), item[66:66 + length]) returns (bytes32 postState) {
                outcomes[i] = postState;
            } catch (bytes memory reason) {
                outcomes[i] = bytes4(reason);
            }
            next += 66 + length;
        }
    }
}
