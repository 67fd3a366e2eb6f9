// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAigcNftFactory} from "../../content/interfaces/IAigcNftFactory.sol";
import {IAigcRenderer} from "../../content/interfaces/IAigcRenderer.sol";
import {ModelGovernor} from "../../governance/ModelGovernor.sol";
import {IModelRegistry, ModelId} from "../../models/interfaces/IModelRegistry.sol";
import {IVerifiableOracle} from "../../oracle/interfaces/IVerifiableOracle.sol";
import {Machine} from "../../opml/interfaces/OpMLTypes.sol";
import {IFeeRouter} from "../../revenue/interfaces/IFeeRouter.sol";

/// @title Initial Model Offerings
/// @notice One transaction turns a model into an offering: the token of its revenue shares, the sale, the governor and the
/// timelock that holders decide through, the keeper of what is raised, the vesting wallets of creator and contributors, the
/// model's fee schedule and, if it is to have one, its collection of NFTs. Everything is wired when the transaction ends, and
/// nobody, the factory included, has kept a key: what can still change, the timelock changes.
///
/// Addresses follow from the launcher and from every parameter of the launch: `predict` tells them before, the same launch
/// cannot happen twice, and nobody else can occupy them.
interface IImoFactory {
    /// @notice Who receives the shares, in basis points of the supply. They sum to 10_000.
    /// @param sale For sale.
    /// @param treasury To the timelock.
    /// @param creator To the creator's vesting wallet.
    /// @param contributors To `contributors`, or to their vesting wallet.
    struct Allocation {
        uint16 sale;
        uint16 treasury;
        uint16 creator;
        uint16 contributors;
    }

    /// @param name ERC-20 name.
    /// @param symbol ERC-20 symbol.
    /// @param supply Shares in all, in the smallest unit (18 decimals); a multiple of 10_000.
    /// @param claimableBps Part of each snapshot's revenue that holders claim, in basis points; burning redeems the rest.
    /// @param snapshotInterval Least time between two snapshots, seconds; 92 days at most.
    /// @param revenueTokens ERC-20s shared besides ETH from the start; the timelock may list others.
    struct Token {
        string name;
        string symbol;
        uint256 supply;
        uint16 claimableBps;
        uint32 snapshotInterval;
        address[] revenueTokens;
    }

    /// @notice See `ISale.Terms`. What is raised goes to `IProceeds`, what is not sold to the timelock.
    /// @param settlementPeriod Seconds after the window, 30 days at most, in which no revenue is shared out and nothing is
    /// proposed, so that every buyer can be settled (by anyone) before shares earn and vote.
    struct Sale {
        address currency;
        uint256 floor;
        uint256 cap;
        uint256 tickSize;
        uint64 opensAt;
        uint64 closesAt;
        uint32 settlementPeriod;
        bytes32 allowRoot;
        uint256 limit;
    }

    /// @notice How what is raised is released, see `IProceeds.Terms`; the release starts when the sale closes.
    /// @param developer Zero for the creator.
    struct Release {
        address developer;
        uint16 treasuryBps;
        uint16 upfrontBps;
        uint64 duration;
        uint64 servedBy;
    }

    /// @notice The creator's shares, once the sale has closed. The cliff ends a snapshot's interval and a day, at the earliest,
    /// after the model must have served, so that a refund asked for in time need not reckon with shares that the creator has
    /// taken out or sold.
    /// @param cliff Seconds until the first release, of all that has vested by then.
    /// @param duration Seconds until all has vested, in proportion to the time passed.
    /// @param contributorsCliff The same for the contributors' shares, which are counted in a refund all along.
    /// @param contributorsDuration Ten years at most; zero: the contributors hold theirs from the first moment.
    struct Vesting {
        uint64 cliff;
        uint64 duration;
        uint64 contributorsCliff;
        uint64 contributorsDuration;
    }

    /// @param settings Of the governor.
    /// @param timelockDelay Seconds between a passed vote and its execution.
    struct Governance {
        ModelGovernor.Settings settings;
        uint32 timelockDelay;
    }

