// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Currency} from "../../contracts/governance/Currency.sol";
import {IOffering} from "../../contracts/offering/interfaces/IOffering.sol";
import {ISale} from "../../contracts/offering/interfaces/ISale.sol";
import {Offering} from "../../contracts/offering/Offering.sol";
import {TestERC20} from "../../contracts/mocks/TestERC20.sol";
import {Vm, bound, deployArtifact, refusalOf, vm} from "../support/Vm.sol";

/// @dev Buys, and refuses ETH or re-enters when it is paid.
contract HostileBuyer {
    Offering private immutable _sale;
    bool public reenters;
    bool public reentered;

    constructor(Offering sale) {
        _sale = sale;
    }

    receive() external payable {
        if (!reenters) revert();
        (reentered, ) = address(_sale).call(abi.encodeCall(_sale.settle, (address(this))));
        if (!reentered) (reentered, ) = address(_sale).call(abi.encodeCall(_sale.sweep, ()));
    }

    function commit(uint256 amount) external {
        _sale.commit{value: amount}(amount, new bytes32[](0));
    }

    function settle(address to) external {
        _sale.settle(to);
    }

    function setReenters() external {
        reenters = true;
    }
}

contract OfferingTest {
    string private constant OFFERING = "Offering.sol:Offering";
    uint256 private constant SHARES = 600_000e18;
    uint256 private constant CAP = 60 ether;
    uint256 private constant FLOOR = 20 ether;
    uint64 private constant OPENS_AT = 1_000;
    uint64 private constant CLOSES_AT = 2_000;
    address private constant ISSUER = address(0x1550e4);
    address private constant TREASURY = address(0x7ea5);
    address private constant ANN = address(0xa11);
    address private constant BOB = address(0xb0b);
    address private constant CAT = address(0xca7);
    uint256 private constant KEY = 0x5ec4e7;
    bytes32[] private none;

    TestERC20 private token;
    TestERC20 private coin;
    Offering private sale;

    function setUp() public {
        token = new TestERC20();
        coin = new TestERC20();
        vm.warp(OPENS_AT - 100);
        sale = _sale(_terms());
        vm.warp(OPENS_AT);
    }

    // ---- deployment

    function test_constructor_keepsTerms() public view {
        ISale.Terms memory t = sale.terms();
        require(keccak256(abi.encode(t)) == keccak256(abi.encode(_terms())), "terms");
        require(sale.state() == ISale.State.Open, "state");
    }

    function test_constructor_capZero_reverts() public {
        ISale.Terms memory t = _terms();
        t.cap = 0;
        _requireRefused(t, abi.encodeWithSelector(ISale.CapZero.selector));
    }

    function test_constructor_floorAboveCap_reverts() public {
        ISale.Terms memory t = _terms();
        t.floor = CAP + 1;
        _requireRefused(t, abi.encodeWithSelector(ISale.FloorAboveCap.selector, CAP + 1, CAP));
    }

    function test_constructor_unitDearerThanOne_reverts() public {
        ISale.Terms memory t = _terms();
        t.shares = CAP - 1;
        _requireRefused(t, abi.encodeWithSelector(ISale.PriceTooCoarse.selector, CAP - 1, CAP));
    }

    function test_constructor_windowInvalid_reverts() public {
        ISale.Terms memory t = _terms();
        t.closesAt = t.opensAt;
        _requireRefused(t, abi.encodeWithSelector(ISale.WindowInvalid.selector, OPENS_AT, OPENS_AT, OPENS_AT));
        t.closesAt = OPENS_AT + 365 days + 1;
        _requireRefused(t, abi.encodeWithSelector(ISale.WindowInvalid.selector, OPENS_AT, t.closesAt, OPENS_AT));
        t.closesAt = OPENS_AT + 365 days;
        deployArtifact(OFFERING, abi.encode(t));
        vm.warp(CLOSES_AT);
        _requireRefused(_terms(), abi.encodeWithSelector(ISale.WindowInvalid.selector, OPENS_AT, CLOSES_AT, CLOSES_AT));
    }

    function test_constructor_recipientZero_reverts() public {
        ISale.Terms memory t = _terms();
        t.proceedsTo = address(0);
        _requireRefused(t, abi.encodeWithSelector(ISale.RecipientZero.selector));
        t = _terms();
        t.unsoldTo = address(0);
        _requireRefused(t, abi.encodeWithSelector(ISale.RecipientZero.selector));
    }

    function test_constructor_limitWithoutList_reverts() public {
        ISale.Terms memory t = _terms();
        t.limit = 1 ether;
        _requireRefused(t, abi.encodeWithSelector(ISale.LimitWithoutAllowList.selector, 1 ether));
    }

    // ---- commit

    function test_commit_outsideWindow_reverts() public {
        vm.warp(OPENS_AT - 1);
        _expectCommit(ANN, 1, abi.encodeWithSelector(ISale.NotOpen.selector, ISale.State.Pending));
        vm.warp(CLOSES_AT);
        _expectCommit(ANN, 1, abi.encodeWithSelector(ISale.NotOpen.selector, ISale.State.Failed));
    }

    function test_commit_firstAndLastMoment() public {
        _commit(ANN, 1 ether);
        vm.warp(CLOSES_AT - 1);
        _commit(ANN, 2 ether);
        require(sale.commitmentOf(ANN) == 3 ether, "adds up");
        require(sale.totalCommitted() == 3 ether, "total");
    }

    function test_commit_zero_reverts() public {
        _expectCommit(ANN, 0, abi.encodeWithSelector(ISale.AmountZero.selector));
    }

    function test_commit_valueMismatch_reverts() public {
        vm.deal(ANN, 10);
        vm.prank(ANN);
        vm.expectRevert(abi.encodeWithSelector(Currency.ValueMismatch.selector, 9, 10));
        sale.commit{value: 9}(10, none);
    }

    function test_commit_sharesMissing_reverts() public {
        Offering bare = Offering(deployArtifact(OFFERING, abi.encode(_terms())));
        vm.deal(ANN, 1);
        vm.prank(ANN);
        vm.expectRevert(abi.encodeWithSelector(ISale.SharesMissing.selector, 0, SHARES));
        bare.commit{value: 1}(1, none);
    }

    function test_receive_plainEth_reverts() public {
        vm.deal(address(this), 1);
        (bool ok, ) = address(sale).call{value: 1}("");
        require(!ok, "accepted ETH outside a commitment");
    }

    function test_commit_allowList() public {
        ISale.Terms memory t = _terms();
        bytes32 ann = _leaf(ANN);
        bytes32 bob = _leaf(BOB);
        t.allowRoot = ann < bob ? keccak256(abi.encode(ann, bob)) : keccak256(abi.encode(bob, ann));
        t.limit = 5 ether;
        Offering listed = _sale(t);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = bob;
        vm.deal(ANN, 6 ether);
        vm.startPrank(ANN);
        listed.commit{value: 4 ether}(4 ether, proof);
        vm.expectRevert(abi.encodeWithSelector(ISale.LimitExceeded.selector, ANN, 6 ether, 5 ether));
        listed.commit{value: 2 ether}(2 ether, proof);
        listed.commit{value: 1 ether}(1 ether, proof);
        vm.stopPrank();
        vm.deal(CAT, 1);
        vm.prank(CAT);
        vm.expectRevert(abi.encodeWithSelector(ISale.NotAllowed.selector, CAT));
        listed.commit{value: 1}(1, proof);
        // A list exempts nobody, the issuer and the treasury included.
        vm.deal(ISSUER, 1);
        vm.prank(ISSUER);
        vm.expectRevert(abi.encodeWithSelector(ISale.NotAllowed.selector, ISSUER));
        listed.commit{value: 1}(1, none);
    }

    // ---- settle

    function test_settle_overCap_proRata() public {
        _commit(ANN, 60 ether);
        _commit(BOB, 30 ether);
        _commit(CAT, 30 ether);
        vm.warp(CLOSES_AT);
        require(sale.state() == ISale.State.Succeeded, "state");
        _settles(ANN, 300_000e18, 30 ether);
        _settles(BOB, 150_000e18, 15 ether);
        _settles(CAT, 150_000e18, 15 ether);
        (uint256 proceeds, uint256 unsold) = sale.finalize();
        require(proceeds == CAP && ISSUER.balance == CAP, "proceeds");
        require(unsold == 0 && token.balanceOf(address(sale)) == 0, "unsold");
    }

    function test_settle_betweenFloorAndCap_fillsAll() public {
        _commit(ANN, 20 ether);
        _commit(BOB, 10 ether);
        vm.warp(CLOSES_AT);
        (uint256 proceeds, uint256 unsold) = sale.finalize();
        require(proceeds == 30 ether, "proceeds");
        require(unsold == SHARES / 2 && token.balanceOf(TREASURY) == SHARES / 2, "unsold");
        _settles(BOB, 100_000e18, 0);
        _settles(ANN, 200_000e18, 0);
    }

    function test_settle_belowFloor_refundsAll() public {
        _commit(ANN, 15 ether);
        _commit(BOB, 5 ether - 1);
        vm.warp(CLOSES_AT);
        require(sale.state() == ISale.State.Failed, "state");
        (uint256 proceeds, uint256 unsold) = sale.finalize();
        require(proceeds == 0 && ISSUER.balance == 0, "proceeds");
        require(unsold == SHARES && token.balanceOf(TREASURY) == SHARES, "unsold");
        _settles(ANN, 0, 15 ether);
        _settles(BOB, 0, 5 ether - 1);
    }

    function test_settle_beforeClose_reverts() public {
        _commit(ANN, 60 ether);
        vm.warp(CLOSES_AT - 1);
        bytes memory notClosed = abi.encodeWithSelector(ISale.NotClosed.selector, ISale.State.Open);
        vm.expectRevert(notClosed);
        sale.settleFor(ANN);
        vm.expectRevert(notClosed);
        sale.finalize();
    }

    function test_settle_twice_reverts() public {
        _commit(ANN, 60 ether);
        vm.warp(CLOSES_AT);
        sale.settleFor(ANN);
        vm.expectRevert(abi.encodeWithSelector(IOffering.NothingCommitted.selector, ANN));
        sale.settleFor(ANN);
        vm.prank(ANN);
        vm.expectRevert(abi.encodeWithSelector(IOffering.NothingCommitted.selector, ANN));
        sale.settle(ANN);
    }

    function test_settle_toAnother() public {
        _commit(ANN, 120 ether);
        vm.warp(CLOSES_AT);
        vm.prank(ANN);
        sale.settle(CAT);
        require(token.balanceOf(CAT) == SHARES && CAT.balance == 60 ether, "to");
        vm.prank(BOB);
        vm.expectRevert(ISale.RecipientZero.selector);
        sale.settle(address(0));
    }

    function test_settle_hostileBuyer_hurtsOnlyItself() public {
        HostileBuyer hostile = new HostileBuyer(sale);
        vm.deal(address(hostile), 60 ether);
        hostile.commit(60 ether);
        _commit(ANN, 60 ether);
        vm.warp(CLOSES_AT);
        vm.expectRevert(abi.encodeWithSelector(Currency.TransferFailed.selector, address(hostile), 30 ether));
        sale.settleFor(address(hostile));
        _settles(ANN, SHARES / 2, 30 ether);
        sale.finalize();
        hostile.settle(CAT);
        require(CAT.balance == 30 ether, "another address takes it");
    }

    function test_settle_reentrant_getsNothingMore() public {
        HostileBuyer hostile = new HostileBuyer(sale);
        hostile.setReenters();
        vm.deal(address(hostile), 60 ether);
        hostile.commit(60 ether);
        _commit(ANN, 60 ether);
        vm.warp(CLOSES_AT);
        sale.finalize();
        hostile.settle(address(hostile));
        require(!hostile.reentered(), "re-entered");
        require(address(hostile).balance == 30 ether, "paid once");
        _settles(ANN, SHARES / 2, 30 ether);
    }

    // ---- finalize, sweep

    function test_finalize_twice_reverts() public {
        _commit(ANN, 60 ether);
        vm.warp(CLOSES_AT);
        sale.finalize();
        vm.expectRevert(ISale.AlreadyFinalized.selector);
        sale.finalize();
    }

    function test_finalize_hostileIssuer_holdsNobodyUp() public {
        ISale.Terms memory t = _terms();
        t.proceedsTo = address(new HostileBuyer(sale));
        sale = _sale(t);
        _commit(ANN, 120 ether);
        vm.warp(CLOSES_AT);
        vm.expectRevert(abi.encodeWithSelector(Currency.TransferFailed.selector, t.proceedsTo, CAP));
        sale.finalize();
        _settles(ANN, SHARES, 60 ether);
    }

    function test_sweep_beforeAllSettled_reverts() public {
        _commit(ANN, 7 ether);
        _commit(BOB, 70 ether);
        vm.warp(CLOSES_AT);
        sale.settleFor(ANN);
        vm.expectRevert(abi.encodeWithSelector(ISale.NotSettled.selector, 7 ether, 77 ether));
        sale.sweep();
        sale.settleFor(BOB);
        vm.expectRevert(abi.encodeWithSelector(ISale.NotSettled.selector, 77 ether, 77 ether));
        sale.sweep();
        sale.finalize();
        sale.sweep();
        require(address(sale).balance == 0 && token.balanceOf(address(sale)) == 0, "emptied");
    }

    function test_sweepAsset_strayMoney() public {
        _commit(ANN, 60 ether);
        coin.mint(address(sale), 5);
        sale.sweepAsset(address(coin));
        require(coin.balanceOf(TREASURY) == 5, "stray");
        vm.expectRevert(abi.encodeWithSelector(ISale.AssetInSale.selector, address(0)));
        sale.sweepAsset(address(0));
        vm.expectRevert(abi.encodeWithSelector(ISale.AssetInSale.selector, address(token)));
        sale.sweepAsset(address(token));
    }

    // ---- ERC-20

    function test_commit_inERC20_withPermit() public {
        _useCoin();
        address buyer = vm.addr(KEY);
        coin.mint(buyer, 120 ether);
        bytes32 digest = keccak256(
            abi.encodePacked(
                hex"1901",
                coin.DOMAIN_SEPARATOR(),
                keccak256(
                    abi.encode(
                        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                        buyer,
                        address(sale),
                        120 ether,
                        0,
                        CLOSES_AT
                    )
                )
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, digest);
        // Somebody takes the permit from the mempool and submits it first: the commitment still goes through.
        coin.permit(buyer, address(sale), 120 ether, CLOSES_AT, v, r, s);
        vm.prank(buyer);
        sale.commitWithPermit(120 ether, none, CLOSES_AT, v, r, s);
        vm.warp(CLOSES_AT);
        sale.settleFor(buyer);
        sale.finalize();
        require(coin.balanceOf(buyer) == 60 ether && coin.balanceOf(ISSUER) == 60 ether, "coins");
        require(token.balanceOf(buyer) == SHARES, "shares");
    }

    function test_commit_inERC20_badPermit_reverts() public {
        _useCoin();
        coin.mint(ANN, 1 ether);
        vm.prank(ANN);
        vm.expectRevert();
        sale.commitWithPermit(1 ether, none, CLOSES_AT, 27, bytes32(uint256(1)), bytes32(uint256(1)));
    }

    function test_commit_inERC20_withEth_reverts() public {
        _useCoin();
        vm.deal(ANN, 1);
        vm.prank(ANN);
        vm.expectRevert(abi.encodeWithSelector(Currency.ValueMismatch.selector, 1, 0));
        sale.commit{value: 1}(1, none);
    }

    function test_commit_permitInEth_reverts() public {
        vm.expectRevert(ISale.CurrencyNotToken.selector);
        sale.commitWithPermit(1, none, CLOSES_AT, 27, 0, 0);
    }

    function test_commit_feeOnTransfer_reverts() public {
        _useCoin();
        coin.mint(ANN, 100);
        coin.setFee(100);
        vm.startPrank(ANN);
        coin.approve(address(sale), 100);
        vm.expectRevert(abi.encodeWithSelector(Currency.CurrencyMismatch.selector, address(coin), 99, 100));
        sale.commit(100, none);
        vm.stopPrank();
    }

    // ---- properties

    /// @dev To the wei: committed = paid + refunded, what the issuer gets is what buyers paid, all shares are somewhere.
    function testFuzz_settle_conserves(uint256[7] memory amounts, uint256 shares, uint256 cap, uint256 floor) public {
        ISale.Terms memory t = _terms();
        t.cap = bound(cap, 1, 1e24);
        t.shares = bound(shares, t.cap, 1e30);
        t.floor = bound(floor, 0, t.cap);
        sale = _sale(t);
        uint256 committed;
        for (uint256 i; i < amounts.length; ++i) {
            amounts[i] = bound(amounts[i], 1, i % 2 == 0 ? 1e24 : t.cap);
            committed += amounts[i];
            _commit(_buyer(i), amounts[i]);
        }
        vm.warp(CLOSES_AT);
        if (committed % 2 == 0) sale.finalize();
        uint256 paid;
        for (uint256 i; i < amounts.length; ++i) {
            address buyer = _buyer(i);
            (uint256 got, uint256 refund) = sale.settleFor(buyer);
            require(refund <= amounts[i] && buyer.balance == refund, "refund");
            require(token.balanceOf(buyer) == got, "shares");
            uint256 spent = amounts[i] - refund;
            paid += spent;
            _checkPrice(t, committed, amounts[i], spent, got);
        }
        if (committed % 2 != 0) sale.finalize();
        sale.sweep();
        require(ISSUER.balance + TREASURY.balance == paid, "they get what buyers paid");
        require(TREASURY.balance < amounts.length, "dust");
        require(address(sale).balance == 0, "nothing left");
        uint256 held = token.balanceOf(TREASURY);
        for (uint256 i; i < amounts.length; ++i) held += token.balanceOf(_buyer(i));
        require(held == t.shares && token.balanceOf(address(sale)) == 0, "every share is somewhere");
        if (committed < t.floor) require(paid == 0, "failed, and yet paid");
        else require(paid >= Math.min(committed, t.cap) && paid < Math.min(committed, t.cap) + 7, "raised");
    }

    /// @dev What rounding takes from a buyer is less than two units, and it never goes the other way.
    function _checkPrice(
        ISale.Terms memory t,
        uint256 committed,
        uint256 amount,
        uint256 spent,
        uint256 got
    ) private pure {
        if (committed < t.floor) {
            require(spent == 0 && got == 0, "failed, and yet filled");
            return;
        }
        uint256 worth = Math.mulDiv(got, t.cap, t.shares, Math.Rounding.Ceil);
        require(spent >= worth, "below the price");
        require(spent <= worth + 2, "far above the price");
        if (committed <= t.cap) require(spent == amount, "filled in part, under the cap");
    }

    /// @dev A commitment cut in two, over two addresses, at any two moments, among the same others: never more shares,
    /// never a larger refund.
    function testFuzz_commit_split_gainsNothing(uint256 whole, uint256 cut, uint256 others, uint256 when) public {
        whole = bound(whole, 2, 1e24);
        cut = bound(cut, 1, whole - 1);
        others = bound(others, 1, 1e24);
        Offering one = sale;
        _commit(ANN, whole);
        _commit(BOB, others);
        sale = _sale(_terms());
        _commit(ANN, cut);
        vm.warp(bound(when, OPENS_AT, CLOSES_AT - 1));
        _commit(BOB, others);
        vm.warp(CLOSES_AT - 1);
        _commit(CAT, whole - cut);
        vm.warp(CLOSES_AT);
        (uint256 shares, uint256 refund) = one.settleFor(ANN);
        (uint256 sharesA, uint256 refundA) = sale.settleFor(ANN);
        (uint256 sharesC, uint256 refundC) = sale.settleFor(CAT);
        require(sharesA + sharesC <= shares && refundA + refundC <= refund, "splitting gained");
        (uint256 bob, uint256 bobRefund) = one.settleFor(BOB);
        (uint256 bobSplit, uint256 bobRefundSplit) = sale.settleFor(BOB);
        require(bob == bobSplit && bobRefund == bobRefundSplit, "another's split changed somebody's fill");
    }

    /// @dev Whoever comes first, and whoever settles first, the fills are the same.
    function testFuzz_order_isIrrelevant(uint256[4] memory amounts, uint256 seed) public {
        uint256[4] memory order = [uint256(0), 1, 2, 3];
        for (uint256 i = 3; i > 0; --i) {
            uint256 j = uint256(keccak256(abi.encode(seed, i))) % (i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        Offering straight = sale;
        for (uint256 i; i < 4; ++i) _commit(_buyer(i), amounts[i] = bound(amounts[i], 1, 60 ether));
        sale = _sale(_terms());
        for (uint256 i; i < 4; ++i) {
            vm.warp(OPENS_AT + 200 * i);
            _commit(_buyer(order[i]), amounts[order[i]]);
        }
        vm.warp(CLOSES_AT);
        uint256[4] memory shares;
        uint256[4] memory refunds;
        for (uint256 i; i < 4; ++i) (shares[order[i]], refunds[order[i]]) = sale.settleFor(_buyer(order[i]));
        for (uint256 i; i < 4; ++i) {
            (uint256 s, uint256 r) = straight.settleFor(_buyer(i));
            require(s == shares[i] && r == refunds[i], "order matters");
        }
    }

    // ---- support

    function _terms() private view returns (ISale.Terms memory) {
        return
            ISale.Terms({
                token: IERC20(address(token)),
                shares: SHARES,
                currency: address(0),
                floor: FLOOR,
                cap: CAP,
                opensAt: OPENS_AT,
                closesAt: CLOSES_AT,
                proceedsTo: ISSUER,
                unsoldTo: TREASURY,
                allowRoot: 0,
                limit: 0
            });
    }

    function _requireRefused(ISale.Terms memory t, bytes memory reason) private {
        require(keccak256(refusalOf(OFFERING, abi.encode(t))) == keccak256(reason), "another reason");
    }

    function _sale(ISale.Terms memory t) private returns (Offering made) {
        made = Offering(deployArtifact(OFFERING, abi.encode(t)));
        token.mint(address(made), t.shares);
    }

    function _useCoin() private {
        ISale.Terms memory t = _terms();
        t.currency = address(coin);
        sale = _sale(t);
    }

    function _buyer(uint256 i) private pure returns (address) {
        return address(uint160(0xb00000 + i));
    }

    function _leaf(address buyer) private pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(buyer))));
    }

    function _commit(address buyer, uint256 amount) private {
        vm.deal(buyer, amount);
        vm.prank(buyer);
        sale.commit{value: amount}(amount, none);
    }

    function _expectCommit(address buyer, uint256 amount, bytes memory reason) private {
        vm.deal(buyer, amount);
        vm.prank(buyer);
        vm.expectRevert(reason);
        sale.commit{value: amount}(amount, none);
    }

    function _settles(address buyer, uint256 shares, uint256 refund) private {
        uint256 ethBefore = buyer.balance;
        uint256 before = token.balanceOf(buyer);
        sale.settleFor(buyer);
        require(token.balanceOf(buyer) - before == shares, "shares");
        require(buyer.balance - ethBefore == refund, "refund");
    }
}
