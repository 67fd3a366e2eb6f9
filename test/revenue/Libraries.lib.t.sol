// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {HostileERC20} from "../../contracts/mocks/HostileERC20.sol";
import {HostileReceiver} from "../../contracts/mocks/HostileReceiver.sol";
import {Payment} from "../../contracts/revenue/libraries/Payment.sol";
import {SupplyHistory} from "../../contracts/revenue/libraries/SupplyHistory.sol";
import {Epoch, EpochLib, SnapshotRecord} from "../../contracts/revenue/types/Epoch.sol";
import {Holding, PastHolding} from "../../contracts/revenue/types/Holding.sol";
import {bound, Fixture, vm} from "./Fixture.sol";

/// @dev The leaf libraries and packed words of the room against plain Solidity.
contract RevenueLibrariesTest is Fixture {
    using SupplyHistory for SupplyHistory.Trace;

    SupplyHistory.Trace private trace;

    /// @dev Any supplies at any times, several within one, in both layouts, against a list.
    function testFuzz_supplyHistory_matchesAList(uint256 seed, bool narrow, uint256 length) public {
        length = bound(length, 1, 40);
        uint256 limit = narrow ? (1 << 92) - 1 : type(uint208).max;
        uint256[] memory times = new uint256[](length);
        uint256[] memory supplies = new uint256[](length);
        uint256 time = bound(seed, 1, 1 << 34);
        for (uint256 i = 0; i < length; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            time += i == 0 || seed % 3 == 0 ? 0 : (seed >> 8) % 5;
            times[i] = time;
            supplies[i] = (seed >> 16) % 4 == 0 ? limit : bound(seed >> 16, 0, limit);
            trace.push(narrow, time, supplies[i]);
            eq(trace.latest(narrow), supplies[i], "latest");
        }
        for (uint256 t = times[0] == 1 ? 1 : times[0] - 1; t <= time + 1; ++t) {
            uint256 expected = 0;
            for (uint256 i = 0; i < length; ++i) if (times[i] <= t) expected = supplies[i];
            eq(trace.lookup(narrow, t), expected, "at a time");
        }
        isTrue(SupplyHistory.fitsNarrow((1 << 92) - 1) && !SupplyHistory.fitsNarrow(1 << 92), "the limit");
    }

    function testFuzz_holding_fields(
        uint208 balance,
        uint24 mark,
        uint24 to,
        bool delegated,
        uint8 records
    ) public pure {
        Holding holding = Holding.wrap(0).withBalance(type(uint208).max).withMark(type(uint24).max);
        for (uint256 i = 0; i < records; ++i) holding = holding.withRecord();
        holding = holding.withDelegated(!delegated).withMark(mark).withBalance(balance).withDelegated(delegated);
        eq(holding.balance(), balance, "balance");
        eq(holding.mark(), mark, "mark");
        eq(holding.count(), records, "count");
        isTrue(holding.delegated() == delegated, "delegated");
        PastHolding past = holding.past(to);
        eq(past.balance(), balance, "past balance");
        eq(past.from(), mark, "from");
        eq(past.to(), to, "to");
    }

    function testFuzz_epoch_fields(uint88 reserved, uint96 pool, uint16 id, uint40 takenAt, uint8 tokens) public pure {
        Epoch epoch = Epoch.wrap(0).withTokens(255).next(type(uint40).max);
        for (uint256 i = 0; i < id % 300; ++i) epoch = epoch.next(takenAt);
        epoch = epoch.next(takenAt).reserve(reserved).retain(pool).withTokens(tokens);
        eq(epoch.reserved(), reserved, "reserved");
        eq(epoch.poolAtIssue(), pool, "pool");
        eq(epoch.id(), (id % 300) + 2, "id");
        eq(epoch.takenAt(), takenAt, "time");
        eq(epoch.tokens(), tokens, "tokens");
        epoch = epoch.release(reserved / 2);
        eq(epoch.reserved(), reserved - reserved / 2, "released");
        eq(epoch.poolAtIssue(), pool, "and nothing else");
        SnapshotRecord record = EpochLib.record(takenAt, reserved);
        eq(record.takenAt(), takenAt, "the record's time");
        eq(record.claimable(), reserved, "and amount");
    }

    function testFuzz_payment_send(uint256 amount, uint8 mode, uint256 gasLimit) public {
        amount = bound(amount, 0, type(uint128).max);
        HostileReceiver receiver = new HostileReceiver();
        receiver.setMode(HostileReceiver.Mode(mode % 4));
        vm.deal(address(this), amount);
        gasLimit = bound(gasLimit, 10_000, 100_000);
        bool sent = Payment.send(address(receiver), amount, gasLimit);
        isTrue(sent == (mode % 4 == 0), "as the receiver likes");
        eq(address(receiver).balance, sent ? amount : 0, "and the money went or did not");
        isTrue(!Payment.send(address(receiver), address(this).balance + 1), "no more than there is");
        isTrue(!Payment.send(address(receiver), address(this).balance + 1, 100_000), "nor with a limit");
    }

    function testFuzz_payment_tryBalanceOf(address account, uint256 amount, uint8 mode) public {
        HostileERC20 alt = new HostileERC20();
        alt.mint(account, amount);
        alt.setMode(HostileERC20.Mode(mode % (uint8(HostileERC20.Mode.BalanceHuge) + 1)));
        (bool answered, uint256 told) = Payment.tryBalanceOf(address(alt), account, 200_000);
        (bool ok, bytes memory data) = address(alt).staticcall{gas: 200_000}(abi.encodeCall(alt.balanceOf, (account)));
        isTrue(answered == (ok && data.length == 32), "answered");
        eq(told, answered ? abi.decode(data, (uint256)) : 0, "the same");
        (answered, told) = Payment.tryBalanceOf(NOBODY, account, 200_000);
        isTrue(!answered && told == 0, "an account without code");
    }
}
