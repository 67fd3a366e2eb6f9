// Generated from contracts/offering by "npm run generate".
export const proceedsDeployerAbi = [
  {
    "inputs": [],
    "stateMutability": "nonpayable",
    "type": "constructor"
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
    "inputs": [
      {
        "internalType": "address",
        "name": "deployer",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "addressOf",
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
        "name": "salt",
        "type": "bytes32"
      },
      {
        "components": [
          {
            "internalType": "contract ISale",
            "name": "sale",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "treasury",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "developer",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "vesting",
            "type": "address"
          },
          {
            "internalType": "contract IVerifiableOracle",
            "name": "oracle",
            "type": "address"
          },
          {
            "internalType": "ModelId",
            "name": "modelId",
            "type": "uint256"
          },
          {
            "internalType": "uint16",
            "name": "treasuryBps",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "upfrontBps",
            "type": "uint16"
          },
          {
            "internalType": "uint64",
            "name": "start",
            "type": "uint64"
          },
          {
            "internalType": "uint64",
            "name": "duration",
            "type": "uint64"
          },
          {
            "internalType": "uint64",
            "name": "servedBy",
            "type": "uint64"
          }
        ],
        "internalType": "struct IProceeds.Terms",
        "name": "terms",
        "type": "tuple"
      },
      {
        "internalType": "address",
        "name": "currency",
        "type": "address"
      },
      {
        "internalType": "contract IRevShareToken",
        "name": "token",
        "type": "address"
      }
    ],
    "name": "deploy",
    "outputs": [
      {
        "internalType": "contract Proceeds",
        "name": "proceeds",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "implementation",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;
