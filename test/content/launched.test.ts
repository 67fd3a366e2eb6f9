// The collection of a launch: minted from through the real oracle, its fee changed by the shares' holders.
import { expect } from "chai";
import { keccak256, parseEther, toUtf8Bytes, type Signer } from "ethers";

import { collect, commitPrompt, mintPrompt } from "../../sdk/src/content/index.ts";
import { castVote, delegate, execute, propose, queue } from "../../sdk/src/governance/index.ts";
import { commit, launch, roles, settle } from "../../sdk/src/offering/index.ts";
import { deployFactory, launchParams, texts } from "../offering/fixture.ts";
import { deployWorld, ethers, networkHelpers, type World } from "./support/world.ts";

const DAY = 86_400;

async function launched(world: World) {
  const { registry, router, contract, collections, user, buyer, controller, pass } = world;
  const factory = await deployFactory(ethers, registry, router, contract, collections);
  const defaults = launchParams(await networkHelpers.time.latest(), controller.address, controller.address);
  const made = await launch(user, await factory.getAddress(), {
    ...defaults,
    model: {
      ...defaults.model,
      machine: {
        ...defaults.model.machine,
        textRoot: keccak256(toUtf8Bytes("text")),
        dataRoot: keccak256(toUtf8Bytes("data")),
      },
    },
    fees: { ...defaults.fees, holdersBps: 4_750 },
    collection: texts,
  });
  await networkHelpers.time.increaseTo(defaults.sale.opensAt);
  await commit(buyer, made.sale, { amount: parseEther("60") });
  await networkHelpers.time.increaseTo(defaults.sale.closesAt);
  await settle(buyer, made.sale);
  await delegate(buyer, made.token);
  await pass(defaults.sale.settlementPeriod);
  return { ...made, factory: await factory.getAddress() };
}

describe("the collection of a launch", () => {
  let world: World;
  let made: Awaited<ReturnType<typeof launched>>;
  before(async () => {
    world = await deployWorld();
    made = await launched(world);
  });

  const feesIn = async () => {
    await collect(world.user, made.collection);
    return ethers.provider.getBalance(made.token);
  };

  async function mint(signer: Signer, prompt: string) {
    const committed = await commitPrompt(signer, made.collection, { prompt });
    await world.pass(60);
    return mintPrompt(signer, made.collection, committed);
  }

  it("asks the model that was launched, and pays its holders", async () => {
    const { user } = world;
    const { tokenId, requestId } = await mint(user, "a word");
    await world.answer(requestId, toUtf8Bytes("an answer"));
    const nft = await ethers.getContractAt("AigcNft", made.collection);
    expect(await nft.modelId()).to.equal(made.modelId);
    expect(await nft.aigcDataOf(tokenId)).to.equal(ethers.hexlify(toUtf8Bytes("an answer")));
    expect(await feesIn()).to.equal(texts.mintFee);
  });

  it("costs what holders vote, except who had committed", async () => {
    const { user, buyer, pass } = world;
    const nft = await ethers.getContractAt("AigcNft", made.collection);
    const fee = parseEther("0.5");
    const proposal = {
      calls: [
        { target: made.collection, data: nft.interface.encodeFunctionData("setMintFee", [fee]) as `0x${string}` },
      ],
      description: "dearer words",
    };
    const { proposalId } = await propose(buyer, made.governor, proposal);
    await pass(DAY + 1);
    await castVote(buyer, made.governor, proposalId, "for");
    await pass(3 * DAY);
    const { executableAt } = await queue(user, made.governor, proposal);
    await networkHelpers.time.increaseTo(executableAt);
    const onTheWay = await commitPrompt(user, made.collection, { prompt: "soon" });
    expect(onTheWay.mintFee).to.equal(texts.mintFee);
    await execute(user, made.governor, proposal);
    expect(await nft.mintFee()).to.equal(fee);

    const before = await ethers.provider.getBalance(made.token);
    await pass(60);
    const cheap = await mintPrompt(user, made.collection, onTheWay);
    expect((await feesIn()) - before).to.equal(texts.mintFee);
    const dear = await mint(user, "dear");
    expect((await feesIn()) - before).to.equal(texts.mintFee + fee);
    expect(dear.price - cheap.price).to.equal(fee - texts.mintFee);
  });

  it("has its one privileged action in the list", async () => {
    const list = await roles(world.user, made.factory, made.modelId);
    expect(list.find(({ target }) => target === made.collection)).to.deep.equal({
      action: "AigcNft: setMintFee",
      target: made.collection,
      holder: made.timelock,
    });
  });
});
