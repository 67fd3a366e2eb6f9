// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IAuction} from "../../contracts/offering/interfaces/IAuction.sol";
import {ISale} from "../../contracts/offering/interfaces/ISale.sol";
import {Auction} from "../../contracts/offering/Auction.sol";
import {TestERC20} from "../../contracts/mocks/TestERC20.sol";
import {bound, deployArtifact, vm} from "../support/Vm.sol";

/// @dev An auction among five bidders on six rungs: every call does something that the auction allows, or nothing.
contract AuctionHandler {
    uint256 public constant BIDDERS = 5;
    uint256 public constant RUNGS = 6;
    uint256 public constant SHARES = 3e21;
    uint256 public constant RESERVE = 1e20;
    uint256 public constant FLOOR = 6e19;
    address public constant ISSUER = address(0x1550e4);
    address public constant TREASURY = address(0x7ea5);

    /// @dev What became of all that one bidder bid on one rung. `committed = paid + refunded`, once it is settled.
    struct Entry {
        uint256 committed;
        uint256 paid;
        uint256 refunded;
        uint256 received;
        bool settled;
    }

    TestERC20 public immutable token = new TestERC20();
    Auction public immutable auction;
    mapping(uint256 bidder => mapping(uint256 rung => Entry)) public entries;
    uint256 public settlements;
    uint256 public unsold;
    /// @dev The price, as it was found.
    bytes32 public clearedAs;

    constructor() {
        ISale.Terms memory terms = ISale.Terms({
            token: IERC20(address(token)),
            shares: SHARES,
            currency: address(0),
            floor: FLOOR,
            cap: RESERVE,
            opensAt: 1_000,
            closesAt: 2_000,
            proceedsTo: ISSUER,
            unsoldTo: TREASURY,
            allowRoot: 0,
            limit: 0
        });
        auction = Auction(deployArtifact("Auction.sol:Auction", abi.encode(terms, 1e18)));
        token.mint(address(auction), SHARES);
    }

    function bidder(uint256 i) public pure returns (address) {
        return address(uint160(0xb00000 + i));
    }

    /// @dev Two that share a word, two far apart, the lowest and the highest.
    function tickOf(uint256 rung) public pure returns (uint256) {
        return [uint256(0), 6, 7, 40, 600, 1_023][rung];
    }

    function bid(uint256 i, uint256 rung, uint256 amount) external {
        if (auction.state() != ISale.State.Open) return;
        (i, rung) = (i % BIDDERS, rung % RUNGS);
        amount = bound(amount, 1, 5e19);
        vm.deal(bidder(i), bidder(i).balance + amount);
        vm.prank(bidder(i));
        auction.bid{value: amount}(tickOf(rung), amount, new bytes32[](0));
        entries[i][rung].committed += amount;
    }

    function pass(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, 400));
    }

    function clear() public {
        if (block.timestamp < 2_000 || auction.clearing().done) return;
        auction.clear();
        _remember();
    }

    function settle(uint256 i, uint256 rung, bool byItself) public {
        (i, rung) = (i % BIDDERS, rung % RUNGS);
        (address who, uint256 tick) = (bidder(i), tickOf(rung));
        if (!auction.clearing().done || auction.bidOf(who, tick) == 0) return;
        uint256 money = who.balance;
        uint256 shares = token.balanceOf(who);
        if (byItself) {
            vm.prank(who);
            auction.settle(tick, who);
        } else {
            auction.settleFor(who, tick);
        }
        Entry storage entry = entries[i][rung];
        entry.refunded = who.balance - money;
        entry.paid = entry.committed - entry.refunded;
        entry.received = token.balanceOf(who) - shares;
        entry.settled = true;
        ++settlements;
    }

    /// @dev Everyone who is left, from any of them on.
    function settleAll(uint256 first) external {
        clear();
        first = bound(first, 0, BIDDERS * RUNGS - 1);
        for (uint256 k; k < BIDDERS * RUNGS; ++k) {
            uint256 place = (first + k * 7) % (BIDDERS * RUNGS);
            settle(place / RUNGS, place % RUNGS, k % 2 == 0);
        }
    }

    function finalize() external {
        if (block.timestamp < 2_000 || auction.finalized()) return;
        (, unsold) = auction.finalize();
        _remember();
    }

    function sweep() external {
        if (auction.finalized() && auction.totalSettled() == auction.totalCommitted()) auction.sweep();
    }

    function _remember() private {
        if (clearedAs == 0) clearedAs = keccak256(abi.encode(auction.clearing()));
    }
}

