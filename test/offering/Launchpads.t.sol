// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IImoFactory} from "../../contracts/offering/interfaces/IImoFactory.sol";
import {ISale} from "../../contracts/offering/interfaces/ISale.sol";
import {Offering} from "../../contracts/offering/Offering.sol";
import {bound, vm} from "../support/Vm.sol";
import {LaunchFixture} from "./LaunchFixture.sol";

/// @dev A sale into which `total` has been committed.
contract QuotedOffering is Offering {
    constructor(ISale.Terms memory terms, uint256 total) Offering(terms) {
        totalCommitted = total;
    }
}

/// @dev One test for each defect that launchpads in use have had.
contract LaunchpadsTest is LaunchFixture {
    address private constant ANN = address(0xa11);
    address private constant LAUNCHER = address(0x1a);

    function setUp() public {
        _deployProtocol();
        vm.startPrank(LAUNCHER);
        _launch(_params());
        vm.stopPrank();
        vm.warp(OPENS_AT);
    }

    /// @dev "The creator was exempt from the anti-sniping tax": whoever they are, equal commitments are filled equally.
    function test_exemptCreator_isFilledLikeAnyone() public {
        address[5] memory buyers = [ANN, CREATOR, LAUNCHER, DEVELOPER, CONTRIBUTORS];
        for (uint256 i; i < buyers.length; ++i) {
            vm.warp(OPENS_AT + i * 10_000);
            _commit(buyers[i], 20 ether);
        }
        vm.warp(CLOSES_AT);
        for (uint256 i; i < buyers.length; ++i) {
            (uint256 shares, uint256 refund) = sale.settleFor(buyers[i]);
            require(shares == (SUPPLY * 60) / 100 / 5 && refund == 8 ether, "unequal");
        }
    }

    /// @dev "The owner could blacklist": nobody can keep a holder from moving, selling or burning its shares.
    function test_ownerBlacklist_doesNotExist() public {
        _commit(ANN, CAP);
        vm.warp(CLOSES_AT);
        sale.settleFor(ANN);
        string[8] memory verbs = [
            "blacklist(address)",
            "addToBlacklist(address)",
            "setBlacklist(address,bool)",
            "freeze(address)",
            "pause()",
            "setTransfersEnabled(bool)",
            "mint(address,uint256)",
            "transferOwnership(address)"
        ];
        address[4] memory callers = [LAUNCHER, CREATOR, address(timelock), address(factory)];
        uint256 tried;
        for (uint256 i; i < callers.length; ++i) {
            for (uint256 j; j < verbs.length; ++j) {
                vm.prank(callers[i]);
                (bool ok, ) = address(token).call(abi.encodeWithSelector(_selector(verbs[j]), ANN, true));
                require(!ok, verbs[j]);
                ++tried;
            }
        }
        require(tried == 32, "tried");
        vm.prank(ANN);
        token.transfer(address(0xbeef), 1 ether);
    }

    /// @dev "A role could pull the liquidity": nothing that was raised leaves but as the terms say.
    function test_rolePullsFunds_cannot() public {
        _commit(ANN, CAP);
        vm.warp(CLOSES_AT);
        sale.settleFor(ANN);
        sale.finalize();
        address[4] memory callers = [LAUNCHER, CREATOR, DEVELOPER, address(factory)];
        for (uint256 i; i < callers.length; ++i) {
            vm.startPrank(callers[i]);
            vm.expectRevert();
            proceeds.stop(false);
            vm.expectRevert();
            proceeds.stop(true);
            vm.expectRevert();
            proceeds.openRefund();
            vm.expectRevert();
            sale.finalize();
            vm.stopPrank();
        }
        proceeds.releaseToDeveloper();
        proceeds.releaseToTreasury();
        require(DEVELOPER.balance == (CAP * 9 * 2) / 100, "the upfront part and no more");
        require(address(proceeds).balance == (CAP * 9 * 8) / 100, "the rest stays");
        require(LAUNCHER.balance == 0 && CREATOR.balance == 0, "nobody else");
    }

    /// @dev "Allocations came from an off-chain list": who gets what follows from what is on the chain before the window
    /// opens, and the event and the address commit to it.
    function test_offchainAllocation_isOnChainBeforeTheWindow() public view {
        IImoFactory.Launch memory params = _params();
        IImoFactory.Launched memory predicted = factory.predict(LAUNCHER, params);
        require(predicted.sale == address(sale), "the address commits to the parameters");
        params.allocation.creator += 100;
        params.allocation.treasury -= 100;
        require(factory.predict(LAUNCHER, params).sale != address(sale), "other parameters, other address");
        require(token.balanceOf(address(sale)) == sale.terms().shares, "for sale");
        uint256 shares = sale.terms().shares;
        uint256 total =
            token.balanceOf(address(sale)) +
                token.balanceOf(address(timelock)) +
                token.balanceOf(address(vesting)) +
                token.balanceOf(CONTRIBUTORS);
        require(total == token.totalSupply() && shares == (total * 60) / 100, "all of it, in the open");
    }

    /// @dev "The bonding curve's price overflowed": there is no curve, and no amount that a buyer can bring overflows.
    function testFuzz_priceOverflow_extremes(uint256 a, uint256 b, uint256 supply) public {
        // Every ether there will ever be, many times over, and the largest supply that a token takes.
        a = bound(a, 1, 1e32);
        b = bound(b, 1, 1e32);
        supply = bound(supply, 1e20, uint256(type(uint208).max) / 10_000);
        ISale.Terms memory terms = sale.terms();
        terms.shares = supply;
        terms.cap = bound(a ^ b, 1, supply < 1e32 ? supply : 1e32);
        terms.floor = 0;
        (uint256 paidA, uint256 sharesA) = _fill(terms, a, a + b);
        (uint256 paidB, uint256 sharesB) = _fill(terms, b, a + b);
        require(sharesA + sharesB <= supply, "oversold");
        require(paidA <= a && paidB <= b, "overcharged");
    }

    /// @dev What `IOffering` says a commitment of `amount` among `total` comes to, in 512 bits or not at all.
    function _fill(
        ISale.Terms memory terms,
        uint256 amount,
        uint256 total
    ) private returns (uint256 paid, uint256 shares) {
        QuotedOffering quoted = new QuotedOffering(terms, total);
        (shares, paid, ) = quoted.quote(amount);
    }

    function _selector(string memory signature) private pure returns (bytes4) {
        return bytes4(keccak256(bytes(signature)));
    }
}
