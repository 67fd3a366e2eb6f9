// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorTimelockControl} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {GovernorVotesQuorumFraction} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

/// @title ModelGovernor
/// @notice Holders of a model's revenue shares propose and vote; what passes is queued in the model's timelock. Votes are
/// the shares delegated to an account at the end of the second before voting starts, so shares borrowed within a block
/// vote on nothing. Times are in seconds, as the token's clock is. Only the timelock, that is, a vote, can change these
/// settings.
///
/// Nothing is proposed before `opensAt`, when buyers have had time to be settled: otherwise those who hold shares from the
/// first moment could decide alone over what the sale brings.
contract ModelGovernor is
    Governor,
    GovernorSettings,
    GovernorCountingSimple,
    GovernorVotes,
    GovernorVotesQuorumFraction,
    GovernorTimelockControl
{
    /// @param votingDelay Seconds between a proposal and the start of the vote.
    /// @param votingPeriod Seconds a vote lasts.
    /// @param proposalThreshold Shares, in the token's smallest unit, that a proposer must have delegated to it.
    /// @param quorumBps Part of the supply, in basis points, that must vote for or abstain.
    struct Settings {
        uint48 votingDelay;
        uint32 votingPeriod;
        uint256 proposalThreshold;
        uint16 quorumBps;
    }

    error GovernanceNotOpen(uint256 opensAt, uint256 nowAt);

    /// @notice Unix time, seconds, of the first proposal.
    uint48 public immutable opensAt;

    constructor(
        IVotes token_,
        TimelockController timelock_,
        uint48 opensAt_,
        Settings memory settings
    )
        Governor("ModelGovernor")
        GovernorSettings(settings.votingDelay, settings.votingPeriod, settings.proposalThreshold)
        GovernorVotes(token_)
        GovernorVotesQuorumFraction(settings.quorumBps)
        GovernorTimelockControl(timelock_)
    {
        opensAt = opensAt_;
    }

    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public override returns (uint256) {
        if (clock() < opensAt) revert GovernanceNotOpen(opensAt, clock());
        return super.propose(targets, values, calldatas, description);
    }

    /// @notice Quorums are in basis points.
    function quorumDenominator() public pure override returns (uint256) {
        return 10_000;
    }

    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }

    function state(uint256 proposalId) public view override(Governor, GovernorTimelockControl) returns (ProposalState) {
        return super.state(proposalId);
    }

    function proposalNeedsQueuing(
        uint256 proposalId
    ) public view override(Governor, GovernorTimelockControl) returns (bool) {
        return super.proposalNeedsQueuing(proposalId);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }
}
