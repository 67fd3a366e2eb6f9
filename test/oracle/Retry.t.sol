// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAIOracle} from "../../contracts/oracle/interfaces/IAIOracle.sol";
import {IVerifiableOracle} from "../../contracts/oracle/interfaces/IVerifiableOracle.sol";
import {vm} from "../support/Vm.sol";
import {Recorder} from "./Consumers.sol";
import {OracleTest} from "./OracleFixture.sol";

contract RetryTest is OracleTest {
    event CallbackFailed(
        uint256 indexed requestId,
        address indexed callbackContract,
        IVerifiableOracle.Outcome outcome
    );

    /// @dev A claim whose delivery failed.
    function failed() private returns (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) {
        (id, request, consumer) = askFor(IVerifiableOracle.Delivery.Provisional);
        consumer.setTrick(Recorder.Trick.Revert);
        vm.expectEmit(true, true, true, true, address(oracle));
        emit CallbackFailed(id, address(consumer), IVerifiableOracle.Outcome.Output);
        claim(id, request, "output");
        require(oracle.isUndelivered(id) && consumer.count() == 0, "failure is recorded");
    }

    function retry(uint256 id, IVerifiableOracle.Request memory request, bytes memory output) private {
        oracle.retryCallback(id, request, IVerifiableOracle.Outcome.Output, output, "data");
    }

    function expectNothing(uint256 id) private {
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.NothingToRetry.selector, id));
    }

    function test_retryCallback_delivers() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = failed();
        consumer.setTrick(Recorder.Trick.None);
        retry(id, request, "output");
        require(same(consumer.last().output, "output") && !consumer.last().finalized, "delivered");
        require(!oracle.isUndelivered(id), "done");
        expectNothing(id);
        retry(id, request, "output");
        require(consumer.count() == 1, "once");
    }

    function test_retryCallback_tellsThatTheAnswerIsFinalByNow() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = failed();
        consumer.setTrick(Recorder.Trick.None);
        makeFinal(id);
        settle(id, request, "output");
        retry(id, request, "output");
        require(consumer.last().finalized && consumer.last().attempt == 1, "final");
    }

    function test_retryCallback_givesMoreGas() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = failed();
        consumer.setTrick(Recorder.Trick.None);
        oracle.retryCallback{gas: 3_000_000}(id, request, IVerifiableOracle.Outcome.Output, "output", "data");
        require(consumer.last().gas > 2 * uint256(CALLBACK_GAS), "all the gas sent");
    }

    function test_retryCallback_stillFailing_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request, ) = failed();
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.CallbackFailedAgain.selector, id));
        retry(id, request, "output");
        require(oracle.isUndelivered(id), "still to be delivered");
    }

    function test_retryCallback_anotherOutput_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = failed();
        consumer.setTrick(Recorder.Trick.None);
        expectNothing(id);
        retry(id, request, "forged");
        expectNothing(id);
        oracle.retryCallback(id, request, IVerifiableOracle.Outcome.Fault, "", "data");
        expectNothing(id);
        oracle.retryCallback(id, request, IVerifiableOracle.Outcome.Unanswered, "", "data");
    }

    function test_retryCallback_delivered_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request, ) = askFor(IVerifiableOracle.Delivery.Provisional);
        claim(id, request, "output");
        expectNothing(id);
        retry(id, request, "output");
    }

    function test_retryCallback_refutedOutput_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = failed();
        consumer.setTrick(Recorder.Trick.None);
        refute(id);
        expectNothing(id);
        retry(id, request, "output");

        address honest = address(0x60D);
        fund(honest);
        vm.prank(honest);
        oracle.claim(id, request, hashOf("output"), "truth", "data");
        require(consumer.count() == 1 && !oracle.isUndelivered(id), "the new answer was delivered");
        expectNothing(id);
        retry(id, request, "output");
    }

    function test_retryCallback_fault() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = askFor(
            IVerifiableOracle.Delivery.Provisional
        );
        consumer.setTrick(Recorder.Trick.Revert);
        vm.prank(OPERATOR);
        oracle.claimFault(id, request, 0, "data");
        consumer.setTrick(Recorder.Trick.None);
        oracle.retryCallback(id, request, IVerifiableOracle.Outcome.Fault, "", "data");
        require(consumer.last().isError, "delivered");
    }

    function test_retryCallback_unanswered() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = askFor(
            IVerifiableOracle.Delivery.Provisional
        );
        consumer.setTrick(Recorder.Trick.Revert);
        vm.warp(request.deadline + 1);
        oracle.refund(id, request, 0, "data");
        consumer.setTrick(Recorder.Trick.None);
        oracle.retryCallback(id, request, IVerifiableOracle.Outcome.Unanswered, "", "data");
        require(consumer.last().code == IAIOracle.AIOracleError.Unanswered && consumer.last().finalized, "told");
    }

    function test_retryCallback_finalDelivery() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = askFor(
            IVerifiableOracle.Delivery.Final
        );
        claim(id, request, "output");
        makeFinal(id);
        consumer.setTrick(Recorder.Trick.BurnGas);
        settle(id, request, "output");
        require(router.received() == FEE, "settled all the same");
        consumer.setTrick(Recorder.Trick.None);
        retry(id, request, "output");
        require(consumer.last().finalized, "delivered");
    }
}
