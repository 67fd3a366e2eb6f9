// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {HostileERC20} from "../../contracts/mocks/HostileERC20.sol";
import {HostileReceiver} from "../../contracts/mocks/HostileReceiver.sol";
import {ToyControllers} from "../../contracts/mocks/ToyControllers.sol";
import {FeeRouter} from "../../contracts/revenue/FeeRouter.sol";
import {IFeeRouter} from "../../contracts/revenue/interfaces/IFeeRouter.sol";
import {bound, deployArtifact, Fixture, vm} from "./Fixture.sol";

/// @dev Payments under any schedule, withdrawals by anyone, in any order. Its calls succeed, or are expected not to.
contract FeeRouterHandler is Fixture {
    uint256 private constant PROTOCOL_BPS = 250;

    FeeRouter public immutable router;
    HostileERC20 public immutable alt;
    HostileReceiver public immutable receiver;
    address[6] public actors;
    uint256 public received;
    uint256 public paid;

    constructor() {
        vm.warp(time);
        token = deploy(8_000, SUPPLY, new address[](0));
        bytes memory arguments = abi.encode(new ToyControllers(), NOBODY, PROTOCOL_BPS);
        router = FeeRouter(deployArtifact("FeeRouter.sol:FeeRouter", arguments));
        alt = new HostileERC20();
        receiver = new HostileReceiver();
        actors = [ALICE, BOB, CAROL, address(receiver), address(token), NOBODY];
    }

    /// @dev Not again.
    function setUp() public override {}

    function pay(uint256 seed, uint256 amount, bool inAlt) external {
        amount = bound(amount, 0, amount % 2 == 0 ? 100 : 1e27);
        IFeeRouter.Schedule memory schedule = anySchedule(seed);
        bytes32 scheduleHash = router.hashSchedule(schedule);
        address operator = seed % 7 == 0 ? address(0) : actors[(seed >> 8) % 6];
        if (inAlt) {
            alt.mint(address(this), amount);
            alt.approve(address(router), amount);
            router.distributeERC20(address(alt), amount, schedule, scheduleHash, operator, 0);
        } else {
            vm.deal(address(this), amount);
            uint256 before = address(router).balance;
            router.distribute{value: amount}(schedule, scheduleHash, operator, 0);
            received += amount;
            paid += before + amount - address(router).balance;
        }
    }

    function take(uint256 actor, bool inAlt) external {
        address account = actors[actor % 6];
        address asset = inAlt ? address(alt) : ETH;
        uint256 credit = router.creditOf(account, asset);
        if (credit == 0) return;
        uint256 before = address(router).balance;
        try router.withdrawFor{gas: 500_000}(account, asset) {} catch {
            isTrue(account == address(receiver), "only the hostile receiver can fail");
        }
        paid += before - address(router).balance;
    }

    /// @dev Tokens that take a fee, ETH receivers that reject, burn gas or call back.
    function misbehave(uint256 mode) external {
        alt.setMode(mode % 2 == 0 ? HostileERC20.Mode.FeeOnTransfer : HostileERC20.Mode.ReturnsNothing);
        receiver.setMode(HostileReceiver.Mode(mode % 4));
        if (mode % 5 == 0) {
            receiver.reenter(address(router), abi.encodeCall(router.withdrawFor, (address(receiver), ETH)));
        }
    }

    /// @notice What is owed in `asset`, to everyone.
    function credits(address asset) public view returns (uint256 sum) {
        for (uint256 i = 0; i < 6; ++i) sum += router.creditOf(actors[i], asset);
    }

    function anySchedule(uint256 seed) private view returns (IFeeRouter.Schedule memory schedule) {
        schedule.holders = actors[seed % 6];
        schedule.creator = actors[(seed >> 16) % 6];
        schedule.contributors = actors[(seed >> 24) % 6];
        uint256 left = 10_000 - PROTOCOL_BPS;
        schedule.holdersBps = uint16(seed % 3 == 0 ? 0 : bound(seed >> 32, 0, left));
        left -= schedule.holdersBps;
        schedule.operatorBps = uint16(bound(seed >> 48, 0, left));
        left -= schedule.operatorBps;
        schedule.creatorBps = uint16(bound(seed >> 64, 0, left));
        schedule.contributorsBps = uint16(left - schedule.creatorBps);
    }
}

contract FeeRouterInvariantTest is Fixture {
    FeeRouterHandler private handler;

    function setUp() public override {
        handler = new FeeRouterHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_everyWeiHeldIsOwed() public view {
        eq(address(handler.router()).balance, handler.credits(ETH), "held is owed");
        eq(address(handler.router()).balance + handler.paid(), handler.received(), "in and out");
    }

    function invariant_everyUnitHeldIsOwed() public view {
        eq(handler.alt().balanceOf(address(handler.router())), handler.credits(address(handler.alt())), "held is owed");
    }
}
