// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {HostileERC20} from "../../contracts/mocks/HostileERC20.sol";
import {HostileReceiver} from "../../contracts/mocks/HostileReceiver.sol";
import {IRevenueErrors} from "../../contracts/revenue/interfaces/IRevenueErrors.sol";
import {IRevShareToken} from "../../contracts/revenue/interfaces/IRevShareToken.sol";
import {bound, Fixture, vm} from "./Fixture.sol";

contract RevShareTokenBurnTest is Fixture {
    IRevShareToken.MinOut[] private none;

    function test_burn_redeemsPoolAndPending() public {
        epoch(10 ether);
        earn(5 ether);
        eq(token.redeemableOnBurn(SUPPLY / 2), 3.5 ether, "half of 2 and of 5");
        vm.prank(ALICE);
        token.burn(SUPPLY / 2);
        eq(ALICE.balance, 3.5 ether, "paid");
        eq(token.totalSupply(), SUPPLY / 2, "burned");
        eq(token.claimableRevenue(ALICE, 1), 4 ether, "the claim outlives the shares");
    }

    function test_burn_zero_reverts() public {
        vm.prank(ALICE);
        vm.expectRevert(IRevShareToken.NothingToRedeem.selector);
        token.burn(0);
    }

    function test_burn_moreThanHeld_reverts() public {
        earn(1 ether);
        bytes memory reason = abi.encodeWithSelector(
            IERC20Errors.ERC20InsufficientBalance.selector,
            BOB,
            300_000 ether,
            300_000 ether + 1
        );
        vm.prank(BOB);
        vm.expectRevert(reason);
        token.burn(300_000 ether + 1);
    }

    function test_burnTo_paysAnother() public {
        earn(1 ether);
        vm.prank(ALICE);
        eq(token.burnTo(SUPPLY / 2, NOBODY, 0.5 ether, none), 0.5 ether, "returned");
        eq(NOBODY.balance, 0.5 ether, "paid");
    }

    function test_burnTo_whereNobodyCouldWithdraw_reverts() public {
        address[2] memory invalid = [address(0), address(token)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(ALICE);
            vm.expectRevert(abi.encodeWithSelector(IRevenueErrors.RecipientInvalid.selector, invalid[i]));
            token.burnTo(1, invalid[i], 0, none);
        }
    }

    function test_burnTo_belowItsMinimum_reverts() public {
        earn(1 ether);
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IRevShareToken.MinOutNotMet.selector, ETH, 0.5 ether, 0.5 ether + 1));
        token.burnTo(SUPPLY / 2, ALICE, 0.5 ether + 1, none);
    }

    function test_burnTo_belowItsMinimumOfAToken_reverts() public {
        HostileERC20 alt = list();
        alt.mint(address(token), 100);
        IRevShareToken.MinOut[] memory mins = new IRevShareToken.MinOut[](1);
        mins[0] = IRevShareToken.MinOut({token: address(alt), amount: 51});
        vm.startPrank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IRevShareToken.MinOutNotMet.selector, address(alt), 50, 51));
        token.burnTo(SUPPLY / 2, ALICE, 0, mins);
        mins[0].amount = 50;
        token.burnTo(SUPPLY / 2, ALICE, 0, mins);
        eq(token.creditOf(ALICE, address(alt)), 50, "credited");
        vm.stopPrank();
    }

    function test_burnFrom_paysTheOwner() public {
        earn(1 ether);
        vm.prank(ALICE);
        token.approve(BOB, 100_000 ether);
        vm.prank(BOB);
        token.burnFrom(ALICE, 100_000 ether);
        eq(ALICE.balance, 0.1 ether, "Alice is paid");
        eq(BOB.balance, 0, "Bob is not");
        eq(token.allowance(ALICE, BOB), 0, "the allowance is spent");
        vm.prank(BOB);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, BOB, 0, 1));
        token.burnFrom(ALICE, 1);
    }

    /// @dev There is no way to burn without redeeming.
    function test_transfer_toZero_reverts() public {
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0)));
        token.transfer(address(0), 1);
        vm.prank(ALICE);
        token.approve(BOB, 1);
        vm.prank(BOB);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0)));
        token.transferFrom(ALICE, address(0), 1);
    }

    function test_burn_toAReceiverThatRejects_reverts() public {
        HostileReceiver holder = new HostileReceiver();
        vm.prank(ALICE);
        token.transfer(address(holder), 100);
        earn(SUPPLY);
        holder.setMode(HostileReceiver.Mode.Rejects);
        vm.expectRevert();
        holder.execute(address(token), abi.encodeCall(token.burn, (100)));
        eq(token.balanceOf(address(holder)), 100, "nothing burned");
    }

    /// @dev What is burned in the callback of a burn redeems what it would have after it.
    function test_burn_reentered_isFair() public {
        HostileReceiver holder = new HostileReceiver();
        vm.prank(ALICE);
        token.transfer(address(holder), SUPPLY / 2);
        epoch(10 ether);
        earn(8 ether);
        holder.reenter(address(token), abi.encodeCall(token.burn, (SUPPLY / 10)));
        holder.execute(address(token), abi.encodeCall(token.burn, (SUPPLY / 10)));
        eq(holder.reentries(), 4, "it called back");
        eq(address(holder).balance, 5 ether, "half of the pool and pending, no more");
        eq(token.redeemableOnBurn(SUPPLY / 2), 5 ether, "the others' half is there");
    }

    /// @dev A burn leaves the value of every other share as it was, or higher by the dust it leaves behind.
    function testFuzz_burn_othersLoseNothing(uint256 revenue, uint256 more, uint256 burned, bool open) public {
        revenue = bound(revenue, 2, 1e27);
        more = bound(more, 0, 1e27);
        burned = bound(burned, 1, SUPPLY / 2);
        HostileERC20 alt = list();
        alt.mint(address(token), more);
        earn(revenue);
        token.snapshot();
        if (!open) skip(1);
        earn(more);
        uint256 share = token.balanceOf(BOB);
        uint256 before = token.redeemableOnBurn(share);
        uint256 altBefore = token.redeemableERC20OnBurn(share, address(alt));
        vm.prank(ALICE);
        token.burn(burned);
        uint256 afterwards = token.redeemableOnBurn(share);
        uint256 altAfterwards = token.redeemableERC20OnBurn(share, address(alt));
        atMost(before, afterwards + 2, "Bob loses dust at most");
        atMost(afterwards, before + 4, "nor does he gain more");
        atMost(altBefore, altAfterwards + 2, "in a token");
        atMost(altAfterwards, altBefore + 4, "neither");
    }

    /// @dev It does not matter whether a snapshot of the same timepoint comes before a burn or after it.
    function testFuzz_burn_orderWithASnapshotDoesNotMatter(uint256 pool, uint256 pending, uint256 burned) public {
        pool = bound(pool, 10, 1e26);
        pending = bound(pending, 10 ether, 1e26);
        burned = bound(burned, 1, SUPPLY / 2);
        uint256 start = time;
        uint256[3] memory first = burnAtSnapshot(true, pool, pending, burned);
        time = start;
        uint256[3] memory second = burnAtSnapshot(false, pool, pending, burned);
        near(first[0], second[0], "the payment");
        near(first[1], second[1], "others' claims");
        near(first[2], second[2], "others' pool");
    }

    /// @dev However the shares are burned, nothing but promises is left, and the views told what was paid.
    function testFuzz_burn_everythingPaysEverything(uint256 revenue, uint256 more, uint256 a, uint256 b) public {
        epoch(bound(revenue, 2, 1e27));
        earn(bound(more, 0, 1e27));
        burnAndCompare(ALICE, bound(a, 1, SUPPLY / 2));
        burnAndCompare(BOB, bound(b, 1, token.balanceOf(BOB)));
        address[3] memory accounts = [ALICE, BOB, CAROL];
        for (uint256 i = 0; i < 3; ++i) {
            if (token.balanceOf(accounts[i]) != 0) burnAndCompare(accounts[i], token.balanceOf(accounts[i]));
        }
        (uint256 reserved, uint256 pool, uint256 pending) = token.revenueOf(ETH);
        eq(pool + pending, 0, "nothing left");
        eq(address(token).balance, reserved, "but promises");
        isTrue(token.lastHolder() != address(0), "somebody was last");
    }

    function burnAndCompare(address account, uint256 amount) private {
        uint256 told = token.redeemableOnBurn(amount);
        uint256 before = account.balance;
        vm.prank(account);
        token.burn(amount);
        eq(account.balance - before, told, "the view told");
    }

    /// @return outcome What the burn paid, what Bob can claim then, and what his shares redeem.
    function burnAtSnapshot(
        bool snapshotFirst,
        uint256 pool,
        uint256 pending,
        uint256 burned
    ) private returns (uint256[3] memory outcome) {
        vm.warp(time);
        token = deploy(8_000, SUPPLY, new address[](0));
        epoch(pool);
        skip(INTERVAL);
        earn(pending);
        if (snapshotFirst) token.snapshot();
        vm.prank(ALICE);
        outcome[0] = token.burnTo(burned, NOBODY, 0, none);
        if (!snapshotFirst) token.snapshot();
        skip(1);
        outcome[1] = token.claimableRevenue(BOB, 2);
        outcome[2] = token.redeemableOnBurn(token.balanceOf(BOB));
    }

    function near(uint256 a, uint256 b, string memory what) private pure {
        atMost(a, b + 4, what);
        atMost(b, a + 4, what);
    }
}
