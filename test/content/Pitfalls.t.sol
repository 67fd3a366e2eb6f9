// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAigcCollection} from "../../contracts/content/interfaces/IAigcCollection.sol";
import {IAigcNft} from "../../contracts/content/interfaces/IAigcNft.sol";
import {IAigcNftZk} from "../../contracts/content/interfaces/IAigcNftZk.sol";
import {IERC7007, IERC7007Updatable} from "../../contracts/content/interfaces/IERC7007.sol";
import {IVerifier} from "../../contracts/content/interfaces/IVerifier.sol";
import {deployArtifact, LogVm, logVm, vm} from "../support/Vm.sol";
import {Asked, ContentFixture} from "./ContentFixture.sol";

/// @dev Takes the hash of the public inputs as their proof.
contract ToyVerifier is IVerifier {
    function verify(bytes calldata proof, uint256[] calldata inputs) external pure returns (bool) {
        return keccak256(proof) == keccak256(abi.encode(keccak256(abi.encodePacked(inputs))));
    }
}

/// @dev Defects reproduced in the reference implementation of ERC-7007, in the order in which they were listed. None is
/// here. Those of the metadata are also tested where it is parsed, in `content.test.ts`.
contract ContentPitfallsTest is ContentFixture {
    /// 1. Request id 0 doubles as "none": `verify` is true for prompts never minted.
    function test_pitfall1_whatWasNeverMintedIsNotVerified() external {
        require(!nft.verify("never minted", "", ""), "no proof");
        require(!nft.verify("never minted", "", abi.encode(0)), "request 0");
        require(!nft.verify("never minted", PICTURE, abi.encode(0)), "with data");
        // Nor is what was minted and not answered, even when some other request is final.
        Asked memory first = mint("first");
        answer(first, PICTURE);
        Asked memory second = mint("second");
        makeFinal(first.id);
        require(nft.verify("first", PICTURE, proof(first)), "the answered one");
        require(!nft.verify("second", "", abi.encode(0)), "pending");
        require(!nft.verify("second", "", proof(second)), "pending, with its request");
        require(!nft.verify("second", PICTURE, proof(first)), "with another's answer");
    }

    /// 2. Anyone can `addAigcData` on a token and rebind it to another prompt and output.
    function test_pitfall2_nobodyRebindsAToken() external {
        Asked memory asked = mint("mine");
        bytes memory proof_ = proof(asked);
        bytes[4] memory calls = [
            abi.encodeCall(nft.addAigcData, (asked.tokenId, "theirs", OTHER, proof_)),
            abi.encodeCall(nft.addAigcData, (asked.tokenId, "mine", OTHER, proof_)),
            abi.encodeCall(nft.addAigcData, (asked.tokenId, "mine", PICTURE, proof_)),
            abi.encodeCall(nft.update, ("mine", OTHER))
        ];
        for (uint256 round = 0; round < 3; round++) {
            for (uint256 i = 0; i < calls.length; i++) {
                vm.prank(address(0xDEAD));
                (bool success, ) = address(nft).call(calls[i]);
                require(!success, "rebound");
            }
            if (round == 0) answer(asked, PICTURE);
            if (round == 1) makeFinal(asked.id);
        }
        require(same(bytes(nft.prompt(asked.tokenId)), "mine"), "prompt");
        require(same(nft.aigcDataOf(asked.tokenId), PICTURE), "data");
    }

    /// 2, where the bytes of an answer are open for anyone to bring: only the answer's, and only to its prompt.
    function test_pitfall2_onlyTheAnswerCanBeBrought() external {
        nft = collection(textTerms(), inference(1));
        Asked memory asked = mint("mine");
        answer(asked, "the answer");
        bytes memory proof_ = proof(asked);
        vm.expectRevert(
            abi.encodeWithSelector(IAigcNft.WrongData.selector, keccak256("the answer"), keccak256("a lie"))
        );
        nft.addAigcData(asked.tokenId, "mine", "a lie", proof_);
        vm.expectRevert(
            abi.encodeWithSelector(IAigcNft.WrongTokenId.selector, asked.tokenId, uint256(keccak256("theirs")))
        );
        nft.addAigcData(asked.tokenId, "theirs", "the answer", proof_);
    }

    /// 3. `update` is repeatable by anyone and changes nothing but an event; the URI stays stale.
    function test_pitfall3_updateUpdatesAndWorksOnce() external {
        nft = collection(textTerms(), inference(3));
        Asked memory asked = mint("speak");
        answer(asked, "lie");
        string memory stale = nft.tokenURI(asked.tokenId);
        correct(asked, "lie", "the truth");
        nft.update("speak", "the truth");
        require(same(nft.aigcDataOf(asked.tokenId), "the truth"), "data");
        string memory fresh = nft.tokenURI(asked.tokenId);
        require(!same(bytes(fresh), bytes(stale)), "URI");
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.WrongState.selector, asked.tokenId, IAigcNft.State.Answered));
        nft.update("speak", "the truth");
        require(same(bytes(nft.tokenURI(asked.tokenId)), bytes(fresh)), "nothing more");
    }

    /// 3, by the callback: a correction changes data and URI without anybody's call.
    function test_pitfall3_aCorrectionChangesTheURI() external {
        Asked memory asked = mint("disputed");
        answer(asked, OTHER);
        string memory stale = nft.tokenURI(asked.tokenId);
        correct(asked, OTHER, PICTURE);
        string memory fresh = nft.tokenURI(asked.tokenId);
        require(!same(bytes(fresh), bytes(stale)), "URI");
        vm.expectRevert(abi.encodeWithSelector(IAigcNft.WrongState.selector, asked.tokenId, IAigcNft.State.Answered));
        nft.update("disputed", PICTURE);
    }

    /// 4. A prompt can be squatted by front-running.
    function test_pitfall4_aPromptSeenOnItsWayCannotBeTaken() external {
        bytes memory prompt = "a prompt worth having";
        commitTo(nft, BOB, prompt);
        // The attacker sees the mint. It has no commitment; makes one; and has to wait, while Bob's is good now.
        address attacker = address(0xBAD);
        vm.deal(attacker, 1 ether);
        vm.startPrank(attacker);
        vm.expectRevert(
            abi.encodeWithSelector(IAigcCollection.NotCommitted.selector, nft.commitmentOf(attacker, prompt, "salt"))
        );
        nft.mint{value: 1 ether}(attacker, prompt, "salt");
        bytes32 commitment = nft.commitmentOf(attacker, prompt, "salt");
        nft.commit(commitment, type(uint96).max);
        vm.expectRevert(
            abi.encodeWithSelector(IAigcCollection.RevealTooEarly.selector, commitment, block.timestamp + DELAY)
        );
        nft.mint{value: 1 ether}(attacker, prompt, "salt");
        // Copying Bob's commitment does not delay him, and copying his mint only pays for him.
        bytes32 bobs = nft.commitmentOf(BOB, prompt, "salt");
        uint256 since = nft.committedAt(bobs);
        vm.expectRevert(abi.encodeWithSelector(IAigcCollection.AlreadyCommitted.selector, bobs, since));
        nft.commit(bobs, type(uint96).max);
        uint256 id = nft.mint{value: 1 ether}(BOB, prompt, "salt");
        require(nft.ownerOf(id) == BOB, "Bob's");
        vm.warp(block.timestamp + DELAY);
        vm.expectRevert(abi.encodeWithSelector(IAigcCollection.PromptTaken.selector, id));
        nft.mint(attacker, prompt, "salt");
        vm.stopPrank();
    }

    /// 4, the other half: a zk proof is not bound to its recipient. (With a real proof: `zk.test.ts`.)
    function test_pitfall4_aProofIsBoundToItsRecipient() external {
        IAigcNftZk zk = zkCollection();
        bytes memory proof_ = toyProof(zk, BOB, "prompt", PICTURE);
        address attacker = address(0xBAD);
        bytes32 commitment = zk.commitmentOf(attacker, "prompt", "salt");
        zk.commit(commitment, MINT_FEE);
        zk.commit(zk.commitmentOf(BOB, "prompt", "salt"), MINT_FEE);
        vm.warp(block.timestamp + DELAY);
        vm.expectRevert(abi.encodeWithSelector(IAigcNftZk.NotProved.selector, uint256(keccak256("prompt"))));
        zk.mint{value: MINT_FEE}(attacker, "prompt", PICTURE, proof_, "salt");
        zk.mint{value: MINT_FEE}(BOB, "prompt", PICTURE, proof_, "salt");
        require(IERC7007(address(zk)).ownerOf(uint256(keccak256("prompt"))) == BOB, "Bob's");
        require(zk.contextOf(BOB) != zk.contextOf(attacker), "bound");
        require(zk.contextOf(BOB) != zkCollection().contextOf(BOB), "and to the collection");
    }

    /// 5. `encodePacked(prompt, aigcData)`: ("AB","C"), ("A","BC") and ("","ABC") share one proof.
    function test_pitfall5_oneProofForOneSplitOfTheBytes() external {
        nft = collection(textTerms(), inference(8));
        Asked memory asked = mint("AB");
        answer(asked, "C");
        Asked memory other = mint("A");
        answer(other, "XX");
        makeFinal(other.id);
        require(nft.verify("AB", "C", proof(asked)), "the one");
        require(!nft.verify("A", "BC", proof(asked)) && !nft.verify("A", "BC", proof(other)), "A, BC");
        require(!nft.verify("", "ABC", proof(asked)), "nothing, ABC");
        require(!nft.verify("ABC", "", proof(asked)), "ABC, nothing");
    }

    /// 5, for proofs: no two pairs of prompt and data have the same public inputs.
    function testFuzz_pitfall5_publicInputsAreUnambiguous(bytes calldata both, uint8 one, uint8 other) external {
        IAigcNftZk zk = zkCollection();
        bytes memory bytes_ = new bytes(40);
        // Prompts have no zero bytes: the collection refuses them before it comes to proofs.
        for (uint256 i = 0; i < 40; i++) bytes_[i] = bytes1(uint8(1 + (i < both.length ? uint8(both[i]) % 255 : 0)));
        (bytes memory prompt1, bytes memory data1) = split(bytes_, 1 + (one % 27));
        (bytes memory prompt2, bytes memory data2) = split(bytes_, 1 + (other % 27));
        if (same(prompt1, prompt2) && same(data1, data2)) return;
        uint256[] memory first = zk.publicInputsOf(BOB, prompt1, data1);
        uint256[] memory second = zk.publicInputsOf(BOB, prompt2, data2);
        require(!same(abi.encode(first), abi.encode(second)), "the same inputs");

        // The first byte of the data moves to the prompt, and a zero, which padding would not tell, comes after it.
        (prompt2, data2) = (bytes.concat(prompt1, data1[0]), new bytes(12));
        for (uint256 i = 0; i < 11; i++) data2[i] = data1[i + 1];
        first = zk.publicInputsOf(BOB, prompt1, data1);
        second = zk.publicInputsOf(BOB, prompt2, data2);
        require(!same(abi.encode(first), abi.encode(second)), "the same inputs, by a shift");
    }

    /// 8. `aigcData` must be indexed in the event per the standard, and indexed bytes lose their content: emit the
    /// standard's event and an unindexed one.
    function test_pitfall8_bothEventsAreEmitted() external {
        Asked memory asked = mint("a picture");
        logVm.recordLogs();
        answer(asked, OTHER);
        correct(asked, OTHER, PICTURE);
        LogVm.Log[] memory logs = logVm.getRecordedLogs();
        bytes32 prompt = keccak256("a picture");
        bytes32[3] memory kinds = [
            IERC7007.AigcData.selector,
            IERC7007Updatable.Update.selector,
            IAigcCollection.Content.selector
        ];
        uint256[3] memory seen;
        for (uint256 i = 0; i < logs.length; i++) {
            LogVm.Log memory log = logs[i];
            if (log.emitter != address(nft)) continue;
            if (log.topics[0] == kinds[0]) {
                require(log.topics.length == 4 && uint256(log.topics[1]) == asked.tokenId, "AigcData: token");
                require(log.topics[2] == prompt && log.topics[3] == keccak256(OTHER), "AigcData: hashes");
                require(same(log.data, abi.encode(proof(asked))), "AigcData: proof");
                ++seen[0];
            } else if (log.topics[0] == kinds[1]) {
                require(log.topics.length == 4 && uint256(log.topics[1]) == asked.tokenId, "Update: token");
                require(log.topics[2] == prompt && log.topics[3] == keccak256(PICTURE), "Update: hashes");
                ++seen[1];
            } else if (log.topics[0] == kinds[2]) {
                bytes memory data = seen[2] == 0 ? OTHER : PICTURE;
                require(same(log.data, abi.encode(data)), "Content: bytes");
                ++seen[2];
            }
        }
        require(seen[0] == 1 && seen[1] == 1 && seen[2] == 2, "events");
        require(kinds[0] == keccak256("AigcData(uint256,bytes,bytes,bytes)"), "the standard's");
        require(kinds[1] == keccak256("Update(uint256,bytes,bytes)"), "the standard's");
    }

    function zkCollection() private returns (IAigcNftZk) {
        IAigcNftZk.Circuit memory circuit = IAigcNftZk.Circuit(new ToyVerifier(), 12345, 64, 12);
        return IAigcNftZk(deployArtifact("AigcNftZk.sol:AigcNftZk", abi.encode(terms(), circuit)));
    }

    function toyProof(
        IAigcNftZk zk,
        address recipient,
        bytes memory prompt,
        bytes memory data
    ) private view returns (bytes memory) {
        return abi.encode(keccak256(abi.encodePacked(zk.publicInputsOf(recipient, prompt, data))));
    }

    /// @dev The first `length` bytes, and the twelve that follow.
    function split(bytes memory both, uint256 length) private pure returns (bytes memory prompt, bytes memory data) {
        prompt = new bytes(length);
        data = new bytes(12);
        for (uint256 i = 0; i < length; i++) prompt[i] = both[i];
        for (uint256 i = 0; i < 12; i++) data[i] = both[length + i];
    }
}
