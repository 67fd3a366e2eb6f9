// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {AigcNft} from "../../contracts/content/AigcNft.sol";
import {Grants} from "../../contracts/governance/Grants.sol";
import {ModelGovernor} from "../../contracts/governance/ModelGovernor.sol";
import {GrantId, IGrants} from "../../contracts/governance/interfaces/IGrants.sol";
import {IModelRegistry, ModelId} from "../../contracts/models/interfaces/IModelRegistry.sol";
import {IImoFactory} from "../../contracts/offering/interfaces/IImoFactory.sol";
import {IFeeRouter} from "../../contracts/revenue/interfaces/IFeeRouter.sol";
import {IRevShareToken} from "../../contracts/revenue/interfaces/IRevShareToken.sol";
import {LaunchFixture} from "../offering/LaunchFixture.sol";
import {deployArtifact, vm} from "../support/Vm.sol";

/// @dev Borrows all the shares that somebody lends for the length of a call.
contract FlashVoter {
    function vote(IGovernor governor, uint256 proposalId, address token, address lender, uint256 amount) external {
        IERC20Votes(token).transferFrom(lender, address(this), amount);
        IERC20Votes(token).delegate(address(this));
        governor.castVote(proposalId, 1);
        IERC20Votes(token).transfer(lender, amount);
    }
}

interface IERC20Votes {
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function transfer(address to, uint256 amount) external returns (bool);
    function delegate(address delegatee) external;
}

