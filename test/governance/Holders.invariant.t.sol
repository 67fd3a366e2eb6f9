// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {ModelGovernor} from "../../contracts/governance/ModelGovernor.sol";
import {ISale} from "../../contracts/offering/interfaces/ISale.sol";
import {Proceeds} from "../../contracts/offering/Proceeds.sol";
import {RevShareToken} from "../../contracts/revenue/RevShareToken.sol";
import {LaunchFixture} from "../offering/LaunchFixture.sol";
import {bound, vm} from "../support/Vm.sol";

/// @dev Has no shares but what it borrows for the length of a call, and tries everything.
contract Outsider {
    /// @return took How many of the calls were not refused.
    function attack(address[] calldata targets, bytes[] calldata calls) external returns (uint256 took) {
        for (uint256 i; i < targets.length; ++i) {
            (bool ok, ) = targets[i].call(calls[i]);
            if (ok) ++took;
        }
    }

    /// @dev Between borrowing and giving back, in one transaction.
    function flash(
        RevShareToken token,
        address lender,
        uint256 amount,
        address[] calldata targets,
        bytes[] calldata calls
    ) external {
        token.transferFrom(lender, address(this), amount);
        token.delegate(address(this));
        for (uint256 i; i < targets.length; ++i) {
            (bool ok, ) = targets[i].call(calls[i]);
            ok;
        }
        token.delegate(address(0));
        token.transfer(lender, amount);
    }

    receive() external payable {}
}

