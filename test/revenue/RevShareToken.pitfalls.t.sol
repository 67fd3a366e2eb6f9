// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {FlashLender, IFlashBorrower} from "../../contracts/mocks/FlashLender.sol";
import {HostileERC20} from "../../contracts/mocks/HostileERC20.sol";
import {HostileReceiver} from "../../contracts/mocks/HostileReceiver.sol";
import {IRevShareToken} from "../../contracts/revenue/interfaces/IRevShareToken.sol";
import {RevShareToken} from "../../contracts/revenue/RevShareToken.sol";
import {Fixture, vm} from "./Fixture.sol";

/// @dev Within a loan: takes a snapshot if it may, and claims what it can.
contract FlashClaimer is IFlashBorrower {
    RevShareToken private immutable _token;
    FlashLender private immutable _lender;

    receive() external payable {}

    constructor(RevShareToken token, FlashLender lender) {
        _token = token;
        _lender = lender;
    }

    function attack(uint256 amount) external {
        _lender.lend(_token, amount);
    }

    function onLoan(IERC20 asset, uint256 amount) external {
        try _token.snapshot() {} catch {}
        for (uint256 id = 1; id <= _token.lastSnapshotId(); ++id) {
            try _token.claim(id) {} catch {}
        }
        asset.transfer(msg.sender, amount);
    }
}

