import { challenge } from "@openimo/sdk/opml";

import type { Deployment } from "./1-deploy.ts";
import type { DigitsModel } from "./2-model.ts";
import { digitOf, until, type Service } from "./4-use.ts";
import type { Demo } from "./context.ts";
import { figuresOf, traceWithWrongDigit } from "./disputes.ts";
import type { DisputeFigures } from "./figures.ts";
import { Narrowing } from "./narrowing.ts";
import { eth } from "./ui.ts";

/** Somebody attacks an honest claim; the operator node defends it by itself, and the attacker pays. */
export async function refuteWrongChallenge(
  demo: Demo,
  deployment: Deployment,
  model: DigitsModel,
  service: Service,
): Promise<DisputeFigures> {
  const { chain, screen } = demo;
  const { consumer, image } = service;
  screen.heading("A challenger attacks an honest answer, and loses its bond");

  const picture = model.heldOut[8]!;
  const { node, events } = service.operator("operator");
  node.start();
  const requestId = await service.ask(picture);
  await until(() => events.some(({ kind }) => kind === "claimed"));
  const claimed = events.find((event) => event.kind === "claimed")!;
  const claimReceipt = await chain.provider.getTransactionReceipt(claimed.transactionHash);
  screen.note(`the operator claims ${(await digitOf(consumer, requestId)).digit}; the troll says otherwise`);
  screen.line();

  const started = performance.now();
  const narrowing = new Narrowing(screen);
  let shown = 0;
  const showDefence = () => {
    for (; shown < events.length; shown++) {
      const event = events[shown]!;
      if (event.kind === "move") narrowing.add(event.move);
    }
  };
  const { court, sender } = service.player("troll");
  const delusion = await traceWithWrongDigit(image, picture.pixels, picture.label);
  for await (const move of challenge({ court, sender, taskId: requestId, trace: delusion, pollEvery: 0.05 })) {
    showDefence();
    narrowing.add(move);
  }
  await until(() => events.some(({ kind }) => kind === "gameOver"));
  showDefence();
  const milliseconds = performance.now() - started;

  const figures = await figuresOf(demo, deployment, narrowing, {
    case: "wrong challenge",
    claimGas: claimReceipt!.gasUsed,
    milliseconds,
  });
  screen.line();
  screen.fact("the chain executed it", `${figures.winner} wins after ${figures.rounds} rounds`);
  screen.fact(
    "the troll's bond",
    `${eth(BigInt(figures.loserPaid))}: ${eth(BigInt(figures.winnerGot))} to the operator, ${eth(BigInt(figures.burned))} burned`,
  );
  await chain.pass(deployment.challengeWindow + 1);
  await until(() => events.some(({ kind }) => kind === "settled"));
  await node.stop();
  screen.note("the answer is final, as it was");
  return figures;
}
