// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModelRegistry, ModelId} from "../../contracts/models/interfaces/IModelRegistry.sol";
import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {Result, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {IVerifiableOracle} from "../../contracts/oracle/interfaces/IVerifiableOracle.sol";
import {bound, vm} from "../support/Vm.sol";
import {Recorder} from "./Consumers.sol";
import {OracleFixture} from "./OracleFixture.sol";
import {TrickToken} from "./TrickToken.sol";

/// @dev Takes every step that the oracle offers, in any order, with accounts, callbacks, tokens and routers that refuse,
/// and keeps the oracle's accounts by hand.
contract OracleHandler is OracleFixture {
    struct Entry {
        uint256 id;
        IVerifiableOracle.Request request;
        bytes32 lastResult;
        bool unpaid;
    }

    /// @dev The first is none.
    Entry[] private _entries;
    Recorder[2] private _consumers;

    /// @dev Everything ever paid for requests, and everything that left again.
    uint256 public paidIn;
    uint256 public paidOut;
    /// @dev What requests that are not over hold.
    uint256 public escrow;
    uint256 public tokenEscrow;

    constructor() {
        deploy();
        _entries.push();
        for (uint256 i = 0; i < 2; i++) {
            _consumers[i] = new Recorder(oracle);
            vm.deal(address(_consumers[i]), 1e6 ether);
            token.mint(address(_consumers[i]), 1e9 ether);
            vm.prank(address(_consumers[i]));
            token.approve(address(oracle), type(uint256).max);
        }
        fund(OPERATOR);
        vm.deal(OPERATOR, 1e9 ether);
        vm.prank(OPERATOR);
        court.deposit{value: 1e8 ether}(address(oracle));
        vm.deal(CHALLENGER, 1e9 ether);
    }

    function ask(uint256 who, uint256 excess, uint256 delivery, bool byToken, bool called) external {
        Recorder consumer = _consumers[who % 2];
        IVerifiableOracle.Question memory question = plainQuestion(abi.encode(_entries.length));
        question.delivery = IVerifiableOracle.Delivery(delivery % 2);
        if (called) {
            (question.callbackContract, question.gasLimit) = (address(consumer), CALLBACK_GAS);
            question.callbackData = "data";
        }
        question.token = byToken ? address(token) : address(0);
        token.setTrick(TrickToken.Trick.None);

        (uint256 fee, uint256 callbackFee) = oracle.quoteFee(modelId, 0, question.token, question.gasLimit);
        uint256 cost = callbackFee + (byToken ? 0 : fee);
        excess = bound(excess, 0, 1 ether);
        uint256 credited = oracle.creditOf(address(consumer), address(0));
        vm.prank(address(consumer));
        uint256 id = oracle.request{value: cost + excess}(question);

        credited = oracle.creditOf(address(consumer), address(0)) - credited;
        paidIn += cost + credited;
        escrow += cost;
        if (byToken) tokenEscrow += fee;
        IVerifiableOracle.Request memory request = recordOf(question, address(consumer));
        (request.fee, request.callbackFee) = (fee, callbackFee);
        if (fee == 0) request.schedule = 0;
        _entries.push();
        Entry storage entry = _entries[_entries.length - 1];
        (entry.id, entry.request) = (id, request);
    }

    function answer(uint256 i, bool fault_) external {
        (bool found, Entry storage entry) = pick(i, IOpML.Phase.Open, IOpML.Phase.Refuted);
        if (!found) return;
        if (block.timestamp > entry.request.deadline) return;
        vm.startPrank(OPERATOR);
        if (fault_) oracle.claimFault(entry.id, entry.request, entry.lastResult, dataOf(entry));
        else oracle.claim(entry.id, entry.request, entry.lastResult, "output", dataOf(entry));
        vm.stopPrank();
        entry.lastResult = fault_ ? keccak256(abi.encode(fault())) : hashOf("output");
    }

    function dispute(uint256 i) external {
        (bool found, Entry storage entry) = pick(i, IOpML.Phase.Claimed, IOpML.Phase.Claimed);
        if (found && !oracle.isFinalized(entry.id)) refute(entry.id);
    }

    function pay(uint256 i, bool routerRefuses) external {
        (bool found, Entry storage entry) = pick(i, IOpML.Phase.Claimed, IOpML.Phase.Claimed);
        if (!found) return;
        if (!oracle.isFinalized(entry.id)) vm.warp(block.timestamp + WINDOW);
        bool faulty = entry.lastResult == keccak256(abi.encode(fault()));
        Result memory result = faulty ? fault() : resultOf("output");
        router.setRefuses(routerRefuses);
        uint256 holding = address(oracle).balance;
        oracle.settle(entry.id, entry.request, result, schedule, faulty ? bytes("") : bytes("output"), dataOf(entry));
        router.setRefuses(false);
        entry.unpaid = !faulty && refusesFee(entry, routerRefuses);
        close(entry, holding, !entry.unpaid);
    }

    function payLater(uint256 i) external {
        Entry storage entry = _entries[i % _entries.length];
        if (!entry.unpaid) return;
        token.setTrick(TrickToken.Trick.None);
        oracle.retryDistribution(entry.id, entry.request, schedule, OPERATOR);
        entry.unpaid = false;
        if (entry.request.token == address(0)) {
            escrow -= entry.request.fee;
            paidOut += entry.request.fee;
        } else {
            tokenEscrow -= entry.request.fee;
        }
    }

    function giveBack(uint256 i, uint256 patience) external {
        // Mostly not: what is refunded cannot be answered any more.
        if (patience % 4 != 0) return;
        (bool found, Entry storage entry) = pick(i, IOpML.Phase.Open, IOpML.Phase.Refuted);
        if (!found) return;
        if (block.timestamp <= entry.request.deadline) vm.warp(entry.request.deadline + 1);
        uint256 holding = address(oracle).balance;
        oracle.refund(entry.id, entry.request, entry.lastResult, dataOf(entry));
        close(entry, holding, true);
    }

    function takeCredit(uint256 who, bool inToken) external {
        Recorder consumer = _consumers[who % 2];
        address paid = inToken ? address(token) : address(0);
        if (oracle.creditOf(address(consumer), paid) == 0) return;
        token.setTrick(TrickToken.Trick.None);
        uint256 amount = consumer.withdrawCredit(paid, address(0xBEEF));
        if (!inToken) paidOut += amount;
    }

    function misbehave(uint256 who, uint256 trick, bool takesEther, uint256 tokenTrick) external {
        Recorder consumer = _consumers[who % 2];
        consumer.setTrick(Recorder.Trick(trick % 4));
        consumer.setTakesEther(takesEther);
        token.setTrick(TrickToken.Trick(tokenTrick % 3));
    }

    function reprice(uint256 fee, uint256 gasPrice, uint256 tokenFee) external {
        vm.prank(CONTROLLER);
        registry.setPricing(
            modelId,
            IModelRegistry.Pricing(
                uint96(bound(fee, 0, 1 ether)),
                uint64(bound(gasPrice, 0, 100 gwei)),
                address(token),
                uint96(bound(tokenFee, 0, 1000 ether))
            )
        );
    }

    /// @dev ETH or tokens that the oracle owes to the accounts that take part.
    function credits(address asset) external view returns (uint256 sum) {
        sum = oracle.creditOf(OPERATOR, asset);
        for (uint256 i = 0; i < 2; i++) sum += oracle.creditOf(address(_consumers[i]), asset);
    }

    function currency() external view returns (TrickToken) {
        return token;
    }

    function held() external view returns (uint256 ether_, uint256 tokens) {
        return (address(oracle).balance, token.balanceOf(address(oracle)));
    }

    /// @dev Books the end of a request.
    function close(Entry storage entry, uint256 heldBefore, bool feeLeft) private {
        IVerifiableOracle.Request storage request = entry.request;
        escrow -= request.callbackFee;
        if (feeLeft && request.token == address(0)) escrow -= request.fee;
        if (feeLeft && request.token != address(0)) tokenEscrow -= request.fee;
        paidOut += heldBefore - address(oracle).balance;
    }

    function refusesFee(Entry storage entry, bool routerRefuses) private view returns (bool) {
        if (entry.request.fee == 0) return false;
        return routerRefuses || (entry.request.token != address(0) && token.trick() != TrickToken.Trick.None);
    }

    function dataOf(Entry storage entry) private view returns (bytes memory) {
        return entry.request.callbackContract == address(0) ? bytes("") : bytes("data");
    }

    /// @dev A request in one of two phases, if there is any.
    function pick(uint256 start, IOpML.Phase a, IOpML.Phase b) private view returns (bool found, Entry storage entry) {
        entry = _entries[0];
        for (uint256 i = 0; i < _entries.length && !found; i++) {
            entry = _entries[addmod(start, i, _entries.length)];
            IOpML.Phase phase = court.phaseOf(TaskId.wrap(entry.id));
            found = phase == a || phase == b;
        }
    }
}

contract ConservationInvariant {
    OracleHandler private _handler;

    function setUp() external {
        _handler = new OracleHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// What comes in is returned, passed on or held, and what is held is owed to somebody: to the wei.
    /// forge-config: default.invariant.runs = 16
    function invariant_everyWeiIsOwed() external view {
        (uint256 ether_, uint256 tokens) = _handler.held();
        require(ether_ == _handler.escrow() + _handler.credits(address(0)), "ETH");
        require(tokens == _handler.tokenEscrow() + _handler.credits(address(_handler.currency())), "tokens");
        require(_handler.paidIn() == _handler.paidOut() + ether_, "conservation");
    }
}
