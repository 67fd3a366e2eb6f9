// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AigcNft} from "../../contracts/content/AigcNft.sol";
import {IAigcCollection} from "../../contracts/content/interfaces/IAigcCollection.sol";
import {IAigcNft} from "../../contracts/content/interfaces/IAigcNft.sol";
import {IAigcRenderer} from "../../contracts/content/interfaces/IAigcRenderer.sol";
import {IVerifiableOracle} from "../../contracts/oracle/interfaces/IVerifiableOracle.sol";
import {deployArtifact, LogVm, vm} from "../support/Vm.sol";
import {OracleFixture} from "../oracle/OracleFixture.sol";

/// @dev A request of a collection, with all that an operator brings back.
struct Asked {
    uint256 tokenId;
    uint256 id;
    IVerifiableOracle.Request request;
    bytes callbackData;
}

/// @dev The oracle's world, and in it a collection of pictures of 2 x 2 pixels, RGB, at 0.005 ETH a mint.
abstract contract ContentFixture is OracleFixture {
    uint96 internal constant MINT_FEE = 0.005 ether;
    uint16 internal constant ROYALTY = 500;
    uint32 internal constant DELAY = 60;
    address internal constant REVENUE = address(0x7E4E);
    address internal constant ADMIN = address(0xAD);
    address internal constant BOB = address(0xB0B);
    bytes internal constant PICTURE = hex"ff000000ff000000ffffffff";
    bytes internal constant OTHER = hex"000000111111222222333333";

    IAigcRenderer internal renderer;
    AigcNft internal nft;

    function deploy() internal override {
        super.deploy();
        renderer = IAigcRenderer(deployArtifact("AigcRenderer.sol:AigcRenderer", ""));
        nft = collection(terms(), inference(12));
    }

    function setUp() external {
        deploy();
    }

    function terms() internal view returns (IAigcCollection.Terms memory) {
        IAigcRenderer.Format memory format = IAigcRenderer.Format(IAigcRenderer.Kind.Image, 2, 2, 3);
        return IAigcCollection.Terms("Glyphs", "GLYPH", REVENUE, ADMIN, MINT_FEE, ROYALTY, format, DELAY, renderer);
    }

    function textTerms() internal view returns (IAigcCollection.Terms memory made) {
        made = terms();
        made.format = IAigcRenderer.Format(IAigcRenderer.Kind.Text, 0, 0, 0);
    }

    function inference(uint32 outputBytes) internal view returns (IAigcNft.Inference memory) {
        return IAigcNft.Inference(oracle, modelId, 0, 0, 0, 0, outputBytes);
    }

    function collection(
        IAigcCollection.Terms memory terms_,
        IAigcNft.Inference memory inference_
    ) internal returns (AigcNft) {
        return AigcNft(payable(deployArtifact("AigcNft.sol:AigcNft", abi.encode(terms_, inference_))));
    }

    /// @dev Alice commits to a prompt for `to` and waits.
    function commitTo(AigcNft nft_, address to, bytes memory prompt) internal {
        bytes32 commitment = nft_.commitmentOf(to, prompt, "salt");
        vm.prank(ALICE);
        nft_.commit(commitment, type(uint96).max);
        vm.warp(block.timestamp + DELAY);
    }

    function mint(bytes memory prompt) internal returns (Asked memory) {
        return mint(nft, BOB, prompt);
    }

    /// @dev Alice mints for `to`, paying exactly what it costs.
    function mint(AigcNft nft_, address to, bytes memory prompt) internal returns (Asked memory asked) {
        commitTo(nft_, to, prompt);
        uint256 price = nft_.price(prompt.length);
        asked = askedBy(nft_, ALICE, prompt);
        vm.prank(ALICE);
        asked.tokenId = nft_.mint{value: price}(to, prompt, "salt");
        asked.id = court.taskCount();
    }

    /// @dev The record of a request that the collection makes in this block for `payer`.
    function askedBy(AigcNft nft_, address payer, bytes memory prompt) internal view returns (Asked memory asked) {
        uint64 gasLimit = nft_.callbackGas(prompt.length);
        IVerifiableOracle.Question memory question = questionFor(address(nft_), IVerifiableOracle.Delivery.Provisional);
        question.input = expectedInput(nft_, prompt);
        question.gasLimit = gasLimit;
        question.callbackData = abi.encodePacked(payer, uint96(FEE), uint96(gasLimit * GAS_PRICE), prompt);
        asked.callbackData = question.callbackData;
        asked.request = recordOf(question, address(nft_));
        asked.tokenId = uint256(keccak256(prompt));
        asked.id = court.taskCount();
    }

    /// @dev Seed, prompt, zeros.
    function expectedInput(AigcNft nft_, bytes memory prompt) internal view returns (bytes memory input) {
        uint256 seed = nft_.seedBytes();
        input = new bytes(nft_.inputBytes() == 0 ? seed + prompt.length : nft_.inputBytes());
        for (uint256 i = 0; i < seed; i++) input[i] = keccak256(prompt)[i];
        for (uint256 i = 0; i < prompt.length; i++) input[seed + i] = prompt[i];
    }

    function answer(Asked memory asked, bytes memory output) internal {
        answer(asked, 0, output);
    }

    function answer(Asked memory asked, bytes32 previous, bytes memory output) internal {
        vm.prank(OPERATOR);
        oracle.claim(asked.id, asked.request, previous, output, asked.callbackData);
        require(!oracle.isUndelivered(asked.id), "delivered");
    }

    /// @dev A dispute replaces `wrong` by `right`.
    function correct(Asked memory asked, bytes memory wrong, bytes memory right) internal {
        refute(asked.id);
        answer(asked, hashOf(wrong), right);
    }

    function faulted(Asked memory asked) internal {
        vm.prank(OPERATOR);
        oracle.claimFault(asked.id, asked.request, 0, asked.callbackData);
        require(!oracle.isUndelivered(asked.id), "delivered");
    }

    /// @dev The deadline passes and the request is refunded.
    function unanswered(Asked memory asked, bytes32 previous) internal {
        vm.warp(asked.request.deadline + 1);
        oracle.refund(asked.id, asked.request, previous, asked.callbackData);
        require(!oracle.isUndelivered(asked.id), "delivered");
    }

    function proof(Asked memory asked) internal pure returns (bytes memory) {
        return abi.encode(asked.id);
    }

    function requireState(uint256 tokenId, IAigcNft.State expected, bool finalized) internal view {
        (IAigcNft.State state, , bool final_) = nft.statusOf(tokenId);
        require(state == expected, "state");
        require(final_ == finalized, "finality");
    }

    /// @dev Number of logs of the collection with this first topic since `recordLogs`.
    function count(LogVm.Log[] memory logs, bytes32 topic) internal view returns (uint256 found) {
        for (uint256 i = 0; i < logs.length; i++) {
            if (logs[i].emitter == address(nft) && logs[i].topics[0] == topic) found++;
        }
    }

    function contains(string memory text, string memory part) internal pure returns (bool) {
        (bytes memory a, bytes memory b) = (bytes(text), bytes(part));
        for (uint256 i = 0; i + b.length <= a.length; i++) {
            uint256 j = 0;
            while (j < b.length && a[i + j] == b[j]) j++;
            if (j == b.length) return true;
        }
        return false;
    }
}
