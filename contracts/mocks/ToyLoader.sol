// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IInputLoader} from "../opml/interfaces/IInputLoader.sol";
import {Arena} from "../opml/lib/Arena.sol";
import {MerkleBytes} from "../opml/lib/MerkleBytes.sol";

/// @title Loads inputs that are given whole
/// @notice For tests: an input commits to its bytes by their hash, and the witness is all of them. Every arena on the way
/// is computed from scratch, so that it also tells what a loader must answer.
contract ToyLoader is IInputLoader {
    error WrongInput(bytes32 expected, bytes32 actual);
    error WrongPreRoot(bytes32 expected, bytes32 actual);

    /// @inheritdoc IInputLoader
    function blank(uint256 length) external view returns (bytes32) {
        return this.loaded(new bytes(length), 0);
    }

    /// @inheritdoc IInputLoader
    function load(
        bytes32 input,
        uint256 length,
        uint256 index,
        bytes32 preRoot,
        bytes calldata witness
    ) external view returns (bytes32 postRoot) {
        bytes32 actual = keccak256(witness);
        if (actual != input || witness.length != length) revert WrongInput(input, actual);
        bytes32 root = this.loaded(witness, index);
        if (root != preRoot) revert WrongPreRoot(preRoot, root);
        return this.loaded(witness, index + 1);
    }

    /// @notice Root of the arena that holds the first `leaves` leaves of an input.
    function loaded(bytes calldata data, uint256 leaves) external view returns (bytes32) {
        bytes memory prefix = new bytes(data.length);
        for (uint256 i = 0; i < data.length && i < 32 * leaves; ++i) prefix[i] = data[i];
        return Arena.initialRoot(this.rootOf(prefix), data.length);
    }

    function rootOf(bytes calldata data) external pure returns (bytes32) {
        return MerkleBytes.root(data);
    }
}
