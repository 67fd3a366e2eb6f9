// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {HostileReceiver} from "../../contracts/mocks/HostileReceiver.sol";
import {IRevenueErrors} from "../../contracts/revenue/interfaces/IRevenueErrors.sol";
import {IRevShareToken} from "../../contracts/revenue/interfaces/IRevShareToken.sol";
import {bound, Fixture, vm} from "./Fixture.sol";

contract RevShareTokenClaimTest is Fixture {
    function test_claim_paysTheShareOnce() public {
        uint256 id = epoch(10 ether);
        vm.startPrank(ALICE);
        token.claim(id);
        eq(ALICE.balance, 4 ether, "half of 80%");
        isTrue(token.claimed(ALICE, ETH, id), "marked");
        vm.expectRevert(abi.encodeWithSelector(IRevShareToken.NothingToClaim.selector, ALICE, id));
        token.claim(id);
        vm.stopPrank();
    }

    function test_claim_withinTheTimepoint_reverts() public {
        earn(10 ether);
        uint256 id = token.snapshot();
        eq(token.claimableRevenue(ALICE, id), 0, "not yet");
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IRevShareToken.NothingToClaim.selector, ALICE, id));
        token.claim(id);
        skip(1);
        vm.prank(ALICE);
        token.claim(id);
    }

    function test_claim_unknownSnapshot_reverts() public {
        epoch(1 ether);
        uint256[3] memory ids = [uint256(0), 2, type(uint256).max];
        for (uint256 i = 0; i < 3; ++i) {
            eq(token.claimableRevenue(ALICE, ids[i]), 0, "a view returns 0");
            vm.prank(ALICE);
            vm.expectRevert(abi.encodeWithSelector(IRevShareToken.NothingToClaim.selector, ALICE, ids[i]));
            token.claim(ids[i]);
        }
    }

    function test_claim_byANonHolder_reverts() public {
        uint256 id = epoch(1 ether);
        vm.prank(NOBODY);
        vm.expectRevert(abi.encodeWithSelector(IRevShareToken.NothingToClaim.selector, NOBODY, id));
        token.claim(id);
    }

    function test_claimTo_paysAnother() public {
        uint256 id = epoch(10 ether);
        vm.prank(ALICE);
        eq(token.claimTo(id, NOBODY), 4 ether, "returned");
        eq(NOBODY.balance, 4 ether, "paid");
        eq(ALICE.balance, 0, "not to Alice");
    }

    function test_claimTo_zero_reverts() public {
        uint256 id = epoch(10 ether);
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IRevenueErrors.RecipientInvalid.selector, address(0)));
        token.claimTo(id, address(0));
    }

    function test_claimFor_paysTheHolder() public {
        uint256 id = epoch(10 ether);
        vm.prank(NOBODY);
        eq(token.claimFor(ALICE, id), 4 ether, "returned");
        eq(ALICE.balance, 4 ether, "paid to Alice");
    }

    function test_claimFor_aHolderThatRejects_reverts() public {
        HostileReceiver holder = new HostileReceiver();
        vm.prank(ALICE);
        token.transfer(address(holder), SUPPLY / 2);
        uint256 id = epoch(10 ether);
        HostileReceiver.Mode[3] memory modes = [
            HostileReceiver.Mode.Rejects,
            HostileReceiver.Mode.BurnsGas,
            HostileReceiver.Mode.Bombs
        ];
        for (uint256 i = 0; i < 3; ++i) {
            holder.setMode(modes[i]);
            vm.expectRevert(
                abi.encodeWithSelector(IRevenueErrors.PaymentFailed.selector, ETH, address(holder), 4 ether)
            );
            token.claimFor{gas: 500_000}(address(holder), id);
        }
        eq(token.claimableRevenue(address(holder), id), 4 ether, "nothing is lost");
        token.claimFor(BOB, id);
        eq(BOB.balance, 2.4 ether, "and nobody else is held up");
    }

    function test_claimBatch_acrossManySnapshots() public {
        for (uint256 i = 0; i < 300; ++i) epoch(1 ether);
        vm.prank(ALICE);
        eq(token.claimBatch(range(200, 100)), 40 ether, "across a word's end");
        vm.prank(ALICE);
        eq(token.claimBatchTo(range(1, 300), NOBODY), 80 ether, "the others");
        for (uint256 id = 1; id <= 300; ++id) isTrue(token.claimed(ALICE, ETH, id), "marked");
        eq(token.claimBatchFor(BOB, range(1, 300)), 72 ether, "Bob's");
        eq(BOB.balance, 72 ether, "paid to Bob");
        isTrue(!token.claimed(CAROL, ETH, 1), "Carol's are untouched");
    }

    /// @dev Words are written and read again when ids jump back and forth.
    function test_claimBatch_inAnyOrder() public {
        for (uint256 i = 0; i < 258; ++i) epoch(1 ether);
        uint256[] memory ids = new uint256[](7);
        (ids[0], ids[1], ids[2], ids[3]) = (257, 1, 256, 1);
        (ids[4], ids[5], ids[6]) = (257, 258, 2);
        vm.prank(ALICE);
        eq(token.claimBatch(ids), 2 ether, "five of them, once each");
    }

    function test_claimableBatch_sumsTheViews() public {
        for (uint256 i = 1; i <= 5; ++i) epoch(i * 1 ether);
        token.claimFor(BOB, 3);
        (uint256[] memory amounts, uint256 total) = token.claimableBatch(BOB, ETH, range(0, 7));
        for (uint256 id = 0; id < 7; ++id) eq(amounts[id], token.claimableRevenue(BOB, id), "each");
        eq(total, 0.24 ether * 12, "1 + 2 + 4 + 5");
    }

    /// @dev A receiver that calls back gets nothing twice.
    function test_claim_reentered_paysOnce() public {
        HostileReceiver holder = new HostileReceiver();
        vm.prank(ALICE);
        token.transfer(address(holder), SUPPLY / 2);
        epoch(10 ether);
        uint256 id = epoch(10 ether);
        holder.reenter(address(token), abi.encodeCall(token.claimFor, (address(holder), id)));
        token.claimFor(address(holder), id);
        eq(holder.attempts(), 1, "it tried");
        eq(holder.reentries(), 0, "in vain");
        eq(address(holder).balance, 4 ether, "paid once");
        // Another snapshot is another claim, whenever it is made.
        holder.reenter(address(token), abi.encodeCall(token.claimFor, (address(holder), id)));
        token.claimFor(address(holder), id - 1);
        eq(address(holder).balance, 8 ether, "and once for the other");
    }

    /// @dev Whatever the amounts, the claims of a snapshot never exceed it, and miss it by less than a wei a holder.
    function testFuzz_claim_sumOfClaimsIsBounded(uint256 revenue, uint256 supply, uint256 a, uint256 b) public {
        supply = bound(supply, 10, type(uint208).max);
        token = deploy(10_000, supply, new address[](0));
        a = bound(a, 0, token.balanceOf(ALICE));
        vm.prank(ALICE);
        token.transfer(BOB, a);
        b = bound(b, 0, token.balanceOf(BOB));
        vm.prank(BOB);
        token.transfer(CAROL, b);
        uint256 id = epoch(bound(revenue, 1, type(uint88).max));
        (, uint256 claimable) = token.snapshotOf(id, ETH);
        uint256 sum =
            token.claimableRevenue(ALICE, id) + token.claimableRevenue(BOB, id) + token.claimableRevenue(CAROL, id);
        atMost(sum, claimable, "no more than there is");
        atMost(claimable, sum + 2, "dust");
    }

    /// @dev One wei, one share: the smallest amounts there are.
    function test_claim_oneWei() public {
        IRevShareToken.Config memory config = standardConfig(SUPPLY);
        config.claimableBps = 10_000;
        config.recipients = new address[](1);
        config.recipients[0] = ALICE;
        config.amounts = range(1, 1);
        token = make(config);
        uint256 id = epoch(1);
        eq(token.claimableRevenue(ALICE, id), 1, "all of it");
        token.claimFor(ALICE, id);
        earn(1);
        vm.prank(ALICE);
        token.burn(1);
        eq(ALICE.balance, 2, "both");
        eq(address(token).balance, 0, "nothing left");
    }
}
