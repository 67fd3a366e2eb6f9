import { parseEther } from "ethers";

import { Watchtower } from "@openimo/sdk/node";
import { defend, deposit } from "@openimo/sdk/opml";
import { claim, getRequest } from "@openimo/sdk/oracle";

import type { Deployment } from "./1-deploy.ts";
import type { DigitsModel } from "./2-model.ts";
import { digitOf, until, type Service } from "./4-use.ts";
import type { Demo } from "./context.ts";
import { figuresOf, traceWithWrongDigit } from "./disputes.ts";
import type { DisputeFigures } from "./figures.ts";
import { Narrowing } from "./narrowing.ts";
import { eth, pictures } from "./ui.ts";

/** An operator lies and defends its lie to the last instruction; a watchtower refutes it; the right digit arrives. */
export async function refuteWrongClaim(
  demo: Demo,
  deployment: Deployment,
  model: DigitsModel,
  service: Service,
): Promise<DisputeFigures> {
  const { chain, screen } = demo;
  const { consumer, image } = service;
  const { court, sender } = service.player("liar");
  screen.heading("An operator lies: its answer is refuted down to one instruction");

  await deposit(court, sender, deployment.oracle, parseEther("0.1"));
  const picture = model.heldOut[6]!;
  const requestId = await service.ask(picture);
  const lie = await traceWithWrongDigit(image, picture.pixels, picture.label);
  const result = await lie.result();
  if (result.fault) throw new Error("the lie has no output");
  const started = performance.now();
  const request = await getRequest(chain.provider, deployment.oracle, { requestId });
  const claimed = await claim(chain.people.liar, deployment.oracle, { request, answer: result.output });
  const wrong = (await digitOf(consumer, requestId)).digit;
  screen.line(pictures([{ pixels: picture.pixels, caption: `#${requestId}: ${wrong}?` }], 8, 16));
  screen.note(`the liar claims ${wrong}; the consumer is called, provisionally`);
  screen.line();

  const narrowing = new Narrowing(screen);
  let over = false;
  const watchtower = new Watchtower({
    ...service.player("watchtower"),
    models: new Map([[image.machineHash, image]]),
    pollEvery: 0.05,
    onEvent: (event) => {
      if (event.kind === "move") narrowing.add(event.move);
      if (event.kind === "gameOver") over = true;
    },
  });
  watchtower.start();
  await until(() => narrowing.moves.length > 0);
  const gameId = narrowing.moves[0]!.gameId;
  for await (const move of defend({ court, sender, gameId, trace: lie, pollEvery: 0.05 })) narrowing.add(move);
  await until(() => over);
  await watchtower.stop();
  const milliseconds = performance.now() - started;

  const figures = await figuresOf(demo, deployment, narrowing, {
    case: "wrong claim",
    claimGas: claimed.gasUsed,
    milliseconds,
  });
  screen.line();
  screen.fact("the chain executed it", `${figures.winner} wins after ${figures.rounds} rounds`);
  screen.fact(
    "the liar's bond",
    `${eth(BigInt(figures.loserPaid))}: ${eth(BigInt(figures.winnerGot))} to the watchtower, ${eth(BigInt(figures.burned))} burned`,
  );

  const { node, events } = service.operator("operator");
  node.start();
  await until(() => events.some((event) => event.kind === "claimed" && event.requestId === requestId));
  const right = (await digitOf(consumer, requestId)).digit;
  await chain.pass(deployment.challengeWindow + 1);
  await until(() => events.some((event) => event.kind === "settled" && event.requestId === requestId));
  await node.stop();
  const { isFinal } = await digitOf(consumer, requestId);
  screen.fact(
    "the request reopened",
    `an honest claim says ${right}; the consumer was called again; final: ${isFinal}`,
  );
  if (wrong === right || right !== picture.label || !isFinal) throw new Error(`${wrong} became ${right}`);
  return figures;
}
