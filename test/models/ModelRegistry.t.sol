// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ModelRegistry} from "../../contracts/models/ModelRegistry.sol";
import {IModelRegistry, ModelId} from "../../contracts/models/interfaces/IModelRegistry.sol";
import {Machine} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {deployArtifact, vm} from "../support/Vm.sol";

contract ModelRegistryTest {
    ModelId private constant NONE = ModelId.wrap(0);
    address private constant TOKEN = address(0x70CE);
    address private constant STRANGER = address(0x57);

    ModelRegistry private registry;

    event ProgramRegistered(
        bytes32 indexed programRoot,
        bytes32 textRoot,
        bytes32 dataRoot,
        uint32 entry,
        string contentId
    );
    event VersionAdded(
        ModelId indexed modelId,
        uint32 indexed version,
        bytes32 indexed machineHash,
        Machine machine,
        string contentId
    );

    function setUp() external {
        registry = ModelRegistry(deployArtifact("ModelRegistry.sol:ModelRegistry", ""));
        registry.registerProgram(bytes32("text"), bytes32("data"), 8, "ipfs://program");
    }

    function machine(uint256 salt) private pure returns (Machine memory) {
        return Machine(bytes32("text"), bytes32("data"), bytes32(salt), 8, 4, 20);
    }

    function hashOf(uint256 salt) private pure returns (bytes32) {
        return keccak256(abi.encode(machine(salt)));
    }

    function pricing() private pure returns (IModelRegistry.Pricing memory) {
        return IModelRegistry.Pricing(3, 5, TOKEN, 7);
    }

    /// @dev A model of this test, whose first version is machine 1.
    function register() private returns (ModelId) {
        return registry.registerModel(machine(1), "ipfs://1", NONE, address(this), pricing());
    }

    function test_registerProgram_isKnownByItsRoot() external {
        bytes32 root = keccak256(abi.encode(bytes32("t"), bytes32("d"), uint32(12)));
        vm.expectEmit(true, true, true, true, address(registry));
        emit ProgramRegistered(root, bytes32("t"), bytes32("d"), 12, "ipfs://p");
        require(registry.registerProgram(bytes32("t"), bytes32("d"), 12, "ipfs://p") == root, "root");
        require(registry.isProgram(root), "known");
    }

    /// @dev Whoever comes first with a false content id keeps nobody from publishing the true one.
    function test_registerProgram_again() external {
        registry.registerProgram(bytes32("t"), bytes32("d"), 12, "ipfs://false");
        bytes32 root = keccak256(abi.encode(bytes32("t"), bytes32("d"), uint32(12)));
        vm.expectEmit(true, true, true, true, address(registry));
        emit ProgramRegistered(root, bytes32("t"), bytes32("d"), 12, "ipfs://true");
        require(registry.registerProgram(bytes32("t"), bytes32("d"), 12, "ipfs://true") == root, "root");
    }

    function test_registerProgram_unpublished_reverts() external {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ContentIdEmpty.selector));
        registry.registerProgram(bytes32("t"), bytes32("d"), 0, "");
    }

    function test_registerProgram_badEntry_reverts() external {
        uint32[3] memory entries = [uint32(2), 1 << 20, type(uint32).max];
        for (uint256 i = 0; i < entries.length; i++) {
            vm.expectRevert(abi.encodeWithSelector(IModelRegistry.InvalidEntry.selector, entries[i]));
            registry.registerProgram(bytes32("t"), bytes32("d"), entries[i], "ipfs://p");
        }
    }

    function test_registerModel_countsUp() external {
        vm.expectEmit(true, true, true, true, address(registry));
        emit VersionAdded(ModelId.wrap(1), 1, hashOf(1), machine(1), "ipfs://1");
        ModelId first = register();
        ModelId second = register();
        require(ModelId.unwrap(first) == 1 && ModelId.unwrap(second) == 2 && registry.modelCount() == 2, "ids");
        require(registry.controllerOf(1) == address(this), "controller");
        require(registry.latestVersion(first) == 1 && registry.machineOf(first, 1) == hashOf(1), "version");
        require(registry.isPublished(first, 1) && !registry.isPublished(first, 2), "published");
        require(!registry.isPublished(first, 0) && !registry.isPublished(ModelId.wrap(3), 1), "not published");
        IModelRegistry.Pricing memory price = registry.pricingOf(first);
        require(price.fee == 3 && price.callbackGasPrice == 5 && price.token == TOKEN && price.tokenFee == 7, "price");
    }

    function test_registerModel_lineage() external {
        ModelId parent = register();
        registry.registerModel(machine(2), "ipfs://2", parent, address(this), pricing());
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownModel.selector, ModelId.wrap(9)));
        registry.registerModel(machine(2), "ipfs://2", ModelId.wrap(9), address(this), pricing());
    }

    function test_registerModel_withoutController_reverts() external {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ControllerZero.selector));
        registry.registerModel(machine(1), "ipfs://1", NONE, address(0), pricing());
    }

    function test_registerModel_unpublished_reverts() external {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ContentIdEmpty.selector));
        registry.registerModel(machine(1), "", NONE, address(this), pricing());
    }

    function test_registerModel_unknownProgram_reverts() external {
        Machine memory other = machine(1);
        other.entry = 4;
        bytes32 root = keccak256(abi.encode(other.textRoot, other.dataRoot, other.entry));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownProgram.selector, root));
        registry.registerModel(other, "ipfs://1", NONE, address(this), pricing());
    }

    function test_registerModel_traceTooLarge_reverts() external {
        Machine memory large = machine(1);
        (large.logNodes, large.logSteps) = (32, 40);
        registry.registerModel(large, "ipfs://1", NONE, address(this), pricing());
        large.logNodes = 33;
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.InvalidTraceSize.selector, 33, 40));
        registry.registerModel(large, "ipfs://1", NONE, address(this), pricing());
        (large.logNodes, large.logSteps) = (32, 41);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.InvalidTraceSize.selector, 32, 41));
        registry.registerModel(large, "ipfs://1", NONE, address(this), pricing());
    }

    function test_addVersion_becomesTheLatest() external {
        ModelId id = register();
        require(registry.addVersion(id, machine(2), "ipfs://2") == 2, "number");
        require(registry.latestVersion(id) == 2 && registry.versionCount(id) == 2, "latest");
        require(registry.machineOf(id, 1) == hashOf(1) && registry.machineOf(id, 2) == hashOf(2), "machines");
        require(registry.versionOf(id, hashOf(2)) == 2 && registry.versionOf(id, hashOf(3)) == 0, "versions");
    }

    function test_addVersion_sameMachine_reverts() external {
        ModelId id = register();
        registry.addVersion(id, machine(2), "ipfs://2");
        registry.retireVersion(id, 1);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.MachineAlreadyRegistered.selector, id, uint32(1)));
        registry.addVersion(id, machine(1), "ipfs://3");
    }

    function test_retireVersion_refusesNewRequests() external {
        ModelId id = register();
        registry.addVersion(id, machine(2), "ipfs://2");
        registry.retireVersion(id, 2);
        require(registry.latestVersion(id) == 1 && registry.isRetired(id, 2), "falls back");
        require(registry.machineOf(id, 2) == hashOf(2) && registry.isPublished(id, 2), "still known");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.VersionIsRetired.selector, id, uint32(2)));
        registry.termsFor(id, 2, address(0));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.VersionIsRetired.selector, id, uint32(2)));
        registry.retireVersion(id, 2);
        registry.retireVersion(id, 1);
        require(registry.latestVersion(id) == 0, "none left");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.NoActiveVersion.selector, id));
        registry.termsFor(id, 0, address(0));
        require(registry.addVersion(id, machine(3), "ipfs://3") == 3 && registry.latestVersion(id) == 3, "again");
    }

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_retireVersion_latestIsTheNewestActive(uint256 choices) external {
        ModelId id = register();
        for (uint256 i = 2; i <= 8; i++) registry.addVersion(id, machine(i), "ipfs://n");
        uint256 alive = 0xff;
        for (uint256 i = 0; i < 8; i++) {
            uint32 version = uint32(1 + ((choices >> (8 * i)) % 8));
            if ((alive >> (version - 1)) % 2 == 0) continue;
            registry.retireVersion(id, version);
            alive &= ~(1 << (version - 1));
            uint32 newest = 0;
            for (uint32 v = 1; v <= 8; v++) if ((alive >> (v - 1)) % 2 == 1) newest = v;
            require(registry.latestVersion(id) == newest, "latest");
        }
    }

    function test_termsFor_eitherCurrency() external {
        ModelId id = register();
        (bytes32 hash, uint256 fee, uint256 gasPrice) = registry.termsFor(id, 0, address(0));
        require(hash == hashOf(1) && fee == 3 && gasPrice == 5, "ETH");
        (hash, fee, gasPrice) = registry.termsFor(id, 1, TOKEN);
        require(hash == hashOf(1) && fee == 7 && gasPrice == 5, "token");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.TokenNotAccepted.selector, id, STRANGER));
        registry.termsFor(id, 1, STRANGER);
    }

    function test_termsFor_unknown_reverts() external {
        ModelId id = register();
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownVersion.selector, id, uint32(2)));
        registry.termsFor(id, 2, address(0));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.NoActiveVersion.selector, ModelId.wrap(2)));
        registry.termsFor(ModelId.wrap(2), 0, address(0));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownVersion.selector, id, uint32(2)));
        registry.machineOf(id, 2);
    }

    function test_setPricing_isTheControllers() external {
        ModelId id = register();
        registry.setPricing(id, IModelRegistry.Pricing(11, 13, address(0), 0));
        (, uint256 fee, uint256 gasPrice) = registry.termsFor(id, 0, address(0));
        require(fee == 11 && gasPrice == 13, "new price");
    }

    function test_controllersVerbs_stranger_reverts() external {
        ModelId id = register();
        bytes[4] memory calls = [
            abi.encodeCall(IModelRegistry.addVersion, (id, machine(2), "ipfs://2")),
            abi.encodeCall(IModelRegistry.retireVersion, (id, 1)),
            abi.encodeCall(IModelRegistry.setPricing, (id, pricing())),
            abi.encodeCall(IModelRegistry.transferController, (id, STRANGER))
        ];
        for (uint256 i = 0; i < calls.length; i++) {
            vm.prank(STRANGER);
            (bool success, bytes memory reason) = address(registry).call(calls[i]);
            bytes memory expected = abi.encodeWithSelector(
                IModelRegistry.NotController.selector,
                STRANGER,
                address(this)
            );
            require(!success && keccak256(reason) == keccak256(expected), "a stranger may");
        }
    }

    function test_transferController_inTwoSteps() external {
        ModelId id = register();
        registry.transferController(id, STRANGER);
        require(registry.controllerOf(1) == address(this), "not yet");
        require(registry.proposedControllerOf(id) == STRANGER, "proposed");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.NotProposedController.selector, address(this), STRANGER));
        registry.acceptController(id);
        vm.prank(STRANGER);
        registry.acceptController(id);
        require(registry.controllerOf(1) == STRANGER && registry.proposedControllerOf(id) == address(0), "taken over");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.NotController.selector, address(this), STRANGER));
        registry.setPricing(id, pricing());
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.NotProposedController.selector, STRANGER, address(0)));
        vm.prank(STRANGER);
        registry.acceptController(id);
    }

    function test_acceptController_unknownModel_reverts() external {
        // Nobody controls a model that does not exist, the zero address neither.
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownModel.selector, ModelId.wrap(1)));
        vm.prank(address(0));
        registry.acceptController(ModelId.wrap(1));
    }
}
