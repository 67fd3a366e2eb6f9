// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {IModelRegistry, ModelId} from "../../contracts/models/interfaces/IModelRegistry.sol";
import {Task, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {IAIOracle} from "../../contracts/oracle/interfaces/IAIOracle.sol";
import {IVerifiableOracle} from "../../contracts/oracle/interfaces/IVerifiableOracle.sol";
import {vm} from "../support/Vm.sol";
import {Recorder} from "./Consumers.sol";
import {OracleTest} from "./OracleFixture.sol";
import {TrickToken} from "./TrickToken.sol";

contract RequestTest is OracleTest {
    event AICallbackRequest(
        address indexed account,
        uint256 indexed requestId,
        uint256 modelId,
        bytes input,
        address callbackContract,
        uint64 gasLimit,
        bytes callbackData
    );

    /// @dev The commitment that the court keeps of a request.
    function taskHash(IVerifiableOracle.Request memory request) private view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    Task(
                        address(oracle),
                        request.machine,
                        request.input,
                        request.inputForm,
                        keccak256(abi.encode(request))
                    )
                )
            );
    }

    function requireRequest(uint256 id, IVerifiableOracle.Request memory request) private view {
        require(court.commitmentOf(TaskId.wrap(id)) == taskHash(request), "commitment");
    }

    function testFuzz_requestCallback_commitsToEveryTerm(bytes calldata input, uint64 gasLimit) external {
        gasLimit = uint64(1 + (gasLimit % oracle.maxCallbackGas()));
        Recorder consumer = new Recorder(oracle);
        uint256 fee = oracle.estimateFee(ModelId.unwrap(modelId), gasLimit);
        require(fee == FEE + GAS_PRICE * gasLimit, "estimate");
        vm.prank(ALICE);
        uint256 id = consumer.askCompatibly{value: fee}(ModelId.unwrap(modelId), input, gasLimit, "data");
        requireRequest(id, compatibleRecord(input, address(consumer), gasLimit, "data", address(consumer)));
        require(address(oracle).balance == fee, "escrow");
    }

    function test_requestCallback_emitsTheEstablishedEvent() external {
        vm.expectEmit(true, true, true, true, address(oracle));
        emit AICallbackRequest(ALICE, 1, ModelId.unwrap(modelId), "input", address(0), 0, "data");
        vm.prank(ALICE);
        oracle.requestCallback{value: FEE}(ModelId.unwrap(modelId), "input", address(0), 0, "data");
    }

    function testFuzz_request_commitsToEveryTerm(
        bytes calldata input,
        bool byToken,
        bool whenFinal,
        uint64 patience
    ) external {
        IVerifiableOracle.Question memory question = plainQuestion(input);
        question.delivery = whenFinal ? IVerifiableOracle.Delivery.Final : IVerifiableOracle.Delivery.Provisional;
        question.token = byToken ? address(token) : address(0);
        question.deadline = uint64(block.timestamp + 1 + (patience % 365 days));
        vm.prank(ALICE);
        token.approve(address(oracle), TOKEN_FEE);
        (uint256 id, IVerifiableOracle.Request memory request) = ask(question);
        requireRequest(id, request);
        require(address(oracle).balance == (byToken ? 0 : FEE), "ETH escrow");
        require(token.balanceOf(address(oracle)) == (byToken ? TOKEN_FEE : 0), "token escrow");
    }

    function testFuzz_request_returnsTheExcess(uint96 excess) external {
        vm.deal(ALICE, FEE + excess);
        vm.prank(ALICE);
        oracle.request{value: FEE + excess}(plainQuestion("input"));
        require(ALICE.balance == excess && address(oracle).balance == FEE, "excess");
    }

    function test_request_excessThatCannotBeReturnedIsCredited() external {
        Recorder consumer = new Recorder(oracle);
        consumer.setTakesEther(false);
        vm.prank(ALICE);
        consumer.ask{value: FEE + 1 ether}(plainQuestion("input"));
        require(oracle.creditOf(address(consumer), address(0)) == 1 ether, "credit");
        consumer.withdrawCredit(address(0), address(0xBEEF));
        require(address(0xBEEF).balance == 1 ether && address(oracle).balance == FEE, "withdrawn");
        vm.expectRevert(
            abi.encodeWithSelector(IVerifiableOracle.NothingToWithdraw.selector, address(consumer), address(0))
        );
        consumer.withdrawCredit(address(0), address(0xBEEF));
    }

    function test_request_tooLittlePaid_reverts() external {
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.PaymentTooSmall.selector, FEE - 1, FEE));
        vm.prank(ALICE);
        oracle.request{value: FEE - 1}(plainQuestion("input"));
    }

    function test_request_feeAboveMaximum_reverts() external {
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.maxFee = FEE - 1;
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.FeeAboveMaximum.selector, FEE, FEE - 1));
        vm.prank(ALICE);
        oracle.request{value: 1 ether}(question);

        question.token = address(token);
        question.maxFee = TOKEN_FEE - 1;
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.FeeAboveMaximum.selector, TOKEN_FEE, TOKEN_FEE - 1));
        vm.prank(ALICE);
        oracle.request(question);
    }

    function test_request_deadlineNotAhead_reverts() external {
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.deadline = uint64(block.timestamp);
        vm.expectRevert(
            abi.encodeWithSelector(IVerifiableOracle.DeadlineTooSoon.selector, question.deadline, block.timestamp)
        );
        oracle.request{value: FEE}(question);
    }

    function test_request_callbackGasWithoutCallback_reverts() external {
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.gasLimit = 1;
        expectInvalidGas(question);
    }

    function test_request_callbackWithoutGas_reverts() external {
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.callbackContract = address(this);
        expectInvalidGas(question);
    }

    function test_request_callbackGasAboveLimit_reverts() external {
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.callbackContract = address(this);
        question.gasLimit = oracle.maxCallbackGas() + 1;
        expectInvalidGas(question);
    }

    function expectInvalidGas(IVerifiableOracle.Question memory question) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IVerifiableOracle.InvalidCallbackGas.selector,
                question.callbackContract,
                question.gasLimit,
                oracle.maxCallbackGas()
            )
        );
        oracle.request{value: 1 ether}(question);
    }

    function test_request_rootWithCallback_reverts() external {
        IVerifiableOracle.Question memory question = questionFor(address(this), IVerifiableOracle.Delivery.Root);
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.RootHasNoCallback.selector, address(this)));
        oracle.request{value: 1 ether}(question);
    }

    function test_request_withoutSchedule_reverts() external {
        ModelId unscheduled = registry.registerModel(
            machine(1),
            "ipfs://package",
            ModelId.wrap(0),
            CONTROLLER,
            pricing()
        );
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.modelId = unscheduled;
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.NoSchedule.selector, unscheduled));
        oracle.request{value: 1 ether}(question);
    }

    function test_request_freeModelNeedsNoSchedule() external {
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.modelId = registry.registerModel(
            machine(1),
            "ipfs://package",
            ModelId.wrap(0),
            CONTROLLER,
            IModelRegistry.Pricing(0, 0, address(0), 0)
        );
        IVerifiableOracle.Request memory request = recordOf(question, ALICE);
        (request.fee, request.schedule) = (0, 0);
        vm.prank(ALICE);
        uint256 id = oracle.request(question);
        requireRequest(id, request);
        claim(id, request, "output");
        makeFinal(id);
        settle(id, request, "output");
        require(router.received() == 0, "nothing to split");
    }

    function test_request_foreignToken_reverts() external {
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.token = address(new TrickToken());
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.TokenNotAccepted.selector, modelId, question.token));
        oracle.request(question);
    }

    function test_request_feeOnTransferToken_reverts() external {
        token.setFee(100);
        vm.prank(ALICE);
        token.approve(address(oracle), TOKEN_FEE);
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.token = address(token);
        vm.expectRevert(
            abi.encodeWithSelector(
                IVerifiableOracle.TokenPaymentMismatch.selector,
                address(token),
                (TOKEN_FEE * 99) / 100,
                TOKEN_FEE
            )
        );
        vm.prank(ALICE);
        oracle.request(question);
    }

    function test_request_tokenThatCallsBackCannotPayTwiceAtOnce_reverts() external {
        token.mint(address(this), 10 * TOKEN_FEE);
        token.mint(address(token), 10 * TOKEN_FEE);
        token.approve(address(oracle), type(uint256).max);
        vm.prank(address(token));
        token.approve(address(oracle), type(uint256).max);
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.token = address(token);
        // The nested request's payment arrives while the outer one's is being measured.
        token.reenter(address(oracle), abi.encodeCall(IVerifiableOracle.request, (question)));
        vm.expectRevert(
            abi.encodeWithSelector(
                IVerifiableOracle.TokenPaymentMismatch.selector,
                address(token),
                2 * TOKEN_FEE,
                TOKEN_FEE
            )
        );
        oracle.request(question);
    }

    function test_requestWithPermit_needsNoAllowance() external {
        uint256 key = 0xB0B;
        address bob = vm.addr(key);
        token.mint(bob, TOKEN_FEE);
        IVerifiableOracle.Permit memory permit = permitOf(key, bob);
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.token = address(token);
        vm.prank(bob);
        uint256 id = oracle.requestWithPermit(question, permit);
        requireRequest(id, recordOf(question, bob));
        require(token.balanceOf(address(oracle)) == TOKEN_FEE, "paid");
    }

    function test_requestWithPermit_permitUsedByAnother() external {
        uint256 key = 0xB0B;
        address bob = vm.addr(key);
        token.mint(bob, TOKEN_FEE);
        IVerifiableOracle.Permit memory permit = permitOf(key, bob);
        token.permit(bob, address(oracle), permit.value, permit.deadline, permit.v, permit.r, permit.s);
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.token = address(token);
        vm.prank(bob);
        oracle.requestWithPermit(question, permit);
        require(token.balanceOf(address(oracle)) == TOKEN_FEE, "paid");
    }

    function test_requestWithPermit_badSignature_reverts() external {
        IVerifiableOracle.Permit memory permit = permitOf(0xB0B, ALICE);
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.token = address(token);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(oracle), 0, TOKEN_FEE)
        );
        vm.prank(ALICE);
        oracle.requestWithPermit(question, permit);
    }

    function permitOf(uint256 key, address owner) private view returns (IVerifiableOracle.Permit memory) {
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 structHash = keccak256(
            abi.encode(typeHash, owner, address(oracle), TOKEN_FEE, token.nonces(owner), block.timestamp)
        );
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), structHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return IVerifiableOracle.Permit(TOKEN_FEE, block.timestamp, v, r, s);
    }

    function testFuzz_requestBatch_paysForEach(uint8 size) external {
        uint256 number = 1 + (size % 8);
        IVerifiableOracle.Question[] memory questions = new IVerifiableOracle.Question[](number);
        for (uint256 i = 0; i < number; i++) questions[i] = plainQuestion(abi.encode(i));
        vm.prank(ALICE);
        uint256[] memory ids = oracle.requestBatch{value: number * FEE + 1 ether}(questions);
        require(ids.length == number && address(oracle).balance == number * FEE, "paid for each");
        for (uint256 i = 0; i < number; i++) requireRequest(ids[i], recordOf(questions[i], ALICE));
    }

    function test_requestBatch_tooLittlePaid_reverts() external {
        IVerifiableOracle.Question[] memory questions = new IVerifiableOracle.Question[](2);
        (questions[0], questions[1]) = (plainQuestion("a"), plainQuestion("b"));
        vm.expectRevert(abi.encodeWithSelector(IVerifiableOracle.PaymentTooSmall.selector, FEE, 2 * FEE));
        oracle.requestBatch{value: FEE}(questions);
    }

    function test_request_versionsArePinned() external {
        vm.prank(CONTROLLER);
        registry.addVersion(modelId, machine(2), "ipfs://second");
        IVerifiableOracle.Question memory question = plainQuestion("input");
        (uint256 latest, IVerifiableOracle.Request memory atLatest) = ask(question);
        requireRequest(latest, atLatest);
        require(atLatest.machine == registry.machineOf(modelId, 2), "latest");
        question.version = 1;
        (uint256 pinned, IVerifiableOracle.Request memory atFirst) = ask(question);
        requireRequest(pinned, atFirst);
        require(atFirst.machine == registry.machineOf(modelId, 1), "pinned");
    }

    function test_request_retiredVersion_reverts() external {
        vm.prank(CONTROLLER);
        registry.retireVersion(modelId, 1);
        IVerifiableOracle.Question memory question = plainQuestion("input");
        question.version = 1;
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.VersionIsRetired.selector, modelId, uint32(1)));
        oracle.request{value: FEE}(question);
        question.version = 0;
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.NoActiveVersion.selector, modelId));
        oracle.request{value: FEE}(question);
    }

    function test_claim_retiredVersionStillServed() external {
        (uint256 id, IVerifiableOracle.Request memory request) = ask(plainQuestion("input"));
        vm.prank(CONTROLLER);
        registry.retireVersion(modelId, 1);
        claim(id, request, "output");
        makeFinal(id);
        settle(id, request, "output");
        require(router.received() == FEE, "served");
    }
}
