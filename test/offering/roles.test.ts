import { expect } from "chai";
import { Interface, type FunctionFragment, type ParamType } from "ethers";
import { artifacts, network } from "hardhat";

import { launch, roles } from "../../sdk/src/offering/index.ts";
import { deployProtocol, launchParams, texts } from "./fixture.ts";

const { ethers, networkHelpers } = await network.create();

/**
 * Every function of a launched model's contracts that writes, and who may call it. A function that is new belongs to one of
 * the lists: to `open`, because anybody may call it or it moves only what is the caller's own; to `privileged`, and then
 * `ImoFactory.roles` names it.
 */
const contracts: Readonly<
  Record<
    string,
    {
      readonly open: readonly string[];
      readonly privileged: readonly string[];
      /** What the launch itself did, and nobody can do again. */
      readonly done?: readonly string[];
    }
  >
> = {
  RevShareToken: {
    open: [
      ...["approve", "transfer", "transferFrom", "permit", "delegate", "delegateBySig", "snapshot", "recycle"],
      ...["claim", "claimTo", "claimFor", "claimBatch", "claimBatchTo", "claimBatchFor", "claimERC20", "claimERC20For"],
      ...["burn", "burnTo", "burnFrom", "withdrawCredit", "collectResidue"],
    ],
    privileged: ["setRevenueToken"],
  },
  Offering: {
    open: ["commit", "commitWithPermit", "settle", "settleFor", "finalize", "sweep", "sweepAsset"],
    privileged: [],
  },
  Auction: {
    open: ["bid", "bidWithPermit", "clear", "settle", "settleFor", "finalize", "sweep", "sweepAsset"],
    privileged: [],
  },
  Proceeds: {
    open: [...["recordServed", "releaseToDeveloper", "releaseToTreasury", "openRefund", "refundFor", "refundTo"]],
    privileged: ["stop"],
    done: ["initialize"],
  },
  CreatorVesting: {
    open: ["release"],
    privileged: ["delegate", "claimRevenue", "claimRevenueERC20", "transferOwnership", "renounceOwnership"],
    done: ["initialize"],
  },
  ModelGovernor: {
    open: [
      ...["propose", "queue", "execute", "cancel", "castVote", "castVoteWithReason", "castVoteWithReasonAndParams"],
      ...["castVoteBySig", "castVoteWithReasonAndParamsBySig"],
      ...["onERC721Received", "onERC1155Received", "onERC1155BatchReceived"],
    ],
    privileged: [
      ...[
        "setVotingDelay",
        "setVotingPeriod",
        "setProposalThreshold",
        "updateQuorumNumerator",
        "updateTimelock",
        "relay",
      ],
    ],
  },
  ModelTimelock: {
    open: [
      "execute",
      "executeBatch",
      "renounceRole",
      "onERC721Received",
      "onERC1155Received",
      "onERC1155BatchReceived",
    ],
    privileged: ["schedule", "scheduleBatch", "cancel", "grantRole", "revokeRole", "updateDelay"],
    done: ["initialize"],
  },
  AigcNft: {
    open: [
      ...["approve", "setApprovalForAll", "transferFrom", "safeTransferFrom", "commit", "mint", "askAgain", "collect"],
      ...["addAigcData", "update", "announceFinal", "reclaim", "withdraw", "aiOracleCallback", "aiOracleCallbackError"],
    ],
    privileged: ["setMintFee"],
  },
};

/** What a stranger would call a function with. */
function sample(fragment: FunctionFragment, stranger: string): unknown[] {
  return fragment.inputs.map((input) => sampleOf(input, stranger));
}

function sampleOf({ baseType, type, components }: ParamType, stranger: string): unknown {
  const values: Readonly<Record<string, unknown>> = { address: stranger, bool: true, bytes: "0x", string: "" };
  if (baseType === "array") return [];
  if (baseType === "tuple") return components!.map((part) => sampleOf(part, stranger));

  if (type.startsWith("bytes") && type !== "bytes") return `0x${"00".repeat(Number(type.slice(5)))}`;
  return values[type] ?? 1;
}

describe("offering: roles", () => {
  it("names every privileged function of a launch, and strangers may call none", async () => {
    const [launcher, , creator, contributors, stranger] = await ethers.getSigners();
    const { factory } = await deployProtocol(ethers);
    const params = {
      ...launchParams(await networkHelpers.time.latest(), creator!.address, contributors!.address),
      collection: texts,
    };
    const made = await launch(launcher!, await factory.getAddress(), params);
    const list = await roles(launcher!, await factory.getAddress(), made.modelId);
    const named = (contract: string) =>
      list.filter(({ action }) => action.startsWith(`${contract}: `)).map(({ action }) => action.split(": ")[1]!);
    const addresses: Readonly<Record<string, string>> = {
      RevShareToken: made.token,
      Offering: made.sale,
      Proceeds: made.proceeds,
      CreatorVesting: made.vesting,
      ModelGovernor: made.governor,
      ModelTimelock: made.timelock,
      AigcNft: made.collection,
    };
    /** Said in other words in `roles`. */
    const phrases: Readonly<Record<string, string>> = {
      claimRevenueERC20: "claimRevenue",
      renounceOwnership: "transferOwnership",
      scheduleBatch: "schedule",
      grantRole: "roles",
      revokeRole: "roles",
      ...Object.fromEntries(
        ["setVotingDelay", "setVotingPeriod", "setProposalThreshold", "updateQuorumNumerator", "updateTimelock"].map(
          (name) => [name, "settings"],
        ),
      ),
    };
    let refused = 0;
    for (const [name, { open, privileged, done = [] }] of Object.entries(contracts)) {
      const face = new Interface((await artifacts.readArtifact(name)).abi as string[]);
      const writing: FunctionFragment[] = [];
      face.forEachFunction((fragment) => void (fragment.constant || writing.push(fragment)));
      const names = new Set(writing.map((fragment) => fragment.name));
      expect([...names].sort(), name).to.deep.equal([...open, ...privileged, ...done].sort());
      const target = addresses[name];
      if (target === undefined) continue;
      for (const fragment of writing.filter((one) => !open.includes(one.name))) {
        const phrase = phrases[fragment.name] ?? fragment.name;
        if (!done.includes(fragment.name)) {
          expect(named(name).join(", ").split(/, /), `${name}.${fragment.name}`).to.include(phrase);
        }
        const data = face.encodeFunctionData(fragment, sample(fragment, stranger!.address));
        for (const caller of [stranger!, launcher!]) {
          const accepted = await caller.call({ to: target, data }).then(
            () => true,
            () => false,
          );
          expect(accepted, `${name}.${fragment.name} by ${caller.address}`).to.equal(false);
          refused++;
        }
      }
    }
    expect(refused).to.equal(2 * 23);
  });
});
