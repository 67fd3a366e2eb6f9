// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAigcCollection} from "../../contracts/content/interfaces/IAigcCollection.sol";
import {IAigcNftFactory} from "../../contracts/content/interfaces/IAigcNftFactory.sol";
import {IAigcNftZk} from "../../contracts/content/interfaces/IAigcNftZk.sol";
import {IVerifier} from "../../contracts/content/interfaces/IVerifier.sol";
import {bound, deployArtifact, refusalOf, vm} from "../support/Vm.sol";
import {Asked, ContentFixture} from "./ContentFixture.sol";

contract YesVerifier is IVerifier {
    function verify(bytes calldata, uint256[] calldata) external pure returns (bool) {
        return true;
    }
}

contract MintFeeTest is ContentFixture {
    function test_setMintFee_byAdmin() external {
        vm.expectEmit(true, true, true, true, address(nft));
        emit IAigcCollection.MintFeeSet(2 ether);
        vm.prank(ADMIN);
        nft.setMintFee(2 ether);
        require(nft.mintFee() == 2 ether && nft.admin() == ADMIN, "set");
        require(nft.price(6) == 2 ether + FEE + GAS_PRICE * nft.callbackGas(6), "price");
    }

    function test_setMintFee_byAnother_reverts() external {
        address[4] memory others = [address(this), ALICE, REVENUE, address(nft)];
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAigcCollection.NotAdmin.selector, others[i]));
            vm.prank(others[i]);
            nft.setMintFee(0);
        }
        require(nft.mintFee() == MINT_FEE, "as it was");
    }

    function test_setMintFee_withoutAdmin_reverts() external {
        IAigcCollection.Terms memory fixed_ = terms();
        fixed_.admin = address(0);
        nft = collection(fixed_, inference(12));
        vm.expectRevert(abi.encodeWithSelector(IAigcCollection.NotAdmin.selector, ADMIN));
        vm.prank(ADMIN);
        nft.setMintFee(0);
    }

    /// @dev Fees could be taken that nobody receives.
    function test_adminWithoutRevenueToken_reverts() external {
        IAigcCollection.Terms memory bad = terms();
        (bad.mintFee, bad.royaltyBps, bad.revenueToken) = (0, 0, address(0));
        bytes memory reason = refusalOf("AigcNft.sol:AigcNft", abi.encode(bad, inference(12)));
        require(bytes4(reason) == IAigcCollection.TermsInvalid.selector, "another outcome");
    }

    /// @dev Whatever the fee was, becomes, and is sent: a mint takes that of its commitment, and the rest comes back.
    function testFuzz_mint_takesTheFeeOfItsCommitment(uint256 before, uint256 later, uint256 excess) external {
        uint256 most = type(uint96).max;
        (before, later, excess) = (bound(before, 0, most), bound(later, 0, most), bound(excess, 0, 1 ether));
        _set(before);
        commitTo(nft, BOB, "prompt");
        bytes32 commitment = nft.commitmentOf(BOB, "prompt", "salt");
        uint256 price = nft.price(6);
        _set(later);
        require(nft.mintFeeOf(commitment) == before && nft.mintFee() == later, "fees");
        (uint256 fee, uint256 inference) = nft.priceOf(commitment, 6);
        require(fee == before && fee + inference == price && nft.price(6) == later + inference, "prices");
        vm.deal(ALICE, price + excess);
        if (before != 0) {
            vm.expectRevert(abi.encodeWithSelector(IAigcCollection.PaymentTooSmall.selector, before - 1, before));
            vm.prank(ALICE);
            nft.mint{value: before - 1}(BOB, "prompt", "salt");
        }
        vm.prank(ALICE);
        nft.mint{value: price + excess}(BOB, "prompt", "salt");
        require(ALICE.balance == excess && address(nft).balance == before, "taken");
        require(nft.mintFeeOf(commitment) == 0, "used up");
    }

    /// @dev Whoever commits agrees to a fee: one that rises while he is on the way binds him to nothing.
    function testFuzz_commit_aboveTheMaximum_reverts(uint96 fee, uint96 most) external {
        bytes32 commitment = nft.commitmentOf(BOB, "prompt", "salt");
        _set(fee);
        if (fee > most) vm.expectRevert(abi.encodeWithSelector(IAigcCollection.MintFeeTooHigh.selector, fee, most));
        nft.commit(commitment, most);
        require((nft.committedAt(commitment) != 0) == (fee <= most), "committed");
        if (fee > most) nft.commit(commitment, fee);
        require(nft.mintFeeOf(commitment) == fee, "fee");
    }

    /// @dev What a contract pays that mints: exactly enough, whatever the fee has become, and nothing is quoted that it cannot
    /// have.
    function test_priceOf_isExactlyEnough() external {
        bytes32 commitment = nft.commitmentOf(BOB, "prompt", "salt");
        vm.expectRevert(abi.encodeWithSelector(IAigcCollection.NotCommitted.selector, commitment));
        nft.priceOf(commitment, 6);
        commitTo(nft, BOB, "prompt");
        _set(7 ether);
        (uint256 fee, uint256 inference) = nft.priceOf(commitment, 6);
        require(fee == MINT_FEE && inference == FEE + GAS_PRICE * nft.callbackGas(6), "parts");
        vm.deal(ALICE, fee + inference);
        vm.expectRevert(abi.encodeWithSelector(IAigcCollection.PaymentTooSmall.selector, inference - 1, inference));
        vm.prank(ALICE);
        nft.mint{value: fee + inference - 1}(BOB, "prompt", "salt");
        vm.prank(ALICE);
        nft.mint{value: fee + inference}(BOB, "prompt", "salt");
        require(ALICE.balance == 0, "exact");
        vm.expectRevert(abi.encodeWithSelector(IAigcCollection.NotCommitted.selector, commitment));
        nft.priceOf(commitment, 6);
    }

    /// @dev A low fee cannot be kept by committing again and again.
    function test_commit_again_takesTheNewFee() external {
        bytes32 commitment = nft.commitmentOf(BOB, "prompt", "salt");
        nft.commit(commitment, type(uint96).max);
        uint256 since = nft.committedAt(commitment);
        _set(1 ether);
        vm.warp(since + 1 days);
        vm.expectRevert(abi.encodeWithSelector(IAigcCollection.AlreadyCommitted.selector, commitment, since));
        nft.commit(commitment, type(uint96).max);
        vm.warp(since + 1 days + 1);
        nft.commit(commitment, type(uint96).max);
        require(nft.mintFeeOf(commitment) == 1 ether, "the new one");
    }

    function test_askAgain_takesNoMintFee() external {
        Asked memory asked = mint("nobody answers");
        unanswered(asked, 0);
        _set(50 ether);
        uint256 price = asked.request.fee + asked.request.callbackFee;
        vm.deal(BOB, price);
        vm.prank(BOB);
        nft.askAgain{value: price}("nobody answers");
    }

    function test_zk_mint_takesTheFeeOfItsCommitment() external {
        IAigcNftZk.Circuit memory circuit = IAigcNftZk.Circuit(new YesVerifier(), 12345, 64, 12);
        IAigcNftZk zk = IAigcNftZk(deployArtifact("AigcNftZk.sol:AigcNftZk", abi.encode(terms(), circuit)));
        zk.commit(zk.commitmentOf(BOB, "prompt", "salt"), MINT_FEE);
        vm.prank(ADMIN);
        zk.setMintFee(1 ether);
        vm.warp(block.timestamp + DELAY);
        vm.deal(ALICE, 5 ether);
        vm.prank(ALICE);
        zk.mint{value: 5 ether}(BOB, "prompt", PICTURE, "", "salt");
        require(ALICE.balance == 5 ether - MINT_FEE && address(zk).balance == MINT_FEE, "taken");
    }

    function test_createAt_addressStandsForCallerAndSalt() external {
        bytes memory arguments = abi.encode(oracle, renderer);
        IAigcNftFactory factory = IAigcNftFactory(deployArtifact("AigcNftFactory.sol:AigcNftFactory", arguments));
        IAigcNftFactory.Collection memory made;
        (made.name, made.symbol, made.modelId, made.outputBytes) = ("Glyphs", "GLYPH", modelId, 12);
        (made.format, made.revealDelay) = (terms().format, DELAY);
        made.revenueToken = REVENUE;
        address predicted = factory.predictAt(address(this), "salt");
        require(predicted != factory.predictAt(ALICE, "salt"), "the caller counts");
        require(predicted != factory.predictAt(address(this), "other"), "the salt counts");
        vm.prank(ALICE);
        require(address(factory.createAt(made, "salt")) != predicted, "taken");
        made.revealDelay += 1;
        vm.expectEmit(true, true, true, true, address(factory));
        emit IAigcNftFactory.CollectionCreated(predicted, modelId, REVENUE, made);
        require(address(factory.createAt(made, "salt")) == predicted, "where predicted");
        require(factory.isCollection(predicted), "the factory's");
        vm.expectRevert();
        factory.createAt(made, "salt");
    }

    function _set(uint256 fee) private {
        vm.prank(ADMIN);
        nft.setMintFee(uint96(fee));
    }
}