/// @dev A launched model among three buyers, its creator, its contributors and an outsider. Every call does something that
/// is allowed, or nothing; the outsider's are caught.
contract LaunchHandler is LaunchFixture {
    address public constant PAYEE = address(0xb17d);
    Outsider public immutable outsider = new Outsider();
    address[5] public people = [address(0xa11), address(0xb0b), address(0xca7), CREATOR, CONTRIBUTORS];

    uint256 public proposalId;
    uint256 public proposals;
    uint256 public asked;
    uint256 public payments;
    uint256 public paid;
    uint256 public attacks;
    uint256 public flashes;
    uint256 public revenue;
    uint256 public burned;
    uint256 public claims;

    address[] private _targets = [PAYEE];
    uint256[] private _values = [0];
    bytes[] private _calls = [bytes("")];

    constructor() {
        _deployProtocol();
        _launch(_params());
        vm.warp(OPENS_AT);
        for (uint256 i; i < 5; ++i) {
            vm.prank(people[i]);
            token.approve(address(outsider), type(uint256).max);
        }
    }

    // ---- what anybody may do

    function pass(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, 1 days));
    }

    function passDays(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, 4) * 1 days);
    }

    function commit(uint256 i, uint256 amount) external {
        if (sale.state() != ISale.State.Open) return;
        _commit(people[i % 3], bound(amount, 1, 40 ether));
    }

    function settle(uint256 i) external {
        address buyer = people[i % 3];
        if (block.timestamp >= CLOSES_AT && sale.commitmentOf(buyer) != 0) sale.settleFor(buyer);
    }

    function collect() external {
        if (block.timestamp < CLOSES_AT) return;
        if (!sale.finalized()) sale.finalize();
        if (proceeds.raised() / 10 > proceeds.releasedToTreasury()) proceeds.releaseToTreasury();
    }

    function transfer(uint256 i, uint256 j, uint256 amount) external {
        address from = people[i % 5];
        amount = bound(amount, 0, token.balanceOf(from));
        vm.prank(from);
        token.transfer(people[j % 5], amount);
    }

    function delegate(uint256 i, uint256 j) external {
        vm.prank(people[i % 5]);
        token.delegate(people[j % 5]);
    }

    function propose(uint256 i, uint256 amount) external {
        if (block.timestamp < governor.opensAt() || (proposalId != 0 && _isOpen())) return;
        address proposer = people[i % 5];
        if (governor.getVotes(proposer, block.timestamp - 1) < governor.proposalThreshold()) return;
        asked = bound(amount, 0, 2 ether);
        _values[0] = asked;
        vm.prank(proposer);
        proposalId = governor.propose(_targets, _values, _calls, _description(++proposals));
    }

    function vote(uint256 i, uint8 support) external {
        address voter = people[i % 5];
        if (proposalId == 0 || governor.state(proposalId) != IGovernor.ProposalState.Active) return;
        if (governor.hasVoted(proposalId, voter)) return;
        vm.prank(voter);
        governor.castVote(proposalId, support % 4 == 0 ? 0 : 1);
    }

    function carryOut() external {
        if (proposalId == 0) return;
        bytes32 hash = keccak256(bytes(_description(proposals)));
        if (governor.state(proposalId) == IGovernor.ProposalState.Succeeded) {
            governor.queue(_targets, _values, _calls, hash);
        }
        bool isDue =
            governor.state(proposalId) == IGovernor.ProposalState.Queued &&
                block.timestamp >= governor.proposalEta(proposalId) &&
                address(timelock).balance >= asked;
        if (!isDue) return;
        governor.execute(_targets, _values, _calls, hash);
        (uint256 against, uint256 inFavour, ) = governor.proposalVotes(proposalId);
        require(inFavour > against && inFavour >= SUPPLY / 20, "paid without a majority");
        paid += asked;
        ++payments;
    }

    function earn(uint256 amount) external {
        amount = bound(amount, 1e6, 1 ether);
        vm.deal(address(this), amount);
        (bool ok, ) = address(token).call{value: amount}("");
        require(ok, "revenue");
        revenue += amount;
    }

    function snapshot() external {
        (, , uint256 pending) = token.revenueOf(address(0));
        if (pending >= 1e6 && block.timestamp >= token.nextSnapshotAt()) token.snapshot();
    }

    function claim(uint256 i) external {
        uint256 last = token.lastSnapshotId();
        if (last == 0) return;
        uint256[] memory ids = new uint256[](1);
        ids[0] = last;
        if (token.claimBatchFor(people[i % 5], ids) != 0) ++claims;
    }

    function burn(uint256 i, uint256 amount) external {
        address holder = people[i % 5];
        amount = bound(amount, 0, token.balanceOf(holder) / 4);
        if (amount == 0 || token.redeemableOnBurn(amount) == 0) return;
        vm.prank(holder);
        token.burn(amount);
        burned += amount;
    }

    // ---- the outsider

    function attack(uint256 seed) external {
        (address[] memory targets, bytes[] memory calls) = _attacks(seed);
        (uint256 against, uint256 inFavour) = _votes();
        outsider.attack(targets, calls);
        _requireSameVotes(against, inFavour);
        ++attacks;
    }

    function flashAttack(uint256 seed, uint256 i) external {
        (address[] memory targets, bytes[] memory calls) = _attacks(seed);
        (uint256 against, uint256 inFavour) = _votes();
        address lender = people[i % 5];
        outsider.flash(token, lender, token.balanceOf(lender), targets, calls);
        _requireSameVotes(against, inFavour);
        ++flashes;
    }

    // ---- support

    function _attacks(uint256 seed) private view returns (address[] memory targets, bytes[] memory calls) {
        targets = new address[](17);
        calls = new bytes[](17);
        address self = address(outsider);
        uint256[] memory ids = new uint256[](1);
        ids[0] = token.lastSnapshotId();
        bytes32 salt = bytes32(seed);
        uint256 i;
        (targets[i], calls[i++]) = (
            address(timelock),
            abi.encodeCall(timelock.schedule, (self, 1, "", 0, salt, 2 days))
        );
        (targets[i], calls[i++]) = (address(timelock), abi.encodeCall(timelock.execute, (self, 1, "", 0, salt)));
        (targets[i], calls[i++]) = (address(timelock), abi.encodeCall(timelock.updateDelay, (0)));
        address[] memory to = new address[](1);
        to[0] = self;
        uint256[] memory values = new uint256[](1);
        values[0] = address(timelock).balance;
        bytes[] memory none = new bytes[](1);
        (targets[i], calls[i++]) = (
            address(governor),
            abi.encodeWithSignature("propose(address[],uint256[],bytes[],string)", to, values, none, "mine")
        );
        (targets[i], calls[i++]) = (address(governor), abi.encodeCall(governor.castVote, (proposalId, 1)));
        (targets[i], calls[i++]) = (address(governor), abi.encodeCall(governor.relay, (self, 1, "")));
        (targets[i], calls[i++]) = (address(proceeds), abi.encodeCall(proceeds.stop, (true)));
        (targets[i], calls[i++]) = (address(proceeds), abi.encodeCall(proceeds.refundTo, (self)));
        (targets[i], calls[i++]) = (address(sale), abi.encodeCall(sale.settle, (self)));
        (targets[i], calls[i++]) = (address(sale), abi.encodeCall(sale.sweepAsset, (address(0xbeef))));
        (targets[i], calls[i++]) = (address(token), abi.encodeCall(token.claimBatchTo, (ids, self)));
        (targets[i], calls[i++]) = (address(token), abi.encodeCall(token.burnFrom, (people[seed % 5], 0)));
        (targets[i], calls[i++]) = (
            address(vesting),
            abi.encodeWithSignature("claimRevenue(uint256[],address)", ids, self)
        );
        (targets[i], calls[i++]) = (address(token), abi.encodeCall(token.withdrawCredit, (address(0), self)));
        (targets[i], calls[i++]) = (
            address(timelock),
            abi.encodeCall(timelock.initialize, (0, self, registry, modelId))
        );
        (targets[i], calls[i++]) = (address(vesting), abi.encodeCall(vesting.initialize, (token, self, 0, 0, 0)));
        (targets[i], calls[i++]) = (
            address(proceeds),
            abi.encodeCall(proceeds.initialize, (proceeds.terms(), address(0), token))
        );
        require(i == 17, "attacks");
    }

    function _votes() private view returns (uint256 against, uint256 inFavour) {
        if (proposalId != 0) (against, inFavour, ) = governor.proposalVotes(proposalId);
    }

    function _requireSameVotes(uint256 against, uint256 inFavour) private view {
        (uint256 againstNow, uint256 inFavourNow) = _votes();
        require(againstNow == against && inFavourNow == inFavour, "borrowed votes counted");
    }

    /// @dev A proposal that can still be carried out.
    function _isOpen() private view returns (bool) {
        IGovernor.ProposalState now_ = governor.state(proposalId);
        return now_ != IGovernor.ProposalState.Defeated && now_ != IGovernor.ProposalState.Executed;
    }

    function _description(uint256 number) private pure returns (string memory) {
        return string(abi.encode("payment", number));
    }

    function parts() external view returns (RevShareToken, ISale, ModelGovernor, address, address, Proceeds) {
        return (token, sale, governor, address(timelock), address(vesting), proceeds);
    }
}

