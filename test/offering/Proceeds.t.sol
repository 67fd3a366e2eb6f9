// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Currency} from "../../contracts/governance/Currency.sol";
import {ModelId} from "../../contracts/models/interfaces/IModelRegistry.sol";
import {IImoFactory} from "../../contracts/offering/interfaces/IImoFactory.sol";
import {IProceeds} from "../../contracts/offering/interfaces/IProceeds.sol";
import {Proceeds} from "../../contracts/offering/Proceeds.sol";
import {IVerifiableOracle} from "../../contracts/oracle/interfaces/IVerifiableOracle.sol";
import {TestERC20} from "../../contracts/mocks/TestERC20.sol";
import {bound, vm} from "../support/Vm.sol";
import {LaunchFixture} from "./LaunchFixture.sol";

contract ProceedsTest is LaunchFixture {
    uint256 private constant UPFRONT = (CAP * 9 * 2) / 100;
    uint256 private constant REST = (CAP * 9 * 8) / 100;
    uint64 private constant SERVED_BY = CLOSES_AT + 88 days;
    address private constant ANN = address(0xa11);
    address private constant BOB = address(0xb0b);

    function setUp() public {
        _deployProtocol();
        _launch(_params());
        vm.warp(OPENS_AT);
        _commit(ANN, 40 ether);
        _commit(BOB, 20 ether);
        vm.warp(CLOSES_AT);
        sale.settleFor(ANN);
        sale.settleFor(BOB);
        sale.finalize();
    }

    function test_constructor_termsInvalid_reverts() public {
        IProceeds.Terms memory terms = proceeds.terms();
        terms.treasuryBps = 10_001;
        _refuses(terms);
        terms = proceeds.terms();
        terms.upfrontBps = 10_001;
        _refuses(terms);
        terms = proceeds.terms();
        terms.treasury = address(0);
        _refuses(terms);
        terms = proceeds.terms();
        terms.developer = address(0);
        _refuses(terms);
    }

    function test_receive_fromAnother_reverts() public {
        vm.deal(ANN, 1);
        vm.prank(ANN);
        (bool ok, bytes memory reason) = address(proceeds).call{value: 1}("");
        require(!ok && bytes4(reason) == IProceeds.NotSale.selector, "accepted");
    }

    function test_release_upfrontAndTreasury_atOnce() public {
        require(proceeds.raised() == CAP && address(proceeds).balance == CAP, "raised");
        proceeds.releaseToTreasury();
        require(address(timelock).balance == CAP / 10, "treasury");
        proceeds.releaseToDeveloper();
        require(DEVELOPER.balance == UPFRONT, "upfront");
        vm.expectRevert(abi.encodeWithSelector(IProceeds.NothingToRelease.selector, DEVELOPER));
        proceeds.releaseToDeveloper();
        vm.expectRevert(abi.encodeWithSelector(IProceeds.NothingToRelease.selector, address(timelock)));
        proceeds.releaseToTreasury();
    }

    function test_release_nothingMoreBeforeServed() public {
        vm.warp(CLOSES_AT + 80 days);
        require(proceeds.earned() == UPFRONT, "unserved");
        _serve();
        require(proceeds.earned() == UPFRONT + (REST * 80) / 200, "linear");
        vm.warp(CLOSES_AT + 201 days);
        require(proceeds.earned() == UPFRONT + REST, "all");
        proceeds.releaseToDeveloper();
        proceeds.releaseToTreasury();
        require(address(proceeds).balance == 0, "left");
    }

    function test_recordServed_anotherModelOrNotFinal_reverts() public {
        IVerifiableOracle.Request memory request;
        request.modelId = ModelId.wrap(ModelId.unwrap(modelId) + 1);
        oracle.add(1, request, "7");
        vm.expectRevert(abi.encodeWithSelector(IProceeds.NotServed.selector, 1));
        proceeds.recordServed(1, request, "7");
        request.modelId = modelId;
        vm.expectRevert(abi.encodeWithSelector(IProceeds.NotServed.selector, 1));
        proceeds.recordServed(1, request, "7");
        _serve();
        vm.expectRevert(IProceeds.AlreadyServed.selector);
        proceeds.recordServed(1, request, "7");
    }

    // ---- stop

    function test_stop_byAnother_reverts() public {
        address[3] memory others = [DEVELOPER, CREATOR, address(this)];
        for (uint256 i; i < others.length; ++i) {
            vm.prank(others[i]);
            vm.expectRevert(abi.encodeWithSelector(IProceeds.NotTreasury.selector, others[i]));
            proceeds.stop(false);
        }
    }

    function test_stop_restToTreasury() public {
        _serve();
        vm.warp(CLOSES_AT + 50 days);
        vm.prank(address(timelock));
        proceeds.stop(false);
        vm.warp(CLOSES_AT + 150 days);
        uint256 kept = UPFRONT + (REST * 50) / 200;
        require(proceeds.earned() == kept, "earns on");
        proceeds.releaseToTreasury();
        proceeds.releaseToDeveloper();
        require(DEVELOPER.balance == kept && address(timelock).balance == CAP - kept, "parts");
        vm.prank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IProceeds.NotReleasing.selector, IProceeds.Status.Stopped));
        proceeds.stop(true);
    }

    function test_stop_refunding_byVote() public {
        _serve();
        vm.warp(CLOSES_AT + 50 days);
        _snapshot();
        vm.prank(address(timelock));
        proceeds.stop(true);
        uint256 pool = UPFRONT + REST - proceeds.earned();
        require(pool < (REST * 150) / 200 && pool > (REST * 149) / 200, "unearned");
        require(proceeds.refundOf().pool == pool, "pool");
        _checkRefunds(pool);
    }

    /// @dev Who has sold since a snapshot of long ago, when nothing was earned and nobody took another, is not refunded.
    function test_stop_refunding_snapshotLongAgo_reverts() public {
        vm.warp(CLOSES_AT + 2 days);
        _snapshot();
        vm.prank(ANN);
        token.transfer(BOB, 1);
        vm.warp(CLOSES_AT + 4 days + 1);
        _expectMissing(1, CLOSES_AT + 2 days);
        vm.prank(address(timelock));
        proceeds.stop(true);
        _snapshot();
        vm.warp(CLOSES_AT + 6 days + 1);
        vm.prank(address(timelock));
        proceeds.stop(true);
        require(proceeds.refundOf().snapshotId == 2, "the new one, an interval and a day later at most");
    }

    function test_openRefund_snapshotLongAgo_reverts() public {
        vm.warp(SERVED_BY + 1);
        _snapshot();
        vm.warp(SERVED_BY + 2 days + 2);
        _expectMissing(1, SERVED_BY + 1);
        proceeds.openRefund();
        _snapshot();
        proceeds.openRefund();
    }

    function test_stop_hostileDeveloper_holdsNobodyUp() public {
        IImoFactory.Launch memory params = _params();
        params.release.developer = address(oracle); // takes no ETH
        params.sale.opensAt = uint64(block.timestamp);
        params.sale.closesAt = uint64(block.timestamp) + 1 days;
        params.release.servedBy = params.sale.closesAt;
        _launch(params);
        _commit(ANN, CAP);
        vm.warp(params.sale.closesAt);
        sale.finalize();
        vm.expectRevert(abi.encodeWithSelector(Currency.TransferFailed.selector, address(oracle), UPFRONT));
        proceeds.releaseToDeveloper();
        proceeds.releaseToTreasury();
        vm.prank(address(timelock));
        proceeds.stop(false);
        proceeds.releaseToTreasury();
        require(address(timelock).balance == CAP - UPFRONT, "treasury");
    }

    // ---- refund

    function test_openRefund_notServedByDate() public {
        proceeds.releaseToDeveloper();
        vm.warp(SERVED_BY + 1);
        _snapshot();
        proceeds.openRefund();
        require(proceeds.refundOf().pool == REST, "pool");
        _checkRefunds(REST);
        proceeds.releaseToTreasury();
        require(address(proceeds).balance < 3, "left");
        require(proceeds.earned() == UPFRONT, "developer");
    }

    function test_openRefund_beforeDate_reverts() public {
        vm.warp(SERVED_BY - 1);
        _snapshot();
        vm.expectRevert(abi.encodeWithSelector(IProceeds.RefundTooEarly.selector, SERVED_BY, SERVED_BY));
        proceeds.openRefund();
    }

    function test_openRefund_served_reverts() public {
        _serve();
        vm.warp(SERVED_BY + 1);
        _snapshot();
        vm.expectRevert(IProceeds.AlreadyServed.selector);
        proceeds.openRefund();
    }

    /// @dev Neither a snapshot from before the date, nor one whose second is not over, decides who is refunded.
    function test_openRefund_snapshotOldOrOpen_reverts() public {
        vm.warp(SERVED_BY + 1);
        vm.expectRevert(abi.encodeWithSelector(IProceeds.SnapshotMissing.selector, 0, 0));
        proceeds.openRefund();
        vm.warp(SERVED_BY);
        vm.deal(address(token), 10_000);
        token.snapshot();
        vm.warp(SERVED_BY + 1 days);
        vm.expectRevert(abi.encodeWithSelector(IProceeds.SnapshotMissing.selector, 1, SERVED_BY));
        proceeds.openRefund();
        vm.deal(address(token), 20_000);
        token.snapshot();
        vm.expectRevert(abi.encodeWithSelector(IProceeds.SnapshotMissing.selector, 2, SERVED_BY + 1 days));
        proceeds.openRefund();
        vm.warp(SERVED_BY + 1 days + 1);
        proceeds.openRefund();
        vm.expectRevert(abi.encodeWithSelector(IProceeds.NotReleasing.selector, IProceeds.Status.Refunding));
        proceeds.openRefund();
    }

    function test_openRefund_fetchesWhatTheSaleStillHolds() public {
        IImoFactory.Launch memory params = _params();
        params.sale.opensAt = uint64(block.timestamp);
        params.sale.closesAt = uint64(block.timestamp) + 1 days;
        params.release.servedBy = params.sale.closesAt;
        _launch(params);
        _commit(ANN, CAP);
        vm.warp(params.sale.closesAt + 1 days);
        sale.settleFor(ANN);
        _snapshot();
        proceeds.openRefund();
        require(proceeds.refundOf().pool == REST, "pool");
    }

    function test_refund_excludesTreasuryVestingAndSale() public {
        vm.warp(SERVED_BY + 1);
        _snapshot();
        proceeds.openRefund();
        address[3] memory excluded = [address(timelock), address(vesting), address(sale)];
        for (uint256 i; i < excluded.length; ++i) {
            require(proceeds.refundable(excluded[i]) == 0, "excluded");
            vm.expectRevert(abi.encodeWithSelector(IProceeds.NothingToRefund.selector, excluded[i]));
            proceeds.refundFor(excluded[i]);
        }
        vm.prank(CREATOR);
        vm.expectRevert(abi.encodeWithSelector(IProceeds.NothingToRefund.selector, CREATOR));
        proceeds.refundTo(CREATOR);
    }

    /// @dev The creator takes out what it can at the date, and has put the snapshot off as long as it can.
    function test_refund_creatorTakesNoPart() public {
        vm.warp(SERVED_BY);
        vm.deal(address(token), 10_000);
        token.snapshot();
        vm.warp(token.nextSnapshotAt());
        vesting.release(address(token));
        vm.deal(address(token), 20_000);
        token.snapshot();
        vm.warp(block.timestamp + 1);
        proceeds.openRefund();
        require(proceeds.refundable(CREATOR) == 0, "the creator has not served");
        require(proceeds.refundable(ANN) > 0, "buyers");
    }

    function test_openRefund_allSharesExcluded_reverts() public {
        address[3] memory holders = [ANN, BOB, CONTRIBUTORS];
        for (uint256 i = 0; i < holders.length; ++i) {
            uint256 shares = token.balanceOf(holders[i]);
            vm.prank(holders[i]);
            token.transfer(address(timelock), shares);
        }
        vm.warp(SERVED_BY + 1);
        _snapshot();
        vm.expectRevert(abi.encodeWithSelector(IProceeds.NobodyEligible.selector, 1));
        proceeds.openRefund();
    }

    /// @dev Shares moved after the snapshot carry no second refund.
    function test_refund_movedShares_payOnce() public {
        vm.warp(SERVED_BY + 1);
        _snapshot();
        proceeds.openRefund();
        proceeds.refundFor(ANN);
        uint256 balance = token.balanceOf(ANN);
        vm.prank(ANN);
        token.transfer(address(0xbad), balance);
        vm.expectRevert(abi.encodeWithSelector(IProceeds.NothingToRefund.selector, address(0xbad)));
        proceeds.refundFor(address(0xbad));
        vm.expectRevert(abi.encodeWithSelector(IProceeds.NothingToRefund.selector, ANN));
        proceeds.refundFor(ANN);
        vm.prank(BOB);
        uint256 refunded = proceeds.refundTo(address(0xbad));
        require(refunded == address(0xbad).balance, "to");
    }

    function test_refund_notOpen_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IProceeds.RefundNotOpen.selector, IProceeds.Status.Releasing));
        proceeds.refundFor(ANN);
        vm.expectRevert(IProceeds.RecipientZero.selector);
        proceeds.refundTo(address(0));
    }

    // ---- properties

    /// @dev At any moment, in any order, whether served or not: the parts never exceed what was raised, and nothing but dust
    /// stays behind.
    function testFuzz_release_conserves(uint256 first, uint256 second, uint256 last, uint256 path) public {
        first = bound(first, CLOSES_AT, CLOSES_AT + 300 days);
        second = bound(second, first, first + 100 days);
        last = bound(last, second + 2, second + 100 days);
        if (path % 2 == 0) _serve();
        vm.warp(first);
        _tryRelease();
        vm.warp(second);
        uint256 kind = (path >> 1) % 3;
        if (kind == 1) {
            vm.prank(address(timelock));
            proceeds.stop(false);
        } else if (kind == 2) {
            vm.warp(second + 2 days);
            _snapshot();
            vm.prank(address(timelock));
            proceeds.stop(true);
            last += 2 days;
        }
        vm.warp(last);
        uint256 earned = proceeds.earned();
        _tryRelease();
        require(DEVELOPER.balance == earned, "developer");
        uint256 refunds;
        if (kind == 2) {
            address[3] memory holders = [ANN, BOB, CONTRIBUTORS];
            for (uint256 i; i < 3; ++i) {
                if (proceeds.refundable(holders[i]) != 0) refunds += proceeds.refundFor(holders[i]);
            }
            require(address(proceeds).balance < 3, "dust");
        }
        if (kind == 1) require(address(proceeds).balance == 0, "stopped");
        require(
            DEVELOPER.balance + address(timelock).balance + refunds + address(proceeds).balance == CAP,
            "conservation"
        );
    }

    // ---- support

    function _refuses(IProceeds.Terms memory terms) private {
        vm.expectRevert(IProceeds.TermsInvalid.selector);
        deployers.proceeds.deploy("another", terms, address(0), token);
    }

    function _tryRelease() private {
        if (proceeds.earned() != proceeds.releasedToDeveloper()) proceeds.releaseToDeveloper();
        try proceeds.releaseToTreasury() {} catch {}
    }

    function _serve() private {
        IVerifiableOracle.Request memory request;
        request.modelId = modelId;
        oracle.add(1, request, "7");
        proceeds.recordServed(1, request, "7");
    }

    /// @dev A snapshot, and the second after it.
    function _expectMissing(uint256 snapshotId, uint256 takenAt) private {
        vm.expectRevert(abi.encodeWithSelector(IProceeds.SnapshotMissing.selector, snapshotId, takenAt));
    }

    function _snapshot() private {
        vm.deal(address(token), address(token).balance + 10_000);
        token.snapshot();
        vm.warp(block.timestamp + 1);
    }

    /// @dev The sold shares and the contributors' are refunded, nobody else's.
    function _checkRefunds(uint256 pool) private {
        uint256 counted = (SUPPLY * 65) / 100;
        require(proceeds.refundOf().eligible == counted, "eligible");
        uint256 sum;
        address[3] memory holders = [ANN, BOB, CONTRIBUTORS];
        for (uint256 i; i < 3; ++i) {
            uint256 before = holders[i].balance;
            uint256 amount = proceeds.refundFor(holders[i]);
            require(amount == (pool * token.balanceOf(holders[i])) / counted, "part");
            require(holders[i].balance - before == amount, "paid");
            sum += amount;
        }
        require(sum <= pool && pool - sum < 3, "pool");
    }
}

contract ProceedsInERC20Test is LaunchFixture {
    function test_release_andRefund_inERC20() public {
        _deployProtocol();
        TestERC20 coin = new TestERC20();
        IImoFactory.Launch memory params = _params();
        params.sale.currency = address(coin);
        _launch(params);
        coin.mint(address(this), CAP);
        coin.approve(address(sale), CAP);
        vm.warp(OPENS_AT);
        sale.commit(CAP, new bytes32[](0));
        vm.warp(CLOSES_AT);
        sale.settleFor(address(this));
        sale.finalize();
        require(coin.balanceOf(address(proceeds)) == CAP && proceeds.raised() == CAP, "raised");
        proceeds.releaseToTreasury();
        proceeds.releaseToDeveloper();
        vm.warp(CLOSES_AT + 91 days);
        vm.deal(address(token), 10_000);
        token.snapshot();
        vm.warp(CLOSES_AT + 91 days + 1);
        proceeds.openRefund();
        uint256 amount = proceeds.refundFor(address(this));
        require(amount == (((CAP * 72) / 100) * 60) / 65 && coin.balanceOf(address(this)) == amount, "refund");
    }
}
