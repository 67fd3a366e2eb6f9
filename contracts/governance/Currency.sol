// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @dev Money in ETH (address zero) or in an ERC-20 that moves exactly the amounts it is asked to.
library Currency {
    using SafeERC20 for IERC20;

    /// @notice `msg.value` is not what the call needs.
    error ValueMismatch(uint256 value, uint256 expected);
    /// @notice A token that takes fees, or lies.
    error CurrencyMismatch(address currency, uint256 received, uint256 expected);
    error TransferFailed(address to, uint256 amount);

    /// @dev Takes `amount` from the caller: as `msg.value`, or by its approval. The caller of this function guards
    /// against re-entrancy, because a token may call out between the two balances.
    function pull(address currency, uint256 amount) internal {
        if (currency == address(0)) {
            if (msg.value != amount) revert ValueMismatch(msg.value, amount);
            return;
        }
        if (msg.value != 0) revert ValueMismatch(msg.value, 0);
        uint256 before = balance(currency);
        IERC20(currency).safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = balance(currency) - before;
        if (received != amount) revert CurrencyMismatch(currency, received, amount);
    }

    function push(address currency, address to, uint256 amount) internal {
        if (amount == 0) return;
        if (currency == address(0)) {
            (bool ok, ) = to.call{value: amount}("");
            if (!ok) revert TransferFailed(to, amount);
        } else {
            IERC20(currency).safeTransfer(to, amount);
        }
    }

    function balance(address currency) internal view returns (uint256) {
        return currency == address(0) ? address(this).balance : IERC20(currency).balanceOf(address(this));
    }
}
