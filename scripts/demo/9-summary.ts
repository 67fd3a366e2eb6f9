import type { Demo } from "./context.ts";
import type { Figures } from "./figures.ts";
import { count, eth } from "./ui.ts";

/** The figures worth remembering, in one table. */
export function summarize({ screen }: Demo, figures: Figures): void {
  screen.heading("What it took");
  screen.table(
    ["", ...figures.disputes.map((dispute) => dispute.case)],
    [
      ["winner", ...figures.disputes.map(({ winner }) => winner)],
      ["rounds of bisection", ...figures.disputes.map(({ rounds }) => String(rounds))],
      ["transactions", ...figures.disputes.map(({ transactions }) => String(transactions))],
      ["gas, both sides", ...figures.disputes.map(({ gas }) => count(gas))],
      ["gas of the last step", ...figures.disputes.map(({ stepGas }) => count(stepGas))],
      ["seconds", ...figures.disputes.map(({ seconds }) => seconds.toFixed(2))],
      ["loser paid", ...figures.disputes.map(({ loserPaid }) => eth(BigInt(loserPaid)))],
      ["winner got", ...figures.disputes.map(({ winnerGot }) => eth(BigInt(winnerGot)))],
      ["burned", ...figures.disputes.map(({ burned }) => eth(BigInt(burned)))],
    ],
  );
  screen.fact("one inference", `${figures.model.inferenceMs.toFixed(3)} ms (wasm)`);
  screen.fact("launch", `${count(figures.launchGas)} gas`);
  screen.fact("everything", `${figures.seconds.toFixed(1)} s`);
}
