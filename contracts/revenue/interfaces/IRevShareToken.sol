// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC7641AltRevToken} from "./IERC7641AltRevToken.sol";
import {IRevenueErrors} from "./IRevenueErrors.sol";

/// @title Shares of what a model earns
/// @notice ERC-20, Permit (ERC-2612), Votes (ERC-5805, clock in seconds), ERC-7641 with revenue in ETH and in listed
/// ERC-20s, ERC-165. All shares exist from construction: nobody can mint, pause, or move another's shares.
///
/// An *asset* is ETH, written as the zero address, or an ERC-20. What the contract holds of an asset is at any moment
/// the sum of three parts:
///
/// - *reserved*: promised to those who held shares at a snapshot, or credited to those who burned, and not paid yet;
/// - *pool*: retained at snapshots, paid out by burning;
/// - *pending*: everything else, that is, whatever arrived since the last snapshot, however it arrived.
///
/// **Snapshots.** `snapshot` moves `claimableBps` of pending to reserved and the rest to the pool. Shares are counted
/// as of the END of the snapshot's timepoint (`clock()`, seconds), and claims open in the next one. What is borrowed
/// within a transaction, or a block, counts for nothing. Anyone may take one, at most once an interval, and only when
/// there is something to share. Shares bought before a block ends and sold in the next do count: as with votes, the
/// protection is against loans that live inside one block.
///
/// **Burning.** `amount` shares out of a supply `S` redeem `amount / S` of the pool *and of pending*, each rounded
/// down; in the timepoint of a snapshot also of what that snapshot has just promised, because the burned shares will
/// not be counted in it. So burning never changes what another's share is worth, and it does not matter whether a
/// snapshot comes just before a burn or just after it. ETH is paid; ERC-20s are credited, and taken out with
/// `withdrawCredit`, so that no ERC-20 can stand between a holder and its ETH. Claims on earlier snapshots are
/// untouched by burning.
///
/// **Nothing rolls over.** A claim never expires. The one exception is for holders that cannot be paid, see `recycle`.
///
/// **Holders without a claim function.** Anyone can push a holder's revenue to it with `claimFor`: that serves every
/// contract that accepts ETH (timelocks, multisigs, vesting wallets). A holder that rejects ETH but can call has
/// `claimTo`. For one that can do neither (an exchange's pool, for instance) there is `recycle`. Shares held by this
/// contract itself earn for everybody: `claimFor` returns their part to pending. `firstSnapshotAt` keeps a sale from
/// earning what its buyers should.
///
/// **Zero supply.** Who burns the last share receives everything that is not reserved, and may `collectResidue` of
/// whatever arrives later: exactly what keeping that last share would have earned.
///
/// **ERC-20 revenue.** Only listed tokens are shared and only the admin lists them, but tokens that arrive unlisted are
/// not lost: they become pending once listed. Amounts are measured by balance, never taken from a token's word. A
/// listed token that misbehaves can harm nothing but itself: `snapshot` and `burn` ask it for its balance, with a
/// bounded amount of gas, and take no answer for no news; claims of ETH do not even do that. If a token's balance
/// shrinks below what is owed in it, every payment in it is cut in the same proportion.
interface IRevShareToken is IERC7641AltRevToken, IRevenueErrors {
    /// @param name ERC-20 name, also of the EIP-712 domain (version "1").
    /// @param symbol ERC-20 symbol.
    /// @param admin May list and delist revenue tokens, nothing else; zero if nobody may. Meant for the timelock.
    /// @param claimableBps Part of each snapshot's revenue that holders claim, in basis points, 1 to 10_000; the rest
    /// is retained in the pool.
    /// @param snapshotInterval Least time between two snapshots, seconds; at least `MIN_INTERVAL`.
    /// @param firstSnapshotAt No snapshot is taken before this Unix time, seconds; 0 for no such limit.
    /// @param recipients Who receives the shares at construction.
    /// @param amounts How many each, same length; their sum, at most 2^208 - 1, is the supply.
    /// @param revenueTokens ERC-20s listed from the start.
    struct Config {
        string name;
        string symbol;
        address admin;
        uint16 claimableBps;
        uint32 snapshotInterval;
        uint40 firstSnapshotAt;
        address[] recipients;
        uint256[] amounts;
        address[] revenueTokens;
    }

