// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

import {IERC7641} from "./interfaces/IERC7641.sol";
import {IERC7641AltRevToken} from "./interfaces/IERC7641AltRevToken.sol";
import {IRevShareToken} from "./interfaces/IRevShareToken.sol";
import {Payment} from "./libraries/Payment.sol";
import {SupplyHistory} from "./libraries/SupplyHistory.sol";
import {Epoch, EpochLib, SnapshotRecord} from "./types/Epoch.sol";
import {Holding, PastHolding} from "./types/Holding.sol";

/// @title Shares of what a model earns
/// @dev OpenZeppelin's ERC20, ERC20Permit and Votes over storage of its own: a balance shares its word with what
/// snapshots and votes need to know of it, and the supply with its history, so that an ordinary transfer touches three
/// words.
contract RevShareToken is ERC20Permit, Votes, ERC165, ReentrancyGuardTransient, IRevShareToken {
    using SafeERC20 for IERC20;
    using SupplyHistory for SupplyHistory.Trace;

    /// @dev An ERC-20's part of what `Epoch` is for ETH.
    struct TokenPool {
        uint256 reserved;
        uint256 poolAtIssue;
    }

    /// @dev What a burn takes from each part; `open` from what a snapshot of this very timepoint has promised.
    struct Redemption {
        uint256 pool;
        uint256 pending;
        uint256 open;
    }

    /// @notice Least `snapshotInterval`, seconds: each snapshot makes every holder's next transfer dearer.
    uint256 public constant MIN_INTERVAL = 1 hours;

    /// @notice Age, seconds, from which the claims of a holder that cannot be paid may be recycled.
    uint256 public constant RECYCLE_DELAY = 365 days;

    /// @notice Gas with which a holder must be able to receive ETH to be safe from `recycle`.
    uint256 public constant RECYCLE_GAS = 200_000;

    /// @notice Most revenue tokens listed at a time: burning looks at each.
    uint256 public constant MAX_REVENUE_TOKENS = 8;

    /// @notice Gas within which a revenue token must tell a balance.
    uint256 public constant BALANCE_GAS = 100_000;

    uint256 private constant BPS = 10_000;
    address private constant ETH = address(0);

    address public immutable admin;
    uint256 public immutable claimableBps;
    uint256 public immutable snapshotInterval;
    uint256 public immutable firstSnapshotAt;
    uint256 private immutable _issued;
    bool private immutable _narrow;

    Epoch private _epoch;
    SupplyHistory.Trace private _supply;
    mapping(address account => Holding) private _holdings;
    mapping(address account => mapping(uint256 index => PastHolding)) private _pastHoldings;

    mapping(uint256 snapshotId => SnapshotRecord) private _snapshots;
    mapping(uint256 snapshotId => mapping(address token => uint256)) private _claimableERC20;
    mapping(address asset => mapping(address account => mapping(uint256 bucket => uint256))) private _claimed;

    mapping(address token => TokenPool) private _tokenPools;
    mapping(address account => mapping(address token => uint256)) private _credits;
    mapping(address token => Listing) private _listings;
    address[MAX_REVENUE_TOKENS] private _tokens;

    address public lastHolder;

    constructor(Config memory config) ERC20(config.name, config.symbol) ERC20Permit(config.name) {
        if (
            config.claimableBps == 0 ||
            config.claimableBps > BPS ||
            config.snapshotInterval < MIN_INTERVAL ||
            config.recipients.length != config.amounts.length
        ) revert ConfigInvalid();
        admin = config.admin;
        claimableBps = config.claimableBps;
        snapshotInterval = config.snapshotInterval;
        firstSnapshotAt = config.firstSnapshotAt;

        uint256 supply = 0;
        for (uint256 i = 0; i < config.amounts.length; ++i) supply += config.amounts[i];
        if (supply == 0 || supply > type(uint208).max) revert ConfigInvalid();
        _issued = supply;
        _narrow = SupplyHistory.fitsNarrow(supply);
        _supply.push(SupplyHistory.fitsNarrow(supply), clock(), supply);
        for (uint256 i = 0; i < config.amounts.length; ++i) _mint(config.recipients[i], config.amounts[i]);
        for (uint256 i = 0; i < config.revenueTokens.length; ++i) _list(config.revenueTokens[i]);
    }

    // verbs

    /// @inheritdoc IRevShareToken
    receive() external payable {
        emit RevenueReceived(msg.sender, msg.value);
    }

    /// @inheritdoc IERC7641
    function snapshot() external nonReentrantView returns (uint256 id) {
        Epoch epoch = _epoch;
        uint256 allowedAt = _allowedAt(epoch);
        if (block.timestamp < allowedAt) revert SnapshotTooEarly(allowedAt, block.timestamp);
        uint256 supply = totalSupply();
        if (supply == 0) revert NothingToShare();
        id = epoch.id() + 1;

        // What does not fit, beyond hundreds of millions of ether, stays pending.
        uint256 pending = Math.min(_pendingEth(epoch, supply), EpochLib.MAX_RESERVED - epoch.reserved());
        uint256 claimable = Math.mulDiv(pending, claimableBps, BPS);
        uint256 room = EpochLib.MAX_POOL - epoch.poolAtIssue();
        (uint256 retained, uint256 atIssue) = _retainable(pending - claimable, room, supply);
        epoch = epoch.next(block.timestamp).reserve(claimable).retain(atIssue);
        _snapshots[id] = EpochLib.record(block.timestamp, claimable);
        emit RevenueShared(id, ETH, block.timestamp, claimable, retained);

        bool shared = claimable != 0;
        // Backwards, because a token that is delisted gives its place to the last.
        for (uint256 i = epoch.tokens(); i > 0; --i) {
            address token = _tokens[i - 1];
            if (_listings[token] == Listing.Left) epoch = _delist(epoch, i - 1);
            else if (_shareERC20(id, token, supply)) shared = true;
        }
        if (!shared) revert NothingToShare();
        _epoch = epoch;
    }

    /// @inheritdoc IERC7641
    function claim(uint256 snapshotId) external {
        _claimOne(msg.sender, snapshotId, msg.sender);
    }

    /// @inheritdoc IRevShareToken
    function claimTo(uint256 snapshotId, address to) external returns (uint256 amount) {
        return _claimOne(msg.sender, snapshotId, to);
    }

    /// @inheritdoc IRevShareToken
    function claimFor(address account, uint256 snapshotId) external returns (uint256 amount) {
        return _claimOne(account, snapshotId, account);
    }

    /// @inheritdoc IRevShareToken
    function claimBatch(uint256[] calldata snapshotIds) external returns (uint256 amount) {
        return _claimEth(msg.sender, snapshotIds, msg.sender);
    }

    /// @inheritdoc IRevShareToken
    function claimBatchTo(uint256[] calldata snapshotIds, address to) external returns (uint256 amount) {
        return _claimEth(msg.sender, snapshotIds, to);
    }

    /// @inheritdoc IRevShareToken
    function claimBatchFor(address account, uint256[] calldata snapshotIds) external returns (uint256 amount) {
        return _claimEth(account, snapshotIds, account);
    }

    /// @inheritdoc IRevShareToken
    function claimERC20(address token, uint256[] calldata snapshotIds, address to) external returns (uint256 amount) {
        return _claimERC20(msg.sender, token, snapshotIds, to, true);
    }

    /// @inheritdoc IRevShareToken
    function claimERC20For(
        address account,
        address token,
        uint256[] calldata snapshotIds
    ) external returns (uint256 amount) {
        // A cut is for the holder to accept, or to wait out.
        return _claimERC20(account, token, snapshotIds, account, false);
    }

    /// @inheritdoc IERC7641
    function burn(uint256 amount) external {
        _redeem(msg.sender, amount, msg.sender, 0);
    }

    /// @inheritdoc IRevShareToken
    function burnTo(
        uint256 amount,
        address to,
        uint256 minEth,
        MinOut[] calldata minERC20
    ) external returns (uint256 paid) {
        for (uint256 i = 0; i < minERC20.length; ++i) {
            uint256 credited = redeemableERC20OnBurn(amount, minERC20[i].token);
            if (credited < minERC20[i].amount) revert MinOutNotMet(minERC20[i].token, credited, minERC20[i].amount);
        }
        return _redeem(msg.sender, amount, to, minEth);
    }

    /// @inheritdoc IRevShareToken
    function burnFrom(address account, uint256 amount) external {
        _spendAllowance(account, msg.sender, amount);
        _redeem(account, amount, account, 0);
    }

    /// @inheritdoc IRevShareToken
    function withdrawCredit(address token, address to) external nonReentrant returns (uint256 amount) {
        uint256 credit = _credits[msg.sender][token];
        if (credit == 0) revert NothingToWithdraw(msg.sender, token);
        delete _credits[msg.sender][token];
        amount = _releaseERC20(token, credit, to, true);
        emit CreditWithdrawn(msg.sender, token, to, amount);
    }

    /// @inheritdoc IRevShareToken
    function recycle(address account, uint256[] calldata snapshotIds) external returns (uint256 amount, bool paid) {
        for (uint256 i = 0; i < snapshotIds.length; ++i) {
            uint256 allowedAt = _snapshots[snapshotIds[i]].takenAt() + RECYCLE_DELAY;
            if (block.timestamp < allowedAt) revert NotRecyclableYet(snapshotIds[i], allowedAt);
        }
        uint256[] memory ids;
        (amount, ids) = _collect(account, ETH, snapshotIds);
        if (amount == 0) return (0, false);
        _epoch = _epoch.release(amount);

        _requireGas(RECYCLE_GAS);
        paid = Payment.send(account, amount, RECYCLE_GAS);
        if (paid) emit RevenueClaimed(account, ETH, account, ids, amount);
        else emit RevenueRecycled(account, ids, amount);
    }

    /// @inheritdoc IRevShareToken
    function collectResidue(address asset, address to) external nonReentrant returns (uint256 amount) {
        if (msg.sender != lastHolder) revert NotLastHolder(msg.sender);
        (, , amount) = revenueOf(asset);
        if (amount == 0) revert NothingToWithdraw(msg.sender, asset);
        emit ResidueCollected(msg.sender, asset, to, amount);
        if (asset == ETH) _payEth(to, amount);
        else _payERC20(asset, to, amount);
    }

    /// @inheritdoc IRevShareToken
    function setRevenueToken(address token, bool listed) external {
        if (msg.sender != admin) revert NotAdmin(msg.sender);
        Listing listing = _listings[token];
        if (listed) {
            if (listing == Listing.None) _list(token);
            else if (listing != Listing.Listed) _setListing(token, Listing.Listed);
        } else if (listing != Listing.None) {
            (, uint256 pool, uint256 pending) = revenueOf(token);
            Epoch epoch = _epoch;
            if (pool == 0 && pending == 0 && !_isOpen(epoch)) {
                uint256 i = 0;
                while (_tokens[i] != token) ++i;
                _epoch = _delist(epoch, i);
            } else if (listing == Listing.Listed) {
                _setListing(token, Listing.Leaving);
            }
        }
    }

    // views

    /// @inheritdoc IERC7641
    function claimableRevenue(address account, uint256 snapshotId) external view returns (uint256) {
        return _owed(account, ETH, snapshotId);
    }

    /// @inheritdoc IERC7641AltRevToken
    function claimableERC20(address account, uint256 snapshotId, address token) external view returns (uint256) {
        if (token == ETH) return 0;
        return _afterCut(token, _owed(account, token, snapshotId));
    }

    /// @inheritdoc IRevShareToken
    function claimableBatch(
        address account,
        address asset,
        uint256[] calldata snapshotIds
    ) external view returns (uint256[] memory amounts, uint256 total) {
        uint256 held = address(this).balance;
        uint256 owed = 0;
        if (asset != ETH) {
            (, held) = _balanceOf(asset);
            owed = _owedInAll(asset, totalSupply());
        }
        amounts = new uint256[](snapshotIds.length);
        for (uint256 i = 0; i < snapshotIds.length; ++i) {
            amounts[i] = _cut(_owed(account, asset, snapshotIds[i]), held, owed);
            total += amounts[i];
        }
    }

    /// @inheritdoc IERC7641
    function redeemableOnBurn(uint256 amount) external view returns (uint256) {
        return _sum(_redemption(_epoch, ETH, amount, totalSupply()));
    }

    /// @inheritdoc IERC7641AltRevToken
    function redeemableERC20OnBurn(uint256 amount, address token) public view returns (uint256) {
        if (_listings[token] == Listing.None) return 0;
        return _afterCut(token, _sum(_redemption(_epoch, token, amount, totalSupply())));
    }

    /// @inheritdoc IRevShareToken
    function revenueOf(address asset) public view returns (uint256 reserved, uint256 pool, uint256 pending) {
        uint256 supply = totalSupply();
        Epoch epoch = _epoch;
        reserved = asset == ETH ? epoch.reserved() : _tokenPools[asset].reserved;
        pool = _poolOf(epoch, asset, supply);
        pending = _pendingOf(epoch, asset, supply);
    }

    /// @inheritdoc IRevShareToken
    function lastSnapshotId() external view returns (uint256) {
        return _epoch.id();
    }

    /// @inheritdoc IRevShareToken
    function nextSnapshotAt() external view returns (uint256) {
        return _allowedAt(_epoch);
    }

    /// @inheritdoc IRevShareToken
    function snapshotOf(
        uint256 snapshotId,
        address asset
    ) external view returns (uint256 timepoint, uint256 claimable) {
        return (_snapshots[snapshotId].takenAt(), _claimableOf(snapshotId, asset));
    }

    /// @inheritdoc IRevShareToken
    function balanceOfAt(address account, uint256 snapshotId) external view returns (uint256) {
        if (_snapshots[snapshotId].takenAt() == 0) return 0;
        return _balanceAt(account, _holdings[account], snapshotId);
    }

    /// @inheritdoc IRevShareToken
    function totalSupplyAt(uint256 snapshotId) external view returns (uint256) {
        return _supply.lookup(_narrow, _snapshots[snapshotId].takenAt());
    }

    /// @inheritdoc IRevShareToken
    function claimed(address account, address asset, uint256 snapshotId) public view returns (bool) {
        return (_claimed[asset][account][snapshotId >> 8] >> (snapshotId & 0xff)) & 1 == 1;
    }

    /// @inheritdoc IRevShareToken
    function creditOf(address account, address token) external view returns (uint256) {
        return _credits[account][token];
    }

    /// @inheritdoc IRevShareToken
    function listingOf(address token) external view returns (Listing) {
        return _listings[token];
    }

    /// @inheritdoc IRevShareToken
    function revenueTokens() external view returns (address[] memory tokens) {
        tokens = new address[](_epoch.tokens());
        for (uint256 i = 0; i < tokens.length; ++i) tokens[i] = _tokens[i];
    }

    /// @inheritdoc IERC20
    function totalSupply() public view override(ERC20, IERC20) returns (uint256) {
        return _supply.latest(_narrow);
    }

    /// @inheritdoc IERC20
    function balanceOf(address account) public view override(ERC20, IERC20) returns (uint256) {
        return _holdings[account].balance();
    }

    /// @inheritdoc IERC6372
    /// @dev Seconds: the same on every chain, where block numbers are not, and what people vote by.
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @inheritdoc IERC6372
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @inheritdoc IVotes
    function getPastTotalSupply(uint256 timepoint) public view override returns (uint256) {
        return _supply.lookup(_narrow, _validateTimepoint(timepoint));
    }

    /// @inheritdoc ERC20Permit
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    /// @inheritdoc ERC165
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return
            interfaceId == type(IERC20).interfaceId ||
            interfaceId == type(IERC20Metadata).interfaceId ||
            interfaceId == type(IERC20Permit).interfaceId ||
            interfaceId == type(IVotes).interfaceId ||
            interfaceId == type(IERC6372).interfaceId ||
            interfaceId == type(IERC7641).interfaceId ||
            interfaceId == type(IERC7641AltRevToken).interfaceId ||
            interfaceId == type(IRevShareToken).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    // internals: shares

    /// @dev Every change of a balance comes through here. Shares are minted by the constructor alone, which has set the
    /// supply.
    function _update(address from, address to, uint256 value) internal override {
        uint256 closed = _lastClosedId();
        bool fromDelegated = false;
        bool toDelegated = false;
        if (from != address(0)) {
            Holding holding = _settled(from, closed);
            uint256 balance = holding.balance();
            if (balance < value) revert ERC20InsufficientBalance(from, balance, value);
            unchecked {
                _holdings[from] = holding.withBalance(balance - value);
            }
            fromDelegated = holding.delegated();
        }
        if (to != address(0)) {
            Holding holding = _settled(to, closed);
            unchecked {
                // Balances add up to the supply, which fits in 208 bits.
                _holdings[to] = holding.withBalance(holding.balance() + value);
            }
            toDelegated = holding.delegated();
        } else {
            _supply.push(_narrow, block.timestamp, totalSupply() - value);
        }
        emit Transfer(from, to, value);

        if (fromDelegated || toDelegated) {
            _moveDelegateVotes(
                fromDelegated ? delegates(from) : address(0),
                toDelegated ? delegates(to) : address(0),
                value
            );
        }
    }

    /// @dev The holding of `account`, with what it was at snapshots up to `closed` put on record.
    function _settled(address account, uint256 closed) private returns (Holding holding) {
        holding = _holdings[account];
        if (holding.mark() < closed) {
            if (holding.balance() != 0) {
                _pastHoldings[account][holding.count()] = holding.past(closed);
                holding = holding.withRecord();
            }
            holding = holding.withMark(closed);
        }
    }

    /// @dev The flag spares those who have not delegated the look-up on each transfer.
    function _delegate(address account, address delegatee) internal override {
        super._delegate(account, delegatee);
        _holdings[account] = _holdings[account].withDelegated(delegatee != address(0));
    }

    function _getVotingUnits(address account) internal view override returns (uint256) {
        return balanceOf(account);
    }

    function _getTotalSupply() internal view override returns (uint256) {
        return totalSupply();
    }

    /// @dev What `account`, whose word is `holding`, held at a known snapshot.
    function _balanceAt(address account, Holding holding, uint256 id) private view returns (uint256) {
        if (id > holding.mark()) return holding.balance();
        uint256 low = 0;
        uint256 high = holding.count();
        // INVARIANT: records before `low` end before `id`; those from `high` on do not.
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (_pastHoldings[account][middle].to() < id) low = middle + 1;
            else high = middle;
        }
        if (low == holding.count()) return 0;
        PastHolding past = _pastHoldings[account][low];
        return id > past.from() ? past.balance() : 0;
    }

    /// @dev The last snapshot whose timepoint has ended: balances as they are now are what it counts until they change.
    function _lastClosedId() private view returns (uint256) {
        Epoch epoch = _epoch;
        return _isOpen(epoch) ? epoch.id() - 1 : epoch.id();
    }

    /// @dev Whether the last snapshot's timepoint is now, so that what it counts may still change.
    function _isOpen(Epoch epoch) private view returns (bool) {
        return epoch.takenAt() == block.timestamp;
    }

    function _allowedAt(Epoch epoch) private view returns (uint256) {
        return epoch.id() == 0 ? firstSnapshotAt : epoch.takenAt() + snapshotInterval;
    }

    // internals: claims

    function _claimOne(address account, uint256 id, address to) private returns (uint256 amount) {
        uint256[] memory ids = new uint256[](1);
        ids[0] = id;
        amount = _claimEth(account, ids, to);
        if (amount == 0) revert NothingToClaim(account, id);
    }

    function _claimEth(address account, uint256[] memory snapshotIds, address to) private returns (uint256 amount) {
        uint256[] memory ids;
        (amount, ids) = _collect(account, ETH, snapshotIds);
        if (amount == 0) return 0;
        _epoch = _epoch.release(amount);
        emit RevenueClaimed(account, ETH, to, ids, amount);
        _payEth(to, amount);
    }

    function _claimERC20(
        address account,
        address token,
        uint256[] memory snapshotIds,
        address to,
        bool acceptsCut
    ) private nonReentrant returns (uint256 amount) {
        if (token == ETH) revert RevenueTokenInvalid(token);
        (uint256 owed, uint256[] memory ids) = _collect(account, token, snapshotIds);
        if (owed == 0) return 0;
        amount = _releaseERC20(token, owed, to, acceptsCut);
        emit RevenueClaimed(account, token, to, ids, amount);
    }

    /// @dev Marks as claimed what `account` is owed, and tells how much and from which of `snapshotIds`.
    function _collect(
        address account,
        address asset,
        uint256[] memory snapshotIds
    ) private returns (uint256 amount, uint256[] memory ids) {
        Holding holding = _holdings[account];
        mapping(uint256 => uint256) storage words = _claimed[asset][account];
        uint256 bucket = type(uint256).max;
        uint256 word = 0;
        uint256 count = 0;
        unchecked {
            for (uint256 i = 0; i < snapshotIds.length; ++i) {
                uint256 id = snapshotIds[i];
                if (id >> 8 != bucket) {
                    if (count != 0) words[bucket] = word;
                    bucket = id >> 8;
                    word = words[bucket];
                }
                uint256 bit = 1 << (id & 0xff);
                if (word & bit != 0) continue;
                uint256 owed = _shareOf(account, holding, asset, id);
                if (owed == 0) continue;
                word |= bit;
                amount += owed;
                if (count != i) snapshotIds[count] = id;
                ++count;
            }
        }
        if (count == 0) return (0, ids);
        words[bucket] = word;
        if (count == snapshotIds.length) return (amount, snapshotIds);
        ids = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) ids[i] = snapshotIds[i];
    }

    /// @dev What `account` can claim of `asset` from snapshot `id`, before any cut.
    function _owed(address account, address asset, uint256 id) private view returns (uint256) {
        return claimed(account, asset, id) ? 0 : _shareOf(account, _holdings[account], asset, id);
    }

    /// @dev The part of `account`, whose word is `holding`, in snapshot `id`. 0 for an unknown or open snapshot.
    function _shareOf(address account, Holding holding, address asset, uint256 id) private view returns (uint256) {
        SnapshotRecord record = _snapshots[id];
        uint256 takenAt = record.takenAt();
        if (takenAt == 0 || takenAt == block.timestamp) return 0;
        uint256 balance = _balanceAt(account, holding, id);
        if (balance == 0) return 0;
        uint256 claimable = asset == ETH ? record.claimable() : _claimableERC20[id][asset];
        return Math.mulDiv(claimable, balance, _supply.lookup(_narrow, takenAt));
    }

    function _claimableOf(uint256 id, address asset) private view returns (uint256) {
        return asset == ETH ? _snapshots[id].claimable() : _claimableERC20[id][asset];
    }

    // internals: burning

    /// @dev The only way that shares are burned.
    function _redeem(
        address account,
        uint256 shares,
        address to,
        uint256 minEth
    ) private nonReentrantView returns (uint256 paid) {
        // What this contract would be credited, nobody could withdraw.
        if (to == address(0) || to == address(this)) revert RecipientInvalid(to);
        if (shares == 0) revert NothingToRedeem();
        Epoch epoch = _epoch;
        uint256 supply = totalSupply();
        Redemption memory out = _redemption(epoch, ETH, shares, supply);
        if (out.open != 0) {
            uint256 id = epoch.id();
            _snapshots[id] = EpochLib.record(block.timestamp, _claimableOf(id, ETH) - out.open);
            _epoch = epoch.release(out.open);
        }
        for (uint256 i = 0; i < epoch.tokens(); ++i) _redeemERC20(epoch, _tokens[i], account, shares, supply, to);
        _burn(account, shares);
        if (shares == supply) {
            lastHolder = account;
            emit LastShareBurned(account);
        }

        paid = _sum(out);
        if (paid < minEth) revert MinOutNotMet(ETH, paid, minEth);
        emit RevenueRedeemed(account, ETH, to, shares, paid);
        if (paid != 0) _payEth(to, paid);
    }

    function _redeemERC20(
        Epoch epoch,
        address token,
        address account,
        uint256 shares,
        uint256 supply,
        address to
    ) private {
        Redemption memory out = _redemption(epoch, token, shares, supply);
        uint256 credit = _sum(out);
        if (credit == 0) return;
        _tokenPools[token].reserved += out.pool + out.pending;
        if (out.open != 0) _claimableERC20[epoch.id()][token] -= out.open;
        _credits[to][token] += credit;
        emit RevenueRedeemed(account, token, to, shares, credit);
    }

    /// @dev What `shares` of `supply` redeem of `asset`. Each part is rounded down by itself, so that each part covers
    /// it.
    function _redemption(
        Epoch epoch,
        address asset,
        uint256 shares,
        uint256 supply
    ) private view returns (Redemption memory out) {
        if (supply == 0) return out;
        if (shares > supply) shares = supply;
        out.pool = Math.mulDiv(_poolOf(epoch, asset, supply), shares, supply);
        out.pending = Math.mulDiv(_pendingOf(epoch, asset, supply), shares, supply);
        if (_isOpen(epoch)) out.open = Math.mulDiv(_claimableOf(epoch.id(), asset), shares, supply);
    }

    function _sum(Redemption memory out) private pure returns (uint256) {
        return out.pool + out.pending + out.open;
    }

    // internals: assets

    function _poolOf(Epoch epoch, address asset, uint256 supply) private view returns (uint256) {
        uint256 atIssue = asset == ETH ? epoch.poolAtIssue() : _tokenPools[asset].poolAtIssue;
        return Math.mulDiv(atIssue, supply, _issued);
    }

    function _pendingOf(Epoch epoch, address asset, uint256 supply) private view returns (uint256) {
        return asset == ETH ? _pendingEth(epoch, supply) : _pendingERC20(asset, supply);
    }

    function _pendingEth(Epoch epoch, uint256 supply) private view returns (uint256) {
        return address(this).balance - epoch.reserved() - _poolOf(epoch, ETH, supply);
    }

    /// @dev None if the token does not tell, or is short.
    function _pendingERC20(address token, uint256 supply) private view returns (uint256) {
        (, uint256 held) = _balanceOf(token);
        return Math.saturatingSub(held, _owedInAll(token, supply));
    }

    /// @dev How much of `amount` the pool takes, given `room` in the pool at issue, and what that is at issue.
    /// INVARIANT: rounding down twice, the pool grows by no more than `retained`; so it is always covered.
    function _retainable(
        uint256 amount,
        uint256 room,
        uint256 supply
    ) private view returns (uint256 retained, uint256 atIssue) {
        retained = Math.min(amount, Math.mulDiv(room, supply, _issued));
        atIssue = Math.mulDiv(retained, _issued, supply);
    }

    /// @dev Makes what is pending of `token` part of snapshot `id`; of a leaving token all there is.
    function _shareERC20(uint256 id, address token, uint256 supply) private returns (bool shared) {
        TokenPool storage pool = _tokenPools[token];
        uint256 pending = _pendingERC20(token, supply);
        uint256 claimable;
        uint256 retained = 0;
        if (_listings[token] == Listing.Leaving) {
            claimable = pending + Math.mulDiv(pool.poolAtIssue, supply, _issued);
            delete pool.poolAtIssue;
            _setListing(token, Listing.Left);
        } else {
            claimable = Math.mulDiv(pending, claimableBps, BPS);
        }
        if (claimable == 0) return false;
        if (claimable < pending) {
            uint256 atIssue;
            (retained, atIssue) = _retainable(pending - claimable, type(uint256).max - pool.poolAtIssue, supply);
            pool.poolAtIssue += atIssue;
        }
        pool.reserved += claimable;
        _claimableERC20[id][token] = claimable;
        emit RevenueShared(id, token, block.timestamp, claimable, retained);
        return true;
    }

    function _list(address token) private {
        if (token == address(this) || token.code.length == 0) revert RevenueTokenInvalid(token);
        if (_listings[token] != Listing.None) revert RevenueTokenInvalid(token);
        Epoch epoch = _epoch;
        uint256 count = epoch.tokens();
        if (count == MAX_REVENUE_TOKENS) revert TooManyRevenueTokens(MAX_REVENUE_TOKENS);
        _tokens[count] = token;
        _epoch = epoch.withTokens(count + 1);
        _setListing(token, Listing.Listed);
    }

    /// @dev The caller stores the epoch returned.
    function _delist(Epoch epoch, uint256 index) private returns (Epoch) {
        address token = _tokens[index];
        uint256 last = epoch.tokens() - 1;
        _tokens[index] = _tokens[last];
        delete _tokens[last];
        _setListing(token, Listing.None);
        return epoch.withTokens(last);
    }

    function _setListing(address token, Listing listing) private {
        _listings[token] = listing;
        emit RevenueTokenSet(token, listing);
    }

    /// @dev What the contract owes in `token`, to claims, credits and the pool.
    function _owedInAll(address token, uint256 supply) private view returns (uint256) {
        TokenPool storage pool = _tokenPools[token];
        return pool.reserved + Math.mulDiv(pool.poolAtIssue, supply, _issued);
    }

    /// @dev `amount` owed in `token`, less the cut that everyone takes while it is short.
    function _afterCut(address token, uint256 amount) private view returns (uint256) {
        (, uint256 held) = _balanceOf(token);
        return _cut(amount, held, _owedInAll(token, totalSupply()));
    }

    function _cut(uint256 amount, uint256 held, uint256 owed) private pure returns (uint256) {
        return held < owed ? Math.mulDiv(amount, held, owed) : amount;
    }

    /// @dev Takes `owed` off the reserve and pays it, less any cut. Never trades a claim for nothing.
    function _releaseERC20(address token, uint256 owed, address to, bool acceptsCut) private returns (uint256 amount) {
        (, uint256 held) = _balanceOf(token);
        uint256 owedInAll = _owedInAll(token, totalSupply());
        amount = _cut(owed, held, owedInAll);
        if (amount == 0 || (amount < owed && !acceptsCut)) revert TokenShort(token, held, owedInAll);
        _tokenPools[token].reserved -= owed;
        _payERC20(token, to, amount);
    }

    function _payEth(address to, uint256 amount) private {
        if (to == address(0)) revert RecipientInvalid(to);
        if (!Payment.send(to, amount)) revert PaymentFailed(ETH, to, amount);
    }

    /// @dev INVARIANT: a payment takes no more from what this contract holds than it says.
    function _payERC20(address token, address to, uint256 amount) private {
        if (to == address(0)) revert RecipientInvalid(to);
        uint256 held = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransfer(to, amount);
        uint256 left = IERC20(token).balanceOf(address(this));
        if (left < held && held - left > amount) revert PaymentExceeded(token, held - left, amount);
    }

    /// @dev Zero if the token does not answer, whatever it does instead.
    function _balanceOf(address token) private view returns (bool answered, uint256 held) {
        _requireGas(BALANCE_GAS);
        return Payment.tryBalanceOf(token, address(this), BALANCE_GAS);
    }

    /// @dev INVARIANT: whoever calls cannot make a call below fail by bringing too little gas. A call is given 63/64 of
    /// what is left after its own cost, 40_000 at the most.
    function _requireGas(uint256 amount) private view {
        uint256 needed = amount + amount / 63 + 40_000;
        if (gasleft() < needed) revert GasTooLow(gasleft(), needed);
    }
}
