// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {AigcNft} from "../../contracts/content/AigcNft.sol";
import {IAigcCollection} from "../../contracts/content/interfaces/IAigcCollection.sol";
import {IAigcNft} from "../../contracts/content/interfaces/IAigcNft.sol";
import {IAigcNftFactory} from "../../contracts/content/interfaces/IAigcNftFactory.sol";
import {IAigcRenderer} from "../../contracts/content/interfaces/IAigcRenderer.sol";
import {IERC7007, IERC7007Updatable} from "../../contracts/content/interfaces/IERC7007.sol";
import {AIOracleCallbackReceiver} from "../../contracts/oracle/AIOracleCallbackReceiver.sol";
import {IAIOracle} from "../../contracts/oracle/interfaces/IAIOracle.sol";
import {IVerifiableOracle} from "../../contracts/oracle/interfaces/IVerifiableOracle.sol";
import {deployArtifact, LogVm, logVm, vm} from "../support/Vm.sol";
import {Asked, ContentFixture} from "./ContentFixture.sol";

/// @dev Buys; takes tokens or does not, and tries to buy again from within.
contract Buyer {
    AigcNft private immutable _nft;
    bool private immutable _takes;

    constructor(AigcNft nft, bool takes) {
        _nft = nft;
        _takes = takes;
    }

    receive() external payable {}

    function mint(bytes calldata prompt) external payable returns (uint256) {
        return _nft.mint{value: msg.value}(address(this), prompt, "salt");
    }

    function onERC721Received(address, address, uint256, bytes calldata) external view returns (bytes4) {
        require(_takes, "not wanted");
        return this.onERC721Received.selector;
    }
}

