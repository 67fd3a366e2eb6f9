// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {AigcNft} from "../../contracts/content/AigcNft.sol";
import {IAigcRenderer} from "../../contracts/content/interfaces/IAigcRenderer.sol";
import {FinalOutputs} from "../../contracts/mocks/FinalOutputs.sol";
import {TestERC20} from "../../contracts/mocks/TestERC20.sol";
import {ModelTimelock} from "../../contracts/governance/ModelTimelock.sol";
import {IModelRegistry, ModelId} from "../../contracts/models/interfaces/IModelRegistry.sol";
import {CreatorVesting} from "../../contracts/offering/CreatorVesting.sol";
import {CloneDeployer} from "../../contracts/offering/deployers/CloneDeployer.sol";
import {IAuction} from "../../contracts/offering/interfaces/IAuction.sol";
import {IImoFactory} from "../../contracts/offering/interfaces/IImoFactory.sol";
import {ISale} from "../../contracts/offering/interfaces/ISale.sol";
import {IProceeds} from "../../contracts/offering/interfaces/IProceeds.sol";
import {Proceeds} from "../../contracts/offering/Proceeds.sol";
import {IRevShareToken} from "../../contracts/revenue/interfaces/IRevShareToken.sol";
import {bound, LogVm, logVm, refusalOf, vm} from "../support/Vm.sol";
import {LaunchFixture} from "./LaunchFixture.sol";

