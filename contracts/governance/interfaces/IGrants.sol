// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev A grant. Counts up from 1.
type GrantId is uint256;

/// @title Grants
/// @notice One contract for every funder: a funder (a model's timelock, after a vote) sets money aside for a recipient,
/// who earns it by milestones or as a stream. What is set aside cannot be spent on anything else; what is earned
/// cannot be taken back; the rest returns to the funder when it cancels. The contract has no owner.
///
///     create -> approve* -> withdraw*      milestones, in order, approved by the reviewer or the funder
///     stream -> withdraw*                  linear from `start` to `start + duration`
///     cancel                               by the funder, at any time
///
/// To pay at once needs no grant: the timelock sends the money itself.
interface IGrants {
    /// @param funder Who set the money aside, and may approve and cancel.
    /// @param recipient Who earns it.
    /// @param reviewer Who may approve milestones besides the funder; zero for nobody.
    /// @param currency ERC-20, or zero for ETH.
    /// @param total Units of currency set aside; after a cancellation, what had been earned.
    /// @param withdrawn Units taken out.
    /// @param approved Milestones approved so far.
    /// @param start Unix time, seconds, at which a stream starts.
    /// @param duration Seconds a stream runs; zero for a grant by milestones.
    /// @param cancelled True once the funder has taken the rest back.
    struct Grant {
        address funder;
        address recipient;
        address reviewer;
        address currency;
        uint128 total;
        uint128 withdrawn;
        uint32 approved;
        uint64 start;
        uint64 duration;
        bool cancelled;
    }

    /// @param purpose What for: text or a URI.
    event GrantCreated(
        GrantId indexed grantId,
        address indexed funder,
        address indexed recipient,
        Grant grant,
        uint128[] milestones,
        string purpose
    );
    event MilestoneApproved(GrantId indexed grantId, uint256 indexed milestone, address by, uint256 amount);
    event GrantWithdrawn(GrantId indexed grantId, address to, uint256 amount);
    event GrantCancelled(GrantId indexed grantId, uint256 earned, uint256 returned);

    error RecipientZero();
    error GrantAmountZero();
    error DurationZero();
    error TooManyMilestones(uint256 count, uint256 most);
    error UnknownGrant(GrantId grantId);
    error NotReviewer(GrantId grantId, address caller);
    error NotFunder(GrantId grantId, address caller);
    error NotRecipient(GrantId grantId, address caller);
    error GrantIsCancelled(GrantId grantId);
    error WrongMilestone(GrantId grantId, uint256 milestone, uint256 next);
    error NothingEarned(GrantId grantId);

    /// @notice Sets the sum of `milestones` aside; in ETH, `msg.value` must equal it.
    /// @param milestones Units of currency for each, 32 at most.
    function create(
        address recipient,
        address reviewer,
        address currency,
        uint128[] calldata milestones,
        string calldata purpose
    ) external payable returns (GrantId grantId);

    /// @notice Sets `amount` aside, earned by the second; in ETH, `msg.value` must equal it.
    /// @param start Unix time, seconds; may lie in the past.
    /// @param duration Seconds.
    function stream(
        address recipient,
        address currency,
        uint128 amount,
        uint64 start,
        uint64 duration,
        string calldata purpose
    ) external payable returns (GrantId grantId);

    /// @notice Reviewer or funder: the next milestone is reached, and earned.
    /// @param milestone Its index; it must be the next one, so that no approval is given twice by accident.
    function approve(GrantId grantId, uint256 milestone) external;

    /// @notice Recipient: takes out what is earned, to `to`.
    function withdraw(GrantId grantId, address to) external returns (uint256 amount);

    /// @notice Funder: ends the grant and takes back what is not earned. The recipient keeps the rest.
    function cancel(GrantId grantId) external returns (uint256 returned);

    function grantOf(GrantId grantId) external view returns (Grant memory);

    function milestonesOf(GrantId grantId) external view returns (uint128[] memory);

    /// @notice Units of currency earned so far, withdrawn ones included.
    function earned(GrantId grantId) external view returns (uint256);

    function grantCount() external view returns (uint256);
}
