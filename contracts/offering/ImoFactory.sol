// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAigcNft} from "../content/interfaces/IAigcNft.sol";
import {IAigcNftFactory} from "../content/interfaces/IAigcNftFactory.sol";
import {ModelGovernor} from "../governance/ModelGovernor.sol";
import {IModelRegistry, ModelId} from "../models/interfaces/IModelRegistry.sol";
import {IVerifiableOracle} from "../oracle/interfaces/IVerifiableOracle.sol";
import {IFeeRouter} from "../revenue/interfaces/IFeeRouter.sol";
import {IRevShareToken} from "../revenue/interfaces/IRevShareToken.sol";
import {CreatorVesting} from "./CreatorVesting.sol";
import {AuctionDeployer} from "./deployers/AuctionDeployer.sol";
import {GovernorDeployer} from "./deployers/GovernorDeployer.sol";
import {OfferingDeployer} from "./deployers/OfferingDeployer.sol";
import {ProceedsDeployer} from "./deployers/ProceedsDeployer.sol";
import {TimelockDeployer} from "./deployers/TimelockDeployer.sol";
import {TokenDeployer} from "./deployers/TokenDeployer.sol";
import {VestingDeployer} from "./deployers/VestingDeployer.sol";
import {IImoFactory} from "./interfaces/IImoFactory.sol";
import {ISale} from "./interfaces/ISale.sol";
import {IProceeds} from "./interfaces/IProceeds.sol";

