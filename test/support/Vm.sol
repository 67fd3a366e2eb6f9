// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev The cheatcodes that the Solidity tests use.
interface Vm {
    function addr(uint256 key) external pure returns (address);
    function assume(bool condition) external pure;
    function deal(address account, uint256 balance) external;
    function etch(address account, bytes calldata code) external;
    function expectEmit(bool topic1, bool topic2, bool topic3, bool data, address emitter) external;
    function expectRevert() external;
    function expectRevert(bytes4 selector) external;
    function expectRevert(bytes calldata data) external;
    function getCode(string calldata artifact) external view returns (bytes memory);
    function mockCall(address callee, bytes calldata call_, bytes calldata answer) external;
    function prank(address sender) external;
    function roll(uint256 blockNumber) external;
    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function startPrank(address sender) external;
    function stopPrank() external;
    function warp(uint256 timestamp) external;
}

/// @dev Those for what was logged.
interface LogVm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory);
}

Vm constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
LogVm constant logVm = LogVm(address(vm));

/// @dev Maps a fuzzed number onto `low .. high`, both included.
function bound(uint256 x, uint256 low, uint256 high) pure returns (uint256) {
    require(low <= high, "bound: empty range");
    uint256 size = high - low + 1;
    return size == 0 ? x : low + (x % size);
}

/// @dev Deploys a contract from its artifact. Unlike `new`, it does not make the compiler build that contract again inside
/// the test.
function deployArtifact(string memory artifact, bytes memory arguments) returns (address made) {
    (made, ) = _create(artifact, arguments);
    require(made != address(0), artifact);
}

/// @dev What the constructor of a contract, deployed from its artifact, refuses its arguments with.
function refusalOf(string memory artifact, bytes memory arguments) returns (bytes memory reason) {
    address made;
    (made, reason) = _create(artifact, arguments);
    require(made == address(0), artifact);
}

function _create(string memory artifact, bytes memory arguments) returns (address made, bytes memory reason) {
    bytes memory code = bytes.concat(vm.getCode(artifact), arguments);
    assembly ("memory-safe") {
        made := create(0, add(code, 32), mload(code))
        reason := mload(0x40)
        let size := mul(returndatasize(), iszero(made))
        mstore(reason, size)
        returndatacopy(add(reason, 32), 0, size)
        mstore(0x40, add(add(reason, 32), and(add(size, 31), not(31))))
    }
}
