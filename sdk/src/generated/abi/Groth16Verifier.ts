// Generated from contracts/content by "npm run generate".
export const groth16VerifierAbi = [
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "uint256[2]",
            "name": "alpha",
            "type": "uint256[2]"
          },
          {
            "internalType": "uint256[4]",
            "name": "beta",
            "type": "uint256[4]"
          },
          {
            "internalType": "uint256[4]",
            "name": "gamma",
            "type": "uint256[4]"
          },
          {
            "internalType": "uint256[4]",
            "name": "delta",
            "type": "uint256[4]"
          },
          {
            "internalType": "uint256[2][]",
            "name": "ic",
            "type": "uint256[2][]"
          }
        ],
        "internalType": "struct Groth16Verifier.Key",
        "name": "key",
        "type": "tuple"
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
    "name": "KeyInvalid",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "proof",
        "type": "bytes"
      },
      {
        "internalType": "uint256[]",
        "name": "publicInputs",
        "type": "uint256[]"
      }
    ],
    "name": "verify",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;