contract ModelGovernorTest is LaunchFixture {
    address private constant ANN = address(0xa11);
    address private constant BOB = address(0xb0b);
    address private constant BUILDER = address(0xb17d);

    Grants private grants;
    AigcNft private nft;
    address[] private targets;
    uint256[] private values;
    bytes[] private calls;

    function setUp() public {
        _deployProtocol();
        grants = Grants(deployArtifact("Grants.sol:Grants", ""));
        IImoFactory.Launch memory params = _params();
        params.collection = _texts();
        nft = AigcNft(payable(_launch(params).collection));
        vm.warp(OPENS_AT);
        _commit(ANN, 40 ether);
        _commit(BOB, 20 ether);
        vm.warp(CLOSES_AT);
        sale.settleFor(ANN);
        sale.settleFor(BOB);
        sale.finalize();
        proceeds.releaseToTreasury();
        vm.prank(ANN);
        token.delegate(ANN);
        vm.prank(BOB);
        token.delegate(BOB);
        vm.warp(CLOSES_AT + 1 days);
    }

    function test_grant_passes_isStreamed_isStopped() public {
        _call(
            address(grants),
            2 ether,
            abi.encodeCall(
                grants.stream,
                (BUILDER, address(0), 2 ether, uint64(CLOSES_AT + 30 days), 100 days, "a data set")
            )
        );
        _pass("grant", ANN);
        GrantId id = GrantId.wrap(1);
        require(grants.grantOf(id).funder == address(timelock), "funder");
        vm.warp(CLOSES_AT + 55 days);
        vm.prank(BUILDER);
        require(grants.withdraw(id, BUILDER) == 0.5 ether, "streamed");
        uint256 before = address(timelock).balance;
        _clear();
        _call(address(grants), 0, abi.encodeCall(grants.cancel, (id)));
        _pass("stop it", ANN);
        require(address(timelock).balance > before, "returned");
        require(address(timelock).balance + grants.earned(id) == CAP / 10, "to the wei");
    }

    /// @dev What the timelock, and it alone, can still change.
    function test_vote_changesWhatTheTimelockHolds() public {
        IFeeRouter.Schedule memory schedule = _schedule();
        (schedule.holdersBps, schedule.creatorBps) = (3_000, 3_000);
        _call(
            address(registry),
            0,
            abi.encodeCall(registry.setPricing, (modelId, IModelRegistry.Pricing(0.02 ether, 0, address(0), 0)))
        );
        _call(
            address(router),
            0,
            abi.encodeCall(router.setSchedule, (ModelId.unwrap(modelId), schedule, uint16(3_000)))
        );
        _call(address(proceeds), 0, abi.encodeCall(proceeds.stop, (false)));
        _call(address(nft), 0, abi.encodeCall(nft.setMintFee, (0.03 ether)));
        _pass("settings", ANN);
        require(nft.mintFee() == 0.03 ether, "mint fee");
        require(registry.pricingOf(modelId).fee == 0.02 ether, "price");
        require(router.scheduleHashOf(ModelId.unwrap(modelId)) == keccak256(abi.encode(schedule)), "schedule");
        require(uint8(proceeds.status()) == 1, "stopped");
    }

    /// @dev Not even a unanimous vote.
    function test_vote_belowHoldersFloor_reverts() public {
        IFeeRouter.Schedule memory schedule = _schedule();
        (schedule.holdersBps, schedule.creatorBps) = (2_999, 3_001);
        _call(
            address(router),
            0,
            abi.encodeCall(router.setSchedule, (ModelId.unwrap(modelId), schedule, uint16(3_000)))
        );
        uint256 id = _propose("take from holders", ANN);
        _voteAll(id);
        governor.queue(targets, values, calls, keccak256("take from holders"));
        vm.warp(block.timestamp + 2 days);
        vm.expectRevert();
        governor.execute(targets, values, calls, keccak256("take from holders"));
    }

    function test_execute_beforeDelay_reverts() public {
        _call(BUILDER, 1 ether, "");
        uint256 id = _propose("pay", ANN);
        _voteAll(id);
        vm.expectRevert();
        governor.execute(targets, values, calls, keccak256("pay"));
        governor.queue(targets, values, calls, keccak256("pay"));
        vm.warp(block.timestamp + 2 days - 1);
        vm.expectRevert();
        governor.execute(targets, values, calls, keccak256("pay"));
        vm.warp(block.timestamp + 1);
        governor.execute(targets, values, calls, keccak256("pay"));
        require(BUILDER.balance == 1 ether, "paid");
    }

    /// @dev No way to the treasury but through a passed proposal.
    function test_treasury_withoutVote_paysNobody() public {
        address[4] memory callers = [CREATOR, DEVELOPER, ANN, address(this)];
        for (uint256 i; i < callers.length; ++i) {
            vm.startPrank(callers[i]);
            vm.expectRevert();
            timelock.schedule(callers[i], 1 ether, "", 0, 0, 2 days);
            vm.expectRevert();
            timelock.execute(callers[i], 1 ether, "", 0, 0);
            vm.expectRevert();
            timelock.updateDelay(0);
            vm.expectRevert();
            governor.relay(address(timelock), 0, "");
            vm.stopPrank();
        }
        _call(CREATOR, 1 ether, "");
        uint256 id = _propose("defeated", ANN);
        vm.warp(block.timestamp + 1 days + 1);
        vm.prank(ANN);
        governor.castVote(id, 0);
        vm.prank(BOB);
        governor.castVote(id, 1);
        vm.warp(block.timestamp + 3 days);
        vm.expectRevert();
        governor.queue(targets, values, calls, keccak256("defeated"));
        require(address(timelock).balance == CAP / 10, "treasury");
    }

    /// @dev Creator and contributors hold shares while buyers' are still in the sale: they may not decide alone.
    function test_propose_beforeBuyersCouldSettle_reverts() public {
        vm.warp(OPENS_AT);
        _launch(_other());
        vm.prank(CREATOR);
        vesting.delegate(CREATOR);
        _call(CREATOR, 0, "");
        vm.warp(CLOSES_AT + 1 days - 1);
        vm.prank(CREATOR);
        vm.expectRevert(
            abi.encodeWithSelector(ModelGovernor.GovernanceNotOpen.selector, CLOSES_AT + 1 days, CLOSES_AT + 1 days - 1)
        );
        governor.propose(targets, values, calls, "all of it to me");
        vm.warp(CLOSES_AT + 1 days);
        vm.prank(CREATOR);
        governor.propose(targets, values, calls, "all of it to me");
    }

    function _other() private pure returns (IImoFactory.Launch memory params) {
        params = _params();
        params.salt = bytes32(uint256(1));
    }

    function test_propose_belowThreshold_reverts() public {
        _call(BUILDER, 1 ether, "");
        vm.prank(CREATOR);
        vm.expectRevert(
            abi.encodeWithSelector(IGovernor.GovernorInsufficientProposerVotes.selector, CREATOR, 0, SUPPLY / 100)
        );
        governor.propose(targets, values, calls, "mine");
    }

    function test_quorum_missed_isDefeated() public {
        require(governor.quorum(block.timestamp - 1) == SUPPLY / 10, "a tenth of the supply");
        vm.prank(ANN);
        token.delegate(address(0));
        vm.prank(CONTRIBUTORS);
        token.delegate(CONTRIBUTORS);
        vm.prank(BOB);
        token.delegate(address(0));
        vm.warp(block.timestamp + 1);
        _call(BUILDER, 1 ether, "");
        uint256 id = _propose("few", CONTRIBUTORS);
        vm.warp(block.timestamp + 1 days + 1);
        vm.prank(CONTRIBUTORS);
        governor.castVote(id, 1);
        vm.warp(block.timestamp + 3 days);
        require(governor.state(id) == IGovernor.ProposalState.Defeated, "5% decided");
    }

    /// @dev Shares borrowed in the block of the vote, or bought after the vote's snapshot, vote on nothing.
    function test_vote_flashLoan_countsNothing() public {
        _call(BUILDER, 1 ether, "");
        uint256 id = _propose("flash", ANN);
        vm.warp(block.timestamp + 1 days + 1);
        FlashVoter flash = new FlashVoter();
        uint256 amount = token.balanceOf(ANN);
        vm.prank(ANN);
        token.approve(address(flash), amount);
        flash.vote(governor, id, address(token), ANN, amount);
        (, uint256 forVotes, ) = governor.proposalVotes(id);
        require(forVotes == 0, "borrowed votes counted");
        vm.prank(ANN);
        token.transfer(BUILDER, amount);
        vm.prank(BUILDER);
        token.delegate(BUILDER);
        vm.warp(block.timestamp + 1);
        vm.prank(BUILDER);
        governor.castVote(id, 1);
        (, forVotes, ) = governor.proposalVotes(id);
        require(forVotes == 0, "late votes counted");
        // Who held at the snapshot votes, with shares that have moved since: the votes are counted once.
        vm.prank(ANN);
        governor.castVote(id, 1);
        (, forVotes, ) = governor.proposalVotes(id);
        require(forVotes == amount, "held at the snapshot");
    }

    /// @dev Part of what was raised, and of the treasury's shares, becomes liquidity by vote; it is the timelock's.
    function test_vote_seedsLiquidity_ownedByTimelock() public {
        TestPool pool = new TestPool(IERC20Votes(address(token)));
        _call(address(token), 0, abi.encodeCall(token.approve, (address(pool), 10_000e18)));
        _call(address(pool), 1 ether, abi.encodeCall(pool.deposit, (10_000e18)));
        _pass("liquidity", ANN);
        require(pool.liquidityOf(address(timelock)) == 1 ether && address(pool).balance == 1 ether, "liquidity");
        require(token.balanceOf(address(pool)) == 10_000e18, "shares");
        vm.prank(CREATOR);
        vm.expectRevert();
        pool.withdraw();
        _clear();
        _call(address(pool), 0, abi.encodeCall(pool.withdraw, ()));
        _pass("liquidity, back", ANN);
        require(address(timelock).balance == CAP / 10, "to the wei");
        require(token.balanceOf(address(timelock)) == (SUPPLY * 15) / 100, "to the share");
    }

    function test_vesting_votesBeforeItVests() public {
        vm.prank(CREATOR);
        vesting.delegate(CREATOR);
        vm.warp(block.timestamp + 1);
        require(token.getVotes(CREATOR) == SUPPLY / 5, "votes");
    }

    function test_vote_listsRevenueToken() public {
        address coin = address(new TestCoin());
        vm.prank(CREATOR);
        vm.expectRevert(abi.encodeWithSelector(IRevShareToken.NotAdmin.selector, CREATOR));
        token.setRevenueToken(coin, true);
        _call(address(token), 0, abi.encodeCall(token.setRevenueToken, (coin, true)));
        _pass("list", ANN);
        require(token.listingOf(coin) == IRevShareToken.Listing.Listed, "listed");
    }

    // ---- support

    function _call(address target, uint256 value, bytes memory data) private {
        targets.push(target);
        values.push(value);
        calls.push(data);
    }

    function _clear() private {
        delete targets;
        delete values;
        delete calls;
    }

    function _propose(string memory description, address proposer) private returns (uint256) {
        vm.prank(proposer);
        return governor.propose(targets, values, calls, description);
    }

    function _voteAll(uint256 id) private {
        vm.warp(block.timestamp + 1 days + 1);
        vm.prank(ANN);
        governor.castVote(id, 1);
        vm.prank(BOB);
        governor.castVote(id, 1);
        vm.warp(block.timestamp + 3 days);
    }

    function _pass(string memory description, address proposer) private {
        uint256 id = _propose(description, proposer);
        _voteAll(id);
        governor.queue(targets, values, calls, keccak256(bytes(description)));
        vm.warp(block.timestamp + 2 days);
        governor.execute(targets, values, calls, keccak256(bytes(description)));
        require(governor.state(id) == IGovernor.ProposalState.Executed, "executed");
    }
}

/// @dev As much of an exchange as owning liquidity takes.
contract TestPool {
    IERC20Votes private immutable _shares;
    mapping(address => uint256) public liquidityOf;
    mapping(address => uint256) private _sharesOf;

    constructor(IERC20Votes shares) {
        _shares = shares;
    }

    function deposit(uint256 amount) external payable {
        _shares.transferFrom(msg.sender, address(this), amount);
        liquidityOf[msg.sender] += msg.value;
        _sharesOf[msg.sender] += amount;
    }

    function withdraw() external {
        uint256 amount = liquidityOf[msg.sender];
        require(amount != 0, "nothing");
        liquidityOf[msg.sender] = 0;
        _shares.transfer(msg.sender, _sharesOf[msg.sender]);
        (bool ok, ) = msg.sender.call{value: amount}("");
        require(ok, "refused");
    }
}

/// @dev As much of an ERC-20 as being listed takes.
contract TestCoin {
    function balanceOf(address) external pure returns (uint256) {
        return 0;
    }
}
