// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ModelId} from "../../models/interfaces/IModelRegistry.sol";
import {IVerifiableOracle} from "../../oracle/interfaces/IVerifiableOracle.sol";
import {IAigcNft} from "./IAigcNft.sol";
import {IAigcRenderer} from "./IAigcRenderer.sol";

/// @title Makes AIGC collections
/// @notice A collection's address is known before it exists. One by `create` has an address that stands for all its terms:
/// whoever makes it, it is the same contract. Anyone may make one for any model. It is a model's own if its revenue token is
/// the model's and its admin the model's timelock, or nobody; the one of a launch, `ImoFactory.launchOf` names.
interface IAigcNftFactory {
    /// @notice What a collection is made of; see `IAigcCollection.Terms` and `IAigcNft.Inference`.
    struct Collection {
        string name;
        string symbol;
        ModelId modelId;
        uint32 version;
        address revenueToken;
        address admin;
        uint96 mintFee;
        uint16 royaltyBps;
        IAigcRenderer.Format format;
        uint32 revealDelay;
        uint8 seedBytes;
        uint16 promptBytes;
        uint32 inputBytes;
        uint32 outputBytes;
    }

    event CollectionCreated(
        address indexed collection,
        ModelId indexed modelId,
        address indexed revenueToken,
        Collection terms
    );

    /// @notice Makes a collection.
    /// @param salt Tells apart collections on the same terms.
    function create(Collection calldata terms, bytes32 salt) external returns (IAigcNft collection);

    /// @notice Makes a collection at an address that stands for the caller and `salt` alone, for callers that tell it before
    /// they know the terms, as a launch does that has yet to register its model.
    function createAt(Collection calldata terms, bytes32 salt) external returns (IAigcNft collection);

    /// @notice Where `create` puts, or has put, this collection.
    function predict(Collection calldata terms, bytes32 salt) external view returns (address);

    /// @notice Where `createAt` by `creator` puts, or has put, its collection.
    function predictAt(address creator, bytes32 salt) external view returns (address);

    /// @notice True for what this factory made.
    function isCollection(address account) external view returns (bool);

    function oracle() external view returns (IVerifiableOracle);

    function renderer() external view returns (IAigcRenderer);
}