/// @title ImoFactory
/// @notice See `IImoFactory`.
contract ImoFactory is IImoFactory {
    using SafeCast for uint256;

    /// @dev Each deploys one kind of contract: token, sales and governor whole, for who holds shares pays their gas; the others,
    /// which are called rarely, as clones. All of it whole does not fit a transaction.
    struct Deployers {
        TokenDeployer token;
        OfferingDeployer sale;
        GovernorDeployer governor;
        TimelockDeployer timelock;
        VestingDeployer vesting;
        ProceedsDeployer proceeds;
        AuctionDeployer auction;
    }

    uint256 private constant WHOLE = 10_000;

    /// @dev Shares do not earn before it is over: a slip here must not keep them from it for years.
    uint256 private constant MAX_SETTLEMENT = 30 days;

    /// @dev A refund waits for a snapshot: one taken just before the date must not put it off for long.
    uint256 private constant MAX_SNAPSHOT_INTERVAL = 92 days;

    /// @dev In which somebody takes it.
    uint256 private constant REFUND_GRACE = 1 days;

    /// @dev The contributors do not launch: a slip here must not keep their shares from them for ever.
    uint256 private constant MAX_VESTING = 3_650 days;

    /// @inheritdoc IImoFactory
    IModelRegistry public immutable registry;
    /// @inheritdoc IImoFactory
    IFeeRouter public immutable feeRouter;
    /// @inheritdoc IImoFactory
    IVerifiableOracle public immutable oracle;
    /// @inheritdoc IImoFactory
    IAigcNftFactory public immutable collections;
    TokenDeployer private immutable _tokens;
    OfferingDeployer private immutable _sales;
    GovernorDeployer private immutable _governors;
    TimelockDeployer private immutable _timelocks;
    VestingDeployer private immutable _vestings;
    ProceedsDeployer private immutable _proceeds;
    AuctionDeployer private immutable _auctions;

    mapping(ModelId => Launched) private _launches;

    constructor(
        IModelRegistry registry_,
        IFeeRouter feeRouter_,
        IVerifiableOracle oracle_,
        IAigcNftFactory collections_,
        Deployers memory deployers_
    ) {
        IVerifiableOracle asked = collections_.oracle();
        if (address(asked) != address(oracle_)) revert OracleMismatch(oracle_, asked);
        registry = registry_;
        feeRouter = feeRouter_;
        oracle = oracle_;
        collections = collections_;
        _tokens = deployers_.token;
        _sales = deployers_.sale;
        _governors = deployers_.governor;
        _timelocks = deployers_.timelock;
        _vestings = deployers_.vesting;
        _proceeds = deployers_.proceeds;
        _auctions = deployers_.auction;
    }

    /// @inheritdoc IImoFactory
    function launch(Launch calldata params) external returns (Launched memory launched) {
        _check(params);
        bytes32 salt;
        (launched, salt) = _predict(msg.sender, params);
        launched.modelId = _takeModel(params.model);
        _setFees(params, launched);
        registry.transferController(launched.modelId, launched.timelock);
        // The dear ones first: of the gas that is left, a 64th stays behind in every call on the way to a constructor.
        _deployToken(salt, params, launched);
        _governors.deploy(
            salt,
            IVotes(launched.token),
            TimelockController(payable(launched.timelock)),
            _settledAt(params.sale),
            params.governance.settings
        );
        if (launched.collection != address(0)) _createCollection(salt, params.collection, launched);
        _deploySale(salt, params, launched);
        _deployProceeds(salt, params, launched);
        _timelocks.deploy(salt, params.governance.timelockDelay, launched.governor, registry, launched.modelId);
        _deployVestings(salt, params, launched);
        _launches[launched.modelId] = launched;
        emit ModelLaunched(launched.modelId, launched.token, msg.sender, launched, params);
    }

    /// @inheritdoc IImoFactory
    function predict(address launcher, Launch calldata params) external view returns (Launched memory launched) {
        (launched, ) = _predict(launcher, params);
    }

    /// @inheritdoc IImoFactory
    function launchOf(ModelId modelId) external view returns (Launched memory) {
        return _launches[modelId];
    }

    /// @inheritdoc IImoFactory
    function roles(ModelId modelId) external view returns (Role[] memory list) {
        Launched memory made = _launches[modelId];
        if (made.token == address(0)) revert NotLaunched(modelId);
        address controller = registry.controllerOf(ModelId.unwrap(modelId));
        address admin = IRevShareToken(payable(made.token)).admin();
        address treasury = IProceeds(payable(made.proceeds)).terms().treasury;
        address beneficiary = CreatorVesting(payable(made.vesting)).owner();
        address executor = ModelGovernor(payable(made.governor)).timelock();
        address proposer = _holderOf(made, keccak256("PROPOSER_ROLE"));
        address canceller = _holderOf(made, keccak256("CANCELLER_ROLE"));
        uint256 count = 10;
        if (made.contributorVesting != address(0)) ++count;
        if (made.collection != address(0)) ++count;
        list = new Role[](count);
        list[0] = Role("ModelRegistry: addVersion, retireVersion", address(registry), controller);
        list[1] = Role("ModelRegistry: setPricing, transferController", address(registry), controller);
        list[2] = Role("FeeRouter: setSchedule, above the floor", address(feeRouter), controller);
        list[3] = Role("RevShareToken: setRevenueToken", made.token, admin);
        list[4] = Role("Proceeds: stop", made.proceeds, treasury);
        list[5] = Role("CreatorVesting: delegate, claimRevenue, transferOwnership", made.vesting, beneficiary);
        list[6] = Role("ModelGovernor: settings, relay", made.governor, executor);
        list[7] = Role("ModelTimelock: schedule", made.timelock, proposer);
        list[8] = Role("ModelTimelock: cancel", made.timelock, canceller);
        list[9] = Role("ModelTimelock: roles, updateDelay", made.timelock, _holderOf(made, 0));
        if (made.contributorVesting != address(0)) {
            beneficiary = CreatorVesting(payable(made.contributorVesting)).owner();
            list[10] = Role(list[5].action, made.contributorVesting, beneficiary);
        }
        if (made.collection != address(0)) {
            list[count - 1] = Role("AigcNft: setMintFee", made.collection, IAigcNft(made.collection).admin());
        }
    }

    /// @dev At a launch the governor proposes and cancels and the timelock is its own admin. Whether a vote has moved a role
    /// elsewhere the timelock does not tell; that these no longer hold it, it does.
    function _holderOf(Launched memory made, bytes32 role) private view returns (address) {
        address holder = role == 0 ? made.timelock : made.governor;
        return TimelockController(payable(made.timelock)).hasRole(role, holder) ? holder : address(0);
    }

    function _check(Launch calldata params) private pure {
        Allocation calldata a = params.allocation;
        uint256 sum = uint256(a.sale) + a.treasury + a.creator + a.contributors;
        if (sum != WHOLE) revert AllocationInvalid(sum);
        if (params.token.supply % WHOLE != 0) revert SupplyInvalid(params.token.supply);
        if (params.token.snapshotInterval > MAX_SNAPSHOT_INTERVAL) {
            revert SnapshotIntervalTooLong(params.token.snapshotInterval, MAX_SNAPSHOT_INTERVAL);
        }
        if (params.contributors == address(0) && (a.contributors != 0 || params.fees.contributorsBps != 0)) {
            revert ContributorsMissing();
        }
        uint256 cliff = params.vesting.contributorsCliff;
        uint256 duration = params.vesting.contributorsDuration;
        if (cliff > duration || duration > MAX_VESTING) revert ContributorVestingInvalid(cliff, duration, MAX_VESTING);
        if (duration != 0 && a.contributors == 0) revert ContributorsMissing();
        Collection memory none;
        // INVARIANT: a collection that is meant is made; one without a name is none.
        if (
            bytes(params.collection.name).length == 0 &&
            keccak256(abi.encode(params.collection)) != keccak256(abi.encode(none))
        ) revert CollectionNameMissing();
        // INVARIANT: whoever has not served takes no part in the refund. Its snapshot comes after the date, and waits for the
        // interval if one was taken just before.
        uint256 earliest = uint256(params.release.servedBy) + params.token.snapshotInterval + REFUND_GRACE;
        uint256 cliffEnds = uint256(params.sale.closesAt) + params.vesting.cliff;
        if (cliffEnds < earliest) revert VestsBeforeServed(cliffEnds, earliest);
    }

    function _predict(
        address launcher,
        Launch calldata params
    ) private view returns (Launched memory launched, bytes32 salt) {
        salt = keccak256(abi.encode(launcher, params));
        launched.token = _tokens.addressOf(address(this), salt);
        launched.sale =
            params.sale.tickSize == 0
                ? _sales.addressOf(address(this), salt)
                : _auctions.addressOf(address(this), salt);
        launched.governor = _governors.addressOf(address(this), salt);
        launched.timelock = _timelocks.addressOf(address(this), salt);
        launched.vesting = _vestings.addressOf(address(this), salt);
        launched.proceeds = _proceeds.addressOf(address(this), salt);
        if (params.vesting.contributorsDuration != 0) {
            launched.contributorVesting = _vestings.addressOf(address(this), _forContributors(salt));
        }
        if (bytes(params.collection.name).length != 0) launched.collection = collections.predictAt(address(this), salt);
        launched.modelId = params.model.existing;
    }

    /// @dev The factory controls the model until the timelock, when it is initialized, accepts it.
    function _takeModel(Model calldata model) private returns (ModelId modelId) {
        modelId = model.existing;
        if (ModelId.unwrap(modelId) == 0) {
            return registry.registerModel(model.machine, model.contentId, model.parent, address(this), model.pricing);
        }
        address controller = registry.controllerOf(ModelId.unwrap(modelId));
        if (controller != msg.sender) revert NotModelController(modelId, msg.sender, controller);
        registry.acceptController(modelId);
    }

    function _setFees(Launch calldata params, Launched memory launched) private {
        Fees calldata fees = params.fees;
        IFeeRouter.Schedule memory schedule = IFeeRouter.Schedule({
            holders: launched.token,
            creator: params.creator,
            contributors: params.contributors,
            holdersBps: fees.holdersBps,
            operatorBps: fees.operatorBps,
            creatorBps: fees.creatorBps,
            contributorsBps: fees.contributorsBps
        });
        feeRouter.setSchedule(ModelId.unwrap(launched.modelId), schedule, fees.floorBps);
    }

    function _deployToken(bytes32 salt, Launch calldata params, Launched memory launched) private {
        Token calldata token = params.token;
        (address[] memory recipients, uint256[] memory amounts) = _allocate(params, launched);
        _tokens.deploy(
            salt,
            IRevShareToken.Config({
                name: token.name,
                symbol: token.symbol,
                admin: launched.timelock,
                claimableBps: token.claimableBps,
                snapshotInterval: token.snapshotInterval,
                firstSnapshotAt: _settledAt(params.sale),
                recipients: recipients,
                amounts: amounts,
                revenueTokens: token.revenueTokens
            })
        );
    }

    /// @dev From here on shares earn and vote.
    function _settledAt(Sale calldata sale) private pure returns (uint40) {
        if (sale.settlementPeriod > MAX_SETTLEMENT) revert SettlementTooLong(sale.settlementPeriod, MAX_SETTLEMENT);
        return (uint256(sale.closesAt) + sale.settlementPeriod).toUint40();
    }

    function _allocate(
        Launch calldata params,
        Launched memory launched
    ) private pure returns (address[] memory recipients, uint256[] memory amounts) {
        Allocation calldata a = params.allocation;
        uint256 unit = params.token.supply / WHOLE;
        uint256 count = a.contributors == 0 ? 3 : 4;
        recipients = new address[](count);
        amounts = new uint256[](count);
        (recipients[0], amounts[0]) = (launched.sale, unit * a.sale);
        (recipients[1], amounts[1]) = (launched.timelock, unit * a.treasury);
        (recipients[2], amounts[2]) = (launched.vesting, unit * a.creator);
        if (count == 3) return (recipients, amounts);
        address wallet = launched.contributorVesting;
        (recipients[3], amounts[3]) = (wallet == address(0) ? params.contributors : wallet, unit * a.contributors);
    }

    /// @dev The second wallet of a launch.
    function _forContributors(bytes32 salt) private pure returns (bytes32) {
        return keccak256(abi.encode(salt, "contributors"));
    }

    function _deployVestings(bytes32 salt, Launch calldata params, Launched memory launched) private {
        IRevShareToken token = IRevShareToken(payable(launched.token));
        Vesting calldata vesting = params.vesting;
        uint64 start = params.sale.closesAt;
        _vestings.deploy(salt, token, params.creator, start, vesting.cliff, vesting.duration);
        if (launched.contributorVesting == address(0)) return;
        _vestings.deploy(
            _forContributors(salt),
            token,
            params.contributors,
            start,
            vesting.contributorsCliff,
            vesting.contributorsDuration
        );
    }

    function _createCollection(bytes32 salt, Collection calldata terms, Launched memory launched) private {
        // One by one: a struct literal of so many does not compile.
        IAigcNftFactory.Collection memory made;
        made.name = terms.name;
        made.symbol = terms.symbol;
        made.modelId = launched.modelId;
        made.version = terms.version;
        made.revenueToken = launched.token;
        made.admin = launched.timelock;
        made.mintFee = terms.mintFee;
        made.royaltyBps = terms.royaltyBps;
        made.format = terms.format;
        made.revealDelay = terms.revealDelay;
        made.seedBytes = terms.seedBytes;
        made.promptBytes = terms.promptBytes;
        made.inputBytes = terms.inputBytes;
        made.outputBytes = terms.outputBytes;
        collections.createAt(made, salt);
    }

    function _deploySale(bytes32 salt, Launch calldata params, Launched memory launched) private {
        Sale calldata sale = params.sale;
        ISale.Terms memory terms = ISale.Terms({
            token: IERC20(launched.token),
            shares: (params.token.supply / WHOLE) * params.allocation.sale,
            currency: sale.currency,
            floor: sale.floor,
            cap: sale.cap,
            opensAt: sale.opensAt,
            closesAt: sale.closesAt,
            proceedsTo: launched.proceeds,
            unsoldTo: launched.timelock,
            allowRoot: sale.allowRoot,
            limit: sale.limit
        });
        if (sale.tickSize == 0) _sales.deploy(salt, terms);
        else _auctions.deploy(salt, terms, sale.tickSize);
    }

    function _deployProceeds(bytes32 salt, Launch calldata params, Launched memory launched) private {
        Release calldata release = params.release;
        _proceeds.deploy(
            salt,
            IProceeds.Terms({
                sale: ISale(launched.sale),
                treasury: launched.timelock,
                developer: release.developer == address(0) ? params.creator : release.developer,
                vesting: launched.vesting,
                oracle: oracle,
                modelId: launched.modelId,
                treasuryBps: release.treasuryBps,
                upfrontBps: release.upfrontBps,
                start: params.sale.closesAt,
                duration: release.duration,
                servedBy: release.servedBy
            }),
            params.sale.currency,
            IRevShareToken(payable(launched.token))
        );
    }
}