/// @dev One test for each defect that was reproduced in the reference implementation of ERC-7641.
contract RevShareTokenPitfallsTest is Fixture {
    FlashLender private lender;
    FlashClaimer private thief;

    function setUp() public override {
        super.setUp();
        lender = new FlashLender();
        thief = new FlashClaimer(token, lender);
        vm.prank(ALICE);
        token.transfer(address(lender), SUPPLY / 2);
    }

    /// @dev 1: snapshot and claim on half of the supply, borrowed for one transaction.
    function test_defect1_flashLoanSnapshotTakesNothing() public {
        earn(60 ether);
        thief.attack(SUPPLY / 2);
        eq(token.lastSnapshotId(), 1, "the snapshot was taken");
        skip(1);
        eq(token.claimableRevenue(address(thief), 1), 0, "nothing for the borrower");
        eq(address(thief).balance, 0, "nothing taken");
        eq(token.claimableRevenue(address(lender), 1), 24 ether, "half of 80% for the lender");
    }

    /// @dev 2: unclaimed revenue of earlier epochs, taken the same way in an epoch that brought nothing.
    function test_defect2_flashLoanTakesNoUnclaimedRevenue() public {
        epoch(60 ether);
        skip(INTERVAL);
        thief.attack(SUPPLY / 2);
        skip(1);
        thief.attack(SUPPLY / 2);
        eq(token.lastSnapshotId(), 1, "nothing new, no snapshot");
        eq(address(thief).balance, 0, "nothing taken");
        eq(token.claimableRevenue(address(lender), 1), 24 ether, "still the lender's");
        eq(token.claimableRevenue(BOB, 1), 14.4 ether, "still Bob's");
    }

    /// @dev 3: a holder that cannot receive ETH has it paid elsewhere.
    function test_defect3_holderThatRejectsEthClaimsElsewhere() public {
        HostileReceiver holder = new HostileReceiver();
        holder.setMode(HostileReceiver.Mode.Rejects);
        vm.prank(BOB);
        token.transfer(address(holder), 100_000 ether);
        uint256 id = epoch(10 ether);

        vm.expectRevert();
        holder.execute(address(token), abi.encodeCall(token.claim, (id)));
        holder.execute(address(token), abi.encodeCall(token.claimTo, (id, NOBODY)));
        eq(NOBODY.balance, 0.8 ether, "a tenth of 80%");

        holder.execute(
            address(token),
            abi.encodeCall(token.burnTo, (50_000 ether, NOBODY, 0, new IRevShareToken.MinOut[](0)))
        );
        eq(NOBODY.balance, 0.8 ether + 0.1 ether, "a twentieth of the pool");
    }

    /// @dev 4: burning all shares strands nothing that is not promised, and no view panics.
    function test_defect4_burningEverythingStrandsNothing() public {
        uint256 id = epoch(10 ether);
        earn(5 ether);
        lenderBurnsAll();
        burnAll(BOB);
        burnAll(CAROL);
        eq(token.totalSupply(), 0, "no share left");

        (uint256 reserved, uint256 pool, uint256 pending) = token.revenueOf(ETH);
        eq(reserved, 8 ether, "promised at the snapshot");
        eq(pool + pending, 0, "nothing else is left");
        eq(token.redeemableOnBurn(1), 0, "view at zero supply");
        eq(token.claimableRevenue(BOB, id), 2.4 ether, "claims outlive the shares");
        eq(token.claimableRevenue(BOB, id + 1), 0, "unknown id at zero supply");
        token.claimFor(BOB, id);
        token.claimFor(CAROL, id);
        eq(address(token).balance, token.claimableRevenue(address(lender), id), "the rest is the lender's");
    }

    /// @dev 4: nor does it in the very timepoint of a snapshot, whose shares nobody could claim any more.
    function test_defect4_burningEverythingAtASnapshotStrandsNothing() public {
        earn(10 ether);
        token.snapshot();
        lenderBurnsAll();
        burnAll(BOB);
        burnAll(CAROL);
        eq(address(token).balance, 0, "all paid out");
        skip(1);
        eq(token.claimableRevenue(CAROL, 1), 0, "and nothing promised");
    }

    /// @dev 4: what arrives when no share is left belongs to whoever burned the last.
    function test_defect4_revenueAfterTheLastShareIsCollected() public {
        HostileERC20 alt = list();
        lenderBurnsAll();
        burnAll(BOB);
        burnAll(CAROL);
        earn(3 ether);
        alt.mint(address(token), 7);
        skip(INTERVAL);
        vm.expectRevert(IRevShareToken.NothingToShare.selector);
        token.snapshot();
        vm.prank(BOB);
        vm.expectRevert(abi.encodeWithSelector(IRevShareToken.NotLastHolder.selector, BOB));
        token.collectResidue(ETH, BOB);
        vm.startPrank(CAROL);
        token.collectResidue(ETH, NOBODY);
        token.collectResidue(address(alt), NOBODY);
        vm.stopPrank();
        eq(NOBODY.balance, 3 ether, "the residue in ETH");
        eq(alt.balanceOf(NOBODY), 7, "the residue in a token");
    }

    /// @dev 5: a claimed, repeated, empty or unknown id in a batch is skipped, also when a stranger has just claimed
    /// it.
    function test_defect5_batchSkipsWhatCannotBeClaimed() public {
        for (uint256 i = 0; i < 4; ++i) epoch(1 ether);
        token.claimFor(BOB, 2);
        eq(BOB.balance, 0.24 ether, "a stranger claims one for Bob");
        uint256[] memory ids = new uint256[](8);
        (ids[0], ids[1], ids[2], ids[3]) = (1, 2, 3, 3);
        (ids[4], ids[5], ids[6], ids[7]) = (0, 99, type(uint256).max, 4);
        vm.prank(BOB);
        uint256 amount = token.claimBatch(ids);
        eq(amount, 0.72 ether, "three of them");
        eq(BOB.balance, 0.96 ether, "all four in the end");
        vm.prank(BOB);
        eq(token.claimBatch(ids), 0, "none the next time");
    }

    /// @dev 6: nobody can take an empty snapshot, nor many; so transfers are not made dearer for nothing.
    function test_defect6_emptySnapshotReverts() public {
        vm.expectRevert(IRevShareToken.NothingToShare.selector);
        token.snapshot();
        epoch(1 ether);
        skip(INTERVAL);
        vm.expectRevert(IRevShareToken.NothingToShare.selector);
        token.snapshot();
        earn(1);
        vm.expectRevert(IRevShareToken.NothingToShare.selector);
        token.snapshot();
        eq(token.lastSnapshotId(), 1, "one snapshot");
    }

    function test_defect6_snapshotWithinTheIntervalReverts() public {
        uint256 first = time;
        epoch(1 ether);
        earn(1 ether);
        skip(INTERVAL - 2);
        vm.expectRevert(
            abi.encodeWithSelector(IRevShareToken.SnapshotTooEarly.selector, first + INTERVAL, first + INTERVAL - 1)
        );
        token.snapshot();
        skip(1);
        eq(token.snapshot(), 2, "on the second");
    }

    /// @dev 7: the largest supply and the largest revenue overflow nothing.
    function test_defect7_largeNumbersDoNotOverflow() public {
        uint256 supply = type(uint208).max;
        token = deploy(8_000, supply, new address[](0));
        HostileERC20 alt = list();
        alt.mint(address(token), type(uint256).max);
        uint256 id = epoch(1e26);
        eq(token.claimableRevenue(ALICE, id), Math.mulDiv(8e25, supply / 2, supply), "half of 80%, to the wei");
        eq(
            token.claimableERC20(ALICE, id, address(alt)),
            Math.mulDiv(Math.mulDiv(type(uint256).max, 8_000, 10_000), supply / 2, supply),
            "the same of the largest number"
        );
        earn(1e26);
        atMost(token.redeemableOnBurn(supply), 1.2e26, "the pool and what is pending");
        atMost(1.2e26 - 2, token.redeemableOnBurn(supply), "all of it");
        burnAll(ALICE);
        burnAll(BOB);
        burnAll(CAROL);
        atMost(address(token).balance, 8e25 + 4, "all but the claims was redeemed");
    }

    /// @dev 8: no amount redeems more than is held.
    function test_defect8_redeemableIsCappedByTheSupply() public {
        epoch(10 ether);
        earn(5 ether);
        uint256 all = token.redeemableOnBurn(SUPPLY);
        eq(all, 7 ether, "the pool and what is pending");
        eq(token.redeemableOnBurn(10 * SUPPLY), all, "ten supplies");
        eq(token.redeemableOnBurn(type(uint256).max), all, "any number");
        HostileERC20 alt = list();
        alt.mint(address(token), 100);
        eq(token.redeemableERC20OnBurn(10 * SUPPLY, address(alt)), 100, "any token");
    }

    /// @dev 9: receiving, sharing, claiming and redeeming are told by events.
    function test_defect9_everythingEmits() public {
        vm.expectEmit(true, true, true, true, address(token));
        emit IRevShareToken.RevenueReceived(address(this), 10 ether);
        earn(10 ether);

        vm.expectEmit(true, true, true, true, address(token));
        emit IRevShareToken.RevenueShared(1, ETH, time, 8 ether, 2 ether);
        shareOut();

        vm.expectEmit(true, true, true, true, address(token));
        emit IRevShareToken.RevenueClaimed(BOB, ETH, BOB, one(1), 2.4 ether);
        vm.prank(BOB);
        token.claim(1);

        vm.expectEmit(true, true, true, true, address(token));
        emit IRevShareToken.RevenueRedeemed(CAROL, ETH, CAROL, 100_000 ether, 0.2 ether);
        vm.prank(CAROL);
        token.burn(100_000 ether);
    }

    /// @dev 10: it needs no library that is gone: OpenZeppelin 5's own tokens and votes keep working beside the
    /// snapshots.
    function test_defect10_worksWithOpenZeppelin5Votes() public {
        vm.prank(BOB);
        token.delegate(BOB);
        epoch(1 ether);
        vm.prank(BOB);
        token.transfer(CAROL, 100_000 ether);
        skip(1);
        eq(token.getVotes(BOB), 200_000 ether, "votes follow");
        eq(token.getPastVotes(BOB, time - 2), 300_000 ether, "and are remembered");
        eq(token.balanceOfAt(BOB, 1), 300_000 ether, "like balances at snapshots");
    }

    function burnAll(address account) private {
        uint256 balance = token.balanceOf(account);
        vm.prank(account);
        token.burn(balance);
    }

    /// @dev The lender's shares go to the thief, of all people, who burns them.
    function lenderBurnsAll() private {
        vm.prank(address(lender));
        token.transfer(address(thief), SUPPLY / 2);
        burnAll(address(thief));
    }
}
