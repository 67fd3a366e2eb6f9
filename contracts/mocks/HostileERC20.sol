// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title A token that misbehaves on demand
/// @notice For tests. Anyone may mint, burn, rebase and choose how it misbehaves.
contract HostileERC20 {
    /// @param Honest Behaves.
    /// @param FeeOnTransfer A tenth of what is sent vanishes.
    /// @param FeeOnTop The sender pays a tenth more than it sends.
    /// @param ReturnsFalse `transfer` and `transferFrom` do nothing and return false.
    /// @param LiesFalse They move the tokens and return false.
    /// @param LiesTrue They return true and do nothing.
    /// @param ReturnsNothing They move the tokens and return no data.
    /// @param Blocks They revert.
    /// @param Reenters They call `reenter` first, and go on whatever comes of it.
    /// @param BalanceReverts `balanceOf` reverts.
    /// @param BalanceBurnsGas `balanceOf` never ends.
    /// @param BalanceReturnsNothing `balanceOf` returns no data.
    /// @param BalanceBombs `balanceOf` reverts with a megabyte.
    /// @param BalanceWantsGas `balanceOf` reverts unless it is given plenty of gas.
    /// @param BalanceHuge `balanceOf` returns the largest number.
    enum Mode {
        Honest,
        FeeOnTransfer,
        FeeOnTop,
        ReturnsFalse,
        LiesFalse,
        LiesTrue,
        ReturnsNothing,
        Blocks,
        Reenters,
        BalanceReverts,
        BalanceBurnsGas,
        BalanceReturnsNothing,
        BalanceBombs,
        BalanceWantsGas,
        BalanceHuge
    }

    Mode public mode;
    uint256 public totalShares;
    mapping(address account => mapping(address spender => uint256)) public allowance;

    /// @dev Balances are `shares * numerator / denominator`, so that a rebase reaches everyone.
    mapping(address account => uint256) private _shares;
    uint256 private _numerator = 1;
    uint256 private _denominator = 1;
    address private _target;
    bytes private _call;

    /// @notice Whether the last call of `Reenters` went through, and how many were made.
    bool public reentered;
    uint256 public attempts;

    error Blocked();

    function setMode(Mode mode_) external {
        mode = mode_;
    }

    function reenter(address target, bytes calldata call_) external {
        mode = Mode.Reenters;
        _target = target;
        _call = call_;
    }

    /// @notice Multiplies all balances by `numerator / denominator`.
    function rebase(uint256 numerator, uint256 denominator) external {
        _numerator = numerator;
        _denominator = denominator;
    }

    function mint(address to, uint256 amount) external {
        _shares[to] += amount;
        totalShares += amount;
    }

    function burn(address from, uint256 amount) external {
        _shares[from] -= amount;
        totalShares -= amount;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        allowance[from][msg.sender] -= amount;
        return _move(from, to, amount);
    }

    function balanceOf(address account) external view returns (uint256) {
        if (mode == Mode.BalanceReverts) revert Blocked();
        if (mode == Mode.BalanceWantsGas && gasleft() < 90_000) revert Blocked();
        if (mode == Mode.BalanceHuge) return type(uint256).max;
        if (mode == Mode.BalanceReturnsNothing) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        if (mode == Mode.BalanceBurnsGas) {
            assembly ("memory-safe") {
                for {} 1 {} {}
            }
        }
        if (mode == Mode.BalanceBombs) {
            assembly ("memory-safe") {
                revert(0, 1000000)
            }
        }
        return trueBalanceOf(account);
    }

    /// @notice The balance, whatever `balanceOf` says.
    function trueBalanceOf(address account) public view returns (uint256) {
        return (_shares[account] * _numerator) / _denominator;
    }

    function _move(address from, address to, uint256 amount) private returns (bool) {
        if (mode == Mode.Blocks) revert Blocked();
        if (mode == Mode.ReturnsFalse) return false;
        if (mode == Mode.LiesTrue) return true;
        if (mode == Mode.Reenters) {
            ++attempts;
            // solhint-disable-next-line avoid-low-level-calls
            (reentered, ) = _target.call(_call);
        }
        uint256 shares = (amount * _denominator) / _numerator;
        uint256 fee = shares / 10;
        _shares[from] -= mode == Mode.FeeOnTop ? shares + fee : shares;
        _shares[to] += mode == Mode.FeeOnTransfer ? shares - fee : shares;
        if (mode == Mode.ReturnsNothing) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return mode != Mode.LiesFalse;
    }
}