    /// @param None Not shared.
    /// @param Listed Shared at snapshots, redeemed by burning.
    /// @param Leaving Redeemed by burning; the next snapshot promises all of it to holders.
    /// @param Left All promised; the next snapshot delists it.
    enum Listing {
        None,
        Listed,
        Leaving,
        Left
    }

    /// @param token A revenue token.
    /// @param amount The least of it that a burn must credit.
    struct MinOut {
        address token;
        uint256 amount;
    }

    /// @notice ETH arrived by a plain transfer.
    event RevenueReceived(address indexed from, uint256 amount);
    /// @notice Holders at the end of `timepoint` may claim `claimable` of `asset`, less what burns within `timepoint`
    /// still redeem of it; `retained` went to the pool.
    event RevenueShared(
        uint256 indexed snapshotId,
        address indexed asset,
        uint256 timepoint,
        uint256 claimable,
        uint256 retained
    );
    /// @param snapshotIds The snapshots paid by this claim: those without anything to claim are left out.
    /// @param amount What was sent, after any cut.
    event RevenueClaimed(
        address indexed account,
        address indexed asset,
        address to,
        uint256[] snapshotIds,
        uint256 amount
    );
    /// @notice `shares` of `account` were burned for `amount` of `asset`: paid to `to` in ETH, credited to `to`
    /// otherwise.
    event RevenueRedeemed(address indexed account, address indexed asset, address to, uint256 shares, uint256 amount);
    event CreditWithdrawn(address indexed account, address indexed asset, address to, uint256 amount);
    /// @notice `account` could not be paid: its claims on `snapshotIds` went back to pending.
    event RevenueRecycled(address indexed account, uint256[] snapshotIds, uint256 amount);
    /// @notice The supply is zero; `account` burned the last share.
    event LastShareBurned(address indexed account);
    event ResidueCollected(address indexed account, address indexed asset, address to, uint256 amount);
    event RevenueTokenSet(address indexed token, Listing listing);

    error NotAdmin(address caller);
    error NotLastHolder(address caller);
    error RevenueTokenInvalid(address token);
    error TooManyRevenueTokens(uint256 limit);
    error SnapshotTooEarly(uint256 allowedAt, uint256 nowAt);
    /// @dev Nothing new to share, or nobody to share it among.
    error NothingToShare();
    error NothingToClaim(address account, uint256 snapshotId);
    error NothingToRedeem();
    error MinOutNotMet(address asset, uint256 amount, uint256 minimum);
    /// @dev The contract holds less of the token than it owes, or the token does not tell. Nobody but the holder may
    /// accept a cut, and nobody can give a claim away for nothing.
    error TokenShort(address token, uint256 held, uint256 owed);
    error NotRecyclableYet(uint256 snapshotId, uint256 allowedAt);
    /// @dev Too little gas to tell a holder that rejects ETH from one that ran out.
    error GasTooLow(uint256 available, uint256 needed);

    /// @notice ETH is revenue. Works within the 2,300 gas of a plain `transfer`.
    receive() external payable;

    /// @notice `claim`, paid to `to`. For holders that cannot receive ETH.
    function claimTo(uint256 snapshotId, address to) external returns (uint256 amount);

    /// @notice `claim` on behalf of `account`, paid to `account`. Anyone may call it.
    function claimFor(address account, uint256 snapshotId) external returns (uint256 amount);

    /// @notice Claims the caller's ETH from several snapshots in one payment. Skips those with nothing to claim
    /// (unknown, open, already claimed, repeated); pays nothing, without reverting, if that is all of them.
    function claimBatch(uint256[] calldata snapshotIds) external returns (uint256 amount);

    /// @notice `claimBatch`, paid to `to`.
    function claimBatchTo(uint256[] calldata snapshotIds, address to) external returns (uint256 amount);

    /// @notice `claimBatch` on behalf of `account`, paid to `account`. Anyone may call it.
    function claimBatchFor(address account, uint256[] calldata snapshotIds) external returns (uint256 amount);

