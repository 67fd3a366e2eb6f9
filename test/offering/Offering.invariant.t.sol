// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ISale} from "../../contracts/offering/interfaces/ISale.sol";
import {Offering} from "../../contracts/offering/Offering.sol";
import {TestERC20} from "../../contracts/mocks/TestERC20.sol";
import {bound, deployArtifact, vm} from "../support/Vm.sol";

/// @dev A sale among six buyers: every call does something that the sale allows, or nothing.
contract SaleHandler {
    uint256 public constant BUYERS = 6;
    uint256 public constant SHARES = 3e21;
    uint256 public constant CAP = 1e21;
    uint256 public constant FLOOR = 3e20;
    address public constant ISSUER = address(0x1550e4);
    address public constant TREASURY = address(0x7ea5);

    TestERC20 public immutable token = new TestERC20();
    Offering public immutable sale;
    uint256[BUYERS] public committed;
    uint256[BUYERS] public paid;
    uint256[BUYERS] public refunded;
    uint256[BUYERS] public received;
    uint256 public settlements;

    constructor() {
        ISale.Terms memory terms = ISale.Terms({
            token: IERC20(address(token)),
            shares: SHARES,
            currency: address(0),
            floor: FLOOR,
            cap: CAP,
            opensAt: 1_000,
            closesAt: 2_000,
            proceedsTo: ISSUER,
            unsoldTo: TREASURY,
            allowRoot: 0,
            limit: 0
        });
        sale = Offering(deployArtifact("Offering.sol:Offering", abi.encode(terms)));
        token.mint(address(sale), SHARES);
    }

    function buyer(uint256 i) public pure returns (address) {
        return address(uint160(0xb00000 + i));
    }

    function commit(uint256 i, uint256 amount) external {
        if (sale.state() != ISale.State.Open) return;
        i %= BUYERS;
        amount = bound(amount, 1, 2e20);
        vm.deal(buyer(i), buyer(i).balance + amount);
        vm.prank(buyer(i));
        sale.commit{value: amount}(amount, new bytes32[](0));
        committed[i] += amount;
    }

    function pass(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, 200));
    }

    function settle(uint256 i, bool byItself) external {
        i %= BUYERS;
        if (block.timestamp < 2_000 || sale.commitmentOf(buyer(i)) == 0) return;
        uint256 before = buyer(i).balance;
        if (byItself) {
            vm.prank(buyer(i));
            sale.settle(buyer(i));
        } else {
            sale.settleFor(buyer(i));
        }
        refunded[i] = buyer(i).balance - before;
        paid[i] = committed[i] - refunded[i];
        received[i] = token.balanceOf(buyer(i));
        ++settlements;
    }

    function finalize() external {
        if (block.timestamp >= 2_000 && !sale.finalized()) sale.finalize();
    }

    function sweep() external {
        if (sale.finalized() && sale.totalSettled() == sale.totalCommitted()) sale.sweep();
    }
}

contract OfferingInvariantTest {
    SaleHandler private handler;
    Offering private sale;

    function setUp() public {
        vm.warp(1_000);
        handler = new SaleHandler();
        sale = handler.sale();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev Every wei committed is in the sale, with a buyer again, with the issuer, or dust with the treasury.
    function invariant_money_isConserved() public view {
        uint256 committed;
        uint256 refunded;
        for (uint256 i; i < handler.BUYERS(); ++i) {
            committed += handler.committed(i);
            refunded += handler.refunded(i);
        }
        require(committed == sale.totalCommitted(), "total");
        require(
            address(sale).balance + refunded + handler.ISSUER().balance + handler.TREASURY().balance == committed,
            "money"
        );
    }

    function invariant_shares_areConserved() public view {
        uint256 held = handler.token().balanceOf(address(sale)) + handler.token().balanceOf(handler.TREASURY());
        for (uint256 i; i < handler.BUYERS(); ++i) held += handler.token().balanceOf(handler.buyer(i));
        require(held == handler.SHARES(), "shares");
    }

    /// @dev The sale can always pay what it still owes: whoever has not settled gets what `quote` says.
    function invariant_sale_isSolvent() public view {
        if (block.timestamp < 2_000) return;
        uint256 owedShares;
        uint256 owedMoney;
        for (uint256 i; i < handler.BUYERS(); ++i) {
            (uint256 shares, , uint256 refund) = sale.quote(sale.commitmentOf(handler.buyer(i)));
            owedShares += shares;
            owedMoney += refund;
        }
        require(address(sale).balance >= owedMoney, "money owed");
        require(handler.token().balanceOf(address(sale)) >= owedShares, "shares owed");
    }

    /// @dev Nobody pays more than committed, nobody receives more than paid for, nobody is filled below the floor.
    function invariant_nobody_gains() public view {
        bool failed = sale.state() == ISale.State.Failed;
        for (uint256 i; i < handler.BUYERS(); ++i) {
            require(handler.paid(i) <= handler.committed(i), "paid more than committed");
            require(handler.received(i) * handler.CAP() <= handler.paid(i) * handler.SHARES(), "more than paid for");
            if (failed) require(handler.received(i) == 0 && handler.paid(i) == 0, "filled below the floor");
        }
    }
}
