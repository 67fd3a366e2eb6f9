// Generated from contracts/content by "npm run generate".
export const aigcRendererAbi = [
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "enum IAigcRenderer.Kind",
            "name": "kind",
            "type": "uint8"
          },
          {
            "internalType": "uint16",
            "name": "width",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "height",
            "type": "uint16"
          },
          {
            "internalType": "uint8",
            "name": "channels",
            "type": "uint8"
          }
        ],
        "internalType": "struct IAigcRenderer.Format",
        "name": "format",
        "type": "tuple"
      }
    ],
    "name": "FormatInvalid",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "length",
        "type": "uint256"
      }
    ],
    "name": "StringsInsufficientHexLength",
    "type": "error"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "enum IAigcRenderer.Kind",
            "name": "kind",
            "type": "uint8"
          },
          {
            "internalType": "uint16",
            "name": "width",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "height",
            "type": "uint16"
          },
          {
            "internalType": "uint8",
            "name": "channels",
            "type": "uint8"
          }
        ],
        "internalType": "struct IAigcRenderer.Format",
        "name": "format",
        "type": "tuple"
      }
    ],
    "name": "check",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "bytesNeeded",
        "type": "uint256"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "uint256",
            "name": "tokenId",
            "type": "uint256"
          },
          {
            "internalType": "string",
            "name": "collection",
            "type": "string"
          },
          {
            "internalType": "string",
            "name": "prompt",
            "type": "string"
          },
          {
            "internalType": "bytes",
            "name": "data",
            "type": "bytes"
          },
          {
            "components": [
              {
                "internalType": "enum IAigcRenderer.Kind",
                "name": "kind",
                "type": "uint8"
              },
              {
                "internalType": "uint16",
                "name": "width",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "height",
                "type": "uint16"
              },
              {
                "internalType": "uint8",
                "name": "channels",
                "type": "uint8"
              }
            ],
            "internalType": "struct IAigcRenderer.Format",
            "name": "format",
            "type": "tuple"
          },
          {
            "internalType": "string",
            "name": "model",
            "type": "string"
          },
          {
            "internalType": "string",
            "name": "proofType",
            "type": "string"
          },
          {
            "internalType": "string",
            "name": "status",
            "type": "string"
          },
          {
            "internalType": "string",
            "name": "explanation",
            "type": "string"
          }
        ],
        "internalType": "struct IAigcRenderer.Token",
        "name": "token",
        "type": "tuple"
      }
    ],
    "name": "tokenURI",
    "outputs": [
      {
        "internalType": "string",
        "name": "",
        "type": "string"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  }
] as const;