    /// @notice `claimBatchTo` for revenue in `token`, listed or once listed.
    function claimERC20(address token, uint256[] calldata snapshotIds, address to) external returns (uint256 amount);

    /// @notice `claimBatchFor` for revenue in `token`, listed or once listed.
    function claimERC20For(
        address account,
        address token,
        uint256[] calldata snapshotIds
    ) external returns (uint256 amount);

    /// @notice `burn`, with the proceeds to `to` and a least amount of each asset.
    /// @param minEth Wei below which the burn reverts.
    /// @param minERC20 The same for revenue tokens; those left out have no minimum.
    /// @return paid Wei paid.
    function burnTo(
        uint256 amount,
        address to,
        uint256 minEth,
        MinOut[] calldata minERC20
    ) external returns (uint256 paid);

    /// @notice Burns shares of `account` out of the caller's allowance. The proceeds are `account`'s.
    function burnFrom(address account, uint256 amount) external;

    /// @notice Sends to `to` what burning has credited to the caller in `token`.
    function withdrawCredit(address token, address to) external returns (uint256 amount);

    /// @notice Pays `account` its ETH from snapshots that are `RECYCLE_DELAY` old; if `account` does not take it, given
    /// `RECYCLE_GAS`, the claims go back to pending, for everybody. So shares in a contract that can neither receive
    /// nor claim do not strand revenue for ever, and nobody who can be paid ever loses a claim. Anyone may call it.
    /// @return amount Wei paid or returned to pending.
    /// @return paid Whether `account` took it.
    function recycle(address account, uint256[] calldata snapshotIds) external returns (uint256 amount, bool paid);

    /// @notice Once no share is left: sends all pending `asset` to `to`. Only for the account that burned the last
    /// share.
    function collectResidue(address asset, address to) external returns (uint256 amount);

    /// @notice Lists or delists an ERC-20. Admin only. Delisting takes nothing away: what is in the pool or pending is
    /// promised to holders in full by the next snapshot, and the token is redeemed by burning until then.
    function setRevenueToken(address token, bool listed) external;

    /// @notice ETH and ERC-20 at once: what `account` can claim of `asset` from each of `snapshotIds`, and the sum of
    /// it. An id that appears twice is counted twice, though it can be claimed once.
    function claimableBatch(
        address account,
        address asset,
        uint256[] calldata snapshotIds
    ) external view returns (uint256[] memory amounts, uint256 total);

    /// @notice How the contract's holdings of `asset` are divided now.
    function revenueOf(address asset) external view returns (uint256 reserved, uint256 pool, uint256 pending);

    /// @notice Id of the last snapshot; ids count up from 1. 0 before the first.
    function lastSnapshotId() external view returns (uint256);

    /// @notice Unix time, seconds, from which `snapshot` may be called again.
    function nextSnapshotAt() external view returns (uint256);

    /// @notice What `snapshotId` shares of `asset`, before claims, and when it was taken; 0 if unknown.
    function snapshotOf(uint256 snapshotId, address asset) external view returns (uint256 timepoint, uint256 claimable);

    /// @notice Shares of `account` as counted by `snapshotId`: provisional until its timepoint has ended, 0 if unknown.
    function balanceOfAt(address account, uint256 snapshotId) external view returns (uint256);

    /// @notice All shares as counted by `snapshotId`: provisional until its timepoint has ended, 0 if unknown.
    function totalSupplyAt(uint256 snapshotId) external view returns (uint256);

    /// @notice Whether `account` has been paid its `asset` from `snapshotId`, or had it recycled.
    function claimed(address account, address asset, uint256 snapshotId) external view returns (bool);

    /// @notice What burning has credited to `account` in `token`.
    function creditOf(address account, address token) external view returns (uint256);

    function listingOf(address token) external view returns (Listing);

    /// @notice Tokens listed or leaving.
    function revenueTokens() external view returns (address[] memory);

    /// @notice Who burned the last share; zero while there is one.
    function lastHolder() external view returns (address);

    function admin() external view returns (address);

    function claimableBps() external view returns (uint256);

    function snapshotInterval() external view returns (uint256);

    function firstSnapshotAt() external view returns (uint256);
}
