// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {VestingWallet} from "@openzeppelin/contracts/finance/VestingWallet.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

import {HostileReceiver} from "../../contracts/mocks/HostileReceiver.sol";
import {IRevShareToken} from "../../contracts/revenue/interfaces/IRevShareToken.sol";
import {Fixture, vm} from "./Fixture.sol";

/// @dev Stands for an exchange's pool: holds shares, rejects ETH, calls nothing.
contract Pool {
    function ping() external pure returns (bool) {
        return true;
    }
}

/// @dev Shares held by contracts that were not written for revenue do not strand it.
contract RevShareTokenCustodyTest is Fixture {
    uint256 private constant YEAR = 365 days;

    function test_custody_timelock() public {
        address[] memory none = new address[](0);
        TimelockController timelock = new TimelockController(0, none, none, address(this));
        uint256 id = held(address(timelock));
        token.claimFor(address(timelock), id);
        eq(address(timelock).balance, 0.8 ether, "pushed to it");
    }

    function test_custody_vestingWallet() public {
        VestingWallet wallet = new VestingWallet(NOBODY, uint64(time), uint64(10 * INTERVAL));
        uint256 id = held(address(wallet));
        token.claimFor(address(wallet), id);
        skip(10 * INTERVAL);
        wallet.release();
        eq(NOBODY.balance, 0.8 ether, "vested like the shares");
    }

    /// @dev Sent to the token itself, by mistake or to burn them without redeeming: their part goes to everybody.
    function test_custody_theTokenItself() public {
        uint256 id = held(address(token));
        token.claimFor(address(token), id);
        (, , uint256 pending) = token.revenueOf(ETH);
        eq(pending, 0.8 ether, "revenue again");
    }

    /// @dev A holder that rejects ETH but can call has `claimTo`; nobody can take that from it for a year.
    function test_recycle_beforeAYear_reverts() public {
        uint256 id = held(address(new Pool()));
        address pool = lastHeld;
        skip(YEAR - 2);
        vm.expectRevert(abi.encodeWithSelector(IRevShareToken.NotRecyclableYet.selector, id, time + 1));
        token.recycle(pool, one(id));
        skip(1);
        token.recycle(pool, one(id));
    }

    function test_recycle_returnsWhatAPoolCannotTake() public {
        uint256 id = held(address(new Pool()));
        address pool = lastHeld;
        skip(YEAR);
        (uint256 amount, bool paid) = token.recycle(pool, one(id));
        eq(amount, 0.8 ether, "its claim");
        isTrue(!paid, "not taken");
        isTrue(token.claimed(pool, ETH, id), "gone");
        (uint256 reserved, , uint256 pending) = token.revenueOf(ETH);
        eq(pending, 0.8 ether, "revenue again");
        eq(reserved, 7.2 ether, "the others' claims are untouched");
        (amount, paid) = token.recycle(pool, one(id));
        eq(amount, 0, "once");
        eq(token.claimableRevenue(BOB, id), 2.4 ether, "Bob's is still his, after a year");
    }

    /// @dev Who can be paid is paid, however late.
    function test_recycle_paysWhoCanBePaid() public {
        uint256 id = epoch(10 ether);
        skip(2 * YEAR);
        (uint256 amount, bool paid) = token.recycle(BOB, one(id));
        eq(amount, 2.4 ether, "his claim");
        isTrue(paid, "taken");
        eq(BOB.balance, 2.4 ether, "by Bob");
    }

    function test_recycle_unknownSnapshot_doesNothing() public {
        epoch(1 ether);
        (uint256 amount, ) = token.recycle(BOB, one(7));
        eq(amount, 0, "nothing");
    }

    function test_recycle_aHolderThatBurnsGas() public {
        HostileReceiver holder = new HostileReceiver();
        uint256 id = held(address(holder));
        holder.setMode(HostileReceiver.Mode.BurnsGas);
        skip(YEAR);
        (, bool paid) = token.recycle{gas: 500_000}(address(holder), one(id));
        isTrue(!paid, "recycled");
    }

    /// @dev A caller cannot starve a holder that can be paid.
    function test_recycle_withTooLittleGas_reverts() public {
        HostileReceiver holder = new HostileReceiver();
        uint256 id = held(address(holder));
        // Its receiving costs some fifty thousand gas.
        holder.reenter(address(token), abi.encodeCall(token.claimFor, (BOB, id)));
        skip(YEAR);
        uint256 gasLimit = 60_000;
        uint256 refused = 0;
        while (!token.claimed(address(holder), ETH, id)) {
            try token.recycle{gas: gasLimit}(address(holder), one(id)) returns (uint256, bool paid) {
                isTrue(paid, "starved");
            } catch (bytes memory reason) {
                if (bytes4(reason) == IRevShareToken.GasTooLow.selector) ++refused;
            }
            gasLimit += 2_000;
        }
        isTrue(refused != 0, "refused for its gas, not by chance");
        eq(address(holder).balance, 0.8 ether, "paid");
    }

    /// @dev While a sale holds the shares, revenue waits for those who buy them.
    function test_custody_sale() public {
        IRevShareToken.Config memory config = standardConfig(SUPPLY);
        config.firstSnapshotAt = uint40(time + 7 days);
        token = make(config);
        address sale = address(new Pool());
        vm.prank(ALICE);
        token.transfer(sale, SUPPLY / 2);
        earn(10 ether);
        skip(7 days);
        vm.prank(sale);
        token.transfer(NOBODY, SUPPLY / 2);
        uint256 id = shareOut();
        eq(token.claimableRevenue(sale, id), 0, "nothing for the sale");
        eq(token.claimableRevenue(NOBODY, id), 4 ether, "the buyer's");
    }

    address private lastHeld;

    /// @dev A tenth of the shares in `custodian`, and a snapshot of ten ether.
    function held(address custodian) private returns (uint256 id) {
        lastHeld = custodian;
        vm.prank(ALICE);
        token.transfer(custodian, SUPPLY / 10);
        return epoch(10 ether);
    }
}