contract ImoFactoryTest is LaunchFixture {
    /// @dev EIP-7825.
    uint256 private constant MOST_GAS = 1 << 24;

    /// @dev Of it, what the largest launch must leave.
    uint256 private constant SPARE_GAS = 500_000;

    function setUp() public {
        _deployProtocol();
    }

    function test_launch_atPredictedAddresses() public {
        IImoFactory.Launch memory params = _params();
        _checkPrediction(params);
        _checkPrediction(_largest());
        (params.salt, params.collection) = ("fixed price", _texts());
        _checkPrediction(params);
    }

    function _checkPrediction(IImoFactory.Launch memory params) private {
        IImoFactory.Launched memory predicted = factory.predict(address(this), params);
        // Somebody else's model takes the next id: no address follows from it.
        registry.registerModel(params.model.machine, "another", ModelId.wrap(0), CREATOR, params.model.pricing);
        IImoFactory.Launched memory made = _launch(params);
        require(ModelId.unwrap(predicted.modelId) == 0, "model");
        require(ModelId.unwrap(made.modelId) == registry.modelCount(), "last");
        predicted.modelId = made.modelId;
        require(keccak256(abi.encode(predicted)) == keccak256(abi.encode(made)), "elsewhere");
        require(keccak256(abi.encode(factory.launchOf(modelId))) == keccak256(abi.encode(made)), "record");
        address[8] memory all = [
            made.token,
            made.sale,
            made.governor,
            made.timelock,
            made.vesting,
            made.proceeds,
            made.contributorVesting,
            made.collection
        ];
        for (uint256 i; i < all.length; ++i) require(all[i] == address(0) || all[i].code.length != 0, "no code");
        bool vests = params.vesting.contributorsDuration != 0;
        require((made.contributorVesting != address(0)) == vests, "contributors");
        require((made.collection != address(0)) == (bytes(params.collection.name).length != 0), "collection");
    }

    /// @dev With the gas that a transaction may have, less what must be left, and what it takes besides the call: 21,000 and its
    /// calldata, at most 40 gas a byte.
    function test_launch_largest_underGasCap() public {
        IImoFactory.Launch memory params = _largest();
        factory.launch{gas: MOST_GAS - SPARE_GAS - 21_000 - 40 * abi.encode(params).length}(params);
    }

    /// @dev All that a launch can have, in words as long as `imo launch` takes.
    function _largest() private returns (IImoFactory.Launch memory params) {
        params = _params();
        params.token.name = "a token's name is 31 bytes long";
        params.token.symbol = "ELEVENCHARS";
        params.token.revenueTokens = new address[](8);
        for (uint256 i; i < 8; ++i) params.token.revenueTokens[i] = address(new TestERC20());
        (params.sale.currency, params.sale.tickSize) = (params.token.revenueTokens[1], 1 ether);
        (params.sale.allowRoot, params.sale.limit) = (keccak256("list"), 1 ether);
        (params.vesting.contributorsCliff, params.vesting.contributorsDuration) = (30 days, 300 days);
        params.model.contentId = "bafybeidua7zsgoqxdy5yrdjyxgytook3upykf2stuqdztwonkjxnaslaui and some more";
        params.model.pricing = IModelRegistry.Pricing(0.01 ether, 2 gwei, params.token.revenueTokens[0], 1 ether);
        params.model.parent = registry.registerModel(
            params.model.machine,
            "package",
            ModelId.wrap(0),
            CREATOR,
            params.model.pricing
        );
        params.collection = _texts();
        params.collection.name = "a collection's name may be as long as sixty-four bytes, as this.";
        params.collection.symbol = "ELEVENCHARS";
        params.salt = keccak256("salt");
    }

    function test_launch_allocatesWholeSupply() public {
        _launch(_params());
        require(token.totalSupply() == SUPPLY, "supply");
        require(token.balanceOf(address(sale)) == (SUPPLY * 60) / 100, "sale");
        require(token.balanceOf(address(timelock)) == (SUPPLY * 15) / 100, "treasury");
        require(token.balanceOf(address(vesting)) == (SUPPLY * 20) / 100, "creator");
        require(token.balanceOf(CONTRIBUTORS) == (SUPPLY * 5) / 100, "contributors");
        ISale.Terms memory terms = sale.terms();
        require(terms.shares == (SUPPLY * 60) / 100 && terms.cap == CAP && terms.floor == FLOOR, "terms");
        require(terms.proceedsTo == address(proceeds) && terms.unsoldTo == address(timelock), "recipients");
    }

    /// @dev Who may do what afterwards: the timelock, and for the timelock the governor. Not the launcher, not the creator,
    /// not the factory.
    function test_launch_leavesNoKey() public {
        _launch(_params());
        require(registry.controllerOf(ModelId.unwrap(modelId)) == address(timelock), "model");
        require(registry.proposedControllerOf(modelId) == address(0), "proposed");
        require(token.admin() == address(timelock), "token");
        require(vesting.owner() == CREATOR, "vesting");
        require(governor.timelock() == address(timelock), "governor");
        address[7] memory others = [
            address(this),
            CREATOR,
            address(factory),
            address(governor),
            address(0),
            address(deployers.timelock),
            address(deployers.governor)
        ];
        for (uint256 i; i < others.length; ++i) {
            bool isGovernor = others[i] == address(governor);
            require(!timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), others[i]), "admin");
            require(timelock.hasRole(timelock.PROPOSER_ROLE(), others[i]) == isGovernor, "proposer");
            require(timelock.hasRole(timelock.CANCELLER_ROLE(), others[i]) == isGovernor, "canceller");
            require(timelock.hasRole(timelock.EXECUTOR_ROLE(), others[i]) == (others[i] == address(0)), "executor");
        }
        require(timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), address(timelock)), "self");
        require(timelock.getMinDelay() == 2 days, "delay");
    }

    /// @dev Of all addresses, not of some: the roles that a launch gives are these four, and none was given for a while.
    function test_launch_grantsFourRoles() public {
        logVm.recordLogs();
        _launch(_params());
        LogVm.Log[] memory logs = logVm.getRecordedLogs();
        bytes32[4] memory roles = [
            timelock.DEFAULT_ADMIN_ROLE(),
            timelock.PROPOSER_ROLE(),
            timelock.CANCELLER_ROLE(),
            timelock.EXECUTOR_ROLE()
        ];
        address[4] memory holders = [address(timelock), address(governor), address(governor), address(0)];
        uint256 granted;
        for (uint256 i; i < logs.length; ++i) {
            bytes32 topic = logs[i].topics[0];
            require(topic != IAccessControl.RoleRevoked.selector, "revoked");
            require(topic != IAccessControl.RoleAdminChanged.selector, "administered by another");
            if (topic != IAccessControl.RoleGranted.selector) continue;
            require(logs[i].emitter == address(timelock) && granted < 4, "another role");
            require(logs[i].topics[1] == roles[granted], "role");
            require(address(uint160(uint256(logs[i].topics[2]))) == holders[granted], "holder");
            ++granted;
        }
        require(granted == 4, "roles");
    }

    function test_roles_areTheTimelocksOrTheGovernors() public {
        _launch(_params());
        IImoFactory.Role[] memory roles = factory.roles(modelId);
        require(roles.length == 10, "count");
        for (uint256 i; i < roles.length; ++i) {
            address expected =
                i == 5
                    ? CREATOR
                    : i == 7 || i == 8
                        ? address(governor)
                        : address(timelock);
            require(roles[i].holder == expected, roles[i].action);
            require(roles[i].target.code.length != 0, roles[i].action);
        }
        // The view reads: it does not remember.
        vm.prank(CREATOR);
        vesting.transferOwnership(CONTRIBUTORS);
        bytes32 proposer = timelock.PROPOSER_ROLE();
        vm.prank(address(governor));
        timelock.renounceRole(proposer, address(governor));
        roles = factory.roles(modelId);
        require(roles[5].holder == CONTRIBUTORS && roles[7].holder == address(0), "stale");
        vm.expectRevert(abi.encodeWithSelector(IImoFactory.NotLaunched.selector, ModelId.wrap(9)));
        factory.roles(ModelId.wrap(9));
    }

    function test_launch_wiresProceeds() public {
        _launch(_params());
        IProceeds.Terms memory terms = proceeds.terms();
        require(address(terms.sale) == address(sale) && address(proceeds.token()) == address(token), "sale");
        require(terms.treasury == address(timelock) && terms.vesting == address(vesting), "treasury");
        require(terms.developer == DEVELOPER && address(terms.oracle) == address(oracle), "developer");
        require(ModelId.unwrap(terms.modelId) == ModelId.unwrap(modelId), "model");
        require(terms.start == CLOSES_AT && terms.servedBy == CLOSES_AT + 88 days, "times");
        IImoFactory.Launch memory params = _params();
        params.release.developer = address(0);
        _launch(params);
        require(proceeds.terms().developer == CREATOR, "the creator, unless somebody else");
    }

    function test_launch_vestsBeforeServed_reverts() public {
        IImoFactory.Launch memory params = _params();
        params.release.servedBy += 1;
        uint256 cliffEnds = CLOSES_AT + 90 days;
        vm.expectRevert(abi.encodeWithSelector(IImoFactory.VestsBeforeServed.selector, cliffEnds, cliffEnds + 1));
        factory.launch(params);
    }

    function test_launch_auction() public {
        IImoFactory.Launch memory params = _params();
        params.sale.tickSize = 1 ether;
        address predicted = factory.predict(address(this), params).sale;
        _launch(params);
        IAuction auction = IAuction(address(sale));
        require(address(auction) == predicted && auction.tickSize() == 1 ether, "auction");
        require(auction.priceOf(10) == CAP + 10 ether, "prices");
        require(token.balanceOf(predicted) == auction.terms().shares, "shares");
        require(address(proceeds.terms().sale) == predicted, "proceeds");
    }

    function test_launch_setsFees() public {
        _launch(_params());
        require(router.scheduleHashOf(ModelId.unwrap(modelId)) == keccak256(abi.encode(_schedule())), "schedule");
        (uint256 floorBps, ) = router.floorOf(ModelId.unwrap(modelId));
        require(floorBps == 3_000, "floor");
    }

    /// @dev Shares in the sale would earn what their buyers should: no snapshot until there was time to settle.
    function test_launch_holdsSnapshotsBackUntilSettled() public {
        _launch(_params());
        vm.deal(address(token), 1 ether);
        vm.warp(CLOSES_AT + 1 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IRevShareToken.SnapshotTooEarly.selector, CLOSES_AT + 1 days, CLOSES_AT + 1 days - 1)
        );
        token.snapshot();
        vm.warp(CLOSES_AT + 1 days);
        token.snapshot();
    }

    function test_launch_snapshotIntervalTooLong_reverts() public {
        IImoFactory.Launch memory params = _params();
        params.token.snapshotInterval = 92 days + 1;
        vm.expectRevert(abi.encodeWithSelector(IImoFactory.SnapshotIntervalTooLong.selector, 92 days + 1, 92 days));
        factory.launch(params);
        params.token.snapshotInterval = 92 days;
        params.vesting.cliff = 181 days;
        _launch(params);
        require(token.snapshotInterval() == 92 days, "interval");
    }

    function test_launch_settlementTooLong_reverts() public {
        IImoFactory.Launch memory params = _params();
        params.sale.settlementPeriod = 30 days + 1;
        vm.expectRevert(abi.encodeWithSelector(IImoFactory.SettlementTooLong.selector, 30 days + 1, 30 days));
        factory.launch(params);
        params.sale.settlementPeriod = 30 days;
        _launch(params);
        require(token.firstSnapshotAt() == CLOSES_AT + 30 days, "first snapshot");
        require(governor.opensAt() == CLOSES_AT + 30 days, "first proposal");
    }

    function test_launch_existingModel() public {
        IImoFactory.Launch memory params = _params();
        ModelId existing = registry.registerModel(
            params.model.machine,
            "package",
            ModelId.wrap(0),
            address(this),
            params.model.pricing
        );
        registry.transferController(existing, address(factory));
        params.model.existing = existing;
        // Only its controller may launch it.
        vm.prank(CREATOR);
        vm.expectRevert(
            abi.encodeWithSelector(IImoFactory.NotModelController.selector, existing, CREATOR, address(this))
        );
        factory.launch(params);
        _launch(params);
        require(ModelId.unwrap(modelId) == ModelId.unwrap(existing), "model");
        require(registry.controllerOf(ModelId.unwrap(existing)) == address(timelock), "controller");
        require(registry.modelCount() == 1, "registered again");
    }

    function test_launch_twice_reverts() public {
        IImoFactory.Launch memory params = _params();
        factory.launch(params);
        vm.expectRevert();
        factory.launch(params);
        params.salt = bytes32(uint256(1));
        factory.launch(params);
    }

    function test_launch_allocationNotWhole_reverts() public {
        IImoFactory.Launch memory params = _params();
        params.allocation.creator += 1;
        vm.expectRevert(abi.encodeWithSelector(IImoFactory.AllocationInvalid.selector, 10_001));
        factory.launch(params);
        params.allocation.creator -= 2;
        vm.expectRevert(abi.encodeWithSelector(IImoFactory.AllocationInvalid.selector, 9_999));
        factory.launch(params);
    }

    function test_launch_supplyNotDivisible_reverts() public {
        IImoFactory.Launch memory params = _params();
        params.token.supply += 1;
        vm.expectRevert(abi.encodeWithSelector(IImoFactory.SupplyInvalid.selector, SUPPLY + 1));
        factory.launch(params);
    }

    function test_launch_contributorsMissing_reverts() public {
        IImoFactory.Launch memory params = _params();
        params.contributors = address(0);
        vm.expectRevert(IImoFactory.ContributorsMissing.selector);
        factory.launch(params);
        (params.allocation.contributors, params.allocation.treasury) = (0, 2_000);
        vm.expectRevert(IImoFactory.ContributorsMissing.selector);
        factory.launch(params);
        (params.fees.contributorsBps, params.fees.holdersBps) = (0, 5_000);
        _launch(params);
        require(token.totalSupply() == SUPPLY && token.balanceOf(address(timelock)) == SUPPLY / 5, "allocation");
    }

    /// @dev Whatever the parts, they sum to the supply. A launch is too long for as many runs as the fuzzer wants.
    function test_launch_anyAllocation_sumsToSupply() public {
        for (uint256 i; i < 8; ++i) _checkAllocation(uint256(keccak256(abi.encode(i))));
    }

    function _checkAllocation(uint256 seed) private {
        IImoFactory.Launch memory params = _params();
        params.allocation.sale = uint16(bound(seed, 1, 9_000));
        uint256 rest = 10_000 - params.allocation.sale;
        params.allocation.creator = uint16(bound(seed >> 16, 0, rest));
        params.allocation.contributors = uint16(bound(seed >> 32, 0, rest - params.allocation.creator));
        params.allocation.treasury = uint16(rest - params.allocation.creator - params.allocation.contributors);
        params.token.supply = bound(seed >> 48, 1e20, 1e32) * 10_000;
        params.sale.cap = 1 ether;
        params.sale.floor = 0;
        _launch(params);
        uint256 sum =
            token.balanceOf(address(sale)) +
                token.balanceOf(address(timelock)) +
                token.balanceOf(address(vesting)) +
                token.balanceOf(CONTRIBUTORS);
        require(sum == params.token.supply && token.totalSupply() == sum, "allocation");
        require(token.balanceOf(address(sale)) == sale.terms().shares, "sale");
    }

    function test_launch_contributorsVest() public {
        IImoFactory.Launch memory params = _params();
        (params.vesting.contributorsCliff, params.vesting.contributorsDuration) = (30 days, 300 days);
        address wallet = _launch(params).contributorVesting;
        uint256 shares = (SUPPLY * 5) / 100;
        require(token.balanceOf(wallet) == shares && token.balanceOf(CONTRIBUTORS) == 0, "held");
        CreatorVesting vests = CreatorVesting(payable(wallet));
        require(vests.owner() == CONTRIBUTORS && address(vests.token()) == address(token), "whose");
        IImoFactory.Role[] memory roles = factory.roles(modelId);
        require(roles.length == 11 && roles[10].holder == CONTRIBUTORS && roles[10].target == wallet, "role");
        vm.warp(CLOSES_AT + 30 days - 1);
        require(vests.releasable(address(token)) == 0, "cliff");
        vm.warp(CLOSES_AT + 150 days);
        vests.release(address(token));
        require(token.balanceOf(CONTRIBUTORS) == shares / 2, "half");
    }

    function test_launch_contributorVestingInvalid_reverts() public {
        IImoFactory.Launch memory params = _params();
        (params.vesting.contributorsCliff, params.vesting.contributorsDuration) = (2, 1);
        vm.expectRevert(abi.encodeWithSelector(IImoFactory.ContributorVestingInvalid.selector, 2, 1, 3_650 days));
        factory.launch(params);
        (params.vesting.contributorsCliff, params.vesting.contributorsDuration) = (0, 3_650 days + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IImoFactory.ContributorVestingInvalid.selector, 0, 3_650 days + 1, 3_650 days)
        );
        factory.launch(params);
        params.vesting.contributorsDuration = 3_650 days;
        (params.allocation.contributors, params.allocation.treasury) = (0, 2_000);
        vm.expectRevert(IImoFactory.ContributorsMissing.selector);
        factory.launch(params);
    }

    function test_launch_collection() public {
        IImoFactory.Launch memory params = _params();
        params.collection = _texts();
        AigcNft nft = AigcNft(payable(_launch(params).collection));
        require(collections.isCollection(address(nft)), "not the factory's");
        require(nft.revenueToken() == address(token) && nft.admin() == address(timelock), "wiring");
        require(address(nft.aiOracle()) == address(oracle), "oracle");
        require(ModelId.unwrap(nft.modelId()) == ModelId.unwrap(modelId) && nft.version() == 1, "model");
        require(keccak256(bytes(nft.name())) == keccak256("Words"), "name");
        require(keccak256(bytes(nft.symbol())) == keccak256("WORD"), "symbol");
        require(nft.mintFee() == 0.01 ether && nft.royaltyBps() == 500 && nft.revealDelay() == 60, "terms");
        require(nft.seedBytes() == 16 && nft.promptBytes() == 64 && nft.inputBytes() == 80, "input");
        require(nft.outputBytes() == 128 && nft.format().width == 0, "output");
        IImoFactory.Role[] memory roles = factory.roles(modelId);
        require(roles.length == 11 && roles[10].holder == address(timelock), "role");
        require(roles[10].target == address(nft), roles[10].action);
        params.vesting.contributorsDuration = 1;
        roles = factory.roles(_launch(params).modelId);
        require(
            roles.length == 12 && roles[10].holder == CONTRIBUTORS && roles[11].holder == address(timelock),
            "both"
        );
    }

    function test_launch_collectionWithoutName_reverts() public {
        for (uint256 i; i < 11; ++i) {
            IImoFactory.Launch memory params = _params();
            IImoFactory.Collection memory terms = params.collection;
            if (i == 0) terms.symbol = "WORD";
            if (i == 1) terms.mintFee = 1;
            if (i == 2) terms.royaltyBps = 1;
            if (i == 3) terms.format.kind = IAigcRenderer.Kind.Image;
            if (i == 4) terms.format.width = 1;
            if (i == 5) terms.revealDelay = 1;
            if (i == 6) terms.version = 1;
            if (i == 7) terms.seedBytes = 1;
            if (i == 8) terms.promptBytes = 1;
            if (i == 9) terms.inputBytes = 1;
            if (i == 10) terms.outputBytes = 1;
            vm.expectRevert(IImoFactory.CollectionNameMissing.selector);
            factory.launch(params);
        }
    }

    function test_constructor_collectionsOfAnotherOracle_reverts() public {
        FinalOutputs another = new FinalOutputs();
        bytes memory reason = refusalOf(
            "ImoFactory.sol:ImoFactory",
            abi.encode(registry, router, another, collections, deployers)
        );
        bytes memory expected = abi.encodeWithSelector(IImoFactory.OracleMismatch.selector, another, oracle);
        require(keccak256(reason) == keccak256(expected), "another outcome");
    }

    // ---- clones

    /// @dev Three kinds are clones: 45 bytes that name what they execute, for ever.
    function test_launch_clonesNameTheirImplementation() public {
        IImoFactory.Launch memory params = _params();
        params.vesting.contributorsDuration = 1 days;
        IImoFactory.Launched memory made = _launch(params);
        _requireClone(made.timelock, deployers.timelock);
        _requireClone(made.proceeds, deployers.proceeds);
        _requireClone(made.vesting, deployers.vesting);
        _requireClone(made.contributorVesting, deployers.vesting);
        address[3] memory whole = [made.token, made.sale, made.governor];
        for (uint256 i; i < 3; ++i) require(whole[i].code.length > 5_000, "not whole");
    }

    function _requireClone(address made, CloneDeployer deployer) private view {
        bytes memory expected = abi.encodePacked(
            hex"363d3d373d3d3d363d73",
            deployer.implementation(),
            hex"5af43d82803e903d91602b57fd5bf3"
        );
        require(keccak256(made.code) == keccak256(expected), "another code");
    }

    function test_initialize_twice_reverts() public {
        IImoFactory.Launch memory params = _params();
        params.vesting.contributorsDuration = 1 days;
        IImoFactory.Launched memory made = _launch(params);
        _refuseInitialize(made.timelock, made.vesting, made.proceeds);
        _refuseInitialize(made.timelock, made.contributorVesting, made.proceeds);
    }

    /// @dev What clones execute belongs to nobody, and cannot be taken.
    function test_implementations_areInert() public {
        _launch(_params());
        address payable lock = payable(deployers.timelock.implementation());
        address payable wallet = payable(deployers.vesting.implementation());
        address payable keeper = payable(deployers.proceeds.implementation());
        _refuseInitialize(lock, wallet, keeper);

        address[5] memory people = [address(this), CREATOR, address(factory), address(deployers.timelock), address(0)];
        ModelTimelock idle = ModelTimelock(lock);
        for (uint256 i; i < people.length; ++i) {
            require(!idle.hasRole(idle.DEFAULT_ADMIN_ROLE(), people[i]), "admin");
            require(!idle.hasRole(idle.PROPOSER_ROLE(), people[i]), "proposer");
            require(!idle.hasRole(idle.CANCELLER_ROLE(), people[i]), "canceller");
            require(!idle.hasRole(idle.EXECUTOR_ROLE(), people[i]), "executor");
        }
        require(CreatorVesting(wallet).owner() == wallet, "owned");
        IProceeds.Terms memory none = Proceeds(keeper).terms();
        require(
            none.treasury == address(0) && none.developer == address(0) && address(none.sale) == address(0),
            "terms"
        );
        vm.expectRevert(abi.encodeWithSelector(IProceeds.NotTreasury.selector, address(this)));
        Proceeds(keeper).stop(true);
        vm.expectRevert(abi.encodeWithSelector(IProceeds.NothingToRelease.selector, address(0)));
        Proceeds(keeper).releaseToDeveloper();
        vm.expectRevert();
        Proceeds(keeper).openRefund();
    }

    function _refuseInitialize(address lock, address wallet, address keeper) private {
        IProceeds.Terms memory terms = proceeds.terms();
        address[4] memory callers = [address(this), CREATOR, address(factory), address(deployers.timelock)];
        for (uint256 i; i < callers.length; ++i) {
            vm.prank(callers[i]);
            vm.expectRevert(Initializable.InvalidInitialization.selector);
            ModelTimelock(payable(lock)).initialize(0, callers[i], registry, modelId);
            vm.prank(callers[i]);
            vm.expectRevert(Initializable.InvalidInitialization.selector);
            CreatorVesting(payable(wallet)).initialize(token, callers[i], 0, 0, 0);
            vm.prank(callers[i]);
            vm.expectRevert(Initializable.InvalidInitialization.selector);
            Proceeds(payable(keeper)).initialize(terms, address(0), token);
        }
    }

    // ---- deployers

    /// @dev Nobody else can take the addresses of a launch.
    function test_deploy_byAnother_landsElsewhere() public view {
        IImoFactory.Launch memory params = _params();
        address predicted = factory.predict(address(this), params).token;
        require(factory.predict(CREATOR, params).token != predicted, "the launcher counts");
        params.sale.cap += 1;
        require(factory.predict(address(this), params).token != predicted, "the parameters count");
        // Clones or not, what they tell of themselves has one name.
        address[7] memory all = [
            address(deployers.token),
            address(deployers.sale),
            address(deployers.governor),
            address(deployers.timelock),
            address(deployers.vesting),
            address(deployers.proceeds),
            address(deployers.auction)
        ];
        for (uint256 i; i < all.length; ++i) {
            CloneDeployer deployer = CloneDeployer(all[i]);
            require(deployer.addressOf(address(this), 0) != deployer.addressOf(CREATOR, 0), "the caller counts");
            require(deployer.addressOf(CREATOR, "a") != deployer.addressOf(CREATOR, 0), "the salt counts");
        }
    }

    /// @dev Somebody who sees a launch on its way deploys with its salt first: nothing is where the launch needs it.
    function test_launch_afterAnotherTookItsSalt() public {
        IImoFactory.Launch memory params = _params();
        params.vesting.contributorsDuration = 1 days;
        bytes32 salt = keccak256(abi.encode(address(this), params));
        IImoFactory.Launched memory mine = factory.predict(address(this), params);
        _launch(_params());
        (IProceeds.Terms memory terms, ISale.Terms memory saleTerms) = (proceeds.terms(), sale.terms());

        vm.startPrank(CREATOR);
        ModelId model = registry.registerModel(
            params.model.machine,
            "another",
            ModelId.wrap(0),
            CREATOR,
            params.model.pricing
        );
        address lock = deployers.timelock.addressOf(CREATOR, salt);
        registry.transferController(model, lock);
        require(address(deployers.timelock.deploy(salt, 0, CREATOR, registry, model)) == lock, "timelock");
        address[6] memory taken = [
            lock,
            address(deployers.vesting.deploy(salt, token, CREATOR, 0, 0, 0)),
            address(deployers.proceeds.deploy(salt, terms, address(0), token)),
            address(deployers.sale.deploy(salt, saleTerms)),
            address(deployers.auction.deploy(salt, saleTerms, 1 ether)),
            address(deployers.governor.deploy(salt, token, timelock, 0, params.governance.settings))
        ];
        IRevShareToken.Config memory config;
        (config.name, config.symbol, config.claimableBps, config.snapshotInterval) = ("Digits", "DGT", 1, 1 days);
        (config.recipients, config.amounts) = (new address[](1), new uint256[](1));
        (config.recipients[0], config.amounts[0]) = (CREATOR, 1);
        address taken6 = address(deployers.token.deploy(salt, config));
        vm.stopPrank();

        IImoFactory.Launched memory made = _launch(params);
        mine.modelId = made.modelId;
        require(keccak256(abi.encode(made)) == keccak256(abi.encode(mine)), "elsewhere");
        require(token.balanceOf(address(sale)) == (SUPPLY * 60) / 100 && taken6 != made.token, "token");
        for (uint256 i; i < taken.length; ++i) {
            require(taken[i] != made.timelock && taken[i] != made.vesting && taken[i] != made.proceeds, "taken");
            require(taken[i] != made.sale && taken[i] != made.governor, "taken");
        }
    }
}