contract AigcNftTest is ContentFixture {
    /// @dev What Alice has taken out in a test of money.
    uint256 private withdrawn;

    function test_mint_paysEverybody() external {
        bytes memory prompt = "red ring on navy";
        commitTo(nft, BOB, prompt);
        uint256 inferencePrice = FEE + GAS_PRICE * nft.callbackGas(prompt.length);
        require(nft.price(prompt.length) == MINT_FEE + inferencePrice, "price");
        uint256 before = ALICE.balance;
        vm.expectEmit(true, true, true, true, address(nft));
        emit IAigcNft.Asked(uint256(keccak256(prompt)), 1, ALICE);
        vm.prank(ALICE);
        uint256 id = nft.mint{value: 5 ether}(BOB, prompt, "salt");
        require(id == uint256(keccak256(prompt)) && nft.tokenId(prompt) == id, "id");
        require(nft.ownerOf(id) == BOB, "owner");
        require(before - ALICE.balance == MINT_FEE + inferencePrice, "excess returned");
        requireHeld(inferencePrice);
        vm.prank(address(0xDEAD));
        require(nft.collect() == MINT_FEE && REVENUE.balance == MINT_FEE, "mint fee");
        require(address(nft).balance == 0, "nothing stays");
        vm.expectRevert(IAigcCollection.NothingToCollect.selector);
        nft.collect();
        requireState(id, IAigcNft.State.Pending, false);
        require(nft.aigcDataOf(id).length == 0, "no data");
    }

    function test_mint_tooLittle_reverts() external {
        commitTo(nft, BOB, "prompt");
        uint256 price = nft.price(6);
        vm.startPrank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IAigcCollection.PaymentTooSmall.selector, 1, MINT_FEE));
        nft.mint{value: 1}(BOB, "prompt", "salt");
        vm.expectRevert(
            abi.encodeWithSelector(IAigcCollection.PaymentTooSmall.selector, price - 1 - MINT_FEE, price - MINT_FEE)
        );
        nft.mint{value: price - 1}(BOB, "prompt", "salt");
        vm.stopPrank();
    }

    function test_mint_toContract_asksIt() external {
        Buyer willing = new Buyer(nft, true);
        commitTo(nft, address(willing), "for a contract");
        willing.mint{value: 1 ether}("for a contract");
        require(nft.balanceOf(address(willing)) == 1, "taken");
        require(address(willing).balance == 1 ether - nft.price(14), "excess returned");

        Buyer unwilling = new Buyer(nft, false);
        commitTo(nft, address(unwilling), "another");
        vm.expectRevert();
        unwilling.mint{value: 1 ether}("another");
    }

    function test_mint_withoutFees() external {
        IAigcCollection.Terms memory free = terms();
        (free.mintFee, free.royaltyBps, free.revenueToken, free.admin) = (0, 0, address(0), address(0));
        nft = collection(free, inference(12));
        answer(mint("free of charge"), PICTURE);
        require(address(nft).balance == 0, "nothing to pay");
        vm.expectRevert(IAigcCollection.NothingToCollect.selector);
        nft.collect();
    }

    function test_collect_revenueTokenRefuses_reverts() external {
        IAigcCollection.Terms memory refused = terms();
        refused.revenueToken = address(new Refuser());
        nft = collection(refused, inference(12));
        mint("minting goes on");
        vm.expectRevert(
            abi.encodeWithSelector(IAigcCollection.TransferFailed.selector, refused.revenueToken, MINT_FEE)
        );
        nft.collect();
    }

    function test_mint_timesOfCommitments() external {
        bytes32 commitment = nft.commitmentOf(BOB, "prompt", "salt");
        vm.expectRevert(abi.encodeWithSelector(IAigcCollection.NotCommitted.selector, commitment));
        nft.mint(BOB, "prompt", "salt");

        nft.commit(commitment, type(uint96).max);
        // Read back, not from the block: the optimizer takes the block's time for a constant.
        uint256 since = nft.committedAt(commitment);
        vm.expectRevert(abi.encodeWithSelector(IAigcCollection.AlreadyCommitted.selector, commitment, since));
        nft.commit(commitment, type(uint96).max);
        vm.warp(since + DELAY - 1);
        vm.expectRevert(abi.encodeWithSelector(IAigcCollection.RevealTooEarly.selector, commitment, since + DELAY));
        nft.mint(BOB, "prompt", "salt");
        vm.warp(since + 1 days + 1);
        vm.expectRevert(abi.encodeWithSelector(IAigcCollection.CommitmentExpired.selector, commitment, since + 1 days));
        nft.mint(BOB, "prompt", "salt");

        nft.commit(commitment, type(uint96).max);
        vm.warp(block.timestamp + 1 days);
        vm.prank(ALICE);
        nft.mint{value: 1 ether}(BOB, "prompt", "salt");
        require(nft.committedAt(commitment) == 0, "used up");
    }

    function test_mint_whatIsNoPrompt_reverts() external {
        vm.expectRevert(IAigcCollection.PromptEmpty.selector);
        nft.mint(BOB, "", "salt");
        bytes memory long = new bytes(1025);
        vm.expectRevert(abi.encodeWithSelector(IAigcCollection.PromptTooLong.selector, 1025, 1024));
        nft.mint(BOB, long, "salt");
        bytes[3] memory notText = [bytes(hex"00"), hex"ff", hex"c3"];
        for (uint256 i = 0; i < 3; i++) {
            vm.expectRevert(abi.encodeWithSelector(IAigcCollection.PromptNotText.selector, notText[i]));
            nft.mint(BOB, notText[i], "salt");
        }
    }

    /// @dev The record that an answer has to bring back has the input's root and length, so it is answered only if the
    /// model was asked exactly this.
    function test_mint_asksWithSeedAndPadding() external {
        uint8[4] memory seeds = [0, 16, 32, 1];
        uint32[4] memory lengths = [uint32(16), 0, 64, 17];
        for (uint256 i = 0; i < 4; i++) {
            IAigcNft.Inference memory shaped = inference(12);
            (shaped.seedBytes, shaped.inputBytes) = (seeds[i], lengths[i]);
            nft = collection(terms(), shaped);
            Asked memory asked = mint("short");
            require(asked.request.inputForm.length() == (lengths[i] == 0 ? 21 : lengths[i]), "length");
            require(same(nft.inputOf("short"), expectedInput(nft, "short")), "the view tells it");
            answer(asked, PICTURE);
        }
    }

    function test_mint_longerThanTheModelTakes_reverts() external {
        IAigcNft.Inference memory padded = inference(12);
        (padded.seedBytes, padded.inputBytes) = (1, 17);
        nft = collection(terms(), padded);
        require(nft.promptBytes() == 16, "what is left of the input");
        requireTooLong("seventeen letters", 16);
        IAigcNft.Inference memory limited = inference(12);
        limited.promptBytes = 16;
        nft = collection(terms(), limited);
        requireTooLong("seventeen letters", 16);
        mint("sixteen letters.");
    }

    function test_mint_pinnedVersionThatRetired_reverts() external {
        IAigcNft.Inference memory pinned = inference(12);
        pinned.version = 1;
        nft = collection(terms(), pinned);
        Asked memory asked = mint("before");
        vm.startPrank(CONTROLLER);
        registry.addVersion(modelId, machine(2), "ipfs://other");
        registry.retireVersion(modelId, 1);
        vm.stopPrank();
        commitTo(nft, BOB, "after");
        vm.expectRevert();
        vm.prank(ALICE);
        nft.mint{value: 1 ether}(BOB, "after", "salt");
        // What was asked before is still answered.
        answer(asked, PICTURE);
        require(same(nft.aigcDataOf(asked.tokenId), PICTURE), "served");
    }

    function test_answer_isStoredAtOnce() external {
        Asked memory asked = mint("a picture");
        logVm.recordLogs();
        answer(asked, PICTURE);
        LogVm.Log[] memory logs = logVm.getRecordedLogs();
        require(count(logs, IERC7007.AigcData.selector) == 1, "AigcData");
        require(count(logs, IAigcCollection.Content.selector) == 1, "Content");
        require(same(bytes(nft.prompt(asked.tokenId)), "a picture"), "prompt");
        require(same(nft.aigcDataOf(asked.tokenId), PICTURE), "data");
        require(same(nft.proofOf(asked.tokenId), proof(asked)), "proof");
        requireState(asked.tokenId, IAigcNft.State.Answered, false);
        require(!nft.verify("a picture", PICTURE, proof(asked)), "provisional");
        makeFinal(asked.id);
        requireState(asked.tokenId, IAigcNft.State.Answered, true);
        require(nft.verify("a picture", PICTURE, proof(asked)), "final");
    }

    /// @dev Whatever a collection allows, the gas that its minter pays for is enough: for a first answer and for another one.
    function test_answer_gasIsEnough() external {
        for (uint256 i = 0; i < 8; i++) {
            bytes32 random = keccak256(abi.encode("sizes", i));
            requireGasIsEnough(1 + (uint256(random) % 1024), 1 + ((uint256(random) >> 64) % 23_550));
        }
    }

    function test_answer_gasIsEnough_extremes() external {
        requireGasIsEnough(1, 1);
        requireGasIsEnough(1024, 1);
        requireGasIsEnough(1, 23_550);
        requireGasIsEnough(1024, 23_550);
    }

    function test_update_whenADisputeChangesTheAnswer() external {
        Asked memory asked = mint("disputed");
        answer(asked, OTHER);
        logVm.recordLogs();
        correct(asked, OTHER, PICTURE);
        LogVm.Log[] memory logs = logVm.getRecordedLogs();
        require(count(logs, IERC7007Updatable.Update.selector) == 1, "Update");
        require(count(logs, IERC7007.AigcData.selector) == 0, "added once");
        require(same(nft.aigcDataOf(asked.tokenId), PICTURE), "corrected");
        makeFinal(asked.id);
        require(nft.verify("disputed", PICTURE, proof(asked)), "right");
        require(!nft.verify("disputed", OTHER, proof(asked)), "wrong");
    }

    function test_answer_sameAgain_changesNothing() external {
        Asked memory asked = mint("the same");
        answer(asked, PICTURE);
        logVm.recordLogs();
        correct(asked, PICTURE, PICTURE);
        LogVm.Log[] memory logs = logVm.getRecordedLogs();
        require(count(logs, IERC7007Updatable.Update.selector) == 0, "nothing changed");
        makeFinal(asked.id);
        require(nft.verify("the same", PICTURE, proof(asked)), "still there");
    }

    function test_addAigcData_whenTheAnswerIsLong() external {
        nft = collection(textTerms(), inference(4));
        Asked memory asked = mint("speak");
        bytes memory long = "longer than four bytes";
        answer(asked, long);
        requireState(asked.tokenId, IAigcNft.State.Unstored, false);
        require(nft.aigcDataOf(asked.tokenId).length == 0, "not stored");
        vm.expectRevert(abi.encodeWithSelector(IAigcCollection.PromptNotStored.selector, asked.tokenId));
        nft.prompt(asked.tokenId);
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.WrongTokenId.selector, 1, asked.tokenId));
        nft.addAigcData(1, "speak", long, proof(asked));
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.WrongProof.selector, bytes("")));
        nft.addAigcData(asked.tokenId, "speak", long, "");
        vm.expectRevert(
            abi.encodeWithSelector(IAigcNft.WrongData.selector, keccak256(long), keccak256("something else"))
        );
        nft.addAigcData(asked.tokenId, "speak", "something else", proof(asked));
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.WrongState.selector, asked.tokenId, IAigcNft.State.Unstored));
        nft.update("speak", long);

        vm.prank(address(0xDEAD));
        nft.addAigcData(asked.tokenId, "speak", long, proof(asked));
        require(same(nft.aigcDataOf(asked.tokenId), long), "stored");
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.WrongState.selector, asked.tokenId, IAigcNft.State.Answered));
        nft.addAigcData(asked.tokenId, "speak", long, proof(asked));

        // A dispute shows another answer, which is long as well.
        correct(asked, long, "another long answer");
        require(nft.aigcDataOf(asked.tokenId).length == 0, "the refuted one is not shown");
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.WrongState.selector, asked.tokenId, IAigcNft.State.Unstored));
        nft.addAigcData(asked.tokenId, "speak", "another long answer", proof(asked));
        vm.expectEmit(true, true, true, true, address(nft));
        emit IERC7007Updatable.Update(asked.tokenId, "speak", "another long answer");
        vm.prank(address(0xDEAD));
        nft.update("speak", "another long answer");
        makeFinal(asked.id);
        require(nft.verify("speak", "another long answer", proof(asked)), "final");
    }

    function test_answer_shortAfterLong() external {
        nft = collection(textTerms(), inference(4));
        Asked memory asked = mint("speak");
        answer(asked, "longer than four bytes");
        correct(asked, "longer than four bytes", "ab");
        require(same(nft.aigcDataOf(asked.tokenId), "ab"), "stored");
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.WrongState.selector, asked.tokenId, IAigcNft.State.Answered));
        nft.addAigcData(asked.tokenId, "speak", "longer than four bytes", proof(asked));
    }

    function test_fault_givesTheFeeBack() external {
        Asked memory asked = mint("nonsense");
        faulted(asked);
        requireState(asked.tokenId, IAigcNft.State.Faulted, false);
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.NothingToReclaim.selector, asked.id));
        nft.reclaim(asked.id);
        makeFinal(asked.id);
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.NotReturnedYet.selector, asked.id));
        nft.reclaim(asked.id);
        oracle.settle(asked.id, asked.request, fault(), schedule, "", "");
        require(nft.collect() == MINT_FEE && address(nft).balance == FEE, "came back, and is no mint fee");
        require(nft.reclaim(asked.id) == FEE && nft.creditOf(ALICE) == FEE, "credited to who paid");
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.NothingToReclaim.selector, asked.id));
        nft.reclaim(asked.id);
        vm.prank(ALICE);
        nft.withdraw(BOB);
        require(BOB.balance == FEE && address(nft).balance == 0, "paid out");
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.NothingToWithdraw.selector, ALICE));
        vm.prank(ALICE);
        nft.withdraw(BOB);
        require(nft.ownerOf(asked.tokenId) == BOB, "the prompt stays");
    }

    function test_fault_refuted_givesNothingBack() external {
        Asked memory asked = mint("not nonsense");
        faulted(asked);
        refute(asked.id);
        answer(asked, keccak256(abi.encode(fault())), PICTURE);
        makeFinal(asked.id);
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.NothingToReclaim.selector, asked.id));
        nft.reclaim(asked.id);
        require(nft.verify("not nonsense", PICTURE, proof(asked)), "answered");
    }

    function test_unanswered_givesAllBackAndCanBeAskedAgain() external {
        Asked memory asked = mint("nobody answers");
        uint256 paid = asked.request.fee + asked.request.callbackFee;
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.WrongState.selector, asked.tokenId, IAigcNft.State.Pending));
        nft.askAgain("nobody answers");
        unanswered(asked, 0);
        requireState(asked.tokenId, IAigcNft.State.Unanswered, true);
        require(nft.collect() == MINT_FEE && address(nft).balance == paid, "what came back is no mint fee");
        require(nft.creditOf(ALICE) == paid, "credited to who paid");

        address carol = address(0xCA401);
        vm.deal(carol, 1 ether);
        Asked memory again = askedBy(nft, carol, "nobody answers");
        vm.prank(carol);
        again.id = nft.askAgain{value: 1 ether}("nobody answers");
        require(carol.balance == 1 ether - paid, "the inference alone");
        require(address(nft).balance == paid, "no second mint fee");
        requireState(asked.tokenId, IAigcNft.State.Pending, false);
        answer(again, PICTURE);
        makeFinal(again.id);
        require(nft.verify("nobody answers", PICTURE, proof(again)), "answered");
        require(!nft.verify("nobody answers", PICTURE, proof(asked)), "by the second request");
        vm.prank(ALICE);
        require(nft.withdraw(ALICE) == paid, "paid out");
    }

    function test_unanswered_voidsWhatWasRefuted() external {
        Asked memory asked = mint("refuted");
        answer(asked, OTHER);
        refute(asked.id);
        unanswered(asked, hashOf(OTHER));
        requireState(asked.tokenId, IAigcNft.State.Unanswered, true);
        require(nft.aigcDataOf(asked.tokenId).length == 0, "void");
        require(!nft.verify("refuted", OTHER, proof(asked)), "not verified");
        require(same(bytes(nft.prompt(asked.tokenId)), "refuted"), "the prompt is known");
    }

    function test_askAgain_afterAFaultOnlyWhenItIsFinal() external {
        Asked memory asked = mint("nonsense");
        faulted(asked);
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.WrongState.selector, asked.tokenId, IAigcNft.State.Faulted));
        vm.prank(ALICE);
        nft.askAgain{value: 1 ether}("nonsense");
        makeFinal(asked.id);
        vm.prank(ALICE);
        nft.askAgain{value: 1 ether}("nonsense");
        // Both at once: the second request is paid for, and the first one's fee still comes back.
        oracle.settle(asked.id, asked.request, fault(), schedule, "", "");
        require(nft.reclaim(asked.id) == FEE, "reclaimed");
    }

    /// @dev Whatever becomes of four mints, in whatever order money is asked for: mint fees end with the revenue token, what
    /// came back with who paid, and nothing stays.
    function testFuzz_money_isConserved(uint256 seed) external {
        Asked[4] memory asked;
        for (uint256 i = 0; i < 4; i++) asked[i] = mint(bytes.concat("token ", bytes1(uint8(65 + i))));
        uint256 owed = 0;
        for (uint256 i = 0; i < 4; i++) {
            uint256 fate = fateOf(seed, i);
            if (fate == 0) answer(asked[i], PICTURE);
            if (fate == 1) faulted(asked[i]);
            if (fate == 1) owed += FEE;
            if (fate == 2) owed += FEE + asked[i].request.callbackFee;
            demand(asked[i].id, seed >> (16 + i));
        }
        vm.warp(block.timestamp + WINDOW);
        for (uint256 i = 0; i < 4; i++) {
            demand(asked[i].id, seed >> (32 + i));
            if (fateOf(seed, i) == 1) {
                oracle.settle(asked[i].id, asked[i].request, fault(), schedule, "", "");
                demand(asked[i].id, seed >> (48 + i));
            }
        }
        vm.warp(asked[3].request.deadline + 1);
        uint256 before = ALICE.balance - withdrawn;
        for (uint256 i = 0; i < 4; i++) {
            if (fateOf(seed, i) == 2) {
                oracle.refund(asked[i].id, asked[i].request, 0, asked[i].callbackData);
                demand(asked[i].id, seed >> (64 + i));
            }
        }
        for (uint256 i = 0; i < 4; i++) demand(asked[i].id, type(uint256).max);
        require(ALICE.balance - before == owed, "what came back is with who paid");
        require(REVENUE.balance == 4 * MINT_FEE, "the fees are with the revenue token");
        require(address(nft).balance == 0, "nothing stays");
    }

    function test_announceFinal_once() external {
        Asked memory asked = mint("a picture");
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.WrongState.selector, asked.tokenId, IAigcNft.State.Pending));
        nft.announceFinal(asked.tokenId);
        answer(asked, PICTURE);
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.NotFinal.selector, asked.tokenId));
        nft.announceFinal(asked.tokenId);
        makeFinal(asked.id);
        vm.expectEmit(true, false, false, true, address(nft));
        emit IAigcNft.Finalized(asked.tokenId);
        nft.announceFinal(asked.tokenId);
        requireState(asked.tokenId, IAigcNft.State.Final, true);
        require(nft.verify("a picture", PICTURE, proof(asked)), "verified");
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.WrongState.selector, asked.tokenId, IAigcNft.State.Final));
        nft.announceFinal(asked.tokenId);
    }

    function test_callbacks_fromOthers_revert() external {
        Asked memory asked = mint("mine");
        bytes memory unauthorized = abi.encodeWithSelector(
            AIOracleCallbackReceiver.UnauthorizedCallbackSource.selector,
            address(oracle),
            ALICE
        );
        vm.startPrank(ALICE);
        vm.expectRevert(unauthorized);
        nft.aiOracleCallback(asked.id, PICTURE, asked.callbackData);
        vm.expectRevert(unauthorized);
        nft.aiOracleCallbackError(asked.id, IAIOracle.AIOracleError.Unanswered, "", asked.callbackData);
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.OnlyOracle.selector, ALICE));
        (bool sent, ) = address(nft).call{value: 1}("");
        sent;
        vm.stopPrank();
    }

    function test_views_unknownToken_revert() external view {
        bytes memory unknown = abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 7);
        bytes[6] memory calls = [
            abi.encodeCall(nft.tokenURI, (7)),
            abi.encodeCall(nft.prompt, (7)),
            abi.encodeCall(nft.statusOf, (7)),
            abi.encodeCall(nft.proofOf, (7)),
            abi.encodeCall(nft.aigcDataOf, (7)),
            abi.encodeCall(nft.ownerOf, (7))
        ];
        for (uint256 i = 0; i < calls.length; i++) {
            (bool success, bytes memory reason) = address(nft).staticcall(calls[i]);
            require(!success && same(reason, unknown), "refused");
        }
    }

    function test_constructor_badTerms_revert() external {
        bytes4 bad = IAigcCollection.TermsInvalid.selector;
        IAigcCollection.Terms memory t = terms();
        t.royaltyBps = 10_001;
        requireRefused(t, inference(12), bad);
        t = terms();
        t.revenueToken = address(0);
        requireRefused(t, inference(12), bad);
        t = terms();
        t.revealDelay = 0;
        requireRefused(t, inference(12), bad);
        t.revealDelay = 1 hours + 1;
        requireRefused(t, inference(12), bad);
        t = terms();
        t.format.channels = 5;
        requireRefused(t, inference(20), IAigcRenderer.FormatInvalid.selector);
        t.format.channels = 0;
        requireRefused(t, inference(12), IAigcRenderer.FormatInvalid.selector);
        (t.format.kind, t.format.channels) = (IAigcRenderer.Kind.Text, 3);
        requireRefused(t, inference(12), IAigcRenderer.FormatInvalid.selector);
        bad = IAigcNft.InferenceInvalid.selector;
        requireRefused(terms(), inference(13), bad);
        requireRefused(textTerms(), inference(0), bad);
        IAigcNft.Inference memory i = inference(12);
        i.seedBytes = 33;
        requireRefused(terms(), i, bad);
        (i.seedBytes, i.inputBytes) = (16, 16);
        requireRefused(terms(), i, bad);
        (i.inputBytes, i.promptBytes) = (0, 1025);
        requireRefused(terms(), i, bad);
        requireRefused(textTerms(), inference(23_551), bad);
    }

    function test_factory_addressStandsForTheTerms() external {
        bytes memory arguments = abi.encode(oracle, renderer);
        IAigcNftFactory factory = IAigcNftFactory(deployArtifact("AigcNftFactory.sol:AigcNftFactory", arguments));
        IAigcNftFactory.Collection memory made = IAigcNftFactory.Collection({
            name: "Glyphs",
            symbol: "GLYPH",
            modelId: modelId,
            version: 1,
            revenueToken: REVENUE,
            admin: ADMIN,
            mintFee: MINT_FEE,
            royaltyBps: ROYALTY,
            format: terms().format,
            revealDelay: DELAY,
            seedBytes: 16,
            promptBytes: 40,
            inputBytes: 64,
            outputBytes: 12
        });
        address predicted = factory.predict(made, "salt");
        require(predicted.code.length == 0 && !factory.isCollection(predicted), "not there yet");
        vm.prank(address(0xDEAD));
        nft = AigcNft(payable(address(factory.create(made, "salt"))));
        require(address(nft) == predicted && factory.isCollection(predicted), "where predicted");
        require(nft.seedBytes() == 16 && nft.promptBytes() == 40 && nft.inputBytes() == 64, "input");
        require(nft.outputBytes() == 12 && nft.version() == 1, "inference");
        require(same(bytes(nft.name()), "Glyphs") && same(bytes(nft.symbol()), "GLYPH"), "names");
        require(nft.mintFee() == MINT_FEE && nft.revenueToken() == REVENUE && nft.revealDelay() == DELAY, "terms");
        require(
            nft.royaltyBps() == ROYALTY && nft.format().width == 2 && address(nft.renderer()) == address(renderer),
            "more terms"
        );
        require(address(nft.aiOracle()) == address(oracle), "oracle");
        vm.expectRevert();
        factory.create(made, "salt");
        require(factory.predict(made, "other") != predicted, "salt");
        made.mintFee += 1;
        require(factory.predict(made, "salt") != predicted, "terms");
        answer(mint("made by the factory"), PICTURE);
    }

    function requireRefused(
        IAigcCollection.Terms memory terms_,
        IAigcNft.Inference memory inference_,
        bytes4 selector
    ) private {
        bytes memory code = bytes.concat(vm.getCode("AigcNft.sol:AigcNft"), abi.encode(terms_, inference_));
        Creator creator = new Creator();
        (bool success, bytes memory reason) = address(creator).call(abi.encodeCall(Creator.make, (code)));
        require(!success && bytes4(reason) == selector, "another outcome");
    }

    function fateOf(uint256 seed, uint256 i) private pure returns (uint256) {
        return ((seed >> (2 * i)) % 4) % 3;
    }

    /// @dev Asks for all the money that there may be, each if its bit is set. What is not there yet is refused.
    function demand(uint256 id, uint256 bits) private {
        if (bits & 1 != 0) attempt(address(this), abi.encodeCall(nft.reclaim, (id)));
        if (bits & 16 != 0) attempt(address(this), abi.encodeCall(nft.collect, ()));
        uint256 held = ALICE.balance;
        if (bits & 256 != 0) attempt(ALICE, abi.encodeCall(nft.withdraw, (ALICE)));
        withdrawn += ALICE.balance - held;
        require(address(nft).balance >= nft.creditOf(ALICE), "credits are covered");
    }

    function attempt(address by, bytes memory call_) private returns (bool success) {
        vm.prank(by);
        (success, ) = address(nft).call(call_);
    }

    function requireTooLong(bytes memory prompt, uint256 limit) private {
        commitTo(nft, BOB, prompt);
        vm.expectRevert(abi.encodeWithSelector(IAigcCollection.PromptTooLong.selector, prompt.length, limit));
        vm.prank(ALICE);
        nft.mint{value: 1 ether}(BOB, prompt, "salt");
    }

    function requireGasIsEnough(uint256 promptBytes, uint256 outputBytes) private {
        nft = collection(textTerms(), inference(uint32(outputBytes)));
        fund(OPERATOR);
        vm.deal(CHALLENGER, 10 ether);
        bytes memory prompt = filled(promptBytes, "p");
        bytes memory wrong = filled(outputBytes, "w");
        Asked memory asked = mint(prompt);
        answer(asked, wrong);
        correct(asked, wrong, filled(outputBytes, "r"));
        require(same(nft.aigcDataOf(asked.tokenId), filled(outputBytes, "r")), "stored");
        // The same after a fault, and after an answer that could not be stored: there is more to clear away.
        fund(OPERATOR);
        vm.deal(CHALLENGER, 10 ether);
        prompt[0] = "q";
        asked = mint(prompt);
        faulted(asked);
        refute(asked.id);
        bytes memory long = filled(outputBytes + 1, "l");
        answer(asked, keccak256(abi.encode(fault())), long);
        correct(asked, long, wrong);
        require(same(nft.aigcDataOf(asked.tokenId), wrong), "stored after all");
        prompt[0] = "s";
        asked = mint(prompt);
        faulted(asked);
        refute(asked.id);
        answer(asked, keccak256(abi.encode(fault())), wrong);
    }

    function filled(uint256 length, bytes1 value) private pure returns (bytes memory data) {
        data = new bytes(length);
        for (uint256 i = 0; i < length; i++) data[i] = value;
    }

    /// @dev The oracle delivers no such thing: a token asks again only when its last request is over.
    function test_aiOracleCallback_anotherRequest_reverts() external {
        Asked memory asked = mint("a token");
        answer(asked, PICTURE);
        bytes memory delivery = abi.encode(address(nft), uint16(1), false);
        vm.mockCall(address(oracle), abi.encodeCall(IVerifiableOracle.currentDelivery, ()), delivery);
        vm.prank(address(oracle));
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.WrongRequest.selector, asked.tokenId, asked.id + 1));
        nft.aiOracleCallback(asked.id + 1, OTHER, asked.callbackData);
    }
}

/// @dev Takes no ETH.
contract Refuser {}

/// @dev Creates, and passes on why it could not.
contract Creator {
    function make(bytes memory code) external {
        assembly ("memory-safe") {
            if iszero(create(0, add(code, 32), mload(code))) {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
    }
}
