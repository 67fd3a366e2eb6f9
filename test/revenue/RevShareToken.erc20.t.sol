// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {HostileERC20} from "../../contracts/mocks/HostileERC20.sol";
import {IRevenueErrors} from "../../contracts/revenue/interfaces/IRevenueErrors.sol";
import {IRevShareToken} from "../../contracts/revenue/interfaces/IRevShareToken.sol";
import {bound, Fixture, vm} from "./Fixture.sol";

/// @dev Revenue in other tokens, honest and hostile.
contract RevShareTokenERC20Test is Fixture {
    HostileERC20 private alt;

    function setUp() public override {
        super.setUp();
        alt = list();
    }

    function test_claimERC20_paysTheShareOnce() public {
        alt.mint(address(token), 1_000);
        uint256 id = shareOut();
        eq(token.claimableERC20(ALICE, id, address(alt)), 400, "half of 80%");
        vm.startPrank(ALICE);
        eq(token.claimERC20(address(alt), one(id), NOBODY), 400, "returned");
        eq(alt.balanceOf(NOBODY), 400, "paid");
        eq(token.claimERC20(address(alt), one(id), NOBODY), 0, "once");
        vm.stopPrank();
        eq(token.claimERC20For(BOB, address(alt), one(id)), 240, "for Bob");
        eq(alt.balanceOf(BOB), 240, "paid to Bob");
        eq(token.claimableRevenue(ALICE, id), 0, "no ETH in it");
        eq(token.claimableERC20(ALICE, id, ETH), 0, "ETH is not an ERC-20");
        (uint256[] memory amounts, uint256 total) = token.claimableBatch(CAROL, address(alt), range(0, 3));
        eq(amounts[1], 160, "Carol's");
        eq(total, 160, "in all");
    }

    function test_claimERC20_ofEth_reverts() public {
        uint256 id = epoch(1 ether);
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IRevShareToken.RevenueTokenInvalid.selector, ETH));
        token.claimERC20(ETH, one(id), ALICE);
    }

    function test_claimERC20_toZero_reverts() public {
        alt.mint(address(token), 1_000);
        uint256 id = shareOut();
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IRevenueErrors.RecipientInvalid.selector, address(0)));
        token.claimERC20(address(alt), one(id), address(0));
    }

    function test_burn_creditsTokens() public {
        alt.mint(address(token), 1_000);
        shareOut();
        alt.mint(address(token), 100);
        eq(token.redeemableERC20OnBurn(SUPPLY / 2, address(alt)), 150, "half of the pool and of pending");
        vm.startPrank(ALICE);
        token.burn(SUPPLY / 2);
        eq(token.creditOf(ALICE, address(alt)), 150, "credited");
        eq(token.withdrawCredit(address(alt), NOBODY), 150, "returned");
        eq(alt.balanceOf(NOBODY), 150, "paid");
        vm.expectRevert(abi.encodeWithSelector(IRevenueErrors.NothingToWithdraw.selector, ALICE, address(alt)));
        token.withdrawCredit(address(alt), NOBODY);
        vm.stopPrank();
    }

    function test_setRevenueToken_byAnother_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IRevShareToken.NotAdmin.selector, address(this)));
        token.setRevenueToken(address(alt), false);
    }

    function test_setRevenueToken_notAToken_reverts() public {
        address[3] memory invalid = [ETH, NOBODY, address(token)];
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(ADMIN);
            vm.expectRevert(abi.encodeWithSelector(IRevShareToken.RevenueTokenInvalid.selector, invalid[i]));
            token.setRevenueToken(invalid[i], true);
        }
    }

    function test_setRevenueToken_tooMany_reverts() public {
        for (uint256 i = 1; i < 8; ++i) list();
        eq(token.revenueTokens().length, 8, "eight");
        address another = address(new HostileERC20());
        vm.prank(ADMIN);
        vm.expectRevert(abi.encodeWithSelector(IRevShareToken.TooManyRevenueTokens.selector, 8));
        token.setRevenueToken(another, true);
    }

    function test_constructor_listsTokens() public {
        address[] memory tokens = new address[](1);
        tokens[0] = address(alt);
        token = deploy(8_000, SUPPLY, tokens);
        eq(token.revenueTokens()[0], address(alt), "listed");
    }

    /// @dev What arrived before a token was listed is revenue once it is.
    function test_setRevenueToken_findsWhatArrivedBefore() public {
        HostileERC20 late = new HostileERC20();
        late.mint(address(token), 1_000);
        epoch(1 ether);
        eq(token.redeemableERC20OnBurn(SUPPLY, address(late)), 0, "not yet");
        vm.prank(ADMIN);
        token.setRevenueToken(address(late), true);
        eq(token.redeemableERC20OnBurn(SUPPLY, address(late)), 1_000, "pending");
        uint256 id = shareOut();
        eq(token.claimableERC20(ALICE, id, address(late)), 400, "shared");
    }

    /// @dev Listed, leaving, left, gone: everything that was there has been promised to holders.
    function test_setRevenueToken_delistingPromisesEverything() public {
        alt.mint(address(token), 1_000);
        shareOut();
        alt.mint(address(token), 50);
        unlist();
        isTrue(token.listingOf(address(alt)) == IRevShareToken.Listing.Leaving, "leaving");
        eq(token.redeemableERC20OnBurn(SUPPLY, address(alt)), 250, "still redeemed");
        uint256 id = shareOut();
        isTrue(token.listingOf(address(alt)) == IRevShareToken.Listing.Left, "left");
        eq(token.claimableERC20(ALICE, id, address(alt)), 125, "half of everything");
        (, uint256 pool, uint256 pending) = token.revenueOf(address(alt));
        eq(pool + pending, 0, "nothing left behind");
        epoch(1 ether);
        isTrue(token.listingOf(address(alt)) == IRevShareToken.Listing.None, "gone");
        eq(token.revenueTokens().length, 0, "not in the list");
        token.claimERC20For(ALICE, address(alt), range(1, 2));
        eq(alt.balanceOf(ALICE), 525, "claims outlive the listing");
    }

    function test_setRevenueToken_delistingWithNothingInIt_isImmediate() public {
        HostileERC20 second = list();
        unlist();
        eq(token.revenueTokens().length, 1, "gone");
        eq(token.revenueTokens()[0], address(second), "the other is still there");
    }

    function test_setRevenueToken_again_comesBack() public {
        alt.mint(address(token), 1_000);
        unlist();
        vm.prank(ADMIN);
        token.setRevenueToken(address(alt), true);
        isTrue(token.listingOf(address(alt)) == IRevShareToken.Listing.Listed, "back");
        eq(token.revenueTokens().length, 1, "once");
        shareOut();
        (, uint256 pool, ) = token.revenueOf(address(alt));
        eq(pool, 200, "shared as before");
    }

    /// @dev A burn in the timepoint that promises a leaving token's all takes its part of it.
    function test_burn_inTheTimepointThatATokenLeaves() public {
        alt.mint(address(token), 1_000);
        unlist();
        token.snapshot();
        address[3] memory accounts = [ALICE, BOB, CAROL];
        for (uint256 i = 0; i < 3; ++i) {
            uint256 balance = token.balanceOf(accounts[i]);
            vm.startPrank(accounts[i]);
            token.burn(balance);
            token.withdrawCredit(address(alt), accounts[i]);
            vm.stopPrank();
        }
        eq(alt.balanceOf(address(token)), 0, "nothing is stranded");
    }

    /// @dev Whatever a listed token does, ETH is shared, claimed and redeemed to the wei, within bounded gas.
    function test_hostileTokens_neverTouchEth() public {
        uint256 modes = uint256(HostileERC20.Mode.BalanceHuge) + 1;
        for (uint256 mode = 0; mode < modes; ++mode) {
            token = deploy(8_000, SUPPLY, new address[](0));
            vm.deal(ALICE, 0);
            vm.deal(BOB, 0);
            for (uint256 i = 0; i < 8; ++i) {
                alt = list();
                alt.mint(address(token), 1_000);
                alt.setMode(HostileERC20.Mode(mode));
            }
            earn(10 ether);
            if (token.nextSnapshotAt() > time) skip(token.nextSnapshotAt() - time);
            token.snapshot{gas: 2_500_000}();
            skip(1);
            earn(2 ether);
            token.claimFor{gas: 100_000}(ALICE, 1);
            eq(ALICE.balance, 4 ether, "claimed");
            vm.prank(BOB);
            token.burn{gas: 2_500_000}(300_000 ether);
            eq(BOB.balance, 1.2 ether, "redeemed");
            skip(INTERVAL);
            token.snapshot{gas: 2_500_000}();
            skip(1);
            token.claimFor{gas: 100_000}(ALICE, 2);
            eq(ALICE.balance, 4 ether + (1.4 ether * 8 * 5) / 70, "claimed again");
        }
        isTrue(modes > 10, "the modes were tried");
    }

    /// @dev Nor can a caller with little gas make a token look silent.
    function test_snapshot_withTooLittleGas_reverts() public {
        alt.mint(address(token), 1_000);
        alt.setMode(HostileERC20.Mode.BalanceWantsGas);
        earn(1 ether);
        for (uint256 gasLimit = 40_000; token.lastSnapshotId() == 0; gasLimit += 5_000) {
            try token.snapshot{gas: gasLimit}() {} catch {}
        }
        (, uint256 claimable) = token.snapshotOf(1, address(alt));
        eq(claimable, 800, "the token was heard");
    }

    function test_claimERC20_whenTheTokenFails_reverts() public {
        alt.mint(address(token), 1_000);
        uint256 id = shareOut();
        HostileERC20.Mode[7] memory modes = [
            HostileERC20.Mode.Blocks,
            HostileERC20.Mode.ReturnsFalse,
            HostileERC20.Mode.FeeOnTop,
            HostileERC20.Mode.BalanceReverts,
            HostileERC20.Mode.BalanceBurnsGas,
            HostileERC20.Mode.BalanceReturnsNothing,
            HostileERC20.Mode.BalanceBombs
        ];
        for (uint256 i = 0; i < modes.length; ++i) {
            alt.setMode(modes[i]);
            vm.prank(ALICE);
            try token.claimERC20{gas: 1_000_000}(address(alt), one(id), ALICE) {
                isTrue(false, "a failing token paid");
            } catch {}
        }
        alt.setMode(HostileERC20.Mode.ReturnsNothing);
        token.claimERC20For(ALICE, address(alt), one(id));
        eq(alt.trueBalanceOf(ALICE), 400, "the claim is still there");
        alt.setMode(HostileERC20.Mode.FeeOnTransfer);
        token.claimERC20For(BOB, address(alt), one(id));
        eq(alt.trueBalanceOf(BOB), 216, "a fee is the holder's");
        eq(alt.trueBalanceOf(address(token)), 360, "and costs nobody else");
    }

    function test_claimERC20_feeOnTop_reverts() public {
        alt.mint(address(token), 1_000);
        uint256 id = shareOut();
        alt.setMode(HostileERC20.Mode.FeeOnTop);
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IRevenueErrors.PaymentExceeded.selector, address(alt), 440, 400));
        token.claimERC20(address(alt), one(id), ALICE);
    }

    /// @dev A token that calls back in the middle of a payment cannot have that payment counted as new revenue.
    function test_claimERC20_reentered_countsNothingTwice() public {
        alt.mint(address(token), 1_000);
        uint256 id = shareOut();
        skip(INTERVAL);
        uint256[] memory ids = one(id);
        bytes[4] memory calls = [
            abi.encodeCall(token.snapshot, ()),
            abi.encodeCall(token.claimERC20For, (BOB, address(alt), ids)),
            abi.encodeCall(token.burn, (1)),
            abi.encodeCall(token.withdrawCredit, (address(alt), BOB))
        ];
        earn(1 ether);
        address[2] memory claimers = [ALICE, CAROL];
        vm.prank(ALICE);
        token.transfer(address(alt), 10);
        for (uint256 i = 0; i < 4; ++i) {
            uint256 state = i % 2;
            alt.reenter(address(token), calls[i]);
            if (state == 0) alt.mint(address(token), 1_000);
            uint256 next = state == 0 ? shareOut() : token.lastSnapshotId();
            token.claimERC20For(claimers[state], address(alt), one(next));
            isTrue(!alt.reentered(), "the call back went through");
        }
        eq(alt.attempts(), 4, "it tried");
    }

    /// @dev ETH can be claimed from within another token's callback: nothing of ETH is in flux there.
    function test_claim_withinATokensCallback() public {
        alt.mint(address(token), 1_000);
        uint256 id = epoch(10 ether);
        alt.reenter(address(token), abi.encodeCall(token.claimFor, (BOB, id)));
        token.claimERC20For(ALICE, address(alt), one(id));
        eq(BOB.balance, 2.4 ether, "paid");
    }

    /// @dev A shrunken token pays everyone the same part, whoever comes first; nobody can force it on another.
    function testFuzz_rebase_cutsAllAlike(uint256 numerator, uint256 amount) public {
        numerator = bound(numerator, 1, 999_999);
        amount = bound(amount, 1e18, 1e30);
        alt.mint(address(token), amount);
        uint256 id = shareOut();
        vm.prank(CAROL);
        token.burn(200_000 ether);
        alt.rebase(numerator, 1_000_000);
        vm.expectRevert();
        token.claimERC20For(BOB, address(alt), one(id));

        uint256 held = alt.balanceOf(address(token));
        uint256 promised =
            token.claimableERC20(ALICE, id, address(alt)) +
                token.claimableERC20(BOB, id, address(alt)) +
                token.claimableERC20(CAROL, id, address(alt));
        uint256 redeemable = token.redeemableERC20OnBurn(SUPPLY, address(alt));
        atMost(promised + redeemable, held, "no more than is held");

        uint256 told = token.claimableERC20(BOB, id, address(alt));
        address[3] memory accounts = [ALICE, CAROL, BOB];
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(accounts[i]);
            token.claimERC20(address(alt), one(id), accounts[i]);
        }
        atMost(told, alt.balanceOf(BOB) + 2 + amount / 1e9, "the last gets what he was told");
        vm.prank(CAROL);
        token.withdrawCredit(address(alt), CAROL);
        // Everything comes back to what was promised once the token recovers.
        alt.rebase(1, 1);
    }

    /// @dev Growth of a rebasing token is revenue like any other.
    /// @dev A stranger cannot make a holder take a cut; the holder itself may.
    function test_claimERC20For_short_reverts() public {
        alt.mint(address(token), 1_000);
        uint256 id = shareOut();
        alt.rebase(1, 10);
        vm.expectRevert(abi.encodeWithSelector(IRevShareToken.TokenShort.selector, address(alt), 100, 1_000));
        token.claimERC20For(ALICE, address(alt), one(id));
        vm.prank(ALICE);
        token.claimERC20(address(alt), one(id), ALICE);
        eq(alt.trueBalanceOf(ALICE), 40, "a tenth of her four hundred");
    }

    function test_rebase_growthIsRevenue() public {
        alt.mint(address(token), 1_000);
        shareOut();
        alt.rebase(2, 1);
        (, , uint256 pending) = token.revenueOf(address(alt));
        eq(pending, 1_000, "pending");
    }

    function unlist() private {
        vm.prank(ADMIN);
        token.setRevenueToken(address(alt), false);
    }
}
