// Generated from contracts/offering by "npm run generate".
export const imoFactoryAbi = [
  {
    "inputs": [
      {
        "internalType": "contract IModelRegistry",
        "name": "registry_",
        "type": "address"
      },
      {
        "internalType": "contract IFeeRouter",
        "name": "feeRouter_",
        "type": "address"
      },
      {
        "internalType": "contract IVerifiableOracle",
        "name": "oracle_",
        "type": "address"
      },
      {
        "internalType": "contract IAigcNftFactory",
        "name": "collections_",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "contract TokenDeployer",
            "name": "token",
            "type": "address"
          },
          {
            "internalType": "contract OfferingDeployer",
            "name": "sale",
            "type": "address"
          },
          {
            "internalType": "contract GovernorDeployer",
            "name": "governor",
            "type": "address"
          },
          {
            "internalType": "contract TimelockDeployer",
            "name": "timelock",
            "type": "address"
          },
          {
            "internalType": "contract VestingDeployer",
            "name": "vesting",
            "type": "address"
          },
          {
            "internalType": "contract ProceedsDeployer",
            "name": "proceeds",
            "type": "address"
          },
          {
            "internalType": "contract AuctionDeployer",
            "name": "auction",
            "type": "address"
          }
        ],
        "internalType": "struct ImoFactory.Deployers",
        "name": "deployers_",
        "type": "tuple"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "sumBps",
        "type": "uint256"
      }
    ],
    "name": "AllocationInvalid",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "CollectionNameMissing",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "cliff",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "duration",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "longest",
        "type": "uint256"
      }
    ],
    "name": "ContributorVestingInvalid",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ContributorsMissing",
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
    "name": "NotLaunched",
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
        "name": "caller",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "controller",
        "type": "address"
      }
    ],
    "name": "NotModelController",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "contract IVerifiableOracle",
        "name": "oracle",
        "type": "address"
      },
      {
        "internalType": "contract IVerifiableOracle",
        "name": "ofCollections",
        "type": "address"
      }
    ],
    "name": "OracleMismatch",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint8",
        "name": "bits",
        "type": "uint8"
      },
      {
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "SafeCastOverflowedUintDowncast",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "settlementPeriod",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "SettlementTooLong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "snapshotInterval",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "SnapshotIntervalTooLong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "supply",
        "type": "uint256"
      }
    ],
    "name": "SupplyInvalid",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "cliffEnds",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "earliest",
        "type": "uint256"
      }
    ],
    "name": "VestsBeforeServed",
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
        "name": "token",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "launcher",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "token",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "sale",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "governor",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "timelock",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "vesting",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "proceeds",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "contributorVesting",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "collection",
            "type": "address"
          },
          {
            "internalType": "ModelId",
            "name": "modelId",
            "type": "uint256"
          }
        ],
        "indexed": false,
        "internalType": "struct IImoFactory.Launched",
        "name": "launched",
        "type": "tuple"
      },
      {
        "components": [
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
                "internalType": "uint256",
                "name": "supply",
                "type": "uint256"
              },
              {
                "internalType": "uint16",
                "name": "claimableBps",
                "type": "uint16"
              },
              {
                "internalType": "uint32",
                "name": "snapshotInterval",
                "type": "uint32"
              },
              {
                "internalType": "address[]",
                "name": "revenueTokens",
                "type": "address[]"
              }
            ],
            "internalType": "struct IImoFactory.Token",
            "name": "token",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "uint16",
                "name": "sale",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "treasury",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "creator",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "contributors",
                "type": "uint16"
              }
            ],
            "internalType": "struct IImoFactory.Allocation",
            "name": "allocation",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "currency",
                "type": "address"
              },
              {
                "internalType": "uint256",
                "name": "floor",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "cap",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "tickSize",
                "type": "uint256"
              },
              {
                "internalType": "uint64",
                "name": "opensAt",
                "type": "uint64"
              },
              {
                "internalType": "uint64",
                "name": "closesAt",
                "type": "uint64"
              },
              {
                "internalType": "uint32",
                "name": "settlementPeriod",
                "type": "uint32"
              },
              {
                "internalType": "bytes32",
                "name": "allowRoot",
                "type": "bytes32"
              },
              {
                "internalType": "uint256",
                "name": "limit",
                "type": "uint256"
              }
            ],
            "internalType": "struct IImoFactory.Sale",
            "name": "sale",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "developer",
                "type": "address"
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
                "name": "duration",
                "type": "uint64"
              },
              {
                "internalType": "uint64",
                "name": "servedBy",
                "type": "uint64"
              }
            ],
            "internalType": "struct IImoFactory.Release",
            "name": "release",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "uint64",
                "name": "cliff",
                "type": "uint64"
              },
              {
                "internalType": "uint64",
                "name": "duration",
                "type": "uint64"
              },
              {
                "internalType": "uint64",
                "name": "contributorsCliff",
                "type": "uint64"
              },
              {
                "internalType": "uint64",
                "name": "contributorsDuration",
                "type": "uint64"
              }
            ],
            "internalType": "struct IImoFactory.Vesting",
            "name": "vesting",
            "type": "tuple"
          },
          {
            "components": [
              {
                "components": [
                  {
                    "internalType": "uint48",
                    "name": "votingDelay",
                    "type": "uint48"
                  },
                  {
                    "internalType": "uint32",
                    "name": "votingPeriod",
                    "type": "uint32"
                  },
                  {
                    "internalType": "uint256",
                    "name": "proposalThreshold",
                    "type": "uint256"
                  },
                  {
                    "internalType": "uint16",
                    "name": "quorumBps",
                    "type": "uint16"
                  }
                ],
                "internalType": "struct ModelGovernor.Settings",
                "name": "settings",
                "type": "tuple"
              },
              {
                "internalType": "uint32",
                "name": "timelockDelay",
                "type": "uint32"
              }
            ],
            "internalType": "struct IImoFactory.Governance",
            "name": "governance",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "ModelId",
                "name": "existing",
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
              },
              {
                "internalType": "ModelId",
                "name": "parent",
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
            "internalType": "struct IImoFactory.Model",
            "name": "model",
            "type": "tuple"
          },
          {
            "components": [
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
              },
              {
                "internalType": "uint16",
                "name": "floorBps",
                "type": "uint16"
              }
            ],
            "internalType": "struct IImoFactory.Fees",
            "name": "fees",
            "type": "tuple"
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
                "internalType": "uint32",
                "name": "version",
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
            "internalType": "struct IImoFactory.Collection",
            "name": "collection",
            "type": "tuple"
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
            "internalType": "bytes32",
            "name": "salt",
            "type": "bytes32"
          }
        ],
        "indexed": false,
        "internalType": "struct IImoFactory.Launch",
        "name": "launch",
        "type": "tuple"
      }
    ],
    "name": "ModelLaunched",
    "type": "event"
  },
  {
    "inputs": [],
    "name": "collections",
    "outputs": [
      {
        "internalType": "contract IAigcNftFactory",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "feeRouter",
    "outputs": [
      {
        "internalType": "contract IFeeRouter",
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
                "internalType": "uint256",
                "name": "supply",
                "type": "uint256"
              },
              {
                "internalType": "uint16",
                "name": "claimableBps",
                "type": "uint16"
              },
              {
                "internalType": "uint32",
                "name": "snapshotInterval",
                "type": "uint32"
              },
              {
                "internalType": "address[]",
                "name": "revenueTokens",
                "type": "address[]"
              }
            ],
            "internalType": "struct IImoFactory.Token",
            "name": "token",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "uint16",
                "name": "sale",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "treasury",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "creator",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "contributors",
                "type": "uint16"
              }
            ],
            "internalType": "struct IImoFactory.Allocation",
            "name": "allocation",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "currency",
                "type": "address"
              },
              {
                "internalType": "uint256",
                "name": "floor",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "cap",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "tickSize",
                "type": "uint256"
              },
              {
                "internalType": "uint64",
                "name": "opensAt",
                "type": "uint64"
              },
              {
                "internalType": "uint64",
                "name": "closesAt",
                "type": "uint64"
              },
              {
                "internalType": "uint32",
                "name": "settlementPeriod",
                "type": "uint32"
              },
              {
                "internalType": "bytes32",
                "name": "allowRoot",
                "type": "bytes32"
              },
              {
                "internalType": "uint256",
                "name": "limit",
                "type": "uint256"
              }
            ],
            "internalType": "struct IImoFactory.Sale",
            "name": "sale",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "developer",
                "type": "address"
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
                "name": "duration",
                "type": "uint64"
              },
              {
                "internalType": "uint64",
                "name": "servedBy",
                "type": "uint64"
              }
            ],
            "internalType": "struct IImoFactory.Release",
            "name": "release",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "uint64",
                "name": "cliff",
                "type": "uint64"
              },
              {
                "internalType": "uint64",
                "name": "duration",
                "type": "uint64"
              },
              {
                "internalType": "uint64",
                "name": "contributorsCliff",
                "type": "uint64"
              },
              {
                "internalType": "uint64",
                "name": "contributorsDuration",
                "type": "uint64"
              }
            ],
            "internalType": "struct IImoFactory.Vesting",
            "name": "vesting",
            "type": "tuple"
          },
          {
            "components": [
              {
                "components": [
                  {
                    "internalType": "uint48",
                    "name": "votingDelay",
                    "type": "uint48"
                  },
                  {
                    "internalType": "uint32",
                    "name": "votingPeriod",
                    "type": "uint32"
                  },
                  {
                    "internalType": "uint256",
                    "name": "proposalThreshold",
                    "type": "uint256"
                  },
                  {
                    "internalType": "uint16",
                    "name": "quorumBps",
                    "type": "uint16"
                  }
                ],
                "internalType": "struct ModelGovernor.Settings",
                "name": "settings",
                "type": "tuple"
              },
              {
                "internalType": "uint32",
                "name": "timelockDelay",
                "type": "uint32"
              }
            ],
            "internalType": "struct IImoFactory.Governance",
            "name": "governance",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "ModelId",
                "name": "existing",
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
              },
              {
                "internalType": "ModelId",
                "name": "parent",
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
            "internalType": "struct IImoFactory.Model",
            "name": "model",
            "type": "tuple"
          },
          {
            "components": [
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
              },
              {
                "internalType": "uint16",
                "name": "floorBps",
                "type": "uint16"
              }
            ],
            "internalType": "struct IImoFactory.Fees",
            "name": "fees",
            "type": "tuple"
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
                "internalType": "uint32",
                "name": "version",
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
            "internalType": "struct IImoFactory.Collection",
            "name": "collection",
            "type": "tuple"
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
            "internalType": "bytes32",
            "name": "salt",
            "type": "bytes32"
          }
        ],
        "internalType": "struct IImoFactory.Launch",
        "name": "params",
        "type": "tuple"
      }
    ],
    "name": "launch",
    "outputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "token",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "sale",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "governor",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "timelock",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "vesting",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "proceeds",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "contributorVesting",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "collection",
            "type": "address"
          },
          {
            "internalType": "ModelId",
            "name": "modelId",
            "type": "uint256"
          }
        ],
        "internalType": "struct IImoFactory.Launched",
        "name": "launched",
        "type": "tuple"
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
      }
    ],
    "name": "launchOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "token",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "sale",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "governor",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "timelock",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "vesting",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "proceeds",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "contributorVesting",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "collection",
            "type": "address"
          },
          {
            "internalType": "ModelId",
            "name": "modelId",
            "type": "uint256"
          }
        ],
        "internalType": "struct IImoFactory.Launched",
        "name": "",
        "type": "tuple"
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
        "internalType": "address",
        "name": "launcher",
        "type": "address"
      },
      {
        "components": [
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
                "internalType": "uint256",
                "name": "supply",
                "type": "uint256"
              },
              {
                "internalType": "uint16",
                "name": "claimableBps",
                "type": "uint16"
              },
              {
                "internalType": "uint32",
                "name": "snapshotInterval",
                "type": "uint32"
              },
              {
                "internalType": "address[]",
                "name": "revenueTokens",
                "type": "address[]"
              }
            ],
            "internalType": "struct IImoFactory.Token",
            "name": "token",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "uint16",
                "name": "sale",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "treasury",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "creator",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "contributors",
                "type": "uint16"
              }
            ],
            "internalType": "struct IImoFactory.Allocation",
            "name": "allocation",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "currency",
                "type": "address"
              },
              {
                "internalType": "uint256",
                "name": "floor",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "cap",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "tickSize",
                "type": "uint256"
              },
              {
                "internalType": "uint64",
                "name": "opensAt",
                "type": "uint64"
              },
              {
                "internalType": "uint64",
                "name": "closesAt",
                "type": "uint64"
              },
              {
                "internalType": "uint32",
                "name": "settlementPeriod",
                "type": "uint32"
              },
              {
                "internalType": "bytes32",
                "name": "allowRoot",
                "type": "bytes32"
              },
              {
                "internalType": "uint256",
                "name": "limit",
                "type": "uint256"
              }
            ],
            "internalType": "struct IImoFactory.Sale",
            "name": "sale",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "developer",
                "type": "address"
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
                "name": "duration",
                "type": "uint64"
              },
              {
                "internalType": "uint64",
                "name": "servedBy",
                "type": "uint64"
              }
            ],
            "internalType": "struct IImoFactory.Release",
            "name": "release",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "uint64",
                "name": "cliff",
                "type": "uint64"
              },
              {
                "internalType": "uint64",
                "name": "duration",
                "type": "uint64"
              },
              {
                "internalType": "uint64",
                "name": "contributorsCliff",
                "type": "uint64"
              },
              {
                "internalType": "uint64",
                "name": "contributorsDuration",
                "type": "uint64"
              }
            ],
            "internalType": "struct IImoFactory.Vesting",
            "name": "vesting",
            "type": "tuple"
          },
          {
            "components": [
              {
                "components": [
                  {
                    "internalType": "uint48",
                    "name": "votingDelay",
                    "type": "uint48"
                  },
                  {
                    "internalType": "uint32",
                    "name": "votingPeriod",
                    "type": "uint32"
                  },
                  {
                    "internalType": "uint256",
                    "name": "proposalThreshold",
                    "type": "uint256"
                  },
                  {
                    "internalType": "uint16",
                    "name": "quorumBps",
                    "type": "uint16"
                  }
                ],
                "internalType": "struct ModelGovernor.Settings",
                "name": "settings",
                "type": "tuple"
              },
              {
                "internalType": "uint32",
                "name": "timelockDelay",
                "type": "uint32"
              }
            ],
            "internalType": "struct IImoFactory.Governance",
            "name": "governance",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "ModelId",
                "name": "existing",
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
              },
              {
                "internalType": "ModelId",
                "name": "parent",
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
            "internalType": "struct IImoFactory.Model",
            "name": "model",
            "type": "tuple"
          },
          {
            "components": [
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
              },
              {
                "internalType": "uint16",
                "name": "floorBps",
                "type": "uint16"
              }
            ],
            "internalType": "struct IImoFactory.Fees",
            "name": "fees",
            "type": "tuple"
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
                "internalType": "uint32",
                "name": "version",
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
            "internalType": "struct IImoFactory.Collection",
            "name": "collection",
            "type": "tuple"
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
            "internalType": "bytes32",
            "name": "salt",
            "type": "bytes32"
          }
        ],
        "internalType": "struct IImoFactory.Launch",
        "name": "params",
        "type": "tuple"
      }
    ],
    "name": "predict",
    "outputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "token",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "sale",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "governor",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "timelock",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "vesting",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "proceeds",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "contributorVesting",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "collection",
            "type": "address"
          },
          {
            "internalType": "ModelId",
            "name": "modelId",
            "type": "uint256"
          }
        ],
        "internalType": "struct IImoFactory.Launched",
        "name": "launched",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "registry",
    "outputs": [
      {
        "internalType": "contract IModelRegistry",
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
        "internalType": "ModelId",
        "name": "modelId",
        "type": "uint256"
      }
    ],
    "name": "roles",
    "outputs": [
      {
        "components": [
          {
            "internalType": "string",
            "name": "action",
            "type": "string"
          },
          {
            "internalType": "address",
            "name": "target",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "holder",
            "type": "address"
          }
        ],
        "internalType": "struct IImoFactory.Role[]",
        "name": "list",
        "type": "tuple[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;
