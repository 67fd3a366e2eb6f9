// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {TestERC20} from "../../contracts/mocks/TestERC20.sol";
import {vm} from "../support/Vm.sol";
import {LaunchFixture} from "./LaunchFixture.sol";

contract CreatorVestingTest is LaunchFixture {
    uint256 private constant GRANT = SUPPLY / 5;

    function setUp() public {
        _deployProtocol();
        _launch(_params());
    }

    function test_release_cliffThenLinear() public {
        vm.warp(CLOSES_AT + 90 days - 1);
        require(vesting.releasable(address(token)) == 0, "before the cliff");
        vm.warp(CLOSES_AT + 90 days);
        require(vesting.releasable(address(token)) == (GRANT * 90) / 720, "at the cliff");
        vesting.release(address(token));
        require(token.balanceOf(CREATOR) == (GRANT * 90) / 720, "released");
        vm.warp(CLOSES_AT + 720 days);
        vesting.release(address(token));
        require(token.balanceOf(CREATOR) == GRANT && token.balanceOf(address(vesting)) == 0, "all");
    }

    /// @dev Unvested shares earn at once, whoever pushes their revenue here.
    function test_claimRevenue_ofUnvestedShares() public {
        vm.warp(CLOSES_AT + 1 days);
        vm.deal(address(token), 10 ether);
        token.snapshot();
        vm.warp(CLOSES_AT + 1 days + 1);
        uint256[] memory ids = new uint256[](1);
        ids[0] = 1;
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(this)));
        vesting.claimRevenue(ids, address(this));
        uint256 part = (10 ether * 8) / 10 / 5;
        vm.prank(CREATOR);
        require(vesting.claimRevenue(ids, address(0xabc)) == part, "claimed");
        vm.prank(CREATOR);
        require(vesting.claimRevenue(ids, address(0xabc)) == 0, "twice");
        require(address(0xabc).balance == part, "paid");
    }

    function test_release_pushedRevenue_atOnce() public {
        vm.warp(CLOSES_AT + 1 days);
        vm.deal(address(token), 10 ether);
        token.snapshot();
        vm.warp(CLOSES_AT + 1 days + 1);
        token.claimFor(address(vesting), 1);
        vesting.release();
        require(CREATOR.balance == (10 ether * 8) / 10 / 5, "vested with the shares");
        TestERC20 coin = new TestERC20();
        coin.mint(address(vesting), 7);
        vesting.release(address(coin));
        require(coin.balanceOf(CREATOR) == 7, "another token vested");
    }

    function test_move_beforeVested_reverts() public {
        vm.startPrank(CREATOR);
        vm.expectRevert();
        token.transferFrom(address(vesting), CREATOR, 1);
        vm.expectRevert();
        token.burnFrom(address(vesting), 1);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(this)));
        vesting.delegate(address(this));
        uint256[] memory ids = new uint256[](0);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(this)));
        vesting.claimRevenueERC20(address(1), ids, address(this));
    }
}
