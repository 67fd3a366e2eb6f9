// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Currency} from "../../contracts/governance/Currency.sol";
import {Auction} from "../../contracts/offering/Auction.sol";
import {IAuction} from "../../contracts/offering/interfaces/IAuction.sol";
import {ISale} from "../../contracts/offering/interfaces/ISale.sol";
import {TestERC20} from "../../contracts/mocks/TestERC20.sol";
import {bound, deployArtifact, refusalOf, vm} from "../support/Vm.sol";

/// @dev Bids again while it is being paid.
contract ReenteringERC20 is TestERC20 {
    Auction private _target;

    function aim(Auction target) external {
        _target = target;
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        _mint(to, value);
        if (from != address(this)) _target.bid(5, 1, new bytes32[](0));
        return true;
    }
}

contract AuctionTest {
    string private constant AUCTION = "Auction.sol:Auction";
    uint256 private constant SHARES = 600_000e18;
    uint256 private constant RESERVE = 60 ether;
    uint256 private constant FLOOR = 20 ether;
    uint256 private constant STEP = 1 ether;
    uint64 private constant OPENS_AT = 1_000;
    uint64 private constant CLOSES_AT = 2_000;
    address private constant ISSUER = address(0x1550e4);
    address private constant TREASURY = address(0x7ea5);
    address private constant ANN = address(0xa11);
    address private constant BOB = address(0xb0b);
    address private constant CAT = address(0xca7);
    bytes32[] private none;

    TestERC20 private token;
    Auction private auction;

    /// @dev One bid, for the reference.
    struct Entry {
        address bidder;
        uint256 tick;
        uint256 amount;
    }

    function setUp() public {
        token = new TestERC20();
        vm.warp(OPENS_AT);
        auction = _auction(_terms());
    }

    // ---- deployment, bad input

    function test_constructor_badTerms_reverts() public {
        ISale.Terms memory t = _terms();
        require(bytes4(refusalOf(AUCTION, abi.encode(t, 0))) == IAuction.TickSizeZero.selector, "no steps");
        t.shares = RESERVE + 1_023 * STEP - 1;
        bytes memory coarse = abi.encodeWithSelector(ISale.PriceTooCoarse.selector, t.shares, RESERVE + 1_023 * STEP);
        require(keccak256(refusalOf(AUCTION, abi.encode(t, STEP))) == keccak256(coarse), "coarse");
        t.shares += 1;
        deployArtifact(AUCTION, abi.encode(t, STEP));
        t.shares = type(uint256).max;
        refusalOf(AUCTION, abi.encode(t, type(uint128).max / 1_023 + 1));
    }

    function test_bid_badInput_reverts() public {
        vm.deal(ANN, 10);
        vm.startPrank(ANN);
        vm.expectRevert(abi.encodeWithSelector(IAuction.TickInvalid.selector, 1_024, 1_024));
        auction.bid{value: 1}(1_024, 1, none);
        vm.expectRevert(ISale.AmountZero.selector);
        auction.bid(0, 0, none);
        vm.expectRevert(abi.encodeWithSelector(Currency.ValueMismatch.selector, 1, 2));
        auction.bid{value: 1}(0, 2, none);
        vm.expectRevert(ISale.CurrencyNotToken.selector);
        auction.bidWithPermit(0, 1, none, CLOSES_AT, 27, 0, 0);
        vm.warp(CLOSES_AT);
        vm.expectRevert(abi.encodeWithSelector(ISale.NotOpen.selector, ISale.State.Failed));
        auction.bid{value: 1}(0, 1, none);
        vm.stopPrank();
    }

    function test_clear_beforeCloseOrTwice_reverts() public {
        _bid(ANN, 0, 30 ether);
        vm.expectRevert(abi.encodeWithSelector(ISale.NotClosed.selector, ISale.State.Open));
        auction.clear();
        vm.warp(CLOSES_AT);
        vm.expectRevert(IAuction.NotCleared.selector);
        auction.settleFor(ANN, 0);
        auction.clear();
        vm.expectRevert(IAuction.AlreadyCleared.selector);
        auction.clear();
    }

    function test_settle_nothingBidOrTwice_reverts() public {
        _bid(ANN, 3, 30 ether);
        _clear();
        vm.expectRevert(abi.encodeWithSelector(IAuction.NothingBid.selector, ANN, 2));
        auction.settleFor(ANN, 2);
        auction.settleFor(ANN, 3);
        vm.expectRevert(abi.encodeWithSelector(IAuction.NothingBid.selector, ANN, 3));
        auction.settleFor(ANN, 3);
        vm.prank(ANN);
        vm.expectRevert(ISale.RecipientZero.selector);
        auction.settle(3, address(0));
    }

    // ---- the price

    /// @dev 40 at rung 30, 40 at rung 10, 40 at the reserve: at 70 (rung 10) the first two want more than everything, so the
    /// second shares what is left of 70.
    function test_clear_atARung_marginSharesProRata() public {
        _bid(ANN, 30, 40 ether);
        _bid(BOB, 10, 30 ether);
        _bid(CAT, 10, 10 ether);
        _bid(CAT, 0, 40 ether);
        IAuction.Clearing memory c = _clear();
        require(c.tick == 10 && c.price == 70 ether && c.marginal == 30 ether, "clearing");
        _settles(ANN, 30, (SHARES * 40) / 70, 0);
        _settles(BOB, 10, (uint256(22.5 ether) * SHARES) / 70 ether, 7.5 ether);
        _settles(CAT, 10, (uint256(7.5 ether) * SHARES) / 70 ether, 2.5 ether);
        _settles(CAT, 0, 0, 40 ether);
        _conserved(70 ether, 0);
    }

    /// @dev What is bid above a rung can buy all the shares for more than the rung: then that is the price, and the rung gets
    /// nothing.
    function test_clear_betweenRungs_marginGetsNothing() public {
        _bid(ANN, 30, 75 ether);
        _bid(BOB, 10, 30 ether);
        IAuction.Clearing memory c = _clear();
        require(c.price == 75 ether && c.marginal == 0, "clearing");
        _settles(ANN, 30, SHARES, 0);
        _settles(BOB, 10, 0, 30 ether);
        _conserved(75 ether, 0);
    }

    /// @dev The same with nobody below.
    function test_clear_betweenRungs_nobodyBelow() public {
        _bid(ANN, 30, 75 ether);
        IAuction.Clearing memory c = _clear();
        require(c.price == 75 ether, "clearing");
        _settles(ANN, 30, SHARES, 0);
        _conserved(75 ether, 0);
    }

    function test_clear_underReserve_fillsAll() public {
        _bid(ANN, 1_023, 20 ether);
        _bid(BOB, 0, 10 ether);
        IAuction.Clearing memory c = _clear();
        require(c.price == RESERVE && c.proceeds == 30 ether, "clearing");
        _settles(ANN, 1_023, SHARES / 3, 0);
        _settles(BOB, 0, SHARES / 6, 0);
        _conserved(30 ether, SHARES / 2);
    }

    function test_clear_topRung_sharesProRata() public {
        _bid(ANN, 1_023, 2_000 ether);
        _bid(BOB, 1_023, 3_000 ether);
        IAuction.Clearing memory c = _clear();
        require(c.price == RESERVE + 1_023 ether && c.tick == 1_023, "clearing");
        _settles(ANN, 1_023, (uint256(433.2 ether) * SHARES) / 1_083 ether, 2_000 ether - 433.2 ether);
        _settles(BOB, 1_023, (uint256(649.8 ether) * SHARES) / 1_083 ether, 3_000 ether - 649.8 ether);
        _conserved(1_083 ether, 0);
    }

    function test_clear_belowFloor_refundsAll() public {
        _bid(ANN, 1_023, 15 ether);
        _bid(BOB, 0, 5 ether - 1);
        _clear();
        require(auction.state() == ISale.State.Failed, "state");
        _settles(ANN, 1_023, 0, 15 ether);
        _settles(BOB, 0, 0, 5 ether - 1);
        _conserved(0, SHARES);
    }

    function test_finalize_clears() public {
        _bid(ANN, 5, 100 ether);
        vm.warp(CLOSES_AT);
        (uint256 proceeds, uint256 unsold) = auction.finalize();
        require(proceeds == 65 ether && unsold == 0, "finalize");
        require(auction.clearing().done, "cleared");
        _settles(ANN, 5, SHARES, 35 ether);
    }

    function test_bid_limit_countsAllRungs() public {
        ISale.Terms memory t = _terms();
        t.allowRoot = keccak256(bytes.concat(keccak256(abi.encode(ANN))));
        t.limit = 5 ether;
        auction = _auction(t);
        _bid(ANN, 1, 3 ether);
        vm.deal(ANN, 3 ether);
        vm.prank(ANN);
        vm.expectRevert(abi.encodeWithSelector(ISale.LimitExceeded.selector, ANN, 6 ether, 5 ether));
        auction.bid{value: 3 ether}(2, 3 ether, none);
        vm.deal(BOB, 1);
        vm.prank(BOB);
        vm.expectRevert(abi.encodeWithSelector(ISale.NotAllowed.selector, BOB));
        auction.bid{value: 1}(0, 1, none);
    }

    /// @dev The two halves of a word of sums do not run into each other, whatever is bid.
    function test_bid_inERC20_totalOver128Bits_reverts() public {
        TestERC20 coin = new TestERC20();
        ISale.Terms memory t = _terms();
        t.currency = address(coin);
        auction = _auction(t);
        coin.mint(address(this), type(uint256).max);
        coin.approve(address(auction), type(uint256).max);
        auction.bid(4, type(uint128).max - 7, none);
        auction.bid(5, 7, none);
        vm.expectRevert();
        auction.bid(4, 1, none);
        require(auction.depthAt(4) == type(uint128).max - 7 && auction.depthAt(5) == 7, "depth");
        vm.warp(CLOSES_AT);
        auction.clear();
        auction.settleFor(address(this), 4);
        auction.settleFor(address(this), 5);
    }

    /// @dev A token that takes a fee, one that calls back into the auction, one that takes money away.
    function test_bid_inHostileERC20_reverts() public {
        TestERC20 coin = new TestERC20();
        coin.mint(address(this), 100 ether);
        ISale.Terms memory t = _terms();
        t.currency = address(coin);
        auction = _auction(t);
        coin.approve(address(auction), type(uint256).max);
        coin.setFee(1);
        vm.expectRevert(
            abi.encodeWithSelector(Currency.CurrencyMismatch.selector, address(coin), 1 ether - 1e14, 1 ether)
        );
        auction.bid(3, 1 ether, none);
        require(auction.totalCommitted() == 0 && auction.depthAt(3) == 0, "kept");

        ReenteringERC20 caller = new ReenteringERC20();
        t.currency = address(caller);
        auction = _auction(t);
        caller.aim(auction);
        vm.expectRevert();
        auction.bid(3, 1 ether, none);
        require(auction.totalCommitted() == 0, "re-entered");
    }

    /// @dev Every rung in use, which is the most that clearing can meet.
    function test_clear_allRungs_boundedGas() public {
        for (uint256 tick; tick < 1_024; ++tick) _bid(ANN, tick, 0.05 ether);
        vm.warp(CLOSES_AT);
        uint256 before = gasleft();
        auction.clear();
        require(before - gasleft() < 3_000_000, "gas");
    }

    // ---- properties

    /// @dev Against the definition: of all prices, the highest at which what is bid at or above it buys everything.
    function testFuzz_clear_matchesDefinition(uint256[9] memory seeds, uint256 spread) public {
        Entry[] memory bids = _randomBids(seeds, spread);
        IAuction.Clearing memory c = _clear();
        uint256 price = _referencePrice(bids);
        if (auction.totalCommitted() < FLOOR) {
            require(c.proceeds == 0, "failed");
            return;
        }
        require(c.price == price, "price");
        for (uint256 i; i < bids.length; ++i) {
            if (auction.bidOf(bids[i].bidder, bids[i].tick) == 0) continue;
            (uint256 shares, uint256 refund) = auction.settleFor(bids[i].bidder, bids[i].tick);
            uint256 limit = auction.priceOf(bids[i].tick);
            if (limit < price) require(shares == 0 && refund == bids[i].amount, "filled above its limit");
            if (limit > price) require(refund == 0, "not filled in full");
            uint256 paid = bids[i].amount - refund;
            require(shares <= Math.mulDiv(paid, SHARES, price), "below the price");
            require(paid <= Math.mulDiv(shares, price, SHARES, Math.Rounding.Ceil) + 2, "far above the price");
        }
        uint256 total = auction.totalCommitted();
        require(c.proceeds == (total < RESERVE ? total : price), "proceeds");
        auction.finalize();
        auction.sweep();
        require(address(auction).balance == 0 && token.balanceOf(address(auction)) == 0, "left");
        uint256 back;
        for (uint256 i; i < bids.length; ++i) back += bids[i].bidder.balance;
        require(back + ISSUER.balance + TREASURY.balance == total, "conservation");
        require(TREASURY.balance <= bids.length, "dust");
    }

    /// @dev A bid cut in two over two accounts gets no more than whole, and changes nothing for others.
    function testFuzz_bid_split_gainsNothing(uint256[9] memory seeds, uint256 whole, uint256 tick, uint256 cut) public {
        whole = bound(whole, 2, 200 ether);
        cut = bound(cut, 1, whole - 1);
        tick = bound(tick, 0, 60);
        Auction one = auction;
        _randomBids(seeds, 60);
        _bid(ANN, tick, whole);
        auction = _auction(_terms());
        _bid(ANN, tick, cut);
        Entry[] memory bids = _randomBids(seeds, 60);
        _bid(CAT, tick, whole - cut);
        vm.warp(CLOSES_AT);
        one.clear();
        auction.clear();
        require(keccak256(abi.encode(one.clearing())) == keccak256(abi.encode(auction.clearing())), "price");
        (uint256 shares, uint256 refund) = one.settleFor(ANN, tick);
        (uint256 sharesA, uint256 refundA) = auction.settleFor(ANN, tick);
        (uint256 sharesC, uint256 refundC) = auction.settleFor(CAT, tick);
        require(sharesA + sharesC <= shares && refundA + refundC <= refund, "splitting gained");
        require(bids.length == 9, "others");
    }

    // ---- support

    function _randomBids(uint256[9] memory seeds, uint256 spread) private returns (Entry[] memory bids) {
        bids = new Entry[](9);
        spread = bound(spread, 1, 300);
        for (uint256 i; i < 9; ++i) {
            bids[i].bidder = address(uint160(0xb00000 + i));
            bids[i].tick = bound(seeds[i] >> 128, 0, spread);
            bids[i].amount = bound(uint128(seeds[i]), 1, (seeds[i] >> 250) % 2 == 0 ? 20 ether : 90 ether);
            _bid(bids[i].bidder, bids[i].tick, bids[i].amount);
        }
    }

    /// @dev From the definition, without sums or rungs in use: the price is a rung, or what is bid above one.
    function _referencePrice(Entry[] memory bids) private view returns (uint256 best) {
        best = RESERVE;
        for (uint256 i; i < bids.length; ++i) {
            uint256 limit = auction.priceOf(bids[i].tick);
            uint256 atOrAbove;
            for (uint256 j; j < bids.length; ++j) if (bids[j].tick >= bids[i].tick) atOrAbove += bids[j].amount;
            uint256 price = Math.min(limit, atOrAbove);
            if (price > best) best = price;
        }
    }

    function _terms() private view returns (ISale.Terms memory) {
        return
            ISale.Terms({
                token: IERC20(address(token)),
                shares: SHARES,
                currency: address(0),
                floor: FLOOR,
                cap: RESERVE,
                opensAt: OPENS_AT,
                closesAt: CLOSES_AT,
                proceedsTo: ISSUER,
                unsoldTo: TREASURY,
                allowRoot: 0,
                limit: 0
            });
    }

    function _auction(ISale.Terms memory t) private returns (Auction made) {
        made = Auction(deployArtifact(AUCTION, abi.encode(t, STEP)));
        token.mint(address(made), t.shares);
    }

    function _bid(address bidder, uint256 tick, uint256 amount) private {
        vm.deal(bidder, amount);
        vm.prank(bidder);
        auction.bid{value: amount}(tick, amount, none);
    }

    function _clear() private returns (IAuction.Clearing memory) {
        vm.warp(CLOSES_AT);
        return auction.clear();
    }

    function _settles(address bidder, uint256 tick, uint256 shares, uint256 refund) private {
        uint256 ethBefore = bidder.balance;
        uint256 before = token.balanceOf(bidder);
        auction.settleFor(bidder, tick);
        require(token.balanceOf(bidder) - before == shares, "shares");
        require(bidder.balance - ethBefore == refund, "refund");
    }

    function _conserved(uint256 proceeds, uint256 unsold) private {
        (uint256 gotProceeds, uint256 gotUnsold) = auction.finalize();
        require(gotProceeds == proceeds && gotUnsold == unsold && ISSUER.balance == proceeds, "finalize");
        auction.sweep();
        require(address(auction).balance == 0 && token.balanceOf(address(auction)) == 0, "left");
    }
}
