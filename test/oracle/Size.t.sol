// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ModelId} from "../../contracts/models/interfaces/IModelRegistry.sol";
import {Result} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {IVerifiableOracle} from "../../contracts/oracle/interfaces/IVerifiableOracle.sol";
import {vm} from "../support/Vm.sol";
import {Recorder} from "./Consumers.sol";
import {OracleTest} from "./OracleFixture.sol";

/// @dev What is claimed can be settled, and what is not can be refunded: bond and fee would be locked for ever otherwise.
contract SizeTest is OracleTest {
    uint256 private constant TRANSACTION_GAS = 1 << 24;
    uint256 private constant MOST_DATA = 32 * 1024;
    uint256 private constant MOST_OUTPUT = 128 * 1024;

    /// @dev All that a request may ask for.
    function largest() private returns (IVerifiableOracle.Question memory question) {
        Recorder consumer = new Recorder(oracle);
        consumer.setFriend(ALICE);
        consumer.setTrick(Recorder.Trick.BurnGas);
        question = questionFor(address(consumer), IVerifiableOracle.Delivery.Final);
        question.gasLimit = oracle.maxCallbackGas();
        question.callbackData = filled(MOST_DATA);
    }

    function test_settle_theLargestFits() external {
        IVerifiableOracle.Question memory question = largest();
        (uint256 id, IVerifiableOracle.Request memory request) = ask(question);
        bytes memory output = filled(MOST_OUTPUT);
        vm.prank(OPERATOR);
        oracle.claim(id, request, 0, output, "");
        makeFinal(id);
        Result memory result = Result(rootOfFilled(MOST_OUTPUT / 32), uint32(MOST_OUTPUT), false);
        bytes memory data = question.callbackData;
        send(abi.encodeCall(IVerifiableOracle.settle, (id, request, result, schedule, output, data)));
        require(oracle.isUndelivered(id), "the callback had its gas, and burned it");
        require(court.stakeOf(address(oracle), OPERATOR).free == 10 ether, "bond is free");
    }

    function test_refund_theLargestFits() external {
        IVerifiableOracle.Question memory question = largest();
        (uint256 id, IVerifiableOracle.Request memory request) = ask(question);
        uint256 before = ALICE.balance;
        vm.warp(request.deadline + 1);
        send(abi.encodeCall(IVerifiableOracle.refund, (id, request, 0, question.callbackData)));
        require(ALICE.balance == before + costOf(request), "refunded");
    }

    function test_request_tooMuchCallbackData_reverts() external {
        IVerifiableOracle.Question memory question = largest();
        question.callbackData = filled(MOST_DATA + 1);
        bytes memory reason = abi.encodeWithSelector(
            IVerifiableOracle.CallbackDataTooLong.selector,
            MOST_DATA + 1,
            MOST_DATA
        );
        vm.expectRevert(reason);
        vm.prank(ALICE);
        oracle.request{value: 1 ether}(question);
        vm.expectRevert(reason);
        vm.prank(ALICE);
        oracle.requestCallback{value: 1 ether}(
            ModelId.unwrap(modelId),
            "input",
            question.callbackContract,
            CALLBACK_GAS,
            question.callbackData
        );
    }

    function test_claim_outputThatCannotBeDelivered_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(largest());
        vm.expectRevert(
            abi.encodeWithSelector(IVerifiableOracle.OutputTooLong.selector, id, MOST_OUTPUT + 1, MOST_OUTPUT)
        );
        vm.prank(OPERATOR);
        oracle.claim(id, request, 0, filled(MOST_OUTPUT + 1), "");
    }

    function test_claim_largeOutputWithoutCallback() external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        vm.prank(OPERATOR);
        oracle.claim(id, request, 0, filled(2 * MOST_OUTPUT), "");
        makeFinal(id);
        Result memory result = Result(rootOfFilled((2 * MOST_OUTPUT) / 32), uint32(2 * MOST_OUTPUT), false);
        send(abi.encodeCall(IVerifiableOracle.settle, (id, request, result, schedule, "", "")));
        require(router.received() == FEE, "settled");
    }

    /// @dev As a transaction that has all the gas there is (EIP-7825), under the prices of EIP-7623.
    function send(bytes memory call_) private {
        uint256 zeros = 0;
        assembly ("memory-safe") {
            let end := add(add(call_, 32), mload(call_))
            for {
                let at := add(call_, 32)
            } lt(at, end) {
                at := add(at, 1)
            } {
                zeros := add(zeros, iszero(byte(0, mload(at))))
            }
        }
        uint256 tokens = zeros + 4 * (call_.length - zeros);
        require(21_000 + 10 * tokens <= TRANSACTION_GAS, "too much calldata");
        (bool success, ) = address(oracle).call{gas: TRANSACTION_GAS - 21_000 - 4 * tokens}(call_);
        require(success, "does not fit");
    }

    function filled(uint256 length) private pure returns (bytes memory data) {
        data = new bytes(length);
        assembly ("memory-safe") {
            for {
                let i := 0
            } lt(i, length) {
                i := add(i, 32)
            } {
                mstore(add(add(data, 32), i), not(0))
            }
        }
    }

    /// @dev Root of a power of two of leaves that are all ones.
    function rootOfFilled(uint256 leaves) private pure returns (bytes32 root) {
        root = bytes32(type(uint256).max);
        for (; leaves > 1; leaves /= 2) root = keccak256(abi.encode(root, root));
    }
}
