// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Currency} from "../../contracts/governance/Currency.sol";
import {Grants} from "../../contracts/governance/Grants.sol";
import {GrantId, IGrants} from "../../contracts/governance/interfaces/IGrants.sol";
import {TestERC20} from "../../contracts/mocks/TestERC20.sol";
import {bound, deployArtifact, vm} from "../support/Vm.sol";

contract GrantsTest {
    address private constant FUNDER = address(0xf0);
    address private constant RECIPIENT = address(0x4ec);
    address private constant REVIEWER = address(0x4e7);
    uint64 private constant START = 1_000;

    Grants private grants;
    TestERC20 private coin;

    function setUp() public {
        vm.warp(START);
        grants = Grants(deployArtifact("Grants.sol:Grants", ""));
        coin = new TestERC20();
        vm.deal(FUNDER, 1_000 ether);
    }

    // ---- milestones

    function test_approve_inOrder_earns() public {
        GrantId id = _create();
        require(grants.earned(id) == 0, "before");
        vm.prank(REVIEWER);
        grants.approve(id, 0);
        vm.prank(FUNDER);
        grants.approve(id, 1);
        require(grants.earned(id) == 30 ether, "earned");
        vm.prank(RECIPIENT);
        require(grants.withdraw(id, address(0xabc)) == 30 ether && address(0xabc).balance == 30 ether, "paid");
        vm.prank(RECIPIENT);
        vm.expectRevert(abi.encodeWithSelector(IGrants.NothingEarned.selector, id));
        grants.withdraw(id, RECIPIENT);
    }

    function test_approve_outOfOrder_reverts() public {
        GrantId id = _create();
        vm.startPrank(REVIEWER);
        vm.expectRevert(abi.encodeWithSelector(IGrants.WrongMilestone.selector, id, 1, 0));
        grants.approve(id, 1);
        grants.approve(id, 0);
        vm.expectRevert(abi.encodeWithSelector(IGrants.WrongMilestone.selector, id, 0, 1));
        grants.approve(id, 0);
        grants.approve(id, 1);
        grants.approve(id, 2);
        vm.expectRevert(abi.encodeWithSelector(IGrants.WrongMilestone.selector, id, 3, 3));
        grants.approve(id, 3);
        vm.stopPrank();
    }

    function test_approve_byAnother_reverts() public {
        GrantId id = _create();
        vm.prank(RECIPIENT);
        vm.expectRevert(abi.encodeWithSelector(IGrants.NotReviewer.selector, id, RECIPIENT));
        grants.approve(id, 0);
    }

    function test_approve_noReviewer_funderOnly() public {
        uint128[] memory milestones = _milestones();
        vm.prank(FUNDER);
        GrantId id = grants.create{value: 60 ether}(RECIPIENT, address(0), address(0), milestones, "");
        vm.prank(REVIEWER);
        vm.expectRevert(abi.encodeWithSelector(IGrants.NotReviewer.selector, id, REVIEWER));
        grants.approve(id, 0);
        vm.prank(FUNDER);
        grants.approve(id, 0);
        require(grants.earned(id) == 10 ether, "earned");
    }

    // ---- streams

    function test_stream_linear() public {
        GrantId id = _stream();
        require(grants.earned(id) == 0, "before");
        vm.warp(START + 200);
        require(grants.earned(id) == 10 ether, "a tenth");
        vm.prank(RECIPIENT);
        grants.withdraw(id, RECIPIENT);
        vm.warp(START + 5_000);
        require(grants.earned(id) == 100 ether, "all");
        vm.prank(RECIPIENT);
        require(grants.withdraw(id, RECIPIENT) == 90 ether, "the rest");
        require(address(grants).balance == 0, "left");
    }

    function test_approve_stream_reverts() public {
        GrantId id = _stream();
        vm.prank(FUNDER);
        vm.expectRevert(abi.encodeWithSelector(IGrants.WrongMilestone.selector, id, 0, 0));
        grants.approve(id, 0);
    }

    // ---- cancel

    function test_cancel_returnsTheRest() public {
        GrantId id = _stream();
        vm.warp(START + 350);
        uint256 before = FUNDER.balance;
        vm.prank(FUNDER);
        require(grants.cancel(id) == 75 ether, "returned");
        require(FUNDER.balance - before == 75 ether, "received");
        vm.warp(START + 5_000);
        require(grants.earned(id) == 25 ether, "kept");
        vm.prank(RECIPIENT);
        require(grants.withdraw(id, RECIPIENT) == 25 ether, "paid");
        vm.prank(FUNDER);
        vm.expectRevert(abi.encodeWithSelector(IGrants.GrantIsCancelled.selector, id));
        grants.cancel(id);
    }

    function test_approve_cancelled_reverts() public {
        GrantId id = _create();
        vm.startPrank(FUNDER);
        grants.cancel(id);
        vm.expectRevert(abi.encodeWithSelector(IGrants.GrantIsCancelled.selector, id));
        grants.approve(id, 0);
        vm.stopPrank();
    }

    function test_cancel_byAnother_reverts() public {
        GrantId id = _create();
        vm.prank(REVIEWER);
        vm.expectRevert(abi.encodeWithSelector(IGrants.NotFunder.selector, id, REVIEWER));
        grants.cancel(id);
    }

    /// @dev A recipient that takes no ETH can neither block a cancellation nor lose what it has earned.
    function test_cancel_hostileRecipient_blocksNothing() public {
        vm.prank(FUNDER);
        GrantId id = grants.stream{value: 100 ether}(address(coin), address(0), 100 ether, START, 1_000, "");
        vm.warp(START + 500);
        vm.prank(address(coin));
        vm.expectRevert(abi.encodeWithSelector(Currency.TransferFailed.selector, address(coin), 50 ether));
        grants.withdraw(id, address(coin));
        vm.prank(FUNDER);
        grants.cancel(id);
        vm.prank(address(coin));
        require(grants.withdraw(id, RECIPIENT) == 50 ether, "elsewhere");
    }

    // ---- bad input

    function test_create_badInput_reverts() public {
        uint128[] memory milestones = _milestones();
        vm.startPrank(FUNDER);
        vm.expectRevert(IGrants.RecipientZero.selector);
        grants.create{value: 60 ether}(address(0), REVIEWER, address(0), milestones, "");
        vm.expectRevert(abi.encodeWithSelector(Currency.ValueMismatch.selector, 59 ether, 60 ether));
        grants.create{value: 59 ether}(RECIPIENT, REVIEWER, address(0), milestones, "");
        vm.expectRevert(IGrants.GrantAmountZero.selector);
        grants.create(RECIPIENT, REVIEWER, address(0), new uint128[](0), "");
        vm.expectRevert(IGrants.GrantAmountZero.selector);
        grants.create(RECIPIENT, REVIEWER, address(0), new uint128[](2), "");
        vm.expectRevert(abi.encodeWithSelector(IGrants.TooManyMilestones.selector, 33, 32));
        grants.create(RECIPIENT, REVIEWER, address(0), new uint128[](33), "");
        vm.expectRevert(IGrants.DurationZero.selector);
        grants.stream{value: 1}(RECIPIENT, address(0), 1, START, 0, "");
        vm.stopPrank();
    }

    function test_withdraw_badInput_reverts() public {
        GrantId id = _create();
        GrantId unknown = GrantId.wrap(7);
        vm.expectRevert(abi.encodeWithSelector(IGrants.UnknownGrant.selector, unknown));
        grants.earned(unknown);
        vm.expectRevert(abi.encodeWithSelector(IGrants.NotRecipient.selector, id, address(this)));
        grants.withdraw(id, RECIPIENT);
        vm.prank(RECIPIENT);
        vm.expectRevert(IGrants.RecipientZero.selector);
        grants.withdraw(id, address(0));
    }

    function test_create_inERC20_feeOnTransfer_reverts() public {
        coin.mint(FUNDER, 60 ether);
        coin.setFee(100);
        vm.startPrank(FUNDER);
        coin.approve(address(grants), 60 ether);
        vm.expectRevert(
            abi.encodeWithSelector(Currency.CurrencyMismatch.selector, address(coin), 59.4 ether, 60 ether)
        );
        grants.create(RECIPIENT, REVIEWER, address(coin), _milestones(), "");
        vm.stopPrank();
    }

    // ---- properties

    /// @dev Several grants in one contract, in ETH and in an ERC-20: whatever happens to each, what goes in comes out, to the
    /// recipient or to the funder, and a grant never pays with another's money.
    function testFuzz_grants_conserve(uint256[4] memory amounts, uint256 seed) public {
        GrantId[4] memory ids;
        uint256[2] memory put;
        for (uint256 i; i < 4; ++i) {
            uint128 amount = uint128(bound(amounts[i], 3, 100 ether));
            put[i % 2] += amount;
            ids[i] = _open(i, amount);
        }
        uint256 fundsBefore = FUNDER.balance;
        for (uint256 step; step < 12; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            vm.warp(block.timestamp + (seed % 300));
            _act(ids[(seed >> 16) % 4], (seed >> 32) % 4);
        }
        for (uint256 i; i < 4; ++i) _finish(ids[i]);
        require(address(grants).balance == 0 && coin.balanceOf(address(grants)) == 0, "left");
        require(RECIPIENT.balance + FUNDER.balance - fundsBefore == put[0], "ETH");
        require(coin.balanceOf(RECIPIENT) + coin.balanceOf(FUNDER) == put[1], "coins");
    }

    function _open(uint256 i, uint128 amount) private returns (GrantId id) {
        address currency = i % 2 == 0 ? address(0) : address(coin);
        uint256 value = currency == address(0) ? amount : 0;
        coin.mint(FUNDER, value == 0 ? amount : 0);
        vm.startPrank(FUNDER);
        coin.approve(address(grants), amount);
        if (i < 2) {
            id = grants.stream{value: value}(RECIPIENT, currency, amount, START + 100, 1_000, "stream");
        } else {
            uint128[] memory milestones = new uint128[](3);
            (milestones[0], milestones[1], milestones[2]) = (amount / 3, amount / 3, amount - 2 * (amount / 3));
            id = grants.create{value: value}(RECIPIENT, REVIEWER, currency, milestones, "milestones");
        }
        vm.stopPrank();
    }

    function _act(GrantId id, uint256 kind) private {
        IGrants.Grant memory grant = grants.grantOf(id);
        if (kind == 0 && !grant.cancelled && grant.approved < grants.milestonesOf(id).length) {
            vm.prank(REVIEWER);
            grants.approve(id, grant.approved);
        } else if (kind == 1 && grants.earned(id) > grant.withdrawn) {
            vm.prank(RECIPIENT);
            grants.withdraw(id, RECIPIENT);
        } else if (kind == 2 && !grant.cancelled && block.timestamp % 3 == 0) {
            vm.prank(FUNDER);
            grants.cancel(id);
        }
        grant = grants.grantOf(id);
        require(grant.withdrawn <= grants.earned(id) && grants.earned(id) <= grant.total, "more than granted");
    }

    function _finish(GrantId id) private {
        if (grants.earned(id) > grants.grantOf(id).withdrawn) {
            vm.prank(RECIPIENT);
            grants.withdraw(id, RECIPIENT);
        }
        if (!grants.grantOf(id).cancelled) {
            vm.prank(FUNDER);
            grants.cancel(id);
        }
    }

    function _milestones() private pure returns (uint128[] memory milestones) {
        milestones = new uint128[](3);
        (milestones[0], milestones[1], milestones[2]) = (10 ether, 20 ether, 30 ether);
    }

    function _create() private returns (GrantId) {
        uint128[] memory milestones = _milestones();
        vm.prank(FUNDER);
        return grants.create{value: 60 ether}(RECIPIENT, REVIEWER, address(0), milestones, "milestones");
    }

    function _stream() private returns (GrantId) {
        vm.prank(FUNDER);
        return grants.stream{value: 100 ether}(RECIPIENT, address(0), 100 ether, START + 100, 1_000, "stream");
    }
}
