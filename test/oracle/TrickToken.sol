// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TestERC20} from "../../contracts/mocks/TestERC20.sol";

/// @dev An ERC-20 with permit that can be made to misbehave.
contract TrickToken is TestERC20 {
    enum Trick {
        None,
        RefuseTransfer,
        BurnGas,
        Reenter
    }

    Trick public trick;
    address private _target;
    bytes private _payload;

    function setTrick(Trick trick_) external {
        trick = trick_;
    }

    /// @dev The next transfer first calls `target`.
    function reenter(address target, bytes calldata payload) external {
        trick = Trick.Reenter;
        _target = target;
        _payload = payload;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (from != address(0)) _misbehave();
        super._update(from, to, value);
    }

    function _misbehave() private {
        if (trick == Trick.RefuseTransfer) revert("refused");
        if (trick == Trick.BurnGas) {
            assembly {
                invalid()
            }
        }
        if (trick == Trick.Reenter) {
            trick = Trick.None;
            (bool success, ) = _target.call(_payload);
            require(success, "reentry failed");
        }
    }
}
