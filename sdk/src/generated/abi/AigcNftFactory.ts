// Generated from contracts/content by "npm run generate".
export const aigcNftFactoryAbi = [
  {
    "inputs": [
      {
        "internalType": "contract IVerifiableOracle",
        "name": "oracle_",
        "type": "address"
      },
      {
        "internalType": "contract IAigcRenderer",
        "name": "renderer_",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [],
    "name": "BlobFailed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "length",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "limit",
        "type": "uint256"
      }
    ],
    "name": "BlobTooLong",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "Create2EmptyBytecode",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "Create3EmptyBytecode",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "FailedDeployment",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "balance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "InsufficientBalance",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "collection",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "revenueToken",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "string",
            "name": "name",
            "type": "string"
          },
          {
            "internalType": "string",
            "name": "symbol",
            "type": "string"
          },
          {
            "internalType": "ModelId",
            "name": "modelId",
            "type": "uint256"
          },
          {
            "internalType": "uint32",
            "name": "version",
            "type": "uint32"
          },
          {
            "internalType": "address",
            "name": "revenueToken",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "admin",
            "type": "address"
          },
          {
            "internalType": "uint96",
            "name": "mintFee",
            "type": "uint96"
          },
          {
            "internalType": "uint16",
            "name": "royaltyBps",
            "type": "uint16"
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
            "internalType": "uint32",
            "name": "revealDelay",
            "type": "uint32"
          },
          {
            "internalType": "uint8",
            "name": "seedBytes",
            "type": "uint8"
          },
          {
            "internalType": "uint16",
            "name": "promptBytes",
            "type": "uint16"
          },
          {
            "internalType": "uint32",
            "name": "inputBytes",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "outputBytes",
            "type": "uint32"
          }
        ],
        "indexed": false,
        "internalType": "struct IAigcNftFactory.Collection",
        "name": "terms",
        "type": "tuple"
      }
    ],
    "name": "CollectionCreated",
    "type": "event"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "string",
            "name": "name",
            "type": "string"
          },
          {
            "internalType": "string",
            "name": "symbol",
            "type": "string"
          },
          {
            "internalType": "ModelId",
            "name": "modelId",
            "type": "uint256"
          },
          {
            "internalType": "uint32",
            "name": "version",
            "type": "uint32"
          },
          {
            "internalType": "address",
            "name": "revenueToken",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "admin",
            "type": "address"
          },
          {
            "internalType": "uint96",
            "name": "mintFee",
            "type": "uint96"
          },
          {
            "internalType": "uint16",
            "name": "royaltyBps",
            "type": "uint16"
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
            "internalType": "uint32",
            "name": "revealDelay",
            "type": "uint32"
          },
          {
            "internalType": "uint8",
            "name": "seedBytes",
            "type": "uint8"
          },
          {
            "internalType": "uint16",
            "name": "promptBytes",
            "type": "uint16"
          },
          {
            "internalType": "uint32",
            "name": "inputBytes",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "outputBytes",
            "type": "uint32"
          }
        ],
        "internalType": "struct IAigcNftFactory.Collection",
        "name": "terms",
        "type": "tuple"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "create",
    "outputs": [
      {
        "internalType": "contract IAigcNft",
        "name": "collection",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "string",
            "name": "name",
            "type": "string"
          },
          {
            "internalType": "string",
            "name": "symbol",
            "type": "string"
          },
          {
            "internalType": "ModelId",
            "name": "modelId",
            "type": "uint256"
          },
          {
            "internalType": "uint32",
            "name": "version",
            "type": "uint32"
          },
          {
            "internalType": "address",
            "name": "revenueToken",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "admin",
            "type": "address"
          },
          {
            "internalType": "uint96",
            "name": "mintFee",
            "type": "uint96"
          },
          {
            "internalType": "uint16",
            "name": "royaltyBps",
            "type": "uint16"
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
            "internalType": "uint32",
            "name": "revealDelay",
            "type": "uint32"
          },
          {
            "internalType": "uint8",
            "name": "seedBytes",
            "type": "uint8"
          },
          {
            "internalType": "uint16",
            "name": "promptBytes",
            "type": "uint16"
          },
          {
            "internalType": "uint32",
            "name": "inputBytes",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "outputBytes",
            "type": "uint32"
          }
        ],
        "internalType": "struct IAigcNftFactory.Collection",
        "name": "terms",
        "type": "tuple"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "createAt",
    "outputs": [
      {
        "internalType": "contract IAigcNft",
        "name": "collection",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "isCollection",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "oracle",
    "outputs": [
      {
        "internalType": "contract IVerifiableOracle",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "string",
            "name": "name",
            "type": "string"
          },
          {
            "internalType": "string",
            "name": "symbol",
            "type": "string"
          },
          {
            "internalType": "ModelId",
            "name": "modelId",
            "type": "uint256"
          },
          {
            "internalType": "uint32",
            "name": "version",
            "type": "uint32"
          },
          {
            "internalType": "address",
            "name": "revenueToken",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "admin",
            "type": "address"
          },
          {
            "internalType": "uint96",
            "name": "mintFee",
            "type": "uint96"
          },
          {
            "internalType": "uint16",
            "name": "royaltyBps",
            "type": "uint16"
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
            "internalType": "uint32",
            "name": "revealDelay",
            "type": "uint32"
          },
          {
            "internalType": "uint8",
            "name": "seedBytes",
            "type": "uint8"
          },
          {
            "internalType": "uint16",
            "name": "promptBytes",
            "type": "uint16"
          },
          {
            "internalType": "uint32",
            "name": "inputBytes",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "outputBytes",
            "type": "uint32"
          }
        ],
        "internalType": "struct IAigcNftFactory.Collection",
        "name": "terms",
        "type": "tuple"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "predict",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "creator",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "predictAt",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "renderer",
    "outputs": [
      {
        "internalType": "contract IAigcRenderer",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;
