// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

/// @title ERC-7007: verifiable AI-generated content
/// @notice The interface of the standard, id 0x702c55a6. "AIGC data" is what the model made of the prompt.
interface IERC7007 is IERC165, IERC721 {
    /// @notice A token got its data. Indexed bytes are logged as their hashes.
    event AigcData(uint256 indexed tokenId, bytes indexed prompt, bytes indexed aigcData, bytes proof);

    /// @notice Gives a token its data.
    function addAigcData(
        uint256 tokenId,
        bytes calldata prompt,
        bytes calldata aigcData,
        bytes calldata proof
    ) external;

    /// @notice True when `proof` shows that the data is what the model makes of the prompt.
    function verify(
        bytes calldata prompt,
        bytes calldata aigcData,
        bytes calldata proof
    ) external view returns (bool success);
}

/// @title ERC-7007, the extension that tells prompts
/// @notice Id 0xfa1a557a.
interface IERC7007Enumerable is IERC7007 {
    /// @notice The token of a prompt.
    function tokenId(bytes calldata prompt) external view returns (uint256);

    /// @notice The prompt of a token.
    function prompt(uint256 tokenId) external view returns (string memory);
}

/// @title ERC-7007, the extension for data that a dispute may change
/// @notice Id 0x3f37dce2.
interface IERC7007Updatable is IERC7007 {
    /// @notice A token's data was replaced. Indexed bytes are logged as their hashes.
    event Update(uint256 indexed tokenId, bytes indexed prompt, bytes indexed aigcData);

    /// @notice Replaces the data of a prompt's token.
    function update(bytes calldata prompt, bytes calldata aigcData) external;
}
