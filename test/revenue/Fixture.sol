// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {HostileERC20} from "../../contracts/mocks/HostileERC20.sol";
import {IRevShareToken} from "../../contracts/revenue/interfaces/IRevShareToken.sol";
import {RevShareToken} from "../../contracts/revenue/RevShareToken.sol";
import {bound, deployArtifact, vm} from "../support/Vm.sol";

/// @dev A share token with three holders, time under control, and the assertions that the tests use.
abstract contract Fixture {
    address internal constant ETH = address(0);
    address internal constant ADMIN = address(0xAD);
    address internal constant ALICE = address(0xA11CE);
    address internal constant BOB = address(0xB0B);
    address internal constant CAROL = address(0xCA401);
    address internal constant NOBODY = address(0xDEAD);
    uint256 internal constant SUPPLY = 1_000_000 ether;
    uint32 internal constant INTERVAL = 1 days;

    RevShareToken internal token;

    /// @dev The compiler takes `block.timestamp` for a constant within a function; this is not.
    uint256 internal time = 1_800_000_000;

    error NotEqual(uint256 left, uint256 right, string what);
    error NotAtMost(uint256 left, uint256 right, string what);
    error NotTrue(string what);

    receive() external payable {}

    function setUp() public virtual {
        vm.warp(time);
        token = deploy(8_000, SUPPLY, new address[](0));
    }

    /// @dev Alice has half, Bob three tenths, Carol the rest.
    function deploy(uint16 bps, uint256 supply, address[] memory revenueTokens) internal returns (RevShareToken) {
        IRevShareToken.Config memory config = standardConfig(supply);
        config.claimableBps = bps;
        config.revenueTokens = revenueTokens;
        return make(config);
    }

    function make(IRevShareToken.Config memory config) internal returns (RevShareToken) {
        return RevShareToken(payable(deployArtifact("RevShareToken.sol:RevShareToken", abi.encode(config))));
    }

    function standardConfig(uint256 supply) internal pure returns (IRevShareToken.Config memory config) {
        address[] memory recipients = new address[](3);
        (recipients[0], recipients[1], recipients[2]) = (ALICE, BOB, CAROL);
        uint256[] memory amounts = new uint256[](3);
        amounts[0] = supply / 2;
        amounts[1] = (supply / 10) * 3;
        amounts[2] = supply - amounts[0] - amounts[1];
        return
            IRevShareToken.Config({
                name: "Revenue of digits",
                symbol: "DIGITS",
                admin: ADMIN,
                claimableBps: 8_000,
                snapshotInterval: INTERVAL,
                firstSnapshotAt: 0,
                recipients: recipients,
                amounts: amounts,
                revenueTokens: new address[](0)
            });
    }

    /// @dev Lists a new token.
    function list() internal returns (HostileERC20 alt) {
        alt = new HostileERC20();
        vm.prank(ADMIN);
        token.setRevenueToken(address(alt), true);
    }

    function skip(uint256 duration) internal {
        time += duration;
        vm.warp(time);
    }

    /// @dev Revenue in ETH.
    function earn(uint256 amount) internal {
        vm.deal(address(this), amount);
        (bool ok, ) = address(token).call{value: amount}("");
        isTrue(ok, "the token takes ETH");
    }

    /// @dev A snapshot, as soon as one is allowed, and the end of its timepoint.
    function shareOut() internal returns (uint256 id) {
        uint256 allowedAt = token.nextSnapshotAt();
        if (allowedAt > time) skip(allowedAt - time);
        id = token.snapshot();
        skip(1);
    }

    /// @dev Revenue in ETH, shared.
    function epoch(uint256 amount) internal returns (uint256 id) {
        earn(amount);
        return shareOut();
    }

    function range(uint256 from, uint256 count) internal pure returns (uint256[] memory numbers) {
        numbers = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) numbers[i] = from + i;
    }

    function one(uint256 id) internal pure returns (uint256[] memory) {
        return range(id, 1);
    }

    function eq(uint256 left, uint256 right, string memory what) internal pure {
        if (left != right) revert NotEqual(left, right, what);
    }

    function eq(address left, address right, string memory what) internal pure {
        eq(uint160(left), uint160(right), what);
    }

    function atMost(uint256 left, uint256 right, string memory what) internal pure {
        if (left > right) revert NotAtMost(left, right, what);
    }

    function isTrue(bool value, string memory what) internal pure {
        if (!value) revert NotTrue(what);
    }
}
