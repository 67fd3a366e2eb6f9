// Generated from contracts/models by "npm run generate".
export const modelRegistryAbi = [
  {
    "inputs": [],
    "name": "ContentIdEmpty",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ControllerZero",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint32",
        "name": "entry",
        "type": "uint32"
      }
    ],
    "name": "InvalidEntry",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint8",
        "name": "logNodes",
        "type": "uint8"
      },
      {
        "internalType": "uint8",
        "name": "logSteps",
        "type": "uint8"
      }
    ],
    "name": "InvalidTraceSize",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "internalType": "uint32",
        "name": "version",
        "type": "uint32"
      }
    ],
    "name": "MachineAlreadyRegistered",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      }
    ],
    "name": "NoActiveVersion",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "controller",
        "type": "address"
      }
    ],
    "name": "NotController",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "proposed",
        "type": "address"
      }
    ],
    "name": "NotProposedController",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      }
    ],
    "name": "TokenNotAccepted",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      }
    ],
    "name": "UnknownModel",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "programRoot",
        "type": "bytes32"
      }
    ],
    "name": "UnknownProgram",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "internalType": "uint32",
        "name": "version",
        "type": "uint32"
      }
    ],
    "name": "UnknownVersion",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "internalType": "uint32",
        "name": "version",
        "type": "uint32"
      }
    ],
    "name": "VersionIsRetired",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "previous",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "controller",
        "type": "address"
      }
    ],
    "name": "ControllerChanged",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "controller",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "proposed",
        "type": "address"
      }
    ],
    "name": "ControllerProposed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "creator",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "controller",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "ModelId",
        "name": "parent",
        "type": "uint256"
      }
    ],
    "name": "ModelRegistered",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "components": [
          {
            "internalType": "uint96",
            "name": "fee",
            "type": "uint96"
          },
          {
            "internalType": "uint64",
            "name": "callbackGasPrice",
            "type": "uint64"
          },
          {
            "internalType": "address",
            "name": "token",
            "type": "address"
          },
          {
            "internalType": "uint96",
            "name": "tokenFee",
            "type": "uint96"
          }
        ],
        "indexed": false,
        "internalType": "struct IModelRegistry.Pricing",
        "name": "pricing",
        "type": "tuple"
      }
    ],
    "name": "PricingChanged",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "programRoot",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "textRoot",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "dataRoot",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "entry",
        "type": "uint32"
      },
      {
        "indexed": false,
        "internalType": "string",
        "name": "contentId",
        "type": "string"
      }
    ],
    "name": "ProgramRegistered",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "uint32",
        "name": "version",
        "type": "uint32"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "machineHash",
        "type": "bytes32"
      },
      {
        "components": [
          {
            "internalType": "bytes32",
            "name": "textRoot",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "dataRoot",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "weightsRoot",
            "type": "bytes32"
          },
          {
            "internalType": "uint32",
            "name": "entry",
            "type": "uint32"
          },
          {
            "internalType": "uint8",
            "name": "logNodes",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "logSteps",
            "type": "uint8"
          }
        ],
        "indexed": false,
        "internalType": "struct Machine",
        "name": "machine",
        "type": "tuple"
      },
      {
        "indexed": false,
        "internalType": "string",
        "name": "contentId",
        "type": "string"
      }
    ],
    "name": "VersionAdded",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "uint32",
        "name": "version",
        "type": "uint32"
      }
    ],
    "name": "VersionRetired",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      }
    ],
    "name": "acceptController",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "components": [
          {
            "internalType": "bytes32",
            "name": "textRoot",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "dataRoot",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "weightsRoot",
            "type": "bytes32"
          },
          {
            "internalType": "uint32",
            "name": "entry",
            "type": "uint32"
          },
          {
            "internalType": "uint8",
            "name": "logNodes",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "logSteps",
            "type": "uint8"
          }
        ],
        "internalType": "struct Machine",
        "name": "machine",
        "type": "tuple"
      },
      {
        "internalType": "string",
        "name": "contentId",
        "type": "string"
      }
    ],
    "name": "addVersion",
    "outputs": [
      {
        "internalType": "uint32",
        "name": "version",
        "type": "uint32"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "modelId",
        "type": "uint256"
      }
    ],
    "name": "controllerOf",
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
        "internalType": "bytes32",
        "name": "programRoot",
        "type": "bytes32"
      }
    ],
    "name": "isProgram",
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
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "internalType": "uint32",
        "name": "version",
        "type": "uint32"
      }
    ],
    "name": "isPublished",
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
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "internalType": "uint32",
        "name": "version",
        "type": "uint32"
      }
    ],
    "name": "isRetired",
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
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      }
    ],
    "name": "latestVersion",
    "outputs": [
      {
        "internalType": "uint32",
        "name": "",
        "type": "uint32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "internalType": "uint32",
        "name": "version",
        "type": "uint32"
      }
    ],
    "name": "machineOf",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "machine",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "modelCount",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      }
    ],
    "name": "pricingOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint96",
            "name": "fee",
            "type": "uint96"
          },
          {
            "internalType": "uint64",
            "name": "callbackGasPrice",
            "type": "uint64"
          },
          {
            "internalType": "address",
            "name": "token",
            "type": "address"
          },
          {
            "internalType": "uint96",
            "name": "tokenFee",
            "type": "uint96"
          }
        ],
        "internalType": "struct IModelRegistry.Pricing",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      }
    ],
    "name": "proposedControllerOf",
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
        "components": [
          {
            "internalType": "bytes32",
            "name": "textRoot",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "dataRoot",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "weightsRoot",
            "type": "bytes32"
          },
          {
            "internalType": "uint32",
            "name": "entry",
            "type": "uint32"
          },
          {
            "internalType": "uint8",
            "name": "logNodes",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "logSteps",
            "type": "uint8"
          }
        ],
        "internalType": "struct Machine",
        "name": "machine",
        "type": "tuple"
      },
      {
        "internalType": "string",
        "name": "contentId",
        "type": "string"
      },
      {
        "internalType": "ModelId",
        "name": "parent",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "controller",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "uint96",
            "name": "fee",
            "type": "uint96"
          },
          {
            "internalType": "uint64",
            "name": "callbackGasPrice",
            "type": "uint64"
          },
          {
            "internalType": "address",
            "name": "token",
            "type": "address"
          },
          {
            "internalType": "uint96",
            "name": "tokenFee",
            "type": "uint96"
          }
        ],
        "internalType": "struct IModelRegistry.Pricing",
        "name": "pricing",
        "type": "tuple"
      }
    ],
    "name": "registerModel",
    "outputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "textRoot",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "dataRoot",
        "type": "bytes32"
      },
      {
        "internalType": "uint32",
        "name": "entry",
        "type": "uint32"
      },
      {
        "internalType": "string",
        "name": "contentId",
        "type": "string"
      }
    ],
    "name": "registerProgram",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "programRoot",
        "type": "bytes32"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "internalType": "uint32",
        "name": "version",
        "type": "uint32"
      }
    ],
    "name": "retireVersion",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "components": [
          {
            "internalType": "uint96",
            "name": "fee",
            "type": "uint96"
          },
          {
            "internalType": "uint64",
            "name": "callbackGasPrice",
            "type": "uint64"
          },
          {
            "internalType": "address",
            "name": "token",
            "type": "address"
          },
          {
            "internalType": "uint96",
            "name": "tokenFee",
            "type": "uint96"
          }
        ],
        "internalType": "struct IModelRegistry.Pricing",
        "name": "pricing",
        "type": "tuple"
      }
    ],
    "name": "setPricing",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
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
        "name": "token",
        "type": "address"
      }
    ],
    "name": "termsFor",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "machine",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "fee",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "callbackGasPrice",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "proposed",
        "type": "address"
      }
    ],
    "name": "transferController",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      }
    ],
    "name": "versionCount",
    "outputs": [
      {
        "internalType": "uint32",
        "name": "",
        "type": "uint32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "",
        "type": "uint256"
      },
      {
        "internalType": "bytes32",
        "name": "machine",
        "type": "bytes32"
      }
    ],
    "name": "versionOf",
    "outputs": [
      {
        "internalType": "uint32",
        "name": "version",
        "type": "uint32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;
