// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ToyLoader} from "../../contracts/mocks/ToyLoader.sol";
import {ModelRegistry} from "../../contracts/models/ModelRegistry.sol";
import {IModelRegistry, ModelId} from "../../contracts/models/interfaces/IModelRegistry.sol";
import {OpML} from "../../contracts/opml/OpML.sol";
import {GameId, Machine, Parameters, Result, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {calldataForm} from "../../contracts/opml/types/InputForm.sol";
import {AIOracle} from "../../contracts/oracle/AIOracle.sol";
import {IAIOracle} from "../../contracts/oracle/interfaces/IAIOracle.sol";
import {IVerifiableOracle} from "../../contracts/oracle/interfaces/IVerifiableOracle.sol";
import {IFeeRouter} from "../../contracts/revenue/interfaces/IFeeRouter.sol";
import {IStepper} from "../../contracts/riscv/interfaces/IStepper.sol";
import {deployArtifact, vm} from "../support/Vm.sol";
import {Recorder} from "./Consumers.sol";
import {MockRouter} from "./MockRouter.sol";
import {TrickToken} from "./TrickToken.sol";

/// @dev One model at 0.01 ETH (or 5 tokens) a request and 1 gwei a unit of callback gas, a requester, an operator with stake.
abstract contract OracleFixture {
    uint32 internal constant WINDOW = 1 hours;
    uint32 internal constant CLOCK = 1 hours;
    uint256 internal constant FEE = 0.01 ether;
    uint256 internal constant TOKEN_FEE = 5 ether;
    uint256 internal constant GAS_PRICE = 1 gwei;
    uint64 internal constant CALLBACK_GAS = 1_000_000;

    address internal constant ALICE = address(0xA11CE);
    address internal constant OPERATOR = address(0x0BE7A);
    address internal constant CHALLENGER = address(0xCA11);
    address internal constant CONTROLLER = address(0xC0);

    OpML internal court;
    MockRouter internal router;
    ModelRegistry internal registry;
    AIOracle internal oracle;
    TrickToken internal token;
    ModelId internal modelId;
    IFeeRouter.Schedule internal schedule;

    receive() external payable {}

    function deploy() internal virtual {
        IStepper stepper = IStepper(deployArtifact("ToyStepper.sol:ToyStepper", ""));
        ToyLoader loader = new ToyLoader();
        Parameters memory parameters = Parameters(WINDOW, CLOCK, 1 days, 5_000, 1 ether, 0.5 ether, stepper, loader);
        court = OpML(deployArtifact("OpML.sol:OpML", abi.encode(parameters)));
        router = new MockRouter();
        registry = ModelRegistry(deployArtifact("ModelRegistry.sol:ModelRegistry", ""));
        oracle = AIOracle(deployArtifact("AIOracle.sol:AIOracle", abi.encode(court, registry, router)));
        token = new TrickToken();
        registry.registerProgram(bytes32("text"), bytes32("data"), 0, "ipfs://program");
        modelId = registry.registerModel(machine(1), "ipfs://package", ModelId.wrap(0), CONTROLLER, pricing());
        schedule = IFeeRouter.Schedule(address(0x701), address(0xC4), address(0), 6_000, 3_000, 1_000, 0);
        router.setSchedule(ModelId.unwrap(modelId), schedule, 0);
        vm.deal(ALICE, 100 ether);
        fund(OPERATOR);
        vm.deal(CHALLENGER, 10 ether);
        token.mint(ALICE, 1_000 ether);
    }

    /// @dev Gives an operator stake for ten claims, and nothing else.
    function fund(address operator) internal {
        vm.deal(operator, 10 ether);
        vm.prank(operator);
        court.deposit{value: 10 ether}(address(oracle));
    }

    /// @dev Passes the window of a claim that nobody challenges.
    function makeFinal(uint256 id) internal {
        vm.warp(block.timestamp + WINDOW);
        require(oracle.isFinalized(id), "window");
    }

    /// @dev Has the claim challenged by somebody whom its operator does not answer.
    function refute(uint256 id) internal {
        bytes32 commitment = court.commitmentOf(TaskId.wrap(id));
        vm.prank(CHALLENGER);
        GameId gameId = court.challenge{value: 0.5 ether}(TaskId.wrap(id), commitment);
        vm.warp(block.timestamp + CLOCK + 1);
        court.timeout(gameId);
    }

    function machine(uint256 salt) internal pure returns (Machine memory) {
        return Machine(bytes32("text"), bytes32("data"), bytes32(salt), 0, 4, 20);
    }

    function pricing() internal view returns (IModelRegistry.Pricing memory) {
        return IModelRegistry.Pricing(uint96(FEE), uint64(GAS_PRICE), address(token), uint96(TOKEN_FEE));
    }

    /// @dev A question paid in ETH, answered without a callback.
    function plainQuestion(bytes memory input) internal view returns (IVerifiableOracle.Question memory question) {
        question.modelId = modelId;
        question.input = input;
        question.delivery = IVerifiableOracle.Delivery.Final;
        question.maxFee = type(uint256).max;
    }

    function questionFor(
        address consumer,
        IVerifiableOracle.Delivery delivery
    ) internal view returns (IVerifiableOracle.Question memory question) {
        question = plainQuestion("input");
        question.delivery = delivery;
        question.callbackContract = consumer;
        question.gasLimit = CALLBACK_GAS;
        question.callbackData = "data";
    }

    /// @dev The record that the oracle made of a question that `account` asked in this block.
    function recordOf(
        IVerifiableOracle.Question memory question,
        address account
    ) internal view returns (IVerifiableOracle.Request memory request) {
        uint32 version = question.version == 0 ? registry.latestVersion(question.modelId) : question.version;
        request.account = account;
        request.modelId = question.modelId;
        request.machine = registry.machineOf(question.modelId, version);
        request.input = rootOf(question.input);
        request.inputForm = calldataForm(question.input.length);
        request.delivery = question.delivery;
        request.callbackContract = question.callbackContract;
        request.gasLimit = question.gasLimit;
        request.callbackDataHash = keccak256(question.callbackData);
        request.token = question.token;
        request.fee = question.token == address(0) ? FEE : TOKEN_FEE;
        request.callbackFee = GAS_PRICE * question.gasLimit;
        request.deadline = question.deadline == 0 ? uint64(block.timestamp + 7 days) : question.deadline;
        request.schedule = keccak256(abi.encode(schedule));
    }

    /// @dev The record of a request made by the compatible entry point.
    function compatibleRecord(
        bytes memory input,
        address consumer,
        uint64 gasLimit,
        bytes memory callbackData,
        address account
    ) internal view returns (IVerifiableOracle.Request memory) {
        IVerifiableOracle.Question memory question = plainQuestion(input);
        question.delivery = IVerifiableOracle.Delivery.Provisional;
        question.callbackContract = consumer;
        question.gasLimit = gasLimit;
        question.callbackData = callbackData;
        return recordOf(question, account);
    }

    /// @dev The definition of a byte string's root, in plain Solidity.
    function rootOf(bytes memory data) internal pure returns (bytes32) {
        uint256 count = 1;
        while (32 * count < data.length) count *= 2;
        bytes32[] memory level = new bytes32[](count);
        for (uint256 i = 0; i < data.length; i++) level[i / 32] |= bytes32(data[i]) >> (8 * (i % 32));
        for (; count > 1; count /= 2) {
            for (uint256 i = 0; i < count / 2; i++) {
                level[i] = keccak256(abi.encode(level[2 * i], level[2 * i + 1]));
            }
        }
        return level[0];
    }

    function resultOf(bytes memory output) internal pure returns (Result memory) {
        return Result(rootOf(output), uint32(output.length), false);
    }

    function hashOf(bytes memory output) internal pure returns (bytes32) {
        return keccak256(abi.encode(resultOf(output)));
    }

    function fault() internal pure returns (Result memory) {
        return Result(0, 0, true);
    }

    /// @dev Alice asks, paying exactly what it costs.
    function ask(
        IVerifiableOracle.Question memory question
    ) internal returns (uint256 id, IVerifiableOracle.Request memory request) {
        request = recordOf(question, ALICE);
        vm.prank(ALICE);
        id = oracle.request{value: costOf(request)}(question);
    }

    /// @dev Alice asks for a callback to a new consumer that takes her requests.
    function askFor(
        IVerifiableOracle.Delivery delivery
    ) internal returns (uint256 id, IVerifiableOracle.Request memory request, Recorder consumer) {
        consumer = new Recorder(oracle);
        consumer.setFriend(ALICE);
        (id, request) = ask(questionFor(address(consumer), delivery));
    }

    function claim(uint256 id, IVerifiableOracle.Request memory request, bytes memory output) internal {
        vm.prank(OPERATOR);
        oracle.claim(id, request, 0, output, "data");
    }

    function settle(uint256 id, IVerifiableOracle.Request memory request, bytes memory output) internal {
        oracle.settle(id, request, resultOf(output), schedule, output, "data");
    }

    /// @dev The call to the oracle fails with this error, whatever values it carries.
    function requireRevert(bytes memory call_, bytes4 selector) internal {
        (bool success, bytes memory reason) = address(oracle).call(call_);
        require(!success && bytes4(reason) == selector, "another outcome");
    }

    /// @dev `amount` is all that the oracle holds.
    function requireHeld(uint256 amount) internal view {
        require(address(oracle).balance == amount, "oracle's balance");
    }

    function costOf(IVerifiableOracle.Request memory request) internal pure returns (uint256) {
        return request.callbackFee + (request.token == address(0) ? request.fee : 0);
    }

    function same(bytes memory a, bytes memory b) internal pure returns (bool) {
        return keccak256(a) == keccak256(b);
    }
}

abstract contract OracleTest is OracleFixture {
    function setUp() external {
        deploy();
    }
}