    /// @notice The model: one that is registered, or one to register now.
    /// @param existing A model whose controller, the launcher, has proposed the factory as the next controller; or zero,
    /// and the rest says what to register.
    struct Model {
        ModelId existing;
        Machine machine;
        string contentId;
        ModelId parent;
        IModelRegistry.Pricing pricing;
    }

    /// @notice How inference fees are split, see `IFeeRouter.Schedule`; the holders are the token.
    /// @param floorBps Least part of the holders for ever, in basis points.
    struct Fees {
        uint16 holdersBps;
        uint16 operatorBps;
        uint16 creatorBps;
        uint16 contributorsBps;
        uint16 floorBps;
    }

    /// @notice NFTs of what the model makes of prompts, see `IAigcNftFactory.Collection`. Mint fees and royalties go to the
    /// token; the mint fee the timelock may change. None if all of it is zero, which it must be without a name.
    struct Collection {
        string name;
        string symbol;
        uint96 mintFee;
        uint16 royaltyBps;
        IAigcRenderer.Format format;
        uint32 revealDelay;
        uint32 version;
        uint8 seedBytes;
        uint16 promptBytes;
        uint32 inputBytes;
        uint32 outputBytes;
    }

    /// @param creator Receives the vested shares and the creator's part of fees.
    /// @param contributors Receives the contributors' shares and part of fees; zero if neither is anything.
    /// @param salt For launches that are otherwise equal.
    struct Launch {
        Token token;
        Allocation allocation;
        Sale sale;
        Release release;
        Vesting vesting;
        Governance governance;
        Model model;
        Fees fees;
        Collection collection;
        address creator;
        address contributors;
        bytes32 salt;
    }

    /// @param contributorVesting Holds the contributors' shares; zero where they do not vest.
    /// @param collection The NFTs; zero where there are none.
    /// @param modelId Zero in a prediction of a launch that registers the model.
    struct Launched {
        address token;
        address sale;
        address governor;
        address timelock;
        address vesting;
        address proceeds;
        address contributorVesting;
        address collection;
        ModelId modelId;
    }

    /// @notice One thing that somebody may do and others may not.
    /// @param action Contract and function, or several.
    /// @param target The contract.
    /// @param holder Who may.
    struct Role {
        string action;
        address target;
        address holder;
    }

    event ModelLaunched(
        ModelId indexed modelId,
        address indexed token,
        address indexed launcher,
        Launched launched,
        Launch launch
    );

    error AllocationInvalid(uint256 sumBps);
    error SupplyInvalid(uint256 supply);
    error ContributorsMissing();
    error ContributorVestingInvalid(uint256 cliff, uint256 duration, uint256 longest);
    error SnapshotIntervalTooLong(uint256 snapshotInterval, uint256 most);
    error SettlementTooLong(uint256 settlementPeriod, uint256 most);
    error VestsBeforeServed(uint256 cliffEnds, uint256 earliest);
    error CollectionNameMissing();
    /// @notice What makes the collections asks another oracle than the one that serves the models.
    error OracleMismatch(IVerifiableOracle oracle, IVerifiableOracle ofCollections);
    error NotLaunched(ModelId modelId);
    error NotModelController(ModelId modelId, address caller, address controller);

    /// @notice Launches. See the interface's notes.
    function launch(Launch calldata params) external returns (Launched memory launched);

    /// @notice Where `launch(params)` by `launcher` puts everything.
    function predict(address launcher, Launch calldata params) external view returns (Launched memory);

    /// @notice What was launched for a model; zeros if it was not launched here.
    function launchOf(ModelId modelId) external view returns (Launched memory);

    /// @notice Every privileged action about a model that was launched here, and who holds it now, read from the contracts
    /// themselves. Besides these there are none: no owner, no pauser, no minter, no upgrade.
    function roles(ModelId modelId) external view returns (Role[] memory);

    function registry() external view returns (IModelRegistry);

    function feeRouter() external view returns (IFeeRouter);

    function oracle() external view returns (IVerifiableOracle);

    /// @notice Makes the collections.
    function collections() external view returns (IAigcNftFactory);
}
