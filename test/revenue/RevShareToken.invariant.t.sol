// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {HostileERC20} from "../../contracts/mocks/HostileERC20.sol";
import {HostileReceiver} from "../../contracts/mocks/HostileReceiver.sol";
import {IRevShareToken} from "../../contracts/revenue/interfaces/IRevShareToken.sol";
import {RevShareToken} from "../../contracts/revenue/RevShareToken.sol";
import {bound, Fixture, vm} from "./Fixture.sol";

/// @dev Everything that can happen to a token, in any order. Its calls succeed: what may fail is not attempted, or is
/// expected to. Two revenue tokens: an honest one, and one that changes its ways.
contract RevShareTokenHandler is Fixture {
    HostileERC20 public immutable honest;
    HostileERC20 public immutable hostile;
    HostileReceiver public immutable receiver;
    address[5] public actors;

    /// @notice ETH that has come in and gone out.
    uint256 public received;
    uint256 public paid;
    /// @notice What could have been rounded away: a few wei for each snapshot's claims and for each burn.
    uint256 public dust;
    uint256 public calls;

    constructor() {
        vm.warp(time);
        token = deploy(8_000, SUPPLY, new address[](0));
        honest = list();
        hostile = list();
        receiver = new HostileReceiver();
        actors = [ALICE, BOB, CAROL, address(receiver), address(token)];
        vm.prank(ALICE);
        token.transfer(address(receiver), SUPPLY / 10);
    }

    /// @dev Not again.
    function setUp() public override {}

    /// @dev Counts the call, and what it paid out; a call back may have paid more than the call itself.
    modifier counted() {
        ++calls;
        uint256 before = address(token).balance;
        uint256 receivedBefore = received;
        _;
        paid += before + (received - receivedBefore) - address(token).balance;
    }

    function target() external view returns (RevShareToken) {
        return token;
    }

    function receiveEth(uint256 amount) external counted {
        amount = bound(amount, 1, amount % 2 == 0 ? 10 : 1e24);
        earn(amount);
        received += amount;
    }

    function receiveTokens(uint256 amount, bool fromHostile) external counted {
        (fromHostile ? hostile : honest).mint(address(token), bound(amount, 1, amount % 2 == 0 ? 10 : 1e30));
    }

    function pass(uint256 duration) external counted {
        skip(bound(duration, 1, 2 * INTERVAL));
    }

    function takeSnapshot(bool stay) external counted {
        if (token.nextSnapshotAt() > time) skip(token.nextSnapshotAt() - time);
        try token.snapshot() {
            dust += actors.length;
            if (!stay) skip(1);
        } catch (bytes memory reason) {
            isTrue(bytes4(reason) == IRevShareToken.NothingToShare.selector, "only for want of revenue");
        }
    }

    function move(uint256 from, uint256 to, uint256 amount) external counted {
        address sender = actors[from % 5];
        amount = bound(amount, 0, token.balanceOf(sender));
        vm.prank(sender);
        token.transfer(actors[to % 5], amount);
    }

    function claimOne(uint256 actor, uint256 id) external counted {
        address account = actors[actor % 5];
        id = bound(id, 0, token.lastSnapshotId() + 1);
        uint256 claimable = token.claimableRevenue(account, id);
        if (claimable == 0) return;
        eq(token.claimFor(account, id), claimable, "what was told");
        eq(token.claimableRevenue(account, id), 0, "once");
    }

    function claimAll(uint256 actor, bool elsewhere) external counted {
        address account = actors[actor % 5];
        uint256[] memory ids = range(0, token.lastSnapshotId() + 2);
        (, uint256 total) = token.claimableBatch(account, ETH, ids);
        vm.prank(account);
        eq(token.claimBatchTo(ids, elsewhere ? NOBODY : account), total, "all of it");
    }

    function claimTokens(uint256 actor, bool fromHostile) external counted {
        address account = actors[actor % 5];
        HostileERC20 alt = fromHostile ? hostile : honest;
        uint256[] memory ids = range(0, token.lastSnapshotId() + 2);
        vm.prank(account);
        try token.claimERC20(address(alt), ids, account) {} catch {
            isTrue(fromHostile, "the honest token pays");
        }
    }

    /// @dev One share stays, or the run would end.
    function burnShares(uint256 actor, uint256 amount) external counted {
        address account = actors[actor % 4];
        uint256 held = token.balanceOf(account);
        if (held < 2) return;
        amount = bound(amount, 1, held - 1);
        uint256 told = token.redeemableOnBurn(amount);
        vm.prank(account);
        uint256 got = token.burnTo(amount, account, told, new IRevShareToken.MinOut[](0));
        eq(got, told, "what was told");
        dust += 4;
    }

    function withdrawTokens(uint256 actor, bool fromHostile) external counted {
        address account = actors[actor % 4];
        HostileERC20 alt = fromHostile ? hostile : honest;
        if (token.creditOf(account, address(alt)) == 0) return;
        vm.prank(account);
        try token.withdrawCredit(address(alt), account) {} catch {
            isTrue(fromHostile, "the honest token pays");
        }
    }

    function misbehave(uint256 mode, uint256 rebase) external counted {
        hostile.setMode(HostileERC20.Mode(mode % (uint256(HostileERC20.Mode.BalanceHuge) + 1)));
        hostile.rebase(bound(rebase, 1, 30), 10);
        if (mode % 3 == 0) hostile.reenter(address(token), abi.encodeCall(token.burn, (1)));
    }

    function callBack(uint256 id) external counted {
        id = bound(id, 0, token.lastSnapshotId() + 1);
        receiver.reenter(address(token), abi.encodeCall(token.claimFor, (address(receiver), id)));
    }

    function toggle(bool theHostile, bool listed) external counted {
        vm.prank(ADMIN);
        token.setRevenueToken(address(theHostile ? hostile : honest), listed);
    }

    function recycleAll(uint256 actor) external counted {
        skip(365 days);
        token.recycle(actors[actor % 5], range(1, token.lastSnapshotId()));
    }
}

