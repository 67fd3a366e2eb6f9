import { fileURLToPath } from "node:url";

import { expect } from "chai";
import type { JsonRpcSigner } from "ethers";

import { graphRuntime, openPackage } from "../../sdk/src/models/index.ts";
import { pokedTrace } from "../../sdk/src/opml/drill.ts";
import {
  challenge,
  Court,
  defend,
  ModelImage,
  OUTPUT_OFFSET,
  Sender,
  SessionRunner,
} from "../../sdk/src/opml/index.ts";
import { ARENA_BASE } from "../../sdk/src/riscv/index.ts";
import { finish } from "../../scripts/bench/dispute.ts";
import { shipped } from "../../scripts/models/shipped.ts";
import { claimOn, deployRiscVStep, startChain, type Chain } from "../support/actors/chain.ts";

/** Time in which the other player gets its turn. */
const wait = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("disputes over the models that ship", () => {
  let chain: Chain;
  before(async () => {
    chain = await startChain(deployRiscVStep);
  });

  const playing = (signer: JsonRpcSigner) => ({
    court: new Court(chain.court.address, signer),
    sender: new Sender(signer, { wait, pollEvery: 0.01 }),
    wait,
  });

  for (const { name, package: directory } of shipped)
    it(`a wrong output of ${name} is refuted through the contracts`, async () => {
      const model = await openPackage(fileURLToPath(new URL(`../../${directory}`, import.meta.url)));
      const image = await ModelImage.open(model, await graphRuntime());
      const { input, output } = model.samples[0]!;
      const truth = await image.trace(input);
      const honest = await truth.result();
      expect(honest).to.deep.equal({ fault: false, output });

      // The last byte of the output is another when the node that writes it has ended; all else is as it should be.
      const wrong = output.slice();
      wrong[wrong.length - 1] = wrong.at(-1)! ^ 1;
      const { machine, program, weights } = image;
      const run = (await image.session()).start(input);
      while (run.step());
      const lie = await pokedTrace(
        { machine, program, weights, input, runner: new SessionRunner(await image.session()) },
        {
          node: run.node - 1,
          step: "end",
          address: ARENA_BASE + OUTPUT_OFFSET + output.length - 1,
          bytes: wrong.slice(-1),
        },
      );
      expect(await lie.result()).to.deep.equal({ fault: false, output: wrong });

      const { taskId } = await claimOn(chain, lie, input);
      const started = performance.now();
      const attack = challenge({ ...playing(chain.challenger), trace: truth, taskId });
      const first = await attack.next();
      if (first.done) throw new Error("nothing was challenged");
      const { gameId } = first.value;
      const [challenger, defender] = await Promise.all([
        finish(attack),
        finish(defend({ ...playing(chain.operator), trace: lie, gameId })),
      ]);
      const seconds = (performance.now() - started) / 1000;
      expect(challenger.outcome).to.include({ gameId, stage: "challengerWon", won: true });

      const moves = [first.value, ...challenger.moves, ...defender.moves];
      const names = moves.map((move) => move.name);
      const rounds = names.filter((move) => move === "bisect").length;
      const { logNodes, logSteps } = machine;
      expect(rounds).to.equal(Math.ceil(logNodes / 5) + Math.ceil(logSteps / 5));
      expect(names).to.include("step");
      const gas = moves.reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
      expect(gas < 1_500_000n, `${gas} gas`).to.equal(true);
      console.log(
        `      ${name}: 2^${logNodes} nodes of 2^${logSteps}; ${rounds} rounds, ${moves.length} transactions, ` +
          `${gas.toLocaleString("en")} gas, ${seconds.toFixed(1)} s`,
      );
    });
});
