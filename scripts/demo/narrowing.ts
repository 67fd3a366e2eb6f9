import type { PlayedMove } from "@openimo/sdk/opml";

import type { Screen } from "./ui.ts";
import { bar, count } from "./ui.ts";

/** Draws a dispute as it narrows, and adds up what it took. Moves of both sides come in here, in the order they were made. */
export class Narrowing {
  readonly moves: PlayedMove[] = [];
  private bisectGas = 0n;

  constructor(private readonly screen: Screen) {}

  add(move: PlayedMove): void {
    if (move.name === "withdrawCredit") return;
    this.moves.push(move);
    const gas = (label: string, used: bigint) => `${label} ${count(used).padStart(7)} gas`;
    switch (move.name) {
      case "bisect":
        this.bisectGas = move.gasUsed;
        return;
      case "select": {
        const segments = move.count < 32n ? move.count : 32n;
        const size = move.count / segments;
        const from = move.first + BigInt(move.segment ?? 0) * size;
        const range = size === 1n ? `${count(from)}` : `${count(from)} .. ${count(from + size - 1n)}`;
        const element = { nodes: "node", instructions: "instruction", leaves: "leaf" }[move.phase];
        const what = size === 1n ? element : move.phase === "leaves" ? "leaves" : `${element}s`;
        const within = Number(from - move.first);
        this.screen.line(
          `   round ${String(move.round).padStart(2)}  ${bar(within, within + Number(size), Number(move.count))}  ` +
            `${gas("bisect", this.bisectGas)}  ${gas("select", move.gasUsed)}  ${what} ${range}`,
        );
        return;
      }
      default:
        this.screen.line(`   ${move.name.padEnd(10)} ${" ".repeat(30)} ${gas("", move.gasUsed)}`);
    }
  }

  get rounds(): number {
    return Math.max(0, ...this.moves.map(({ round }) => round));
  }

  get gas(): bigint {
    return this.moves.reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
  }

  get stepGas(): bigint {
    return this.moves.find(({ name }) => name === "step")?.gasUsed ?? 0n;
  }
}
