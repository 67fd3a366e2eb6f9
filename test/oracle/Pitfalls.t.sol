// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModelRegistry, ModelId} from "../../contracts/models/interfaces/IModelRegistry.sol";
import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {AIOracleCallbackReceiver} from "../../contracts/oracle/AIOracleCallbackReceiver.sol";
import {IAIOracle} from "../../contracts/oracle/interfaces/IAIOracle.sol";
import {IVerifiableOracle} from "../../contracts/oracle/interfaces/IVerifiableOracle.sol";
import {IFeeRouter} from "../../contracts/revenue/interfaces/IFeeRouter.sol";
import {vm} from "../support/Vm.sol";
import {Recorder} from "./Consumers.sol";
import {OracleTest} from "./OracleFixture.sol";

interface GasPriceVm {
    function txGasPrice(uint256 price) external;
}

/// @dev Defects reproduced in an AI oracle in production use, in the order in which they were listed. None is here.
contract PitfallsTest is OracleTest {
    /// 1. No fulfilled flag: anyone can replay results; a replay of an old one rolled a newer answer back.
    function test_pitfall1_resultsCannotBeReplayed() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = askFor(
            IVerifiableOracle.Delivery.Provisional
        );
        claim(id, request, "first");
        address other = address(0x07E4);
        fund(other);
        bytes4 phase = IOpML.WrongPhase.selector;
        vm.prank(other);
        requireRevert(abi.encodeCall(IVerifiableOracle.claim, (id, request, 0, "first", "data")), phase);
        refute(id);
        vm.prank(other);
        oracle.claim(id, request, hashOf("first"), "second", "data");
        // The old result, by whatever door.
        vm.prank(other);
        requireRevert(abi.encodeCall(IVerifiableOracle.claim, (id, request, hashOf("first"), "first", "data")), phase);
        bytes4 nothing = IVerifiableOracle.NothingToRetry.selector;
        IVerifiableOracle.Outcome outcome = IVerifiableOracle.Outcome.Output;
        bytes memory retry = abi.encodeCall(IVerifiableOracle.retryCallback, (id, request, outcome, "first", "data"));
        requireRevert(retry, nothing);
        makeFinal(id);
        settle(id, request, "second");
        vm.prank(other);
        requireRevert(abi.encodeCall(IVerifiableOracle.claim, (id, request, hashOf("second"), "third", "data")), phase);
        requireRevert(
            abi.encodeCall(IVerifiableOracle.settle, (id, request, resultOf("second"), schedule, "second", "data")),
            phase
        );
        require(consumer.count() == 2 && same(consumer.last().output, "second"), "one delivery a claim");
    }

    /// 2. Ids hashed from packed fields collide: two users, one block, one id, two fees kept.
    function test_pitfall2_idsAreUnique() external {
        IVerifiableOracle.Question memory question = plainQuestion("the same");
        (uint256 first, ) = ask(question);
        (uint256 second, ) = ask(question);
        question.input = "the ";
        question.callbackData = "same";
        (uint256 third, ) = ask(question);
        require(first != second && second != third && first != third, "ids");
    }

    /// 3. Callback data is attacker-chosen: a stranger's request reaches a consumer that did not ask.
    function test_pitfall3_strangersCannotReachAConsumer() external {
        Recorder consumer = new Recorder(oracle);
        IVerifiableOracle.Question memory question = questionFor(
            address(consumer),
            IVerifiableOracle.Delivery.Provisional
        );
        vm.expectRevert(
            abi.encodeWithSelector(IVerifiableOracle.CallbackNotAccepted.selector, address(consumer), ALICE)
        );
        vm.prank(ALICE);
        oracle.request{value: 1 ether}(question);
        vm.expectRevert(
            abi.encodeWithSelector(IVerifiableOracle.CallbackNotAccepted.selector, address(consumer), ALICE)
        );
        vm.prank(ALICE);
        oracle.requestCallback{value: 1 ether}(ModelId.unwrap(modelId), "input", address(consumer), 50_000, "forged");
    }

    /// 3, for a contract that knows nothing of consent: no answer is no consent.
    function test_pitfall3_silenceIsNoConsent() external {
        address[3] memory mute = [address(token), address(0x1234), address(this)];
        for (uint256 i = 0; i < mute.length; i++) {
            vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.CallbackNotAccepted.selector, mute[i], ALICE));
            vm.prank(ALICE);
            oracle.requestCallback{value: 1 ether}(ModelId.unwrap(modelId), "input", mute[i], 50_000, "forged");
        }
    }

    /// 3, on the consumer's own side.
    function test_pitfall3_consumerRefusesForeignCallersAndRequests() external {
        Recorder consumer = new Recorder(oracle);
        vm.expectRevert(
            abi.encodeWithSelector(AIOracleCallbackReceiver.UnauthorizedCallbackSource.selector, address(oracle), ALICE)
        );
        vm.prank(ALICE);
        consumer.aiOracleCallback(1, "forged", "");
        vm.expectRevert(
            abi.encodeWithSelector(AIOracleCallbackReceiver.UnauthorizedCallbackSource.selector, address(oracle), ALICE)
        );
        vm.prank(ALICE);
        consumer.aiOracleCallbackError(1, IAIOracle.AIOracleError.InvalidInput, "forged", "");
        // Consent given, then taken back: what was asked meanwhile is not delivered.
        consumer.setFriend(ALICE);
        IVerifiableOracle.Question memory question = questionFor(
            address(consumer),
            IVerifiableOracle.Delivery.Provisional
        );
        (uint256 id, IVerifiableOracle.Request memory request) = ask(question);
        consumer.setFriend(address(0));
        claim(id, request, "output");
        require(consumer.count() == 0 && oracle.isUndelivered(id), "refused");
        // The oracle itself, outside a delivery.
        vm.expectRevert(abi.encodeWithSelector(AIOracleCallbackReceiver.RequestNotMade.selector, address(0)));
        vm.prank(address(oracle));
        consumer.aiOracleCallback(1, "forged", "");
    }

    /// 4. `gasPrice = tx.gasprice`: one transaction at 1,000 gwei raised everybody's quote.
    function test_pitfall4_nobodysGasPriceMovesTheQuote() external {
        uint256 before = oracle.estimateFee(ModelId.unwrap(modelId), 50_000);
        GasPriceVm(address(vm)).txGasPrice(1_000 gwei);
        require(tx.gasprice == 1_000 gwei, "the price is in force");
        (uint256 id, IVerifiableOracle.Request memory request, ) = askFor(IVerifiableOracle.Delivery.Provisional);
        claim(id, request, "output");
        makeFinal(id);
        settle(id, request, "output");
        require(oracle.estimateFee(ModelId.unwrap(modelId), 50_000) == before, "the quote moved");
    }

    /// 5. Overpayment is kept; `batchSize = 0` is a free request.
    function test_pitfall5_overpaymentReturnsAndNothingIsFree() external {
        uint256 before = ALICE.balance;
        vm.prank(ALICE);
        oracle.requestCallback{value: 5 ether}(ModelId.unwrap(modelId), "input", address(0), 0, "");
        require(before - ALICE.balance == FEE, "excess returned");
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.EmptyBatch.selector));
        oracle.requestBatch(new IVerifiableOracle.Question[](0));
    }

    /// 6. The owner can take accrued model revenue, reroute the receiver, and re-denominate it.
    function test_pitfall6_aPaidRequestIsOutOfTheControllersReach() external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        IFeeRouter.Schedule memory agreed = schedule;
        IFeeRouter.Schedule memory greedy = IFeeRouter.Schedule(address(0), CONTROLLER, address(0), 0, 0, 10_000, 0);
        router.setSchedule(ModelId.unwrap(modelId), greedy, 0);
        vm.startPrank(CONTROLLER);
        registry.setPricing(modelId, IModelRegistry.Pricing(0, 0, address(token), 1));
        registry.addVersion(modelId, machine(2), "ipfs://other");
        registry.retireVersion(modelId, 1);
        vm.stopPrank();
        claim(id, request, "output");
        makeFinal(id);
        vm.expectRevert(
            abi.encodeWithSelector(
                IVerifiableOracle.WrongSchedule.selector,
                keccak256(abi.encode(agreed)),
                keccak256(abi.encode(greedy))
            )
        );
        oracle.settle(id, request, resultOf("output"), greedy, "", "");
        oracle.settle(id, request, resultOf("output"), agreed, "", "");
        require(router.received() == FEE && router.lastSchedule() == keccak256(abi.encode(agreed)), "as agreed");
    }

    /// 7. A reverting callback makes a request undeliverable; a reverting receiver blocks removal.
    function test_pitfall7_noCallbackBlocksAnAnswer() external {
        for (uint256 i = 1; i <= uint256(type(Recorder.Trick).max); i++) {
            (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = askFor(
                IVerifiableOracle.Delivery.Provisional
            );
            consumer.setTrick(Recorder.Trick(i));
            uint256 before = gasleft();
            claim(id, request, "output");
            require(before - gasleft() < CALLBACK_GAS + 400_000, "gas is bounded");
            require(oracle.isUndelivered(id), "failure is recorded");
            makeFinal(id);
            settle(id, request, "output");
            require(oracle.isFinalOutput(id, request, "output"), "answered");
            consumer.setTrick(Recorder.Trick.None);
            oracle.retryCallback(id, request, IVerifiableOracle.Outcome.Output, "output", "data");
            require(consumer.count() == 1, "delivered in the end");
        }
    }

    /// 7, the other half: accounts that take no money block neither a settlement nor a refund.
    function test_pitfall7_noReceiverBlocksASettlement() external {
        Recorder consumer = new Recorder(oracle);
        consumer.setTakesEther(false);
        IVerifiableOracle.Question memory question = questionFor(
            address(consumer),
            IVerifiableOracle.Delivery.Provisional
        );
        uint256 cost = FEE + GAS_PRICE * CALLBACK_GAS;
        vm.prank(ALICE);
        uint256 id = consumer.ask{value: cost}(question);
        IVerifiableOracle.Request memory request = recordOf(question, address(consumer));
        vm.prank(OPERATOR);
        oracle.claimFault(id, request, 0, "data");
        makeFinal(id);
        oracle.settle(id, request, fault(), schedule, "", "");
        require(court.stakeOf(address(oracle), OPERATOR).free == 10 ether, "bond is free");
        require(oracle.creditOf(address(consumer), address(0)) == FEE, "credit");
    }

    /// 8. A hard-coded key can retake ownership. Node access is a whitelist.
    function test_pitfall8_anyoneWithStakeMayAnswer() external {
        address newcomer = address(uint160(uint256(keccak256("never seen before"))));
        fund(newcomer);
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        vm.prank(newcomer);
        oracle.claim(id, request, 0, "output", "");
        makeFinal(id);
        vm.prank(address(0xA17B0D7));
        settle(id, request, "output");
        require(router.lastOperator() == newcomer, "paid");
    }

    /// 9. An "unverifiable" flag skips verification. Results are delivered before they can be disputed and the consumer is
    /// not told which kind it got.
    function test_pitfall9_theConsumerKnowsWhatItGot() external {
        (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) = askFor(
            IVerifiableOracle.Delivery.Provisional
        );
        claim(id, request, "output");
        require(!consumer.last().finalized && !consumer.last().reportedFinal, "told: provisional");
        require(court.statusOf(TaskId.wrap(id)).phase == IOpML.Phase.Claimed, "and it can be disputed");

        (id, request, consumer) = askFor(IVerifiableOracle.Delivery.Final);
        claim(id, request, "output");
        requireRevert(
            abi.encodeCall(IVerifiableOracle.settle, (id, request, resultOf("output"), schedule, "output", "data")),
            IOpML.NotFinal.selector
        );
        require(consumer.count() == 0, "nothing before it is final");
        makeFinal(id);
        settle(id, request, "output");
        require(consumer.last().finalized && consumer.last().reportedFinal, "told: final");
        (address account, uint16 attempt, bool finalized) = oracle.currentDelivery();
        require(account == address(0) && attempt == 0 && !finalized, "and nothing outside a delivery");
    }
}
