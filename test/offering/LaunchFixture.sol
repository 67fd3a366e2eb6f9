// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AigcNftFactory} from "../../contracts/content/AigcNftFactory.sol";
import {IAigcRenderer} from "../../contracts/content/interfaces/IAigcRenderer.sol";
import {ModelGovernor} from "../../contracts/governance/ModelGovernor.sol";
import {ModelTimelock} from "../../contracts/governance/ModelTimelock.sol";
import {IModelRegistry, ModelId} from "../../contracts/models/interfaces/IModelRegistry.sol";
import {ModelRegistry} from "../../contracts/models/ModelRegistry.sol";
import {CreatorVesting} from "../../contracts/offering/CreatorVesting.sol";
import {AuctionDeployer} from "../../contracts/offering/deployers/AuctionDeployer.sol";
import {GovernorDeployer} from "../../contracts/offering/deployers/GovernorDeployer.sol";
import {OfferingDeployer} from "../../contracts/offering/deployers/OfferingDeployer.sol";
import {ProceedsDeployer} from "../../contracts/offering/deployers/ProceedsDeployer.sol";
import {TimelockDeployer} from "../../contracts/offering/deployers/TimelockDeployer.sol";
import {TokenDeployer} from "../../contracts/offering/deployers/TokenDeployer.sol";
import {VestingDeployer} from "../../contracts/offering/deployers/VestingDeployer.sol";
import {ImoFactory} from "../../contracts/offering/ImoFactory.sol";
import {FinalOutputs} from "../../contracts/mocks/FinalOutputs.sol";
import {IImoFactory} from "../../contracts/offering/interfaces/IImoFactory.sol";
import {Offering} from "../../contracts/offering/Offering.sol";
import {Proceeds} from "../../contracts/offering/Proceeds.sol";
import {Machine} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {FeeRouter} from "../../contracts/revenue/FeeRouter.sol";
import {IFeeRouter} from "../../contracts/revenue/interfaces/IFeeRouter.sol";
import {RevShareToken} from "../../contracts/revenue/RevShareToken.sol";
import {deployArtifact, vm} from "../support/Vm.sol";

