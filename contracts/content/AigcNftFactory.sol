// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {Create3} from "@openzeppelin/contracts/utils/Create3.sol";

import {IVerifiableOracle} from "../oracle/interfaces/IVerifiableOracle.sol";
import {AigcNft} from "./AigcNft.sol";
import {IAigcCollection} from "./interfaces/IAigcCollection.sol";
import {IAigcNft} from "./interfaces/IAigcNft.sol";
import {IAigcNftFactory} from "./interfaces/IAigcNftFactory.sol";
import {IAigcRenderer} from "./interfaces/IAigcRenderer.sol";
import {Blob} from "./libraries/Blob.sol";

/// @title AigcNftFactory
/// @notice See `IAigcNftFactory`.
contract AigcNftFactory is IAigcNftFactory {
    /// @inheritdoc IAigcNftFactory
    IVerifiableOracle public immutable oracle;
    /// @inheritdoc IAigcNftFactory
    IAigcRenderer public immutable renderer;

    /// @dev Creation code of a collection: with it inside, the factory would be too large.
    address private immutable _creationCode;

    /// @inheritdoc IAigcNftFactory
    mapping(address account => bool) public isCollection;

    constructor(IVerifiableOracle oracle_, IAigcRenderer renderer_) {
        oracle = oracle_;
        renderer = renderer_;
        _creationCode = Blob.write("", type(AigcNft).creationCode);
    }

    /// @inheritdoc IAigcNftFactory
    function create(Collection calldata terms, bytes32 salt) external returns (IAigcNft collection) {
        collection = IAigcNft(Create2.deploy(0, salt, _code(terms)));
        _record(collection, terms);
    }

    /// @inheritdoc IAigcNftFactory
    function createAt(Collection calldata terms, bytes32 salt) external returns (IAigcNft collection) {
        collection = IAigcNft(Create3.deploy(0, _bind(msg.sender, salt), _code(terms)));
        _record(collection, terms);
    }

    /// @inheritdoc IAigcNftFactory
    function predict(Collection calldata terms, bytes32 salt) external view returns (address) {
        return Create2.computeAddress(salt, keccak256(_code(terms)));
    }

    /// @inheritdoc IAigcNftFactory
    function predictAt(address creator, bytes32 salt) external view returns (address) {
        return Create3.computeAddress(_bind(creator, salt));
    }

    function _record(IAigcNft collection, Collection calldata terms) private {
        isCollection[address(collection)] = true;
        emit CollectionCreated(address(collection), terms.modelId, terms.revenueToken, terms);
    }

    /// @dev Nobody else can take a caller's addresses.
    function _bind(address creator, bytes32 salt) private pure returns (bytes32) {
        return keccak256(abi.encode(creator, salt));
    }

    function _code(Collection calldata terms) private view returns (bytes memory) {
        (, bytes memory creationCode) = Blob.read(_creationCode);
        return
            bytes.concat(
                creationCode,
                abi.encode(
                    IAigcCollection.Terms(
                        terms.name,
                        terms.symbol,
                        terms.revenueToken,
                        terms.admin,
                        terms.mintFee,
                        terms.royaltyBps,
                        terms.format,
                        terms.revealDelay,
                        renderer
                    ),
                    IAigcNft.Inference(
                        oracle,
                        terms.modelId,
                        terms.version,
                        terms.seedBytes,
                        terms.promptBytes,
                        terms.inputBytes,
                        terms.outputBytes
                    )
                )
            );
    }
}
