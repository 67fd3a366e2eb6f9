// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721Utils} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Utils.sol";
import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ModelId} from "../models/interfaces/IModelRegistry.sol";
import {AIOracleCallbackReceiver} from "../oracle/AIOracleCallbackReceiver.sol";
import {IAIOracle} from "../oracle/interfaces/IAIOracle.sol";
import {IVerifiableOracle} from "../oracle/interfaces/IVerifiableOracle.sol";
import {AigcCollection} from "./AigcCollection.sol";
import {IAigcCollection} from "./interfaces/IAigcCollection.sol";
import {IAigcNft} from "./interfaces/IAigcNft.sol";
import {IAigcRenderer} from "./interfaces/IAigcRenderer.sol";
import {IERC7007, IERC7007Updatable} from "./interfaces/IERC7007.sol";
import {Blob} from "./libraries/Blob.sol";

/// @title AigcNft
/// @notice See `IAigcNft`.
contract AigcNft is IAigcNft, AigcCollection, IERC7007Updatable, AIOracleCallbackReceiver {
    /// @dev One word. Zero, so Pending, from the mint to the first answer.
    /// @param blob Prompt and data as last stored.
    struct Record {
        address blob;
        uint64 requestId;
        State state;
    }

    /// @dev What comes back if the model gives no output.
    struct Refund {
        address payer;
        uint96 fee;
    }

    /// @dev Bytes of callback data before the prompt: who paid (20), the fee (12), the callback's fee (12).
    uint256 private constant HEAD = 44;

    /// @dev One word: what the oracle gave back and is not paid out yet, and the part of it that is credited.
    struct Refunded {
        uint128 held;
        uint128 credited;
    }

    /// @dev Gas of an answer besides its bytes, and for each byte of prompt and data; a test holds the worst case to it.
    uint256 private constant CALLBACK_GAS = 110_000;
    uint256 private constant BYTE_GAS = 240;

    /// @inheritdoc IAigcNft
    ModelId public immutable modelId;
    /// @inheritdoc IAigcNft
    uint32 public immutable version;
    /// @inheritdoc IAigcNft
    uint256 public immutable seedBytes;
    /// @inheritdoc IAigcNft
    uint256 public immutable promptBytes;
    /// @inheritdoc IAigcNft
    uint256 public immutable inputBytes;
    /// @inheritdoc IAigcNft
    uint256 public immutable outputBytes;

    /// @inheritdoc IAigcNft
    mapping(address account => uint256) public creditOf;

    mapping(uint256 tokenId => Record) private _records;
    /// @dev Hash of an answer whose bytes are not stored.
    mapping(uint256 tokenId => bytes32) private _dataHashes;
    mapping(uint256 requestId => Refund) private _refunds;
    Refunded private _refunded;

    constructor(
        Terms memory terms,
        Inference memory inference
    ) AigcCollection(terms) AIOracleCallbackReceiver(inference.oracle) {
        uint256 longest = Blob.MAX_BYTES - MAX_PROMPT_BYTES;
        if (inference.outputBytes == 0 || inference.outputBytes > longest) revert InferenceInvalid();
        // An image that is shorter than an image, or whose storage is not paid for, would never be shown.
        if (_imageBytes != 0 && inference.outputBytes != _imageBytes) revert InferenceInvalid();
        modelId = inference.modelId;
        version = inference.version;
        uint256 room = inference.promptBytes == 0 ? MAX_PROMPT_BYTES : inference.promptBytes;
        if (inference.inputBytes != 0) {
            // What is padded has room for a prompt.
            if (inference.inputBytes <= inference.seedBytes) revert InferenceInvalid();
            room = Math.min(room, inference.inputBytes - inference.seedBytes);
        }
        if (inference.seedBytes > 32 || room == 0 || room > MAX_PROMPT_BYTES) revert InferenceInvalid();
        seedBytes = inference.seedBytes;
        promptBytes = room;
        inputBytes = inference.inputBytes;
        outputBytes = inference.outputBytes;
    }

    /// @dev What the oracle gives back.
    receive() external payable {
        if (msg.sender != address(aiOracle)) revert OnlyOracle(msg.sender);
        _refunded.held += uint128(msg.value);
    }

    /// @inheritdoc IAigcNft
    function mint(address to, bytes calldata prompt_, bytes32 salt) external payable returns (uint256 id) {
        uint256 fee;
        (id, fee) = _take(to, prompt_, salt);
        if (msg.value < fee) revert PaymentTooSmall(msg.value, fee);
        (, uint256 left) = _ask(id, prompt_, msg.value - fee);
        _send(msg.sender, left);
        ERC721Utils.checkOnERC721Received(msg.sender, address(0), to, id, "");
    }

    /// @inheritdoc IAigcNft
    function askAgain(bytes calldata prompt_) external payable returns (uint256 requestId) {
        uint256 id = _idOf(prompt_);
        Record memory record = _records[id];
        // INVARIANT: a token has one request that can still be answered, at most.
        bool failed = record.state == State.Unanswered || (record.state == State.Faulted && _isFinal(record.requestId));
        if (!failed) revert WrongState(id, record.state);
        uint256 left;
        (requestId, left) = _ask(id, prompt_, msg.value);
        _records[id] = Record(record.blob, uint64(requestId), State.Pending);
        emit MetadataUpdate(id);
        _send(msg.sender, left);
    }

    /// @inheritdoc AIOracleCallbackReceiver
    /// @dev Comes with each claim, so again when a dispute changed the answer.
    function aiOracleCallback(
        uint256 requestId,
        bytes calldata output,
        bytes calldata callbackData
    ) external override onlyAIOracleCallback {
        bytes calldata prompt_ = callbackData[HEAD:];
        uint256 id = _idOf(prompt_);
        Record memory record = _recordOf(id, requestId);
        if (record.state == State.Faulted) delete _refunds[requestId];
        if (record.state == State.Unstored) delete _dataHashes[id];
        if (output.length <= outputBytes) {
            _store(id, requestId, record, prompt_, output);
        } else {
            bytes32 dataHash = keccak256(output);
            _dataHashes[id] = dataHash;
            _records[id] = Record(record.blob, uint64(requestId), State.Unstored);
            emit AnsweredByHash(id, requestId, dataHash);
            emit MetadataUpdate(id);
        }
    }

    /// @inheritdoc AIOracleCallbackReceiver
    function aiOracleCallbackError(
        uint256 requestId,
        IAIOracle.AIOracleError code,
        bytes calldata,
        bytes calldata callbackData
    ) external override onlyAIOracleCallback {
        uint256 id = _idOf(callbackData[HEAD:]);
        Record memory record = _recordOf(id, requestId);
        address payer = address(bytes20(callbackData[:20]));
        uint96 fee = uint96(bytes12(callbackData[20:32]));
        State state;
        if (code == IAIOracle.AIOracleError.Unanswered) {
            // The oracle has paid back all of it just before.
            state = State.Unanswered;
            if (record.state == State.Faulted) delete _refunds[requestId];
            _credit(payer, requestId, uint256(fee) + uint96(bytes12(callbackData[32:HEAD])));
        } else {
            state = State.Faulted;
            _refunds[requestId] = Refund(payer, fee);
        }
        if (record.state == State.Unstored) delete _dataHashes[id];
        _records[id] = Record(record.blob, uint64(requestId), state);
        emit Failed(id, requestId, state);
        emit MetadataUpdate(id);
    }

    /// @inheritdoc IERC7007
    /// @dev For a first answer that is longer than what the minter paid to have stored. Anyone may bring it.
    function addAigcData(uint256 id, bytes calldata prompt_, bytes calldata aigcData, bytes calldata proof) external {
        // INVARIANT: a token is its prompt; nothing binds it to another.
        if (id != _idOf(prompt_)) revert WrongTokenId(id, _idOf(prompt_));
        if (!_isProof(proof, _records[id].requestId)) revert WrongProof(proof);
        _bring(id, prompt_, aigcData, true);
    }

    /// @inheritdoc IERC7007Updatable
    /// @dev For an answer that replaces a refuted one, when it is too long for the callback to have stored it. Anyone may
    /// bring it; it works once.
    function update(bytes calldata prompt_, bytes calldata aigcData) external {
        _bring(_idOf(prompt_), prompt_, aigcData, false);
    }

    /// @inheritdoc IAigcNft
    function announceFinal(uint256 id) external {
        Record storage record = _records[id];
        if (record.state != State.Answered) revert WrongState(id, record.state);
        if (!_isFinal(record.requestId)) revert NotFinal(id);
        record.state = State.Final;
        emit Finalized(id);
        emit MetadataUpdate(id);
    }

    /// @inheritdoc IAigcNft
    function reclaim(uint256 requestId) external returns (uint256 amount) {
        Refund memory refund = _refunds[requestId];
        // INVARIANT: a fault that a dispute may still turn into an answer gives nothing back.
        if (refund.fee == 0 || !_isFinal(requestId)) revert NothingToReclaim(requestId);
        delete _refunds[requestId];
        amount = refund.fee;
        _credit(refund.payer, requestId, amount);
    }

    /// @inheritdoc IAigcNft
    function withdraw(address to) external returns (uint256 amount) {
        amount = creditOf[msg.sender];
        if (amount == 0) revert NothingToWithdraw(msg.sender);
        delete creditOf[msg.sender];
        _refunded.held -= uint128(amount);
        _refunded.credited -= uint128(amount);
        emit Withdrawn(msg.sender, amount);
        _send(to, amount);
    }

    /// @inheritdoc IERC7007
    /// @dev True only for the present data of a token, once it can no longer change. `proof` is `proofOf(tokenId)`.
    function verify(
        bytes calldata prompt_,
        bytes calldata aigcData,
        bytes calldata proof
    ) external view returns (bool success) {
        Record memory record = _records[_idOf(prompt_)];
        return
            // INVARIANT: a prompt that was not minted has no record; and no request has id zero.
            _isFinalData(record) && _isProof(proof, record.requestId) && Blob.holds(record.blob, prompt_, aigcData);
    }

    /// @inheritdoc IAigcNft
    function price(uint256 promptLength) external view returns (uint256) {
        (uint256 fee, uint256 callbackFee) = _quote(callbackGas(promptLength));
        return mintFee() + fee + callbackFee;
    }

    /// @inheritdoc IAigcNft
    function priceOf(
        bytes32 commitment,
        uint256 promptLength
    ) external view returns (uint256 fixedFee, uint256 inference) {
        if (committedAt(commitment) == 0) revert NotCommitted(commitment);
        (uint256 fee, uint256 callbackFee) = _quote(callbackGas(promptLength));
        return (mintFeeOf(commitment), fee + callbackFee);
    }

    /// @inheritdoc IAigcNft
    function statusOf(uint256 id) external view returns (State state, uint256 requestId, bool finalized) {
        _requireOwned(id);
        Record memory record = _records[id];
        state = record.state;
        requestId = record.requestId;
        if (state == State.Final || state == State.Unanswered) finalized = true;
        else if (state != State.Pending) finalized = _isFinal(requestId);
    }

    /// @inheritdoc IAigcNft
    function proofOf(uint256 id) external view returns (bytes memory) {
        _requireOwned(id);
        return abi.encode(_records[id].requestId);
    }

    /// @inheritdoc IAigcCollection
    function aigcDataOf(uint256 id) external view returns (bytes memory data) {
        _requireOwned(id);
        Record memory record = _records[id];
        if (_isStored(record)) (, data) = Blob.read(record.blob);
    }

    /// @inheritdoc IAigcNft
    function inputOf(bytes calldata prompt_) public view returns (bytes memory) {
        if (prompt_.length > promptBytes) revert PromptTooLong(prompt_.length, promptBytes);
        if (seedBytes == 0 && inputBytes == 0) return prompt_;
        uint256 id = _idOf(prompt_);
        bytes memory seed = new bytes(seedBytes);
        assembly ("memory-safe") {
            // Memory comes in words: a seed that is not empty has a whole one.
            if mload(seed) {
                mstore(add(seed, 32), id)
            }
        }
        uint256 used = seedBytes + prompt_.length;
        return bytes.concat(seed, prompt_, new bytes(inputBytes == 0 ? 0 : inputBytes - used));
    }

    /// @inheritdoc IAigcNft
    function callbackGas(uint256 promptLength) public view returns (uint64) {
        return uint64(CALLBACK_GAS + BYTE_GAS * (promptLength + outputBytes));
    }

    /// @inheritdoc IERC721Metadata
    function tokenURI(uint256 id) public view override(ERC721) returns (string memory) {
        _requireOwned(id);
        Record memory record = _records[id];
        (bytes memory prompt_, bytes memory data) = Blob.read(record.blob);
        if (!_isStored(record)) data = "";
        (string memory status, string memory explanation) = _describe(record);
        return
            renderer.tokenURI(
                IAigcRenderer.Token({
                    tokenId: id,
                    collection: name(),
                    prompt: string(prompt_),
                    data: data,
                    format: _format(),
                    model: Strings.toString(ModelId.unwrap(modelId)),
                    proofType: "fraud",
                    status: status,
                    explanation: explanation
                })
            );
    }

    /// @inheritdoc ERC721
    function supportsInterface(bytes4 id) public view override(AigcCollection, IERC165) returns (bool) {
        return id == type(IERC7007Updatable).interfaceId || super.supportsInterface(id);
    }

    /// @dev Asks the model, out of `funds`.
    /// @return requestId The oracle's.
    /// @return left Of them, what it did not cost.
    function _ask(uint256 id, bytes calldata prompt_, uint256 funds) private returns (uint256 requestId, uint256 left) {
        uint64 gasLimit = callbackGas(prompt_.length);
        (uint256 fee, uint256 callbackFee) = _quote(gasLimit);
        uint256 cost = fee + callbackFee;
        if (funds < cost) revert PaymentTooSmall(funds, cost);
        unchecked {
            left = funds - cost;
        }
        bytes memory input = inputOf(prompt_);
        // Brought back with the answer: it costs less than to store it meanwhile.
        bytes memory callbackData = abi.encodePacked(msg.sender, uint96(fee), uint96(callbackFee), prompt_);
        if (version == 0) {
            // Asks the latest version, and is cheaper.
            requestId = aiOracle.requestCallback{value: cost}(
                ModelId.unwrap(modelId),
                input,
                address(this),
                gasLimit,
                callbackData
            );
        } else {
            requestId = IVerifiableOracle(address(aiOracle)).request{value: cost}(
                IVerifiableOracle.Question({
                    modelId: modelId,
                    version: version,
                    input: input,
                    delivery: IVerifiableOracle.Delivery.Provisional,
                    callbackContract: address(this),
                    gasLimit: gasLimit,
                    callbackData: callbackData,
                    token: address(0),
                    maxFee: cost,
                    deadline: 0
                })
            );
        }
        emit Asked(id, requestId, msg.sender);
    }

    /// @dev Brings bytes of which the hash is known.
    function _bring(uint256 id, bytes calldata prompt_, bytes calldata aigcData, bool first) private {
        Record memory record = _records[id];
        if (record.state != State.Unstored || (record.blob == address(0)) != first) {
            revert WrongState(id, record.state);
        }
        bytes32 actual = keccak256(aigcData);
        // INVARIANT: only what the oracle delivered last becomes a token's data.
        if (actual != _dataHashes[id]) revert WrongData(_dataHashes[id], actual);
        delete _dataHashes[id];
        _store(id, record.requestId, record, prompt_, aigcData);
    }

    function _store(
        uint256 id,
        uint256 requestId,
        Record memory record,
        bytes calldata prompt_,
        bytes calldata data
    ) private {
        address blob = record.blob;
        bool first = blob == address(0);
        // The same answer may come again, after another operator's was refuted.
        bool changed = first || !Blob.holds(blob, prompt_, data);
        if (changed) blob = Blob.write(prompt_, data);
        _records[id] = Record(blob, uint64(requestId), State.Answered);
        if (changed) {
            if (first) emit AigcData(id, prompt_, data, abi.encode(requestId));
            else emit Update(id, prompt_, data);
            emit Content(id, data);
        }
        emit MetadataUpdate(id);
    }

    function _credit(address account, uint256 requestId, uint256 amount) private {
        uint256 uncredited = _refunded.held - _refunded.credited;
        // INVARIANT: credits are covered by what came back.
        if (amount > uncredited) revert NotReturnedYet(requestId);
        _refunded.credited += uint128(amount);
        creditOf[account] += amount;
        emit Credited(account, requestId, amount);
    }

    /// @dev The record that a delivery is for.
    function _recordOf(uint256 id, uint256 requestId) private view returns (Record memory record) {
        record = _records[id];
        // INVARIANT: an answer to an older request never replaces one to a newer.
        if (record.requestId != 0 && record.requestId != requestId) revert WrongRequest(id, requestId);
    }

    function _quote(uint64 gasLimit) private view returns (uint256 fee, uint256 callbackFee) {
        return IVerifiableOracle(address(aiOracle)).quoteFee(modelId, version, address(0), gasLimit);
    }

    /// @dev What was last delivered is final only if nothing newer failed to be delivered.
    function _isFinal(uint256 requestId) private view returns (bool) {
        return aiOracle.isFinalized(requestId) && !IVerifiableOracle(address(aiOracle)).isUndelivered(requestId);
    }

    function _isFinalData(Record memory record) private view returns (bool) {
        return record.state == State.Final || (record.state == State.Answered && _isFinal(record.requestId));
    }

    function _describe(Record memory record) private view returns (string memory, string memory) {
        State state = record.state;
        if (state == State.Pending) return ("Pending", "The model has been asked and has not answered yet.");
        if (_isFinalData(record)) return ("Final", "What the model made of the prompt. It can no longer change.");
        if (state == State.Answered) {
            return ("Provisional", "An operator's answer, backed by its bond, that can still be disputed.");
        }
        if (state == State.Unstored) return ("Unstored", "Answered. The answer's bytes can be brought by anyone.");
        if (state == State.Faulted) return ("No output", "The model is claimed to give no output for this prompt.");
        return ("Unanswered", "Nobody answered in time. Anyone can ask again.");
    }

    function _heldForOthers() internal view override returns (uint256) {
        return _refunded.held;
    }

    function _blobOf(uint256 id) internal view override returns (address) {
        return _records[id].blob;
    }

    function _isStored(Record memory record) private pure returns (bool) {
        return record.state == State.Answered || record.state == State.Final;
    }

    function _isProof(bytes calldata proof, uint256 requestId) private pure returns (bool) {
        return proof.length == 32 && uint256(bytes32(proof)) == requestId;
    }
}
