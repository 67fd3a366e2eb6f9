// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVerifiableOracle} from "../oracle/interfaces/IVerifiableOracle.sol";

/// @dev The one thing that a launch asks of the oracle: whether an output is final.
contract FinalOutputs {
    mapping(bytes32 => bool) public known;

    function add(uint256 requestId, IVerifiableOracle.Request calldata request, bytes calldata output) external {
        known[keccak256(abi.encode(requestId, request, output))] = true;
    }

    function isFinalOutput(
        uint256 requestId,
        IVerifiableOracle.Request calldata request,
        bytes calldata output
    ) external view returns (bool) {
        return known[keccak256(abi.encode(requestId, request, output))];
    }
}
