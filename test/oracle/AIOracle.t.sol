// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVerifiableOracle} from "../../contracts/oracle/interfaces/IVerifiableOracle.sol";
import {vm} from "../support/Vm.sol";
import {Recorder} from "./Consumers.sol";
import {OracleFixture} from "./OracleFixture.sol";

contract AIOracleTest is OracleFixture {
    function test_settle_paysRouterAndOperator() external {
        Recorder consumer = new Recorder(oracle);
        IVerifiableOracle.Question memory question = questionFor(
            address(consumer),
            IVerifiableOracle.Delivery.Provisional
        );
        uint256 callbackFee = GAS_PRICE * CALLBACK_GAS;
        vm.prank(ALICE);
        uint256 id = consumer.ask{value: FEE + callbackFee}(question);
        IVerifiableOracle.Request memory request = recordOf(question, address(consumer));
        requireHeld(FEE + callbackFee);

        vm.prank(OPERATOR);
        oracle.claim(id, request, 0, "output", "data");
        require(consumer.count() == 1, "delivered once");
        require(keccak256(consumer.last().output) == keccak256("output"), "output");
        require(!consumer.last().finalized && !consumer.last().reportedFinal, "provisional");
        require(!oracle.isFinalized(id), "not final yet");

        makeFinal(id);
        require(oracle.isFinalized(id) && oracle.isFinalOutput(id, request, "output"), "final");
        oracle.settle(id, request, resultOf("output"), schedule, "", "");
        require(router.received() == FEE && router.lastOperator() == OPERATOR, "router paid");
        require(OPERATOR.balance == callbackFee, "operator paid");
        require(consumer.count() == 1, "not delivered again");
        requireHeld(0);
    }
}
