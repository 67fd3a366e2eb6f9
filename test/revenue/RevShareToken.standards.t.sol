// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

import {HostileERC20} from "../../contracts/mocks/HostileERC20.sol";
import {IERC7641} from "../../contracts/revenue/interfaces/IERC7641.sol";
import {IERC7641AltRevToken} from "../../contracts/revenue/interfaces/IERC7641AltRevToken.sol";
import {bound, Fixture, vm} from "./Fixture.sol";

/// @dev What the standards say, whatever the implementation: ERC-20, 165, 2612, 5805, 6372, 7641.
contract RevShareTokenStandardsTest is Fixture {
    // ERC-20

    function test_erc20_metadata() public view {
        isTrue(keccak256(bytes(token.name())) == keccak256("Revenue of digits"), "name");
        isTrue(keccak256(bytes(token.symbol())) == keccak256("DIGITS"), "symbol");
        eq(token.decimals(), 18, "decimals");
    }

    /// @dev "MUST fire the Transfer event", also for zero and to oneself; balances move by the amount and nothing else
    /// does.
    function testFuzz_erc20_transferMovesTheAmount(uint256 amount, bool self) public {
        amount = bound(amount, 0, SUPPLY / 2);
        address to = self ? ALICE : BOB;
        uint256 alice = token.balanceOf(ALICE);
        uint256 bob = token.balanceOf(BOB);
        vm.expectEmit(true, true, true, true, address(token));
        emit IERC20.Transfer(ALICE, to, amount);
        vm.prank(ALICE);
        isTrue(token.transfer(to, amount), "returns true");
        eq(token.balanceOf(ALICE), self ? alice : alice - amount, "sender");
        eq(token.balanceOf(BOB), self ? bob : bob + amount, "receiver");
        eq(token.balanceOf(CAROL), SUPPLY / 5, "a bystander");
        eq(token.totalSupply(), SUPPLY, "the supply");
    }

    function testFuzz_erc20_transferOfTooMuchReverts(uint256 amount) public {
        amount = bound(amount, SUPPLY / 2 + 1, type(uint256).max);
        vm.prank(ALICE);
        vm.expectRevert();
        token.transfer(BOB, amount);
    }

    function testFuzz_erc20_transferFromSpendsTheAllowance(uint256 allowed, uint256 amount) public {
        amount = bound(amount, 0, SUPPLY / 2);
        vm.expectEmit(true, true, true, true, address(token));
        emit IERC20.Approval(ALICE, BOB, allowed);
        vm.prank(ALICE);
        isTrue(token.approve(BOB, allowed), "returns true");
        vm.prank(BOB);
        if (amount > allowed) {
            vm.expectRevert();
            token.transferFrom(ALICE, CAROL, amount);
        } else {
            isTrue(token.transferFrom(ALICE, CAROL, amount), "returns true");
            uint256 left = allowed == type(uint256).max ? allowed : allowed - amount;
            eq(token.allowance(ALICE, BOB), left, "what is left of it");
            eq(token.balanceOf(CAROL), SUPPLY / 5 + amount, "received");
        }
    }

    // ERC-165

    function test_erc165_ids() public view {
        isTrue(token.supportsInterface(type(IERC165).interfaceId), "ERC-165");
        isTrue(!token.supportsInterface(0xffffffff), "0xffffffff");
        isTrue(token.supportsInterface(type(IERC20).interfaceId), "ERC-20");
        isTrue(token.supportsInterface(type(IERC20Metadata).interfaceId), "metadata");
        isTrue(token.supportsInterface(type(IERC20Permit).interfaceId), "ERC-2612");
        isTrue(token.supportsInterface(type(IERC6372).interfaceId), "ERC-6372");
        isTrue(token.supportsInterface(type(IVotes).interfaceId), "votes");
        // Of the functions that the standard lists, inherited ones excluded.
        bytes4 erc7641 =
            bytes4(keccak256("claimableRevenue(address,uint256)")) ^
                bytes4(keccak256("claim(uint256)")) ^
                bytes4(keccak256("snapshot()")) ^
                bytes4(keccak256("redeemableOnBurn(uint256)")) ^
                bytes4(keccak256("burn(uint256)"));
        bytes4 altRevToken =
            bytes4(keccak256("claimableERC20(address,uint256,address)")) ^
                bytes4(keccak256("redeemableERC20OnBurn(uint256,address)"));
        isTrue(type(IERC7641).interfaceId == erc7641 && token.supportsInterface(erc7641), "ERC-7641");
        isTrue(type(IERC7641AltRevToken).interfaceId == altRevToken, "AltRevToken as listed");
        isTrue(token.supportsInterface(altRevToken), "AltRevToken");
    }

    // ERC-2612

    function testFuzz_erc2612_permitByTheOwnerOnly(uint256 key, uint256 value, uint256 deadline, bool forged) public {
        key = bound(key, 1, 1e60);
        deadline = bound(deadline, time, type(uint256).max);
        address owner = vm.addr(key);
        bytes32 digest = permitDigest(owner, BOB, value, 0, deadline);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(forged ? key + 1 : key, digest);
        if (forged) {
            vm.expectRevert();
            token.permit(owner, BOB, value, deadline, v, r, s);
            return;
        }
        vm.expectEmit(true, true, true, true, address(token));
        emit IERC20.Approval(owner, BOB, value);
        token.permit(owner, BOB, value, deadline, v, r, s);
        eq(token.allowance(owner, BOB), value, "set");
        eq(token.nonces(owner), 1, "nonce used");
        vm.expectRevert();
        token.permit(owner, BOB, value, deadline, v, r, s);
    }

    function test_erc2612_afterTheDeadline_reverts() public {
        bytes32 digest = permitDigest(vm.addr(7), BOB, 1, 0, time);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(7, digest);
        skip(1);
        vm.expectRevert();
        token.permit(vm.addr(7), BOB, 1, time - 1, v, r, s);
    }

    // ERC-6372, ERC-5805

    function test_erc6372_clock() public {
        eq(token.clock(), time, "seconds");
        skip(5);
        eq(token.clock(), time, "that go on");
        isTrue(keccak256(bytes(token.CLOCK_MODE())) == keccak256("mode=timestamp"), "and say so");
    }

    function test_erc5805_theFutureReverts() public {
        vm.expectRevert(abi.encodeWithSelector(Votes.ERC5805FutureLookup.selector, time, time));
        token.getPastVotes(ALICE, time);
        vm.expectRevert(abi.encodeWithSelector(Votes.ERC5805FutureLookup.selector, time, time));
        token.getPastTotalSupply(time);
    }

    /// @dev At every moment and ever after, a delegatee has the balances of those who chose it, and the supply is the
    /// supply.
    function testFuzz_erc5805_votesAreDelegatedBalances(uint256 seed) public {
        address[3] memory accounts = [ALICE, BOB, CAROL];
        address[3] memory choices = [address(0), BOB, NOBODY];
        address[3] memory chosen;
        uint256[3][24] memory votes;
        uint256[24] memory supplies;
        uint256 start = time;
        for (uint256 step = 0; step < 24; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 i = (seed >> 8) % 3;
            uint256 amount = bound(seed >> 16, 0, token.balanceOf(accounts[i]));
            if (seed % 4 == 0) {
                chosen[i] = choices[(seed >> 4) % 3];
                vm.prank(accounts[i]);
                token.delegate(chosen[i]);
            } else if (seed % 4 == 1 && amount != 0) {
                vm.prank(accounts[i]);
                token.burn(amount);
            } else {
                vm.prank(accounts[i]);
                token.transfer(accounts[(seed >> 4) % 3], amount);
            }
            for (uint256 j = 0; j < 3; ++j) {
                eq(token.delegates(accounts[j]) == chosen[j] ? 1 : 0, 1, "who chose whom");
                for (uint256 k = 1; k < 3; ++k) {
                    if (chosen[j] == choices[k]) votes[step][k] += token.balanceOf(accounts[j]);
                }
            }
            for (uint256 k = 1; k < 3; ++k) eq(token.getVotes(choices[k]), votes[step][k], "votes now");
            supplies[step] = token.totalSupply();
            skip(1);
        }
        for (uint256 step = 0; step < 24; ++step) {
            eq(token.getPastTotalSupply(start + step), supplies[step], "supply then");
            for (uint256 k = 1; k < 3; ++k)
                eq(token.getPastVotes(choices[k], start + step), votes[step][k], "votes then");
        }
        eq(token.getPastTotalSupply(start - 1), 0, "no supply before");
    }

    // ERC-7641

    /// @dev `claim` pays what `claimableRevenue` says, once; `burn` pays what `redeemableOnBurn` says.
    function testFuzz_erc7641_viewsTellWhatIsPaid(uint256 revenue, uint256 more, uint256 burned) public {
        uint256 id = epoch(bound(revenue, 2, 1e26));
        earn(bound(more, 0, 1e26));
        uint256 claimable = token.claimableRevenue(ALICE, id);
        vm.prank(ALICE);
        if (claimable == 0) vm.expectRevert();
        token.claim(id);
        eq(ALICE.balance, claimable, "claimed");
        eq(token.claimableRevenue(ALICE, id), 0, "once");
        burned = bound(burned, 1, token.balanceOf(BOB));
        uint256 redeemable = token.redeemableOnBurn(burned);
        uint256 share = (address(token).balance * burned) / SUPPLY;
        atMost(redeemable, share, "no more than the share of all that is held");
        vm.prank(BOB);
        token.burn(burned);
        eq(BOB.balance, redeemable, "redeemed");
        eq(token.totalSupply(), SUPPLY - burned, "deflation");
    }

    /// @dev "pR * amount / totalAmount", for each snapshot the revenue since the one before.
    function testFuzz_erc7641_revenueBetweenSnapshots(uint256 first, uint256 second) public {
        first = bound(first, 2, 1e26);
        second = bound(second, 2, 1e26);
        epoch(first);
        epoch(second);
        eq(token.claimableRevenue(BOB, 1), (((first * 8_000) / 10_000) * 3) / 10, "of the first");
        eq(token.claimableRevenue(BOB, 2), (((second * 8_000) / 10_000) * 3) / 10, "of the second");
    }

    /// @dev Burned shares are "excluded from participating in any subsequent revenue sharing".
    function test_erc7641_burnedSharesEarnNoMore() public {
        vm.startPrank(ALICE);
        token.burn(SUPPLY / 2);
        vm.stopPrank();
        uint256 id = epoch(10 ether);
        eq(token.claimableRevenue(ALICE, id), 0, "not Alice");
        eq(token.claimableRevenue(BOB, id), 4.8 ether, "three fifths of the claims");
    }

    function testFuzz_altRevToken_viewsTellWhatIsPaid(uint256 revenue, uint256 more, uint256 burned) public {
        HostileERC20 alt = list();
        alt.mint(address(token), bound(revenue, 2, type(uint128).max));
        uint256 id = shareOut();
        alt.mint(address(token), bound(more, 0, type(uint128).max));
        uint256 claimable = token.claimableERC20(ALICE, id, address(alt));
        vm.prank(ALICE);
        token.claimERC20(address(alt), one(id), ALICE);
        eq(alt.balanceOf(ALICE), claimable, "claimed");
        eq(token.claimableERC20(ALICE, id, address(alt)), 0, "once");
        burned = bound(burned, 1, token.balanceOf(BOB));
        uint256 redeemable = token.redeemableERC20OnBurn(burned, address(alt));
        vm.prank(BOB);
        token.burn(burned);
        eq(token.creditOf(BOB, address(alt)), redeemable, "redeemed");
        eq(token.redeemableERC20OnBurn(1, address(new HostileERC20())), 0, "an unlisted token");
    }

    function permitDigest(
        address owner,
        address spender,
        uint256 value,
        uint256 nonce,
        uint256 deadline
    ) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Revenue of digits"),
                keccak256("1"),
                block.chainid,
                address(token)
            )
        );
        isTrue(domain == token.DOMAIN_SEPARATOR(), "the domain");
        bytes32 message = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                owner,
                spender,
                value,
                nonce,
                deadline
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }
}
