// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Turns a token into its metadata
/// @notice Keeps nothing and asks nobody: the same token always gives the same text.
interface IAigcRenderer {
    enum Kind {
        Text,
        Image
    }

    /// @notice What a model's output is.
    /// @param width Pixels; for images only, as are the next two. An image is `width * height * channels` bytes, row by
    /// row from the top, pixel by pixel from the left, one byte a channel.
    /// @param channels 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.
    struct Format {
        Kind kind;
        uint16 width;
        uint16 height;
        uint8 channels;
    }

    /// @notice What is shown of a token.
    /// @param collection Name of the collection.
    /// @param prompt UTF-8; empty when it is not known on-chain yet.
    /// @param data Output of the model; empty when there is none.
    /// @param model Which model, for the reader.
    /// @param proofType "fraud" or "validity", the standard's words.
    /// @param status For the reader.
    /// @param explanation What the status means, a sentence.
    struct Token {
        uint256 tokenId;
        string collection;
        string prompt;
        bytes data;
        Format format;
        string model;
        string proofType;
        string status;
        string explanation;
    }

    error FormatInvalid(Format format);

    /// @notice A complete data URI: `data:application/json;base64,...`. For images, `aigc_data` is a PNG of the output's
    /// pixels, and `image` an SVG around it that viewers scale without smoothing. For texts, `aigc_data` is the text.
    function tokenURI(Token calldata token) external view returns (string memory);

    /// @notice Reverts unless `format` can be shown.
    /// @return bytesNeeded Length of an output in this format; zero for texts, which have any length.
    function check(Format calldata format) external pure returns (uint256 bytesNeeded);
}