/// @dev A launch as tests want it: 1,000,000 shares, 60% for sale at 1e-4 ETH each.
abstract contract LaunchFixture {
    uint256 internal constant SUPPLY = 1_000_000e18;
    uint256 internal constant CAP = 60 ether;
    uint256 internal constant FLOOR = 20 ether;
    uint16 internal constant PROTOCOL_BPS = 500;
    uint64 internal constant OPENS_AT = 100_000;
    uint64 internal constant CLOSES_AT = 200_000;
    address internal constant PROTOCOL = address(0x9607);
    address internal constant DEVELOPER = address(0xdeb);
    address internal constant CREATOR = address(0xc4ea70);
    address internal constant CONTRIBUTORS = address(0xc0);

    ModelRegistry internal registry;
    FeeRouter internal router;
    FinalOutputs internal oracle;
    AigcNftFactory internal collections;
    ImoFactory.Deployers internal deployers;
    ImoFactory internal factory;

    RevShareToken internal token;
    Offering internal sale;
    ModelGovernor internal governor;
    ModelTimelock internal timelock;
    CreatorVesting internal vesting;
    Proceeds internal proceeds;
    ModelId internal modelId;

    function _deployProtocol() internal {
        vm.warp(OPENS_AT - 1_000);
        registry = ModelRegistry(deployArtifact("ModelRegistry.sol:ModelRegistry", ""));
        registry.registerProgram(bytes32(uint256(1)), bytes32(uint256(2)), 0, "program");
        router = FeeRouter(deployArtifact("FeeRouter.sol:FeeRouter", abi.encode(registry, PROTOCOL, PROTOCOL_BPS)));
        oracle = new FinalOutputs();
        address renderer = deployArtifact("AigcRenderer.sol:AigcRenderer", "");
        collections = AigcNftFactory(deployArtifact("AigcNftFactory.sol:AigcNftFactory", abi.encode(oracle, renderer)));
        deployers = ImoFactory.Deployers(
            TokenDeployer(deployArtifact("TokenDeployer.sol:TokenDeployer", "")),
            OfferingDeployer(deployArtifact("OfferingDeployer.sol:OfferingDeployer", "")),
            GovernorDeployer(deployArtifact("GovernorDeployer.sol:GovernorDeployer", "")),
            TimelockDeployer(deployArtifact("TimelockDeployer.sol:TimelockDeployer", "")),
            VestingDeployer(deployArtifact("VestingDeployer.sol:VestingDeployer", "")),
            ProceedsDeployer(deployArtifact("ProceedsDeployer.sol:ProceedsDeployer", "")),
            AuctionDeployer(deployArtifact("AuctionDeployer.sol:AuctionDeployer", ""))
        );
        factory = ImoFactory(
            deployArtifact("ImoFactory.sol:ImoFactory", abi.encode(registry, router, oracle, collections, deployers))
        );
    }

    function _launch(IImoFactory.Launch memory params) internal returns (IImoFactory.Launched memory made) {
        made = factory.launch(params);
        token = RevShareToken(payable(made.token));
        sale = Offering(made.sale);
        governor = ModelGovernor(payable(made.governor));
        timelock = ModelTimelock(payable(made.timelock));
        vesting = CreatorVesting(payable(made.vesting));
        proceeds = Proceeds(payable(made.proceeds));
        modelId = made.modelId;
    }

    function _params() internal pure returns (IImoFactory.Launch memory params) {
        params.token.name = "Digits";
        params.token.symbol = "DGT";
        params.token.supply = SUPPLY;
        params.token.claimableBps = 8_000;
        params.token.snapshotInterval = 1 days;
        params.allocation = IImoFactory.Allocation({sale: 6_000, treasury: 1_500, creator: 2_000, contributors: 500});
        params.sale.floor = FLOOR;
        params.sale.cap = CAP;
        params.sale.opensAt = OPENS_AT;
        params.sale.closesAt = CLOSES_AT;
        params.sale.settlementPeriod = 1 days;
        params.release = IImoFactory.Release({
            developer: DEVELOPER,
            treasuryBps: 1_000,
            upfrontBps: 2_000,
            duration: 200 days,
            servedBy: CLOSES_AT + 88 days
        });
        (params.vesting.cliff, params.vesting.duration) = (90 days, 720 days);
        params.governance.settings = ModelGovernor.Settings({
            votingDelay: 1 days,
            votingPeriod: 3 days,
            proposalThreshold: SUPPLY / 100,
            quorumBps: 1_000
        });
        params.governance.timelockDelay = 2 days;
        params.model.machine = Machine({
            textRoot: bytes32(uint256(1)),
            dataRoot: bytes32(uint256(2)),
            weightsRoot: bytes32(uint256(3)),
            entry: 0,
            logNodes: 4,
            logSteps: 20
        });
        params.model.contentId = "package";
        params.model.pricing = IModelRegistry.Pricing({
            fee: 0.01 ether,
            callbackGasPrice: 0,
            token: address(0),
            tokenFee: 0
        });
        params.fees = IImoFactory.Fees({
            holdersBps: 4_500,
            operatorBps: 3_000,
            creatorBps: 1_500,
            contributorsBps: 500,
            floorBps: 3_000
        });
        params.creator = CREATOR;
        params.contributors = CONTRIBUTORS;
    }

    /// @dev NFTs of texts, for a launch that shall have them.
    function _texts() internal pure returns (IImoFactory.Collection memory) {
        return
            IImoFactory.Collection({
                name: "Words",
                symbol: "WORD",
                mintFee: 0.01 ether,
                royaltyBps: 500,
                format: IAigcRenderer.Format(IAigcRenderer.Kind.Text, 0, 0, 0),
                revealDelay: 60,
                version: 1,
                seedBytes: 16,
                promptBytes: 64,
                inputBytes: 80,
                outputBytes: 128
            });
    }

    function _schedule() internal view returns (IFeeRouter.Schedule memory) {
        return
            IFeeRouter.Schedule({
                holders: address(token),
                creator: CREATOR,
                contributors: CONTRIBUTORS,
                holdersBps: 4_500,
                operatorBps: 3_000,
                creatorBps: 1_500,
                contributorsBps: 500
            });
    }

    function _commit(address buyer, uint256 amount) internal {
        vm.deal(buyer, amount);
        vm.prank(buyer);
        sale.commit{value: amount}(amount, new bytes32[](0));
    }
}
