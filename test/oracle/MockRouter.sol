// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IFeeRouter} from "../../contracts/revenue/interfaces/IFeeRouter.sol";
import {IModelControllers} from "../../contracts/revenue/interfaces/IModelControllers.sol";

/// @dev Takes what it is paid and remembers it; refuses when told to.
contract MockRouter is IFeeRouter {
    bool public refuses;
    uint256 public received;
    address public lastOperator;
    bytes32 public lastSchedule;
    mapping(address token => uint256 amount) public receivedToken;
    mapping(uint256 modelId => bytes32 hash) public scheduleHashOf;

    function setRefuses(bool refuses_) external {
        refuses = refuses_;
    }

    function setSchedule(uint256 modelId, Schedule calldata schedule, uint16) external {
        scheduleHashOf[modelId] = keccak256(abi.encode(schedule));
    }

    function distribute(Schedule calldata schedule, bytes32 scheduleHash, address operator, uint256) external payable {
        _take(schedule, scheduleHash, operator);
        received += msg.value;
    }

    function distributeERC20(
        address token,
        uint256 amount,
        Schedule calldata schedule,
        bytes32 scheduleHash,
        address operator,
        uint256
    ) external {
        _take(schedule, scheduleHash, operator);
        IERC20(token).transferFrom(msg.sender, address(this), amount);
        receivedToken[token] += amount;
    }

    function withdraw(address) external pure returns (uint256) {}

    function withdrawTo(address, address) external pure returns (uint256) {}

    function withdrawFor(address, address) external pure returns (uint256) {}

    function floorOf(uint256) external pure returns (uint256, address) {}

    function creditOf(address, address) external pure returns (uint256) {}

    function hashSchedule(Schedule calldata) external pure returns (bytes32) {}

    function quote(Schedule calldata, uint256, bool) external pure returns (Split memory) {}

    function protocol() external pure returns (address) {}

    function protocolBps() external pure returns (uint256) {}

    function controllers() external pure returns (IModelControllers) {}

    function _take(Schedule calldata schedule, bytes32 scheduleHash, address operator) private {
        require(!refuses, "refused");
        require(keccak256(abi.encode(schedule)) == scheduleHash, "schedule");
        lastOperator = operator;
        lastSchedule = scheduleHash;
    }
}
