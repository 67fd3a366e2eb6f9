// Generated from contracts/revenue by "npm run generate".
export const feeRouterAbi = [
  {
    "inputs": [
      {
        "internalType": "contract IModelControllers",
        "name": "controllers_",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "protocol_",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "protocolBps_",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "floorBps",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "holdersBps",
        "type": "uint256"
      }
    ],
    "name": "BelowFloor",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ConfigInvalid",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "floorBps",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "attempted",
        "type": "uint256"
      }
    ],
    "name": "FloorLowered",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "holders",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "attempted",
        "type": "address"
      }
    ],
    "name": "HoldersFixed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "caller",
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
        "name": "account",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "asset",
        "type": "address"
      }
    ],
    "name": "NothingToWithdraw",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "asset",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "taken",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "PaymentExceeded",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "asset",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "PaymentFailed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      }
    ],
    "name": "RecipientInvalid",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ReentrancyGuardReentrantCall",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      }
    ],
    "name": "SafeERC20FailedOperation",
    "type": "error"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "holders",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "creator",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "contributors",
            "type": "address"
          },
          {
            "internalType": "uint16",
            "name": "holdersBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "operatorBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "creatorBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "contributorsBps",
            "type": "uint16"
          }
        ],
        "internalType": "struct IFeeRouter.Schedule",
        "name": "schedule",
        "type": "tuple"
      },
      {
        "internalType": "uint256",
        "name": "sumBps",
        "type": "uint256"
      }
    ],
    "name": "ScheduleInvalid",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "expected",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "actual",
        "type": "bytes32"
      }
    ],
    "name": "ScheduleMismatch",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "payer",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "requestId",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "scheduleHash",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "address",
        "name": "asset",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "address",
        "name": "operator",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "uint256",
            "name": "protocol",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "operator",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "creator",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "contributors",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "holders",
            "type": "uint256"
          }
        ],
        "indexed": false,
        "internalType": "struct IFeeRouter.Split",
        "name": "split",
        "type": "tuple"
      }
    ],
    "name": "Distributed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "holders",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "asset",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "PushFailed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "scheduleHash",
        "type": "bytes32"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "holders",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "creator",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "contributors",
            "type": "address"
          },
          {
            "internalType": "uint16",
            "name": "holdersBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "operatorBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "creatorBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "contributorsBps",
            "type": "uint16"
          }
        ],
        "indexed": false,
        "internalType": "struct IFeeRouter.Schedule",
        "name": "schedule",
        "type": "tuple"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "floorBps",
        "type": "uint256"
      }
    ],
    "name": "ScheduleSet",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "asset",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "Withdrawn",
    "type": "event"
  },
  {
    "inputs": [],
    "name": "PUSH_GAS",
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
    "inputs": [],
    "name": "controllers",
    "outputs": [
      {
        "internalType": "contract IModelControllers",
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
        "name": "account",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "asset",
        "type": "address"
      }
    ],
    "name": "creditOf",
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
        "components": [
          {
            "internalType": "address",
            "name": "holders",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "creator",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "contributors",
            "type": "address"
          },
          {
            "internalType": "uint16",
            "name": "holdersBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "operatorBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "creatorBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "contributorsBps",
            "type": "uint16"
          }
        ],
        "internalType": "struct IFeeRouter.Schedule",
        "name": "schedule",
        "type": "tuple"
      },
      {
        "internalType": "bytes32",
        "name": "scheduleHash",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "requestId",
        "type": "uint256"
      }
    ],
    "name": "distribute",
    "outputs": [],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "holders",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "creator",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "contributors",
            "type": "address"
          },
          {
            "internalType": "uint16",
            "name": "holdersBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "operatorBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "creatorBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "contributorsBps",
            "type": "uint16"
          }
        ],
        "internalType": "struct IFeeRouter.Schedule",
        "name": "schedule",
        "type": "tuple"
      },
      {
        "internalType": "bytes32",
        "name": "scheduleHash",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "requestId",
        "type": "uint256"
      }
    ],
    "name": "distributeERC20",
    "outputs": [],
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
    "name": "floorOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "floorBps",
        "type": "uint256"
      },
      {
        "internalType": "address",
        "name": "holders",
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
            "internalType": "address",
            "name": "holders",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "creator",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "contributors",
            "type": "address"
          },
          {
            "internalType": "uint16",
            "name": "holdersBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "operatorBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "creatorBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "contributorsBps",
            "type": "uint16"
          }
        ],
        "internalType": "struct IFeeRouter.Schedule",
        "name": "schedule",
        "type": "tuple"
      }
    ],
    "name": "hashSchedule",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "protocol",
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
    "name": "protocolBps",
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
        "components": [
          {
            "internalType": "address",
            "name": "holders",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "creator",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "contributors",
            "type": "address"
          },
          {
            "internalType": "uint16",
            "name": "holdersBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "operatorBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "creatorBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "contributorsBps",
            "type": "uint16"
          }
        ],
        "internalType": "struct IFeeRouter.Schedule",
        "name": "schedule",
        "type": "tuple"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      },
      {
        "internalType": "bool",
        "name": "hasOperator",
        "type": "bool"
      }
    ],
    "name": "quote",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint256",
            "name": "protocol",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "operator",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "creator",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "contributors",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "holders",
            "type": "uint256"
          }
        ],
        "internalType": "struct IFeeRouter.Split",
        "name": "split",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
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
    "name": "scheduleHashOf",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "modelId",
        "type": "uint256"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "holders",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "creator",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "contributors",
            "type": "address"
          },
          {
            "internalType": "uint16",
            "name": "holdersBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "operatorBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "creatorBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "contributorsBps",
            "type": "uint16"
          }
        ],
        "internalType": "struct IFeeRouter.Schedule",
        "name": "schedule",
        "type": "tuple"
      },
      {
        "internalType": "uint16",
        "name": "floorBps",
        "type": "uint16"
      }
    ],
    "name": "setSchedule",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "asset",
        "type": "address"
      }
    ],
    "name": "withdraw",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
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
      },
      {
        "internalType": "address",
        "name": "asset",
        "type": "address"
      }
    ],
    "name": "withdrawFor",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "asset",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      }
    ],
    "name": "withdrawTo",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;
