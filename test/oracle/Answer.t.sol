// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {IStakeLedger} from "../../contracts/opml/interfaces/IStakeLedger.sol";
import {TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {IAIOracle} from "../../contracts/oracle/interfaces/IAIOracle.sol";
import {IVerifiableOracle} from "../../contracts/oracle/interfaces/IVerifiableOracle.sol";
import {IFeeRouter} from "../../contracts/revenue/interfaces/IFeeRouter.sol";
import {vm} from "../support/Vm.sol";
import {Recorder} from "./Consumers.sol";
import {OracleTest} from "./OracleFixture.sol";
import {TrickToken} from "./TrickToken.sol";

/// @dev From a claim to the end of a request: claim, claimFault, claimRoot, settle, refund.
contract AnswerTest is OracleTest {
    uint256 private constant CALLBACK_FEE = GAS_PRICE * CALLBACK_GAS;

    event AICallbackResult(address indexed account, uint256 indexed requestId, address invoker, bytes output);

    function testFuzz_claim_deliversProvisionally(bytes calldata output) external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = askFor(
            IVerifiableOracle.Delivery.Provisional
        );
        vm.expectEmit(true, true, true, true, address(oracle));
        emit AICallbackResult(ALICE, id, OPERATOR, output);
        claim(id, request, output);
        Recorder.Delivery memory delivery = consumer.last();
        require(consumer.count() == 1 && delivery.requestId == id, "delivered");
        require(same(delivery.output, output) && same(delivery.callbackData, "data"), "content");
        require(delivery.attempt == 1 && !delivery.finalized && !delivery.reportedFinal, "provisional");
        require(!oracle.isFinalOutput(id, request, output), "not final");
    }

    function test_claim_givesTheWholeGasLimit() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = askFor(
            IVerifiableOracle.Delivery.Provisional
        );
        claim(id, request, "output");
        // What the consumer saw is less by its own dispatch and checks.
        require(consumer.last().gas > CALLBACK_GAS - 10_000 && consumer.last().gas <= CALLBACK_GAS, "gas");
    }

    function testFuzz_claim_callbackNeverGetsLess(uint256 sent) external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = askFor(
            IVerifiableOracle.Delivery.Provisional
        );
        sent = 500_000 + (sent % 1_000_000);
        vm.prank(OPERATOR);
        (bool success, ) = address(oracle).call{gas: sent}(
            abi.encodeCall(IVerifiableOracle.claim, (id, request, 0, "output", "data"))
        );
        // Either the claim reverts, or the consumer had its gas and took the answer.
        require(!success || consumer.count() == 1, "starved");
        require(success || sent < CALLBACK_GAS + 200_000, "refused without need");
    }

    function test_claim_withTooLittleGas_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request, ) = askFor(IVerifiableOracle.Delivery.Provisional);
        vm.prank(OPERATOR);
        try oracle.claim{gas: CALLBACK_GAS}(id, request, 0, "output", "data") {
            revert("the consumer cannot have had its gas");
        } catch (bytes memory reason) {
            require(bytes4(reason) == IVerifiableOracle.CallbackGasNotSupplied.selector, "reason");
        }
    }

    function test_claim_finalDeliveryWaits() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = askFor(
            IVerifiableOracle.Delivery.Final
        );
        claim(id, request, "output");
        require(consumer.count() == 0, "waits");
        makeFinal(id);
        settle(id, request, "output");
        Recorder.Delivery memory delivery = consumer.last();
        require(consumer.count() == 1 && same(delivery.output, "output"), "delivered");
        require(delivery.attempt == 1 && delivery.finalized && delivery.reportedFinal, "final");
    }

    function test_claim_wrongCallbackData_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request, ) = askFor(IVerifiableOracle.Delivery.Provisional);
        vm.expectRevert(
            abi.encodeWithSelector(
                IVerifiableOracle.WrongCallbackData.selector,
                keccak256("data"),
                keccak256("other data")
            )
        );
        vm.prank(OPERATOR);
        oracle.claim(id, request, 0, "output", "other data");
    }

    function testFuzz_claim_changedRecord_reverts(uint8 field) external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        bytes memory encoded = abi.encode(request);
        field = field % 14;
        // The lowest bit of any word of the record.
        encoded[32 * uint256(field) + 31] ^= 0x01;
        vm.prank(OPERATOR);
        (bool success, ) = address(oracle).call(
            bytes.concat(
                IVerifiableOracle.claim.selector,
                abi.encode(id),
                encoded,
                abi.encode(bytes32(0), uint256(17 * 32), uint256(18 * 32), uint256(0), uint256(0))
            )
        );
        require(!success, "another record was taken");
    }

    function test_claim_withoutStake_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        vm.expectRevert(
            abi.encodeWithSelector(IStakeLedger.StakeTooSmall.selector, ALICE, uint256(0), uint256(1 ether))
        );
        vm.prank(ALICE);
        oracle.claim(id, request, 0, "output", "");
    }

    function test_claim_afterDeadline_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        vm.warp(request.deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.DeadlinePassed.selector, id, request.deadline));
        claim(id, request, "output");
        vm.warp(request.deadline);
        claim(id, request, "output");
    }

    function test_claimFault_tellsTheConsumerAndRefunds() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = askFor(
            IVerifiableOracle.Delivery.Provisional
        );
        uint256 before = ALICE.balance;
        vm.prank(OPERATOR);
        oracle.claimFault(id, request, 0, "data");
        Recorder.Delivery memory delivery = consumer.last();
        require(delivery.isError && delivery.code == IAIOracle.AIOracleError.InvalidInput, "error callback");
        makeFinal(id);
        oracle.settle(id, request, fault(), schedule, "", "");
        require(ALICE.balance == before + FEE, "fee returned");
        require(OPERATOR.balance == CALLBACK_FEE, "callback paid");
        require(router.received() == 0 && consumer.count() == 1, "nothing else");
        requireHeld(0);
    }

    function test_claimFault_finalDelivery() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = askFor(
            IVerifiableOracle.Delivery.Final
        );
        vm.prank(OPERATOR);
        oracle.claimFault(id, request, 0, "");
        require(consumer.count() == 0, "waits");
        makeFinal(id);
        oracle.settle(id, request, fault(), schedule, "", "data");
        require(consumer.last().isError && consumer.last().finalized, "final error");
    }

    function test_claimRoot_needsNoBytes() external {
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.delivery = IVerifiableOracle.Delivery.Root;
        (uint256 id, IVerifiableOracle.Request memory request) = ask(question);
        bytes memory output = new bytes(100_000);
        vm.prank(OPERATOR);
        oracle.claimRoot(id, request, 0, rootOf(output), 100_000);
        makeFinal(id);
        oracle.settle(id, request, resultOf(output), schedule, "", "");
        require(oracle.isFinalOutput(id, request, output), "verifiable");
        require(!oracle.isFinalOutput(id, request, new bytes(99_999)), "exact");
        require(router.received() == FEE, "paid");
    }

    function test_claimRoot_whereBytesAreOwed_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.OutputNeeded.selector, id));
        vm.prank(OPERATOR);
        oracle.claimRoot(id, request, 0, bytes32(0), 0);
    }

    function test_claim_afterRefutation_deliversAgain() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = askFor(
            IVerifiableOracle.Delivery.Provisional
        );
        claim(id, request, "lie");
        refute(id);
        address honest = address(0x60D);
        fund(honest);
        vm.prank(honest);
        oracle.claim(id, request, hashOf("lie"), "truth", "data");
        Recorder.Delivery memory delivery = consumer.last();
        require(consumer.count() == 2 && same(delivery.output, "truth") && delivery.attempt == 2, "delivered again");
        makeFinal(id);
        settle(id, request, "truth");
        require(router.lastOperator() == honest && honest.balance == CALLBACK_FEE, "the honest one is paid");
        require(oracle.isFinalOutput(id, request, "truth") && !oracle.isFinalOutput(id, request, "lie"), "truth");
    }

    function test_settle_beforeFinal_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        claim(id, request, "output");
        vm.expectRevert(abi.encodeWithSelector(IOpML.NotFinal.selector, TaskId.wrap(id)));
        oracle.settle(id, request, resultOf("output"), schedule, "", "");
    }

    function test_settle_twice_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        ask(plainQuestion("another escrow"));
        claim(id, request, "output");
        makeFinal(id);
        settle(id, request, "output");
        vm.expectRevert(abi.encodeWithSelector(IOpML.WrongPhase.selector, TaskId.wrap(id), IOpML.Phase.Closed));
        oracle.settle(id, request, resultOf("output"), schedule, "", "");
        requireHeld(FEE);
    }

    function test_settle_anotherResult_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        claim(id, request, "output");
        makeFinal(id);
        requireRevert(
            abi.encodeCall(IVerifiableOracle.settle, (id, request, resultOf("other"), schedule, "", "")),
            IOpML.WrongPreimage.selector
        );
        requireRevert(
            abi.encodeCall(IVerifiableOracle.settle, (id, request, fault(), schedule, "", "")),
            IOpML.WrongPreimage.selector
        );
    }

    function test_settle_otherBytesThanClaimed_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request, ) = askFor(IVerifiableOracle.Delivery.Final);
        claim(id, request, "output");
        makeFinal(id);
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.WrongOutput.selector, id));
        oracle.settle(id, request, resultOf("output"), schedule, "other", "data");
    }

    function test_settle_anotherSchedule_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        claim(id, request, "output");
        makeFinal(id);
        IFeeRouter.Schedule memory mine = schedule;
        mine.creator = OPERATOR;
        vm.expectRevert(
            abi.encodeWithSelector(
                IVerifiableOracle.WrongSchedule.selector,
                request.schedule,
                keccak256(abi.encode(mine))
            )
        );
        oracle.settle(id, request, resultOf("output"), mine, "", "");
    }

    function test_settle_paysInTheToken() external {
        (uint256 id, IVerifiableOracle.Request memory request) = askInToken();
        claim(id, request, "output");
        makeFinal(id);
        settle(id, request, "output");
        require(router.receivedToken(address(token)) == TOKEN_FEE && token.balanceOf(address(oracle)) == 0, "paid");
        require(token.allowance(address(oracle), address(router)) == 0, "no allowance is left");
    }

    function test_settle_operatorThatTakesNoEther() external {
        (uint256 id, IVerifiableOracle.Request memory request, ) = askFor(IVerifiableOracle.Delivery.Provisional);
        Recorder refuser = new Recorder(oracle);
        refuser.setTakesEther(false);
        fund(address(refuser));
        vm.prank(address(refuser));
        oracle.claim(id, request, 0, "output", "data");
        makeFinal(id);
        settle(id, request, "output");
        require(oracle.creditOf(address(refuser), address(0)) == CALLBACK_FEE, "credit");
        requireHeld(CALLBACK_FEE);
    }

    function test_settle_routerThatRefusesBlocksNobody() external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        claim(id, request, "output");
        makeFinal(id);
        router.setRefuses(true);
        settle(id, request, "output");
        require(court.stakeOf(address(oracle), OPERATOR).free == 10 ether, "bond is free");
        requireHeld(FEE);

        vm.expectRevert("refused");
        oracle.retryDistribution(id, request, schedule, OPERATOR);
        router.setRefuses(false);
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.NothingToRetry.selector, id));
        oracle.retryDistribution(id, request, schedule, ALICE);
        oracle.retryDistribution(id, request, schedule, OPERATOR);
        require(router.received() == FEE && router.lastOperator() == OPERATOR, "paid later");
        requireHeld(0);
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.NothingToRetry.selector, id));
        oracle.retryDistribution(id, request, schedule, OPERATOR);
    }

    function test_settle_hostileTokenBlocksNobody() external {
        (uint256 id, IVerifiableOracle.Request memory request) = askInToken();
        claim(id, request, "output");
        makeFinal(id);
        token.setTrick(TrickToken.Trick.BurnGas);
        uint256 before = gasleft();
        settle(id, request, "output");
        require(before - gasleft() < 1_000_000, "gas is bounded");
        require(court.stakeOf(address(oracle), OPERATOR).free == 10 ether, "bond is free");
        token.setTrick(TrickToken.Trick.None);
        oracle.retryDistribution(id, request, schedule, OPERATOR);
        require(router.receivedToken(address(token)) == TOKEN_FEE, "paid later");
    }

    function test_refund_returnsEverythingAndTells() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = askFor(
            IVerifiableOracle.Delivery.Provisional
        );
        uint256 before = ALICE.balance;
        vm.warp(request.deadline);
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.DeadlineNotPassed.selector, id, request.deadline));
        oracle.refund(id, request, 0, "data");
        vm.warp(request.deadline + 1);
        oracle.refund(id, request, 0, "data");
        require(ALICE.balance == before + FEE + CALLBACK_FEE, "refunded");
        Recorder.Delivery memory delivery = consumer.last();
        require(delivery.isError && delivery.code == IAIOracle.AIOracleError.Unanswered, "told");
        requireHeld(0);
    }

    function test_refund_twice_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        ask(plainQuestion("another escrow"));
        vm.warp(request.deadline + 1);
        oracle.refund(id, request, 0, "");
        vm.expectRevert(abi.encodeWithSelector(IOpML.WrongPhase.selector, TaskId.wrap(id), IOpML.Phase.Cancelled));
        oracle.refund(id, request, 0, "");
        requireHeld(FEE);
    }

    function test_refund_standingClaim_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        vm.warp(request.deadline);
        claim(id, request, "output");
        vm.warp(request.deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IOpML.WrongPhase.selector, TaskId.wrap(id), IOpML.Phase.Claimed));
        oracle.refund(id, request, 0, "");
        makeFinal(id);
        settle(id, request, "output");
    }

    function test_refund_afterRefutation() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = askFor(
            IVerifiableOracle.Delivery.Provisional
        );
        claim(id, request, "lie");
        refute(id);
        vm.warp(request.deadline + 1);
        oracle.refund(id, request, hashOf("lie"), "data");
        require(consumer.count() == 2 && consumer.last().isError, "the lie is taken back");
        requireHeld(0);
    }

    function test_refund_inTheToken() external {
        (uint256 id, IVerifiableOracle.Request memory request) = askInToken();
        uint256 before = token.balanceOf(ALICE);
        vm.warp(request.deadline + 1);
        oracle.refund(id, request, 0, "");
        require(token.balanceOf(ALICE) == before + TOKEN_FEE, "refunded");
    }

    function test_refund_tokenThatRefusesBecomesCredit() external {
        (uint256 id, IVerifiableOracle.Request memory request) = askInToken();
        vm.warp(request.deadline + 1);
        token.setTrick(TrickToken.Trick.RefuseTransfer);
        oracle.refund(id, request, 0, "");
        require(oracle.creditOf(ALICE, address(token)) == TOKEN_FEE, "credit");
        token.setTrick(TrickToken.Trick.None);
        vm.prank(ALICE);
        oracle.withdrawCredit(address(token), address(0xBEEF));
        require(token.balanceOf(address(0xBEEF)) == TOKEN_FEE, "withdrawn");
    }

    function test_refund_accountThatTakesNoEtherIsCredited() external {
        Recorder consumer = new Recorder(oracle);
        IVerifiableOracle.Question memory question = questionFor(
            address(consumer),
            IVerifiableOracle.Delivery.Provisional
        );
        vm.prank(ALICE);
        uint256 id = consumer.ask{value: FEE + CALLBACK_FEE}(question);
        IVerifiableOracle.Request memory request = recordOf(question, address(consumer));
        consumer.setTakesEther(false);
        vm.warp(request.deadline + 1);
        oracle.refund(id, request, 0, "data");
        require(oracle.creditOf(address(consumer), address(0)) == FEE + CALLBACK_FEE, "credit");
        vm.expectRevert(
            abi.encodeWithSelector(
                IVerifiableOracle.TransferFailed.selector,
                address(consumer),
                address(0),
                FEE + CALLBACK_FEE
            )
        );
        consumer.withdrawCredit(address(0), address(consumer));
    }

    function test_payRouter_foreignCaller_reverts() external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.OnlySelf.selector, ALICE));
        vm.prank(ALICE);
        oracle.payRouter(id, request, schedule, ALICE);
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.OnlySelf.selector, ALICE));
        vm.prank(ALICE);
        oracle.pushToken(address(token), ALICE, 1);
    }

    function askInToken() private returns (uint256 id, IVerifiableOracle.Request memory request) {
        vm.prank(ALICE);
        token.approve(address(oracle), TOKEN_FEE);
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.token = address(token);
        return ask(question);
    }
}
