import { setTimeout as sleep } from "node:timers/promises";

import { parseEther } from "ethers";

import { Operator, type OperatorEvent } from "@openimo/sdk/node";
import { Court, deposit, ModelImage, Sender } from "@openimo/sdk/opml";
import { graphRuntime } from "@openimo/sdk/models";

import type { Deployment } from "./1-deploy.ts";
import type { DigitsModel, Picture } from "./2-model.ts";
import type { Offered } from "./3-offering.ts";
import type { Demo, Role } from "./context.ts";
import type { Figures } from "./figures.ts";
import { eth, pictures } from "./ui.ts";

/** Requests in the first batch. */
const ASKED = 6;

export type DigitConsumer = Awaited<ReturnType<typeof deployConsumer>>;

/** What the steps after this one go on with. */
export interface Service {
  readonly consumer: DigitConsumer;
  readonly image: ModelImage;
  readonly answers: Figures["answers"];
  /** A fresh operator for a role, not started; `events` fills while it runs. */
  operator(role: Role): { readonly node: Operator; readonly events: OperatorEvent[] };
  /** The court as a role sees it, and the role's sender. */
  player(role: Role): { readonly court: Court; readonly sender: Sender };
  /** Sends a picture to the consumer contract. */
  ask(picture: Picture): Promise<bigint>;
}

async function deployConsumer({ chain }: Demo, oracle: string, modelId: bigint) {
  return chain.ethers.deployContract("DigitConsumer", [oracle, modelId], chain.people.dapp);
}

/** A contract pays for the reading of held-out pictures; an operator node answers; the answers become final. */
export async function useOracle(
  demo: Demo,
  deployment: Deployment,
  model: DigitsModel,
  offered: Offered,
): Promise<Service> {
  const { chain, screen } = demo;
  screen.heading("The model is used: a contract asks, an operator answers with a bond");

  const consumer = await deployConsumer(demo, deployment.oracle, offered.modelId);
  screen.fact("DigitConsumer", `${await consumer.getAddress()}, ${eth(await consumer.price())} a reading`);
  const image = await ModelImage.open(model.package, await graphRuntime());

  const player = (role: Role) => ({
    court: new Court(deployment.opml, chain.provider),
    sender: new Sender(chain.people[role], { pollEvery: 0.02 }),
  });
  const service: Omit<Service, "answers"> = {
    consumer,
    image,
    player,
    operator(role) {
      const events: OperatorEvent[] = [];
      const node = new Operator({
        oracle: deployment.oracle,
        ...player(role),
        models: new Map([[image.machineHash, image]]),
        pollEvery: 0.05,
        onEvent: (event) => events.push(event),
      });
      return { node, events };
    },
    async ask({ pixels }) {
      const sent = await consumer.read(pixels, { value: await consumer.price() });
      const receipt = await sent.wait();
      const event = receipt!.logs
        .map((log) => consumer.interface.parseLog(log))
        .find((parsed) => parsed?.name === "PictureSent");
      return event!.args.requestId as bigint;
    },
  };

  const staker = player("operator");
  await deposit(staker.court, staker.sender, deployment.oracle, parseEther("2"));
  const { node, events } = service.operator("operator");
  node.start();

  const asked = model.heldOut.slice(0, ASKED);
  const requestIds: bigint[] = [];
  for (const picture of asked) requestIds.push(await service.ask(picture));
  await until(() => events.filter(({ kind }) => kind === "claimed").length === ASKED);
  const digits = await Promise.all(requestIds.map((id) => digitOf(consumer, id)));
  screen.line();
  screen.line(
    pictures(
      asked.map(({ pixels }, i) => ({ pixels, caption: `#${requestIds[i]}: ${digits[i]!.digit}` })),
      8,
      16,
    ),
  );
  screen.note(`${ASKED} callbacks arrived with the claims: provisional, a bond behind each`);

  await chain.pass(deployment.challengeWindow + 1);
  await until(() => events.filter(({ kind }) => kind === "settled").length === ASKED);
  await node.stop();
  const final = await Promise.all(requestIds.map((id) => digitOf(consumer, id)));
  if (!final.every(({ isFinal }) => isFinal)) throw new Error("the window has passed and an answer is not final");
  screen.note("the window has passed: all are final, the operator's bonds are free, the fees are split");

  const answers = asked.map(({ label }, i) => ({
    requestId: requestIds[i]!.toString(),
    label,
    answer: final[i]!.digit,
  }));
  return { ...service, answers };
}

/** The consumer's view of an answer. */
export async function digitOf(
  consumer: DigitConsumer,
  requestId: bigint,
): Promise<{ digit: number; isFinal: boolean }> {
  const { digit, finalized } = await consumer.digitOf(requestId);
  return { digit: Number(digit), isFinal: finalized };
}

/** Resolves when a condition holds; an error after a minute in which it did not. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error("nothing happened for a minute");
    await sleep(20);
  }
}
