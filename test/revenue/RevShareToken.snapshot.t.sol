// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRevShareToken} from "../../contracts/revenue/interfaces/IRevShareToken.sol";
import {IRevenueErrors} from "../../contracts/revenue/interfaces/IRevenueErrors.sol";
import {refusalOf} from "../support/Vm.sol";
import {bound, Fixture, vm} from "./Fixture.sol";

contract RevShareTokenSnapshotTest is Fixture {
    function test_snapshot_splitsPendingIntoClaimsAndPool() public {
        earn(10 ether);
        eq(token.snapshot(), 1, "the first id");
        (uint256 reserved, uint256 pool, uint256 pending) = token.revenueOf(ETH);
        eq(reserved, 8 ether, "promised");
        eq(pool, 2 ether, "retained");
        eq(pending, 0, "nothing left");
        (uint256 timepoint, uint256 claimable) = token.snapshotOf(1, ETH);
        eq(timepoint, time, "its timepoint");
        eq(claimable, 8 ether, "its revenue");
    }

    function test_snapshot_beforeFirstSnapshotAt_reverts() public {
        IRevShareToken.Config memory config = standardConfig(SUPPLY);
        config.firstSnapshotAt = uint40(time + 100);
        token = make(config);
        earn(1 ether);
        skip(99);
        vm.expectRevert(abi.encodeWithSelector(IRevShareToken.SnapshotTooEarly.selector, time + 1, time));
        token.snapshot();
        skip(1);
        token.snapshot();
    }

    function test_snapshot_countsTheEndOfItsTimepoint() public {
        earn(10 ether);
        token.snapshot();
        vm.prank(ALICE);
        token.transfer(NOBODY, SUPPLY / 2);
        vm.prank(BOB);
        token.transfer(CAROL, 100_000 ether);
        skip(1);
        vm.prank(NOBODY);
        token.transfer(ALICE, SUPPLY / 2);
        eq(token.balanceOfAt(ALICE, 1), 0, "Alice had sold");
        eq(token.balanceOfAt(NOBODY, 1), SUPPLY / 2, "to nobody");
        eq(token.balanceOfAt(BOB, 1), 200_000 ether, "Bob had less");
        eq(token.balanceOfAt(CAROL, 1), 300_000 ether, "Carol more");
        eq(token.claimableRevenue(NOBODY, 1), 4 ether, "the buyer's revenue");
    }

    /// @dev Above the room of its word, revenue waits; nothing reverts, nothing is lost.
    function test_snapshot_beyondItsRoomKeepsTheRestPending() public {
        uint256 huge = uint256(type(uint96).max) * 4;
        earn(huge);
        shareOut();
        (uint256 reserved, uint256 pool, uint256 pending) = token.revenueOf(ETH);
        eq(reserved + pool + pending, huge, "all accounted for");
        atMost(reserved, type(uint88).max, "within its word");
        token.claimFor(ALICE, 1);
        token.claimFor(BOB, 1);
        token.claimFor(CAROL, 1);
        for (uint256 i = 0; i < 3; ++i) shareOut();
        vm.startPrank(ALICE);
        token.burn(token.balanceOf(ALICE));
        vm.stopPrank();
        (reserved, pool, pending) = token.revenueOf(ETH);
        eq(reserved + pool + pending, address(token).balance, "and still");
    }

    function test_constructor_badConfig_reverts() public {
        IRevShareToken.Config memory config = standardConfig(SUPPLY);
        config.claimableBps = 0;
        expectBad(config);
        config.claimableBps = 10_001;
        expectBad(config);
        config = standardConfig(SUPPLY);
        config.snapshotInterval = 1 hours - 1;
        expectBad(config);
        config = standardConfig(SUPPLY);
        config.amounts = new uint256[](2);
        expectBad(config);
        expectBad(standardConfig(0));
        expectBad(standardConfig(uint256(type(uint208).max) + 1));
        make(standardConfig(type(uint208).max));
    }

    /// @dev Against a model that copies every balance at the end of every timepoint that has a snapshot.
    function testFuzz_snapshot_historyMatchesAModel(uint256 seed, bool wide) public {
        uint256 supply = wide ? type(uint208).max : SUPPLY;
        token = deploy(8_000, supply, new address[](0));
        address[5] memory accounts = [ALICE, BOB, CAROL, NOBODY, address(0xBEEF)];
        uint256[5][16] memory balances;
        uint256[16] memory supplies;
        uint256 snapshots = 0;
        for (uint256 step = 0; step < 40; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 act = seed % 8;
            address from = accounts[(seed >> 8) % 5];
            uint256 amount = token.balanceOf(from);
            if ((seed >> 16) % 3 != 0) amount = bound(seed >> 24, 0, amount);
            if (act < 3) {
                vm.prank(from);
                token.transfer(accounts[(seed >> 20) % 5], amount);
            } else if (act == 3 && amount != 0 && amount < token.totalSupply()) {
                vm.prank(from);
                token.burn(amount);
            } else if (act < 6 && token.lastSnapshotId() < 15) {
                if (act == 4) skip(INTERVAL);
                if (time >= token.nextSnapshotAt()) {
                    earn(1 ether);
                    snapshots = token.snapshot();
                }
            } else {
                skip(1);
            }
            // The open snapshot changes with the balances; a closed one never.
            (uint256 timepoint, ) = token.snapshotOf(snapshots, ETH);
            if (timepoint == time) {
                for (uint256 i = 0; i < 5; ++i) balances[snapshots][i] = token.balanceOf(accounts[i]);
                supplies[snapshots] = token.totalSupply();
            }
            for (uint256 id = 1; id <= snapshots; ++id) {
                for (uint256 i = 0; i < 5; ++i) {
                    eq(token.balanceOfAt(accounts[i], id), balances[id][i], "a balance");
                }
                eq(token.totalSupplyAt(id), supplies[id], "a supply");
            }
        }
        eq(token.balanceOfAt(ALICE, 0), 0, "no id 0");
        eq(token.balanceOfAt(ALICE, snapshots + 1), 0, "no later id");
        eq(token.totalSupplyAt(snapshots + 1), 0, "no later supply");
    }

    function expectBad(IRevShareToken.Config memory config) private {
        bytes memory reason = refusalOf("RevShareToken.sol:RevShareToken", abi.encode(config));
        isTrue(bytes4(reason) == IRevenueErrors.ConfigInvalid.selector, "a bad configuration");
    }
}
