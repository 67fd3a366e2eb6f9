// What transactions cost, compared with the committed snapshot, gas.json.
//
//   npm run gas                what has changed, if anything
//   npm run gas -- --update    writes the snapshot anew: commit it with the change that explains it
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import Table from "cli-table3";
import pc from "picocolors";

import { benchMoves } from "../bench/moves.ts";
import { benchLaunches } from "../bench/offering.ts";
import { benchOracle } from "../bench/oracle.ts";
import { benchStep } from "../bench/step.ts";
import { benchToken } from "../bench/token.ts";

type Figures = Readonly<Record<string, number>>;

const path = fileURLToPath(new URL("gas.json", import.meta.url));

/** Of a figure, what it may differ by, in parts of 1. Elsewhere inputs and times differ, and zero bytes are cheaper. */
function tolerance(name: string): number {
  if (/^(step|moves)\./.test(name)) return 0;
  // A quarter of a percent of a launch would hide what a call costs.
  return name.startsWith("offering.") ? 0.0002 : 0.0025;
}

async function measure(): Promise<Figures> {
  const figures: Record<string, number> = {};
  for (const bench of [benchStep, benchMoves, benchOracle, benchToken, benchLaunches])
    Object.assign(figures, await bench());
  for (const [name, value] of Object.entries(figures)) figures[name] = Math.round(100 * value) / 100;
  return figures;
}

/** Names of the figures that are not what they were, or are on one side only. */
function changes(before: Figures, after: Figures): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => {
    const [was, is] = [before[name], after[name]];
    return was === undefined || is === undefined || Math.abs(is - was) > was * tolerance(name);
  });
}

const signed = (value: number): string => `${value > 0 ? "+" : ""}${Number(value.toFixed(2))}`;

function describe(names: readonly string[], before: Figures, after: Figures): string {
  const shown = (value: number | undefined) => (value === undefined ? "none" : value.toLocaleString("en"));
  const table = new Table({ head: ["figure", "snapshot", "now", "difference"], style: { head: [], border: [] } });
  for (const name of names) {
    const [was, is] = [before[name], after[name]];
    const by =
      was === undefined || is === undefined ? "" : `${signed(is - was)} (${signed(((is - was) / was) * 100)} %)`;
    table.push([name, shown(was), shown(is), by]);
  }
  return table.toString();
}

const before = JSON.parse(readFileSync(path, "utf8")) as Figures;
const after = await measure();
if (Object.keys(after).length < 30) throw new Error(`only ${Object.keys(after).length} figures were measured`);
const changed = changes(before, after);
if (changed.length > 0) console.log(describe(changed, before, after));

if (process.argv.includes("--update")) {
  // Figures within their tolerance stay, so that the snapshot changes only with the code.
  const kept = Object.entries(after).map(([name, value]) => [name, changed.includes(name) ? value : before[name]]);
  writeFileSync(path, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
  console.log(`${changed.length} of ${kept.length} figures written to scripts/checks/gas.json`);
} else if (changed.length > 0) {
  console.log(pc.red(`${changed.length} gas figures differ from scripts/checks/gas.json.`));
  console.log('If that is intended, run "npm run gas -- --update" and commit the file.');
  process.exitCode = 1;
} else {
  console.log(`${Object.keys(after).length} gas figures as in scripts/checks/gas.json`);
}
