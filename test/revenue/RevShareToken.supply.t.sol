// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRevShareToken} from "../../contracts/revenue/interfaces/IRevShareToken.sol";
import {bound, Fixture, vm} from "./Fixture.sol";

/// @dev Nothing depends on how many shares there are, or how much they earn: from one share to 2^208 - 1, from a wei up.
contract RevShareTokenSupplyTest is Fixture {
    uint256 private constant EARLIER = 1;

    function testFuzz_anySupply_nothingIsLostOrMade(
        uint256 supply,
        uint256 first,
        uint256 second,
        uint256 seed
    ) public {
        // Powers of two are as likely as each other.
        supply = bound(supply, 1, type(uint208).max) >> (seed % 208);
        if (supply == 0) supply = 1;
        token = deploy(8_000, supply, new address[](0));
        first = bound(first, 2, 1e26) >> (uint256(keccak256(abi.encode(seed, "first"))) % 86);
        second = bound(second, 1, 1e26) >> (uint256(keccak256(abi.encode(seed, "second"))) % 87);
        if (first < 2) first = 2;
        earn(first);
        shareOut();
        (, uint256 claimable) = token.snapshotOf(EARLIER, ETH);
        isTrue(claimable != 0 && claimable <= first, "something is shared");

        // Shares move, and are burned, after the snapshot.
        uint256 moved = bound(seed, 0, token.balanceOf(ALICE));
        vm.prank(ALICE);
        token.transfer(CAROL, moved);
        earn(second);
        burnSome(CAROL, seed);
        if (token.totalSupply() != 0) burnSome(ALICE, seed >> 8);

        address[3] memory holders = [ALICE, BOB, CAROL];
        uint256 promised = 0;
        for (uint256 i = 0; i < 3; ++i) promised += token.claimableRevenue(holders[i], EARLIER);
        atMost(promised, claimable, "claims are covered");
        atMost(claimable, promised + 3, "to the wei a holder");
        for (uint256 i = 0; i < 3; ++i) {
            if (token.claimableRevenue(holders[i], EARLIER) != 0) token.claimFor(holders[i], EARLIER);
        }
        for (uint256 i = 0; i < 3; ++i) burnAll(holders[i]);
        eq(token.totalSupply(), 0, "no share left");
        uint256 left = address(token).balance;
        eq(ALICE.balance + BOB.balance + CAROL.balance + left, first + second, "conserved");
        atMost(left, 16, "and all but dust is paid");
    }

    function burnSome(address account, uint256 seed) private {
        uint256 amount = bound(seed, 0, token.balanceOf(account));
        if (amount == 0) return;
        uint256 expected = token.redeemableOnBurn(amount);
        uint256 before = account.balance;
        vm.prank(account);
        token.burn(amount);
        eq(account.balance - before, expected, "the view told it");
    }

    function burnAll(address account) private {
        uint256 balance = token.balanceOf(account);
        if (balance == 0) return;
        vm.prank(account);
        token.burnTo(balance, account, 0, new IRevShareToken.MinOut[](0));
    }
}