contract RevShareTokenInvariantTest is Fixture {
    RevShareTokenHandler private handler;

    function setUp() public override {
        handler = new RevShareTokenHandler();
        token = handler.target();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev What can be claimed and redeemed is held, and but for dust all that is held can be claimed or redeemed.
    function invariant_ethIsConserved() public view {
        uint256 claimable = claimableOf(ETH);
        uint256 redeemable = token.redeemableOnBurn(token.totalSupply());
        uint256 held = address(token).balance;
        (uint256 reserved, uint256 pool, uint256 pending) = token.revenueOf(ETH);
        eq(reserved + pool + pending, held, "three parts");
        atMost(claimable + redeemable, held, "no more than is held");
        atMost(held, claimable + redeemable + handler.dust(), "and no less but for dust");
    }

    /// @dev No wei appears or vanishes, whatever the revenue tokens did meanwhile.
    function invariant_ethIsCounted() public view {
        eq(address(token).balance + handler.paid(), handler.received(), "in and out");
    }

    function invariant_honestTokenIsConserved() public view {
        address honest = address(handler.honest());
        uint256 claimable = claimableOf(honest) + creditsOf(honest);
        uint256 redeemable = token.redeemableERC20OnBurn(token.totalSupply(), honest);
        uint256 held = handler.honest().balanceOf(address(token));
        (uint256 reserved, uint256 pool, uint256 pending) = token.revenueOf(honest);
        eq(reserved + pool + pending, held, "three parts");
        atMost(claimable + redeemable, held, "no more than is held");
    }

    function invariant_sharesAddUp() public view {
        uint256 sum = 0;
        for (uint256 i = 0; i < 5; ++i) sum += token.balanceOf(handler.actors(i));
        eq(sum, token.totalSupply(), "the supply");
    }

    /// @dev At each snapshot too.
    function invariant_snapshotsAddUp() public view {
        for (uint256 id = 1; id <= token.lastSnapshotId(); ++id) {
            uint256 sum = 0;
            for (uint256 i = 0; i < 5; ++i) sum += token.balanceOfAt(handler.actors(i), id);
            eq(sum, token.totalSupplyAt(id), "the supply then");
        }
    }

    function claimableOf(address asset) private view returns (uint256 sum) {
        uint256[] memory ids = range(1, token.lastSnapshotId());
        for (uint256 i = 0; i < 5; ++i) {
            (, uint256 total) = token.claimableBatch(handler.actors(i), asset, ids);
            sum += total;
        }
    }

    function creditsOf(address asset) private view returns (uint256 sum) {
        for (uint256 i = 0; i < 5; ++i) sum += token.creditOf(handler.actors(i), asset);
    }
}
