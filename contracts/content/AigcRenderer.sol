// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// solhint-disable quotes

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IAigcRenderer} from "./interfaces/IAigcRenderer.sol";
import {Blob} from "./libraries/Blob.sol";
import {Png} from "./libraries/Png.sol";

/// @title AigcRenderer
/// @notice See `IAigcRenderer`. One serves all collections.
contract AigcRenderer is IAigcRenderer {
    using Strings for uint256;

    /// @inheritdoc IAigcRenderer
    function tokenURI(Token calldata token) external pure returns (string memory) {
        bytes memory json = abi.encodePacked(
            '{"name":"',
            Strings.escapeJSON(token.collection),
            " #",
            // A prompt's hash is long; its first 32 bits are enough to tell tokens apart by eye.
            _hex(token.tokenId >> 224),
            '","description":"',
            Strings.escapeJSON(token.explanation),
            '","aigc_type":"',
            token.format.kind == Kind.Image ? "image" : "text",
            '","proof_type":"',
            token.proofType,
            '"',
            _prompt(token.prompt),
            _content(token),
            _attributes(token),
            "}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(json));
    }

    /// @inheritdoc IAigcRenderer
    function check(Format calldata format) external pure returns (uint256 bytesNeeded) {
        (uint256 width, uint256 height, uint256 channels) = (format.width, format.height, format.channels);
        if (format.kind == Kind.Text) {
            if (width != 0 || height != 0 || channels != 0) revert FormatInvalid(format);
            return 0;
        }
        bytesNeeded = width * height * channels;
        // A row takes a byte more in the PNG, and all rows are in one block of it.
        if (bytesNeeded == 0 || channels > 4 || bytesNeeded > Blob.MAX_BYTES || bytesNeeded + height > 65_535) {
            revert FormatInvalid(format);
        }
    }

    function _prompt(string calldata prompt) private pure returns (bytes memory) {
        if (bytes(prompt).length == 0) return "";
        return abi.encodePacked(',"prompt":"', Strings.escapeJSON(prompt), '"');
    }

    function _content(Token calldata token) private pure returns (bytes memory) {
        if (token.data.length == 0) return "";
        Format calldata format = token.format;
        if (format.kind == Kind.Text) {
            return
                abi.encodePacked(',"aigc_data":"data:text/plain;charset=utf-8;base64,', Base64.encode(token.data), '"');
        }
        uint256 needed = uint256(format.width) * format.height * format.channels;
        if (token.data.length != needed) {
            // Not a picture, whatever it is.
            return
                abi.encodePacked(',"aigc_data":"data:application/octet-stream;base64,', Base64.encode(token.data), '"');
        }
        string memory png = Base64.encode(Png.encode(token.data, format.width, format.height, format.channels));
        return
            abi.encodePacked(
                ',"aigc_data":"data:image/png;base64,',
                png,
                '","image":"data:image/svg+xml;base64,',
                Base64.encode(_svg(format, png)),
                '"'
            );
    }

    /// @dev A PNG alone would be blurred by every viewer that enlarges it.
    function _svg(Format calldata format, string memory png) private pure returns (bytes memory) {
        string memory width = uint256(format.width).toString();
        string memory height = uint256(format.height).toString();
        return
            abi.encodePacked(
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ',
                width,
                " ",
                height,
                '"><image width="',
                width,
                '" height="',
                height,
                '" style="image-rendering:pixelated" href="data:image/png;base64,',
                png,
                '"/></svg>'
            );
    }

    function _attributes(Token calldata token) private pure returns (bytes memory) {
        return
            abi.encodePacked(
                ',"attributes":[{"trait_type":"Status","value":"',
                token.status,
                '"},{"trait_type":"Model","value":"',
                Strings.escapeJSON(token.model),
                '"}]'
            );
    }

    function _hex(uint256 value) private pure returns (bytes memory) {
        bytes memory text = bytes(Strings.toHexString(value, 4));
        // Without "0x".
        bytes memory digits = new bytes(8);
        for (uint256 i = 0; i < 8; ++i) digits[i] = text[i + 2];
        return digits;
    }
}
