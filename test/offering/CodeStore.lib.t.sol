// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CodeStore} from "../../contracts/offering/deployers/CodeStore.sol";
import {bound} from "../support/Vm.sol";

/// @dev Gives the library frames of its own.
contract CodeStoreCaller {
    address[] private _chunks;

    function write(bytes memory data) external {
        _chunks = CodeStore.write(data);
    }

    function read(bytes memory tail) external view returns (bytes memory) {
        return CodeStore.read(_chunks, tail);
    }

    function chunk(uint256 i) external view returns (address) {
        return _chunks[i];
    }
}

contract CodeStoreTest {
    function testFuzz_codeStore_keepsBytes(uint256 length, bytes32 seed, bytes calldata tail) public {
        length = bound(length, 0, 60_000);
        bytes memory data = new bytes(length);
        for (uint256 i; i + 32 <= length; i += 997) {
            bytes32 word = keccak256(abi.encode(seed, i));
            assembly {
                mstore(add(add(data, 32), i), word)
            }
        }
        CodeStoreCaller store = new CodeStoreCaller();
        store.write(data);
        require(keccak256(store.read(tail)) == keccak256(bytes.concat(data, tail)), "bytes");
        if (length == 0) return;
        (bool ok, bytes memory out) = store.chunk(0).call("");
        require(ok && out.length == 0, "a chunk does nothing");
    }

    /// @dev A chunk that cannot be paid for is not passed over.
    function test_write_withTooLittleGas_reverts() public {
        CodeStoreCaller store = new CodeStoreCaller();
        bytes memory data = new bytes(CodeStore.CHUNK);
        try store.write{gas: 3_000_000}(data) {
            revert("24 kB of code cost more");
        } catch (bytes memory reason) {
            require(bytes4(reason) == CodeStore.StoreFailed.selector, "reason");
        }
    }
}