contract HoldersInvariantTest {
    LaunchHandler private handler;
    RevShareToken private token;
    ISale private sale;
    ModelGovernor private governor;
    address private timelock;
    address private vesting;
    Proceeds private proceeds;

    function setUp() public {
        handler = new LaunchHandler();
        (token, sale, governor, timelock, vesting, proceeds) = handler.parts();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev Whoever has no shares gains nothing by any sequence of sales, transfers, votes, claims and flash loans.
    function invariant_outsider_gainsNothing() public view {
        address outsider = address(handler.outsider());
        require(outsider.balance == 0, "money");
        require(token.balanceOf(outsider) == 0 && token.getVotes(outsider) == 0, "shares or votes");
        require(token.creditOf(outsider, address(0)) == 0 && proceeds.refundable(outsider) == 0, "a claim");
    }

    /// @dev What the treasury has received and not paid by a passed proposal, it holds.
    function invariant_treasury_paysByVoteOnly() public view {
        require(timelock.balance + handler.paid() == proceeds.releasedToTreasury(), "treasury");
        require(handler.PAYEE().balance == handler.paid(), "payee");
    }

    /// @dev Every share is somewhere, or was burned by its holder.
    function invariant_shares_sumToSupply() public view {
        uint256 sum = token.balanceOf(address(sale)) + token.balanceOf(timelock) + token.balanceOf(vesting);
        for (uint256 i; i < 5; ++i) sum += token.balanceOf(handler.people(i));
        require(sum == token.totalSupply() && sum + handler.burned() == 1_000_000e18, "shares");
    }

    /// @dev The handler does get everywhere: a vote passes, a payment is made, and revenue is shared out in between.
    function test_handler_reachesEverything() public {
        handler.commit(0, 40 ether - 1);
        handler.commit(1, 30 ether - 1);
        handler.flashAttack(1, 4);
        vm.warp(200_000);
        handler.settle(0);
        handler.settle(1);
        handler.collect();
        handler.delegate(0, 0);
        handler.delegate(1, 2);
        handler.passDays(0);
        handler.propose(0, 1 ether);
        require(handler.proposals() == 1, "no proposal");
        handler.passDays(0);
        handler.pass(0);
        handler.pass(0);
        handler.flashAttack(2, 0);
        handler.vote(0, 1);
        handler.vote(2, 1);
        handler.earn(1 ether);
        handler.snapshot();
        handler.passDays(2);
        handler.pass(0);
        handler.carryOut();
        handler.passDays(1);
        handler.carryOut();
        require(handler.payments() == 1 && handler.paid() == 1 ether, "no payment");
        handler.claim(0);
        handler.claim(3);
        handler.burn(0, 1e20);
        handler.attack(3);
        require(handler.claims() == 1 && handler.burned() == 1e20, "no revenue");
        require(handler.attacks() == 1 && handler.flashes() == 2, "no attack");
        invariant_outsider_gainsNothing();
        invariant_treasury_paysByVoteOnly();
        invariant_shares_sumToSupply();
    }
}
