// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Byte strings in blobs
/// @notice A blob is a polynomial over the scalar field of BLS12-381, given by its values at the 4096 roots of unity in
/// bit-reversed order (EIP-4844, consensus-specs deneb/polynomial-commitments.md). Each value carries 31 bytes, big-endian;
/// what is above them in the value is ignored, so any blob is a string. A string's last blob is ignored after its end.
library BlobBytes {
    uint256 internal constant BYTES_PER_ELEMENT = 31;
    uint256 internal constant ELEMENTS_PER_BLOB = 4096;
    uint256 internal constant BYTES_PER_BLOB = BYTES_PER_ELEMENT * ELEMENTS_PER_BLOB;

    uint256 internal constant MODULUS = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001;

    /// @dev Of order 4096: `7 ** ((MODULUS - 1) / 4096)`.
    uint256 private constant ROOT_OF_UNITY = 0x564c0a11a0f704f4fc3e8acfe0f8245f0ad1347b378fbf96e206da11a5d36306;

    uint256 private constant LOG_ELEMENTS = 12;
    uint256 private constant POINT_EVALUATION = 0x0a;

    /// @notice The point evaluation precompile does not confirm a value of a blob.
    error WrongElement(bytes32 versionedHash, uint256 index);

    /// @notice Number of blobs that hold `length` bytes.
    function count(uint256 length) internal pure returns (uint256) {
        return (length + BYTES_PER_BLOB - 1) / BYTES_PER_BLOB;
    }

    /// @notice Where the polynomial of a blob has its value number `index`.
    function pointOf(uint256 index) internal pure returns (uint256 point) {
        point = 1;
        uint256 root = ROOT_OF_UNITY;
        // The exponent is the index with its bits reversed: the highest bit stands for the root itself, each lower one for
        // the square of the one above.
        for (uint256 bit = LOG_ELEMENTS; bit > 0;) {
            unchecked {
                --bit;
            }
            if ((index >> bit) & 1 != 0) point = mulmod(point, root, MODULUS);
            root = mulmod(root, root, MODULUS);
        }
    }

    /// @notice The 31 bytes that value number `index` of a blob carries, left-aligned.
    /// @param proof At this place in calldata: the value (32 bytes), the blob's KZG commitment (48), the proof (48).
    function open(bytes32 versionedHash, uint256 index, uint256 proof) internal view returns (uint256 bytes31_) {
        uint256 point = pointOf(index);
        bool success;
        assembly ("memory-safe") {
            // The precompile takes versioned hash, point, value, commitment and proof, and returns 64 bytes.
            let free := mload(0x40)
            mstore(free, versionedHash)
            mstore(add(free, 32), point)
            calldatacopy(add(free, 64), proof, 128)
            success := staticcall(gas(), POINT_EVALUATION, free, 192, 0, 0)
            // A chain without the precompile has an empty account there, which succeeds and returns nothing.
            success := and(success, eq(returndatasize(), 64))
            bytes31_ := shl(8, mload(add(free, 64)))
        }
        // INVARIANT: a value is what was published in the blob.
        if (!success) revert WrongElement(versionedHash, index);
    }
}
