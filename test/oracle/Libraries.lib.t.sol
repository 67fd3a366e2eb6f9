// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ModelId} from "../../contracts/models/interfaces/IModelRegistry.sol";
import {IVerifiableOracle} from "../../contracts/oracle/interfaces/IVerifiableOracle.sol";
import {InputForm} from "../../contracts/opml/types/InputForm.sol";
import {BoundedCall} from "../../contracts/oracle/lib/BoundedCall.sol";
import {Hashing} from "../../contracts/oracle/lib/Hashing.sol";

/// @dev Gives the libraries calldata, and calls through them.
contract LibraryCaller {
    function hashRequest(IVerifiableOracle.Request calldata request) external pure returns (bytes32) {
        return Hashing.ofCalldata(request);
    }

    function hashBytes(bytes calldata data) external pure returns (bytes32) {
        return Hashing.ofBytes(data);
    }

    /// @return success What the library says.
    /// @return spent Gas that the call cost.
    /// @return intact Whether memory is as it was.
    function tryCall(
        address target,
        uint256 gasLimit,
        bytes memory data
    ) external payable returns (bool success, uint256 spent, bool intact) {
        bytes32 before = keccak256(data);
        spent = gasleft();
        success = BoundedCall.tryCall(target, msg.value, gasLimit, data);
        spent -= gasleft();
        intact = keccak256(data) == before;
    }
}

contract Callee {
    uint256 public gasSeen;
    uint256 public received;

    function look() external payable {
        gasSeen = gasleft();
        received += msg.value;
    }

    function burn() external pure {
        assembly {
            invalid()
        }
    }

    function bomb(uint256 size) external pure {
        assembly {
            return(0, size)
        }
    }
}

contract LibrariesTest {
    LibraryCaller private immutable CALLER = new LibraryCaller();
    Callee private callee;

    receive() external payable {}

    function setUp() external {
        callee = new Callee();
    }

    function testFuzz_hashing_ofRequestIsThatOfItsEncoding(bytes32[14] memory words) external view {
        IVerifiableOracle.Request memory request;
        request.account = address(uint160(uint256(words[0])));
        request.modelId = ModelId.wrap(uint256(words[1]));
        request.machine = words[2];
        request.input = words[3];
        request.inputForm = InputForm.wrap(uint64(uint256(words[4])));
        request.delivery = IVerifiableOracle.Delivery(uint256(words[5]) % 3);
        request.callbackContract = address(uint160(uint256(words[6])));
        request.gasLimit = uint64(uint256(words[7]));
        request.callbackDataHash = words[8];
        request.token = address(uint160(uint256(words[9])));
        request.fee = uint256(words[10]);
        request.callbackFee = uint256(words[11]);
        request.deadline = uint64(uint256(words[12]));
        request.schedule = words[13];
        bytes32 expected = keccak256(abi.encode(request));
        require(Hashing.ofMemory(request) == expected, "memory");
        require(CALLER.hashRequest(request) == expected, "calldata");
    }

    function testFuzz_hashing_ofBytes(bytes calldata data) external view {
        require(CALLER.hashBytes(data) == keccak256(data), "bytes");
    }

    function testFuzz_tryCall_givesWhatItPromises(uint256 gasLimit) external {
        gasLimit = 60_000 + (gasLimit % 1_000_000);
        (bool success, , bool intact) = CALLER.tryCall(address(callee), gasLimit, abi.encodeCall(Callee.look, ()));
        require(success && intact, "called");
        // Less by the callee's dispatch only.
        require(callee.gasSeen() <= gasLimit && callee.gasSeen() > gasLimit - 500, "gas");
    }

    function testFuzz_tryCall_costsNoMoreThanPromised(uint256 gasLimit) external {
        gasLimit = 10_000 + (gasLimit % 1_000_000);
        (bool success, uint256 spent, ) = CALLER.tryCall(address(callee), gasLimit, abi.encodeCall(Callee.burn, ()));
        require(!success && spent < gasLimit + 5_000, "burnt");
        // A megabyte returned is a megabyte of the callee's memory, none of the caller's.
        (, spent, ) = CALLER.tryCall(address(callee), gasLimit, abi.encodeCall(Callee.bomb, (1 << 20)));
        require(spent < gasLimit + 5_000, "bombed");
    }

    function test_tryCall_sendsValue() external {
        (bool success, , ) = CALLER.tryCall{value: 5}(address(callee), 100_000, abi.encodeCall(Callee.look, ()));
        require(success && callee.received() == 5, "value");
    }

    function testFuzz_gasNeeded_isEnough(uint256 gasLimit) external {
        gasLimit = 60_000 + (gasLimit % 2_000_000);
        // Exactly what is asked for, plus the cost of getting to the call.
        uint256 sent = BoundedCall.gasNeeded(gasLimit) + 2_000;
        CALLER.tryCall{gas: sent}(address(callee), gasLimit, abi.encodeCall(Callee.look, ()));
        require(callee.gasSeen() > gasLimit - 500, "starved");
    }
}
