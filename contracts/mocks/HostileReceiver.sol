// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title An account that makes trouble when it is paid
/// @notice For tests. Anyone may choose how, and make it call anything.
contract HostileReceiver {
    /// @param Accepts Takes ETH.
    /// @param Rejects Reverts.
    /// @param BurnsGas Never ends.
    /// @param Bombs Reverts with a megabyte.
    /// @param Reenters Makes a call of its own choice, and takes the ETH whatever comes of it.
    enum Mode {
        Accepts,
        Rejects,
        BurnsGas,
        Bombs,
        Reenters
    }

    Mode public mode;
    address private _target;
    bytes private _call;

    /// @notice How many re-entrant calls were made, and how many went through.
    uint256 public attempts;
    uint256 public reentries;

    error Rejected();
    error CallFailed(bytes reason);

    receive() external payable {
        _misbehave();
    }

    function setMode(Mode mode_) external {
        mode = mode_;
    }

    function reenter(address target, bytes calldata call_) external {
        mode = Mode.Reenters;
        _target = target;
        _call = call_;
    }

    function execute(address target, bytes calldata call_) external payable returns (bytes memory result) {
        bool ok;
        // solhint-disable-next-line avoid-low-level-calls
        (ok, result) = target.call{value: msg.value}(call_);
        if (!ok) revert CallFailed(result);
    }

    function _misbehave() private {
        if (mode == Mode.Rejects) revert Rejected();
        if (mode == Mode.BurnsGas) {
            assembly ("memory-safe") {
                for {} 1 {} {}
            }
        }
        if (mode == Mode.Bombs) {
            assembly ("memory-safe") {
                revert(0, 1000000)
            }
        }
        if (mode == Mode.Reenters && attempts < 4) {
            ++attempts;
            // solhint-disable-next-line avoid-low-level-calls
            (bool ok, ) = _target.call(_call);
            if (ok) ++reentries;
        }
    }
}