contract AuctionInvariantTest {
    AuctionHandler private handler;
    Auction private auction;
    TestERC20 private token;
    uint256 private bidders;
    uint256 private rungs;

    function setUp() public {
        vm.warp(1_000);
        handler = new AuctionHandler();
        auction = handler.auction();
        token = handler.token();
        (bidders, rungs) = (handler.BIDDERS(), handler.RUNGS());
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev Every wei that was bid is in the auction, with a bidder again, with the issuer, or dust with the treasury.
    function invariant_money_isConserved() public view {
        uint256 committed;
        uint256 refunded;
        for (uint256 k; k < bidders * rungs; ++k) {
            AuctionHandler.Entry memory entry = _entry(k);
            committed += entry.committed;
            refunded += entry.refunded;
            if (entry.settled) require(entry.committed == entry.paid + entry.refunded, "bid = paid + refunded");
        }
        require(committed == auction.totalCommitted(), "total");
        uint256 elsewhere = refunded + handler.ISSUER().balance + handler.TREASURY().balance;
        require(address(auction).balance + elsewhere == committed, "money");
    }

    function invariant_shares_areConserved() public view {
        uint256 held = token.balanceOf(address(auction)) + token.balanceOf(handler.TREASURY());
        for (uint256 i; i < bidders; ++i) held += token.balanceOf(handler.bidder(i));
        require(held == handler.SHARES(), "shares");
    }

    /// @dev Once everyone is settled: bidders have what was sold and paid what was raised, but for the dust of rounding.
    function invariant_allocations_sumToWhatWasSold() public view {
        if (!auction.finalized() || auction.totalSettled() != auction.totalCommitted()) return;
        uint256 paid;
        uint256 received;
        for (uint256 k; k < bidders * rungs; ++k) {
            paid += _entry(k).paid;
            received += _entry(k).received;
        }
        IAuction.Clearing memory found = auction.clearing();
        uint256 sold = handler.SHARES() - handler.unsold();
        uint256 settled = handler.settlements();
        require(paid >= found.proceeds && paid <= found.proceeds + settled, "paid");
        // A wei of money is at most SHARES / RESERVE shares.
        uint256 dust = settled * (handler.SHARES() / handler.RESERVE() + 1);
        require(received <= sold && received + dust >= sold, "sold");
    }

    /// @dev The auction can always pay what it still owes: whoever has not settled gets what `quote` says.
    function invariant_auction_isSolvent() public view {
        if (block.timestamp < 2_000) return;
        uint256 owedShares;
        uint256 owedMoney;
        for (uint256 k; k < bidders * rungs; ++k) {
            uint256 tick = handler.tickOf(k % rungs);
            (uint256 shares, , uint256 refund) = auction.quote(tick, auction.bidOf(handler.bidder(k / rungs), tick));
            owedShares += shares;
            owedMoney += refund;
        }
        require(address(auction).balance >= owedMoney, "money owed");
        require(token.balanceOf(address(auction)) >= owedShares, "shares owed");
    }

    /// @dev Nobody pays more than was bid, or more a share than its rung; nobody has more than was paid for; whoever bid more
    /// than the price is filled; and if too little was bid, everything went back.
    function invariant_nobody_gains() public view {
        IAuction.Clearing memory found = auction.clearing();
        uint256 all = handler.SHARES();
        for (uint256 k; k < bidders * rungs; ++k) {
            AuctionHandler.Entry memory entry = _entry(k);
            if (!entry.settled) continue;
            uint256 tick = handler.tickOf(k % rungs);
            require(entry.paid <= entry.committed, "paid more than bid");
            require(entry.received * found.price <= entry.paid * all, "more than paid for");
            if (found.proceeds == 0) require(entry.received == 0 && entry.paid == 0, "filled below the floor");
            // Money and shares are rounded, by less than one unit each.
            if (entry.received != 0) require(found.price <= auction.priceOf(tick), "the price is above the rung");
            if (entry.paid > 2)
                require((entry.paid - 2) * all <= auction.priceOf(tick) * (entry.received + 1), "more than its rung");
            if (found.proceeds != 0 && tick > found.tick) require(entry.refunded == 0, "not filled");
        }
    }

    /// @dev What is found once stays, in whatever order bids are settled.
    function invariant_price_isFoundOnce() public view {
        bytes32 first = handler.clearedAs();
        if (first != 0) require(keccak256(abi.encode(auction.clearing())) == first, "another price");
        if (block.timestamp >= 2_000 && auction.state() == ISale.State.Failed)
            require(auction.clearing().proceeds == 0, "failed, and sold");
    }

    function _entry(uint256 k) private view returns (AuctionHandler.Entry memory entry) {
        (entry.committed, entry.paid, entry.refunded, entry.received, entry.settled) = handler.entries(
            k / rungs,
            k % rungs
        );
    }
}
