// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVerifiableOracle} from "../interfaces/IVerifiableOracle.sol";

/// @title Hashes without a copy that is decoded first
library Hashing {
    /// @dev A request is fourteen words, in memory and in calldata as in its encoding.
    uint256 private constant REQUEST_BYTES = 14 * 32;

    /// @notice `keccak256(abi.encode(request))`: the context of its task.
    function ofMemory(IVerifiableOracle.Request memory request) internal pure returns (bytes32 result) {
        assembly ("memory-safe") {
            result := keccak256(request, REQUEST_BYTES)
        }
    }

    /// @notice `keccak256(abi.encode(request))`. Words that are no valid encoding hash to what no request has.
    function ofCalldata(IVerifiableOracle.Request calldata request) internal pure returns (bytes32 result) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, request, REQUEST_BYTES)
            result := keccak256(free, REQUEST_BYTES)
        }
    }

    /// @notice `keccak256(data)`.
    function ofBytes(bytes calldata data) internal pure returns (bytes32 result) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, data.offset, data.length)
            result := keccak256(free, data.length)
        }
    }
}
