// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/interfaces/IERC721Receiver.sol";

import {IERC7007, IERC7007Enumerable, IERC7007Updatable} from "../../contracts/content/interfaces/IERC7007.sol";
import {IAigcNftZk} from "../../contracts/content/interfaces/IAigcNftZk.sol";
import {IVerifier} from "../../contracts/content/interfaces/IVerifier.sol";
import {GameId, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {bound, deployArtifact, logVm, LogVm, vm} from "../support/Vm.sol";
import {Asked, ContentFixture} from "./ContentFixture.sol";

contract Receiver is IERC721Receiver {
    bytes4 private immutable _answer;
    bytes32 public last;

    constructor(bytes4 answer) {
        _answer = answer;
    }

    function onERC721Received(
        address operator,
        address from,
        uint256 id,
        bytes calldata data
    ) external returns (bytes4) {
        last = keccak256(abi.encode(operator, from, id, data));
        return _answer;
    }
}

contract Nothing {}

/// @dev Rules that the standards state, checked on the collection as any implementation would be.
contract ContentStandardsTest is ContentFixture {
    bytes32 private constant TRANSFER = keccak256("Transfer(address,address,uint256)");
    bytes32 private constant METADATA_UPDATE = keccak256("MetadataUpdate(uint256)");

    // ERC-165; its absence was defect 7 of the reference of ERC-7007

    function test_pitfall7_theIdsAreAnswered() external {
        // Computed from the functions that the standards list, not from the interfaces of this project.
        bytes4 erc7007 =
            bytes4(keccak256("addAigcData(uint256,bytes,bytes,bytes)")) ^
                bytes4(keccak256("verify(bytes,bytes,bytes)"));
        bytes4 enumerable = bytes4(keccak256("tokenId(bytes)")) ^ bytes4(keccak256("prompt(uint256)"));
        bytes4 updatable = bytes4(keccak256("update(bytes,bytes)"));
        require(erc7007 == 0x702c55a6 && erc7007 == type(IERC7007).interfaceId, "ERC-7007");
        require(enumerable == 0xfa1a557a && enumerable == type(IERC7007Enumerable).interfaceId, "Enumerable");
        require(updatable == 0x3f37dce2 && updatable == type(IERC7007Updatable).interfaceId, "Updatable");
        IERC165 zk = IERC165(address(proved()));
        // ERC-165, ERC-721, its metadata, ERC-2981, ERC-4906, ERC-7007 and the extension that tells prompts.
        bytes4[7] memory ids = [
            bytes4(0x01ffc9a7),
            0x80ac58cd,
            0x5b5e139f,
            0x2a55205a,
            0x49064906,
            erc7007,
            enumerable
        ];
        for (uint256 i = 0; i < ids.length; i++) {
            require(nft.supportsInterface(ids[i]), "opML");
            require(zk.supportsInterface(ids[i]), "zk");
        }
        require(nft.supportsInterface(updatable), "can be updated");
        require(!zk.supportsInterface(updatable), "what is proved cannot");
        require(!nft.supportsInterface(0xffffffff) && !zk.supportsInterface(0xffffffff), "the invalid id");
        // The enumeration of ERC-721 is another interface, which is not there.
        require(!nft.supportsInterface(0x780e9d63), "not ERC721Enumerable");
    }

    // ERC-721

    function test_erc721_mintIsATransferFromZero() external {
        commitTo(nft, BOB, "a token");
        uint256 price = nft.price(7);
        logVm.recordLogs();
        vm.prank(ALICE);
        uint256 id = nft.mint{value: price}(BOB, "a token", "salt");
        LogVm.Log[] memory logs = logVm.getRecordedLogs();
        require(count(logs, TRANSFER) == 1, "one event");
        for (uint256 i = 0; i < logs.length; i++) {
            if (logs[i].emitter != address(nft) || logs[i].topics[0] != TRANSFER) continue;
            require(logs[i].topics[1] == 0 && uint256(logs[i].topics[2]) == uint160(BOB), "from zero to Bob");
            require(uint256(logs[i].topics[3]) == id && logs[i].data.length == 0, "id");
        }
    }

    function test_erc721_zeroAddress() external {
        (bool success, ) = address(nft).staticcall(abi.encodeCall(IERC721.balanceOf, (address(0))));
        require(!success, "balanceOf(0) throws");
        Asked memory asked = mint("a token");
        vm.expectRevert();
        vm.prank(BOB);
        nft.transferFrom(BOB, address(0), asked.tokenId);
        (success, ) = address(nft).staticcall(abi.encodeCall(IERC721.getApproved, (asked.tokenId + 1)));
        require(!success, "getApproved of no token throws");
    }

    /// @dev Only the owner, its operators and the approved may transfer; only the owner and its operators may approve; only
    /// from the owner; and an approval ends with a transfer.
    function testFuzz_erc721_whoMayTransfer(address stranger, address approved, address operator, address to) external {
        if (stranger == BOB || stranger == approved || stranger == operator) return;
        if (to == address(0) || to == BOB || operator == BOB || operator == address(0) || approved == BOB) return;
        if (stranger == address(0) || approved == address(0) || stranger == to || approved == operator) return;
        uint256 id = mint("a token").tokenId;
        requireRefused(stranger, abi.encodeCall(IERC721.transferFrom, (BOB, to, id)));
        requireRefused(stranger, abi.encodeCall(IERC721.approve, (stranger, id)));

        vm.prank(BOB);
        nft.setApprovalForAll(operator, true);
        require(nft.isApprovedForAll(BOB, operator), "operator");
        vm.prank(operator);
        nft.approve(approved, id);
        require(nft.getApproved(id) == approved, "approved");
        requireRefused(approved, abi.encodeCall(IERC721.approve, (stranger, id)));
        requireRefused(approved, abi.encodeCall(IERC721.transferFrom, (stranger, to, id)));
        vm.prank(approved);
        nft.transferFrom(BOB, to, id);
        require(nft.ownerOf(id) == to && nft.getApproved(id) == address(0), "transferred, approval over");
        if (approved != to) requireRefused(approved, abi.encodeCall(IERC721.transferFrom, (to, approved, id)));
        if (operator != to) requireRefused(operator, abi.encodeCall(IERC721.transferFrom, (to, operator, id)));
    }

    /// @dev Every token has one owner, and a balance is the number of tokens owned, whatever is done in whatever order.
    function testFuzz_erc721_balancesCountTokens(uint256 seed) external {
        address[4] memory people = [ALICE, BOB, address(0xC0FFEE), address(0xD1CE)];
        uint256[4] memory ids;
        for (uint256 i = 0; i < 4; i++) ids[i] = mint(bytes.concat("token ", bytes1(uint8(65 + i)))).tokenId;
        for (uint256 i = 0; i < 24; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 id = ids[seed % 4];
            address from = nft.ownerOf(id);
            address to = people[(seed >> 8) % 4];
            address by = people[(seed >> 16) % 4];
            vm.prank(by);
            (bool success, ) = address(nft).call(abi.encodeCall(IERC721.transferFrom, (from, to, id)));
            require(success == (by == from), "by the owner, and nobody else");
            require(nft.ownerOf(id) == (success ? to : from), "owner");
        }
        for (uint256 i = 0; i < 4; i++) {
            uint256 owned = 0;
            for (uint256 j = 0; j < 4; j++) if (nft.ownerOf(ids[j]) == people[i]) ++owned;
            require(nft.balanceOf(people[i]) == owned, "balance");
        }
    }

    function test_erc721_safeTransfer() external {
        uint256 id = mint("a token").tokenId;
        bytes4 magic = 0x150b7a02;
        Receiver willing = new Receiver(magic);
        address[3] memory unwilling = [address(new Receiver(0x12345678)), address(new Nothing()), address(renderer)];
        vm.startPrank(BOB);
        for (uint256 i = 0; i < 3; i++) {
            vm.expectRevert();
            nft.safeTransferFrom(BOB, unwilling[i], id);
        }
        nft.safeTransferFrom(BOB, address(willing), id, "with data");
        vm.stopPrank();
        require(nft.ownerOf(id) == address(willing), "transferred");
        require(willing.last() == keccak256(abi.encode(BOB, BOB, id, bytes("with data"))), "asked with all");
    }

    // ERC-2981

    /// @dev The royalty is a part of the price that does not depend on the price, never more than it, for any price.
    function testFuzz_erc2981_royalty(uint256 id, uint256 price, uint256 other) external view {
        (address receiver, uint256 amount) = nft.royaltyInfo(id, price);
        require(receiver == REVENUE, "the revenue token");
        require(amount <= price, "no more than the price");
        (, uint256 doubled) = nft.royaltyInfo(id, price / 2);
        require(amount - 2 * doubled <= 2, "in proportion");
        (, uint256 more) = nft.royaltyInfo(id, other);
        require(price < other ? amount <= more : amount >= more, "grows with the price");
        require(bytes4(IERC2981.royaltyInfo.selector) == 0x2a55205a, "id");
    }

    // ERC-4906

    /// @dev Whenever what `tokenURI` says changes by a transaction to a token, the event says so.
    function testFuzz_erc4906_everyChangeIsAnnounced(uint256 seed) external {
        Asked memory asked = mint("watched");
        bytes32 result = 0;
        for (uint256 i = 0; i < 6; i++) {
            bytes32 before = keccak256(bytes(nft.tokenURI(asked.tokenId)));
            logVm.recordLogs();
            result = step(asked, seed % 4, result);
            seed /= 4;
            bool changed = before != keccak256(bytes(nft.tokenURI(asked.tokenId)));
            uint256 announced = count(logVm.getRecordedLogs(), METADATA_UPDATE);
            require(!changed || announced > 0, "not announced");
        }
        if (!oracle.isFinalized(asked.id)) return;
        logVm.recordLogs();
        (bool success, ) = address(nft).call(abi.encodeCall(nft.announceFinal, (asked.tokenId)));
        require(count(logVm.getRecordedLogs(), METADATA_UPDATE) == (success ? 1 : 0), "finality is announced once");
    }

    // ERC-7007

    /// @dev `prompt` and `tokenId` are each other's inverse, for every prompt.
    function testFuzz_erc7007_promptsAndIds(uint256 length, bytes32 seed) external {
        bytes memory text = new bytes(bound(length, 1, 200));
        for (uint256 i = 0; i < text.length; i++) {
            text[i] = bytes1(uint8(1 + (uint256(keccak256(abi.encode(seed, i))) % 127)));
        }
        Asked memory asked = mint(text);
        answer(asked, PICTURE);
        require(nft.tokenId(text) == asked.tokenId && asked.tokenId == uint256(keccak256(text)), "id");
        require(same(bytes(nft.prompt(asked.tokenId)), text), "prompt");
    }

    /// @dev `verify` is true for what a final answer says, and false for anything else.
    function testFuzz_erc7007_verify(bytes calldata prompt, bytes calldata data, bytes calldata proof_) external {
        Asked memory asked = mint("the prompt");
        answer(asked, PICTURE);
        require(!nft.verify("the prompt", PICTURE, proof(asked)), "not yet");
        makeFinal(asked.id);
        require(nft.verify("the prompt", PICTURE, proof(asked)), "true");
        require(same(prompt, "the prompt") || !nft.verify(prompt, PICTURE, proof(asked)), "prompt");
        require(same(data, PICTURE) || !nft.verify("the prompt", data, proof(asked)), "data");
        require(same(proof_, proof(asked)) || !nft.verify("the prompt", PICTURE, proof_), "proof");
    }

    /// @dev One of: a claim, a refutation, a fault, a claim after it. Steps that are not possible now do nothing.
    function step(Asked memory asked, uint256 kind, bytes32 result) private returns (bytes32) {
        bytes memory output = kind % 2 == 0 ? PICTURE : OTHER;
        vm.prank(OPERATOR);
        if (kind < 2) {
            (bool answered, ) = address(oracle).call(
                abi.encodeCall(oracle.claim, (asked.id, asked.request, result, output, asked.callbackData))
            );
            return answered ? hashOf(output) : result;
        }
        if (kind == 2) {
            (bool faulted_, ) = address(oracle).call(
                abi.encodeCall(oracle.claimFault, (asked.id, asked.request, result, asked.callbackData))
            );
            return faulted_ ? keccak256(abi.encode(fault())) : result;
        }
        bytes32 commitment = court.commitmentOf(TaskId.wrap(asked.id));
        vm.deal(CHALLENGER, 10 ether);
        vm.prank(CHALLENGER);
        (bool challenged, bytes memory game) = address(court).call{value: 0.5 ether}(
            abi.encodeCall(court.challenge, (TaskId.wrap(asked.id), commitment))
        );
        if (challenged) {
            // The clock's end, as a refutation by default.
            vm.warp(block.timestamp + CLOCK + 1);
            court.timeout(abi.decode(game, (GameId)));
        }
        return result;
    }

    function proved() private returns (IAigcNftZk) {
        IAigcNftZk.Circuit memory circuit = IAigcNftZk.Circuit(IVerifier(address(1)), 12345, 64, 12);
        return IAigcNftZk(deployArtifact("AigcNftZk.sol:AigcNftZk", abi.encode(terms(), circuit)));
    }

    function requireRefused(address by, bytes memory call_) private {
        vm.prank(by);
        (bool success, ) = address(nft).call(call_);
        require(!success, "should be refused");
    }
}
