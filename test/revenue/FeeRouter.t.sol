// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {HostileERC20} from "../../contracts/mocks/HostileERC20.sol";
import {HostileReceiver} from "../../contracts/mocks/HostileReceiver.sol";
import {ToyControllers} from "../../contracts/mocks/ToyControllers.sol";
import {FeeRouter} from "../../contracts/revenue/FeeRouter.sol";
import {IFeeRouter} from "../../contracts/revenue/interfaces/IFeeRouter.sol";
import {IRevenueErrors} from "../../contracts/revenue/interfaces/IRevenueErrors.sol";
import {refusalOf} from "../support/Vm.sol";
import {bound, deployArtifact, Fixture, vm} from "./Fixture.sol";

contract FeeRouterTest is Fixture {
    address private constant PROTOCOL = address(0x9207);
    address private constant OPERATOR = address(0x09E7A7);
    address private constant CREATOR = address(0xC7EA7);
    address private constant CONTRIBUTORS = address(0xC0272);
    uint256 private constant MODEL = 7;

    FeeRouter private router;
    ToyControllers private controllers;
    HostileERC20 private alt;

    function setUp() public override {
        super.setUp();
        controllers = new ToyControllers();
        controllers.set(MODEL, CREATOR);
        router = FeeRouter(deployArtifact("FeeRouter.sol:FeeRouter", abi.encode(controllers, PROTOCOL, 500)));
        alt = new HostileERC20();
    }

    // schedules

    function test_setSchedule_keepsItsHash() public {
        IFeeRouter.Schedule memory schedule = standard();
        bytes32 scheduleHash = keccak256(abi.encode(schedule));
        vm.expectEmit(true, true, true, true, address(router));
        emit IFeeRouter.ScheduleSet(MODEL, scheduleHash, schedule, 4_000);
        set(schedule, 4_000);
        isTrue(router.scheduleHashOf(MODEL) == scheduleHash, "the hash");
        isTrue(router.hashSchedule(schedule) == scheduleHash, "as the router computes it");
        (uint256 floorBps, address holders) = router.floorOf(MODEL);
        eq(floorBps, 4_000, "the floor");
        eq(holders, address(token), "and whose it is");
    }

    function test_setSchedule_byAnother_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IFeeRouter.NotController.selector, MODEL, address(this)));
        router.setSchedule(MODEL, standard(), 0);
        vm.prank(CREATOR);
        vm.expectRevert(abi.encodeWithSelector(IFeeRouter.NotController.selector, MODEL + 1, CREATOR));
        router.setSchedule(MODEL + 1, standard(), 0);
    }

    /// @dev Control moves with the model: nobody can squat, and a former controller is out.
    function test_setSchedule_followsTheRegistry() public {
        set(standard(), 0);
        controllers.set(MODEL, BOB);
        vm.prank(CREATOR);
        vm.expectRevert(abi.encodeWithSelector(IFeeRouter.NotController.selector, MODEL, CREATOR));
        router.setSchedule(MODEL, standard(), 0);
        vm.prank(BOB);
        router.setSchedule(MODEL, standard(), 0);
    }

    function testFuzz_setSchedule_sumNot10000_reverts(uint16 a, uint16 b, uint16 c, uint16 d) public {
        IFeeRouter.Schedule memory schedule = standard();
        (schedule.holdersBps, schedule.operatorBps, schedule.creatorBps, schedule.contributorsBps) = (a, b, c, d);
        uint256 sum = 500 + uint256(a) + b + c + d;
        vm.assume(sum != 10_000);
        vm.prank(CREATOR);
        vm.expectRevert(abi.encodeWithSelector(IFeeRouter.ScheduleInvalid.selector, schedule, sum));
        router.setSchedule(MODEL, schedule, 0);
    }

    function test_setSchedule_missingRecipient_reverts() public {
        for (uint256 i = 0; i < 3; ++i) {
            IFeeRouter.Schedule memory schedule = standard();
            if (i == 0) schedule.holders = address(0);
            if (i == 1) schedule.creator = address(0);
            if (i == 2) schedule.contributors = address(0);
            vm.prank(CREATOR);
            vm.expectRevert(abi.encodeWithSelector(IFeeRouter.ScheduleInvalid.selector, schedule, 10_000));
            router.setSchedule(MODEL, schedule, 0);
        }
    }

    function test_setSchedule_floor_onlyRises() public {
        IFeeRouter.Schedule memory schedule = standard();
        set(schedule, 3_000);
        vm.startPrank(CREATOR);
        vm.expectRevert(abi.encodeWithSelector(IFeeRouter.FloorLowered.selector, MODEL, 3_000, 2_999));
        router.setSchedule(MODEL, schedule, 2_999);
        vm.expectRevert(abi.encodeWithSelector(IFeeRouter.BelowFloor.selector, MODEL, 4_001, 4_000));
        router.setSchedule(MODEL, schedule, 4_001);
        router.setSchedule(MODEL, schedule, 4_000);
        (schedule.holdersBps, schedule.creatorBps) = (3_999, 2_001);
        vm.expectRevert(abi.encodeWithSelector(IFeeRouter.BelowFloor.selector, MODEL, 4_000, 3_999));
        router.setSchedule(MODEL, schedule, 4_000);
        vm.stopPrank();
    }

    function test_setSchedule_holdersUnderAFloor_areFixed() public {
        IFeeRouter.Schedule memory schedule = standard();
        set(schedule, 0);
        schedule.holders = BOB;
        set(schedule, 0);
        set(schedule, 1);
        schedule.holders = address(token);
        vm.prank(CREATOR);
        vm.expectRevert(abi.encodeWithSelector(IFeeRouter.HoldersFixed.selector, MODEL, BOB, address(token)));
        router.setSchedule(MODEL, schedule, 1);
    }

    function test_constructor_badConfig_reverts() public {
        expectBad(PROTOCOL, 10_001);
        expectBad(address(0), 1);
        deployArtifact("FeeRouter.sol:FeeRouter", abi.encode(address(0), address(0), 0));
    }

    // ETH

    function test_distribute_paysFiveKinds() public {
        IFeeRouter.Split memory split = IFeeRouter.Split({
            protocol: 0.05 ether,
            operator: 0.25 ether,
            creator: 0.2 ether,
            contributors: 0.1 ether,
            holders: 0.4 ether
        });
        IFeeRouter.Schedule memory schedule = standard();
        vm.deal(address(this), 1 ether);
        vm.expectEmit(true, true, true, true, address(router));
        emit IFeeRouter.Distributed(address(this), 99, keccak256(abi.encode(schedule)), ETH, OPERATOR, split);
        distribute(schedule, OPERATOR, 1 ether);
        eq(router.creditOf(PROTOCOL, ETH), split.protocol, "protocol");
        eq(router.creditOf(OPERATOR, ETH), split.operator, "operator");
        eq(router.creditOf(CREATOR, ETH), split.creator, "creator");
        eq(router.creditOf(CONTRIBUTORS, ETH), split.contributors, "contributors");
        eq(address(token).balance, split.holders, "holders, pushed");
        (, , uint256 pending) = token.revenueOf(ETH);
        eq(pending, split.holders, "as revenue");
    }

    function test_distribute_anotherSchedule_reverts() public {
        IFeeRouter.Schedule memory paidUnder = standard();
        IFeeRouter.Schedule memory other = standard();
        (other.creatorBps, other.operatorBps) = (2_001, 2_499);
        bytes32 expected = keccak256(abi.encode(paidUnder));
        vm.deal(address(this), 1 ether);
        vm.expectRevert(
            abi.encodeWithSelector(IFeeRouter.ScheduleMismatch.selector, expected, keccak256(abi.encode(other)))
        );
        router.distribute{value: 1 ether}(other, expected, OPERATOR, 0);
    }

    /// @dev What a fee was taken under is what it is split by, whatever the controller has decided since.
    function test_distribute_afterAChange_usesTheOldSchedule() public {
        IFeeRouter.Schedule memory schedule = standard();
        set(schedule, 0);
        bytes32 paidUnder = router.scheduleHashOf(MODEL);
        IFeeRouter.Schedule memory greedy = standard();
        (greedy.creatorBps, greedy.operatorBps, greedy.holdersBps) = (8_500, 0, 0);
        set(greedy, 0);
        vm.deal(address(this), 1 ether);
        router.distribute{value: 1 ether}(schedule, paidUnder, OPERATOR, 0);
        eq(router.creditOf(OPERATOR, ETH), 0.25 ether, "as agreed");
    }

    function test_distribute_withoutOperator_goesToHolders() public {
        distribute(standard(), address(0), 1 ether);
        eq(address(token).balance, 0.65 ether, "the operator's part too");
        eq(router.creditOf(address(0), ETH), 0, "nothing for nobody");
    }

    function test_distribute_withoutHolders_remainderIsTheCreators() public {
        IFeeRouter.Schedule memory schedule = standard();
        (schedule.holders, schedule.holdersBps, schedule.creatorBps) = (address(0), 0, 6_000);
        distribute(schedule, OPERATOR, 39);
        eq(router.creditOf(PROTOCOL, ETH), 1, "rounded down");
        eq(router.creditOf(OPERATOR, ETH), 9, "rounded down");
        eq(router.creditOf(CONTRIBUTORS, ETH), 3, "rounded down");
        eq(router.creditOf(CREATOR, ETH), 26, "what is left");
    }

    /// @dev To the wei, whatever the amount and the schedule; and holders have never less than their part.
    function testFuzz_distribute_isExact(uint256 amount, uint256 a, uint256 b, uint256 c, bool hasOperator) public {
        amount = bound(amount, 0, type(uint128).max);
        IFeeRouter.Schedule memory schedule = standard();
        schedule.holdersBps = uint16(bound(a, 0, 9_500));
        schedule.operatorBps = uint16(bound(b, 0, 9_500 - schedule.holdersBps));
        schedule.creatorBps = uint16(bound(c, 0, 9_500 - schedule.holdersBps - schedule.operatorBps));
        schedule.contributorsBps = 9_500 - schedule.holdersBps - schedule.operatorBps - schedule.creatorBps;
        address operator = hasOperator ? OPERATOR : address(0);
        IFeeRouter.Split memory told = router.quote(schedule, amount, hasOperator);
        distribute(schedule, operator, amount);
        uint256 credits =
            router.creditOf(PROTOCOL, ETH) +
                router.creditOf(OPERATOR, ETH) +
                router.creditOf(CREATOR, ETH) +
                router.creditOf(CONTRIBUTORS, ETH);
        eq(address(router).balance, credits, "every wei held is owed");
        eq(credits + address(token).balance, amount, "and every wei is somewhere");
        eq(told.protocol + told.operator + told.creator + told.contributors + told.holders, amount, "as told");
        eq(address(token).balance, told.holders, "as told to holders");
        atMost((amount * schedule.holdersBps) / 10_000, told.holders, "no less than their part");
    }

    /// @dev A holders' address that makes trouble delays nobody, and its part waits for it.
    function test_distribute_toHostileHolders_becomesCredit() public {
        HostileReceiver holders = new HostileReceiver();
        IFeeRouter.Schedule memory schedule = standard();
        schedule.holders = address(holders);
        HostileReceiver.Mode[3] memory modes = [
            HostileReceiver.Mode.Rejects,
            HostileReceiver.Mode.BurnsGas,
            HostileReceiver.Mode.Bombs
        ];
        for (uint256 i = 0; i < 3; ++i) {
            holders.setMode(modes[i]);
            vm.deal(address(this), 1 ether);
            vm.expectEmit(true, true, true, true, address(router));
            emit IFeeRouter.PushFailed(address(holders), ETH, 0.4 ether);
            router.distribute{value: 1 ether, gas: 300_000}(schedule, keccak256(abi.encode(schedule)), OPERATOR, 0);
        }
        eq(router.creditOf(address(holders), ETH), 1.2 ether, "credited");
        holders.setMode(HostileReceiver.Mode.Accepts);
        router.withdrawFor(address(holders), ETH);
        eq(address(holders).balance, 1.2 ether, "delivered");
    }

    function test_distribute_reentered_staysExact() public {
        HostileReceiver holders = new HostileReceiver();
        IFeeRouter.Schedule memory schedule = standard();
        schedule.holders = address(holders);
        schedule.creator = address(holders);
        holders.reenter(address(router), abi.encodeCall(router.withdrawFor, (address(holders), ETH)));
        distribute(schedule, OPERATOR, 1 ether);
        router.withdrawFor(PROTOCOL, ETH);
        router.withdrawFor(OPERATOR, ETH);
        router.withdrawFor(CONTRIBUTORS, ETH);
        if (router.creditOf(address(holders), ETH) != 0) router.withdrawFor(address(holders), ETH);
        eq(address(holders).balance, 0.6 ether, "its two parts");
        eq(address(router).balance, 0, "no more");
    }

    // withdrawing

    function test_withdraw_paysOnce() public {
        distribute(standard(), OPERATOR, 1 ether);
        vm.startPrank(OPERATOR);
        vm.expectEmit(true, true, true, true, address(router));
        emit IFeeRouter.Withdrawn(OPERATOR, ETH, OPERATOR, 0.25 ether);
        eq(router.withdraw(ETH), 0.25 ether, "returned");
        eq(OPERATOR.balance, 0.25 ether, "paid");
        vm.expectRevert(abi.encodeWithSelector(IRevenueErrors.NothingToWithdraw.selector, OPERATOR, ETH));
        router.withdraw(ETH);
        vm.stopPrank();
    }

    function test_withdrawTo_paysAnother() public {
        distribute(standard(), OPERATOR, 1 ether);
        vm.prank(OPERATOR);
        router.withdrawTo(ETH, NOBODY);
        eq(NOBODY.balance, 0.25 ether, "paid");
        vm.prank(CREATOR);
        vm.expectRevert(abi.encodeWithSelector(IRevenueErrors.RecipientInvalid.selector, address(0)));
        router.withdrawTo(ETH, address(0));
    }

    function test_withdraw_toAReceiverThatRejects_reverts() public {
        HostileReceiver creator = new HostileReceiver();
        creator.setMode(HostileReceiver.Mode.Rejects);
        IFeeRouter.Schedule memory schedule = standard();
        schedule.creator = address(creator);
        distribute(schedule, OPERATOR, 1 ether);
        vm.expectRevert(
            abi.encodeWithSelector(IRevenueErrors.PaymentFailed.selector, ETH, address(creator), 0.2 ether)
        );
        router.withdrawFor(address(creator), ETH);
        creator.execute(address(router), abi.encodeCall(router.withdrawTo, (ETH, NOBODY)));
        eq(NOBODY.balance, 0.2 ether, "elsewhere");
    }

    // ERC-20

    function test_distributeERC20_paysFiveKinds() public {
        distributeAlt(1_000);
        eq(router.creditOf(PROTOCOL, address(alt)), 50, "protocol");
        eq(router.creditOf(OPERATOR, address(alt)), 250, "operator");
        eq(router.creditOf(CREATOR, address(alt)), 200, "creator");
        eq(router.creditOf(CONTRIBUTORS, address(alt)), 100, "contributors");
        eq(alt.balanceOf(address(token)), 400, "holders, pushed");
        router.withdrawFor(OPERATOR, address(alt));
        eq(alt.balanceOf(OPERATOR), 250, "withdrawn");
    }

    /// @dev However a token moves, or says it moves: what is owed in it is held.
    function test_distributeERC20_hostileTokens() public {
        HostileERC20.Mode[4] memory modes = [
            HostileERC20.Mode.FeeOnTransfer,
            HostileERC20.Mode.ReturnsNothing,
            HostileERC20.Mode.Honest,
            HostileERC20.Mode.Honest
        ];
        for (uint256 i = 0; i < modes.length; ++i) {
            alt = new HostileERC20();
            alt.setMode(modes[i]);
            distributeAlt(1_000);
            eq(alt.trueBalanceOf(address(router)), owedInAlt(), "covered");
        }
        HostileERC20.Mode[4] memory failing = [
            HostileERC20.Mode.ReturnsFalse,
            HostileERC20.Mode.LiesFalse,
            HostileERC20.Mode.Blocks,
            HostileERC20.Mode.BalanceReverts
        ];
        for (uint256 i = 0; i < failing.length; ++i) {
            alt = new HostileERC20();
            alt.mint(address(this), 1_000);
            alt.approve(address(router), 1_000);
            alt.setMode(failing[i]);
            vm.expectRevert();
            router.distributeERC20(address(alt), 1_000, standard(), keccak256(abi.encode(standard())), OPERATOR, 0);
        }
        alt = new HostileERC20();
        alt.setMode(HostileERC20.Mode.LiesTrue);
        distributeAlt(1_000);
        eq(owedInAlt(), 0, "nothing arrived, nothing is owed");
    }

    /// @dev A push that fails, or that the token denies, is judged by the balance.
    function test_distributeERC20_pushIsMeasured() public {
        PickyERC20 picky = new PickyERC20(address(router));
        alt = HostileERC20(address(picky));
        PickyERC20.Push[4] memory pushes = [
            PickyERC20.Push.Reverts,
            PickyERC20.Push.LiesTrue,
            PickyERC20.Push.ReturnsFalse,
            PickyERC20.Push.LiesFalse
        ];
        for (uint256 i = 0; i < 4; ++i) {
            picky.set(pushes[i]);
            distributeAlt(1_000);
            eq(picky.balanceOf(address(router)), owedInAlt(), "covered");
        }
        eq(router.creditOf(address(token), address(alt)), 1_200, "three pushes failed");
        eq(picky.balanceOf(address(token)), 400, "one went");
        picky.set(PickyERC20.Push.Works);
        router.withdrawFor(address(token), address(alt));
        eq(picky.balanceOf(address(token)), 1_600, "and the others in the end");
        picky.set(PickyERC20.Push.TakesMore);
        picky.mint(address(this), 1_000);
        picky.approve(address(router), 1_000);
        vm.expectRevert(abi.encodeWithSelector(IRevenueErrors.PaymentExceeded.selector, address(picky), 401, 400));
        router.distributeERC20(address(alt), 1_000, standard(), keccak256(abi.encode(standard())), OPERATOR, 0);
    }

    /// @dev A token that calls back while its arrival is measured cannot have it counted twice.
    function test_distributeERC20_reentered_countsOnce() public {
        IFeeRouter.Schedule memory schedule = standard();
        schedule.creator = address(alt);
        bytes32 scheduleHash = keccak256(abi.encode(schedule));
        alt.mint(address(alt), 1_000);
        vm.prank(address(alt));
        alt.approve(address(router), 1_000);
        alt.mint(address(this), 1_000);
        alt.approve(address(router), 1_000);
        alt.reenter(
            address(router),
            abi.encodeCall(router.distributeERC20, (address(alt), 1_000, schedule, scheduleHash, address(alt), 0))
        );
        router.distributeERC20(address(alt), 1_000, schedule, scheduleHash, OPERATOR, 0);
        isTrue(alt.attempts() != 0 && !alt.reentered(), "it tried in vain");
        eq(alt.balanceOf(address(router)), 600, "held");
    }

    function expectBad(address protocol, uint256 protocolBps) private {
        bytes memory reason = refusalOf("FeeRouter.sol:FeeRouter", abi.encode(controllers, protocol, protocolBps));
        isTrue(bytes4(reason) == IRevenueErrors.ConfigInvalid.selector, "a bad configuration");
    }

    function standard() private view returns (IFeeRouter.Schedule memory) {
        return
            IFeeRouter.Schedule({
                holders: address(token),
                creator: CREATOR,
                contributors: CONTRIBUTORS,
                holdersBps: 4_000,
                operatorBps: 2_500,
                creatorBps: 2_000,
                contributorsBps: 1_000
            });
    }

    function set(IFeeRouter.Schedule memory schedule, uint16 floorBps) private {
        vm.prank(CREATOR);
        router.setSchedule(MODEL, schedule, floorBps);
    }

    function distribute(IFeeRouter.Schedule memory schedule, address operator, uint256 amount) private {
        vm.deal(address(this), amount);
        router.distribute{value: amount}(schedule, keccak256(abi.encode(schedule)), operator, 99);
    }

    function distributeAlt(uint256 amount) private {
        alt.mint(address(this), amount);
        alt.approve(address(router), amount);
        router.distributeERC20(address(alt), amount, standard(), keccak256(abi.encode(standard())), OPERATOR, 0);
    }

    function owedInAlt() private view returns (uint256) {
        return
            router.creditOf(PROTOCOL, address(alt)) +
            router.creditOf(OPERATOR, address(alt)) +
            router.creditOf(CREATOR, address(alt)) +
            router.creditOf(CONTRIBUTORS, address(alt)) +
            router.creditOf(address(token), address(alt));
    }
}

/// @dev Arrives as it should, and leaves its victim as it likes.
contract PickyERC20 {
    enum Push {
        Works,
        Reverts,
        LiesTrue,
        ReturnsFalse,
        LiesFalse,
        TakesMore
    }

    address private immutable _victim;
    Push private _push;
    mapping(address account => uint256) public balanceOf;
    mapping(address account => mapping(address spender => uint256)) public allowance;

    error Refused();

    constructor(address victim) {
        _victim = victim;
    }

    function set(Push push) external {
        _push = push;
    }

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        if (msg.sender == _victim) {
            if (_push == Push.Reverts) revert Refused();
            if (_push == Push.LiesTrue) return true;
            if (_push == Push.ReturnsFalse) return false;
            if (_push == Push.TakesMore) --balanceOf[msg.sender];
        }
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        return _push != Push.LiesFalse;
    }
}
