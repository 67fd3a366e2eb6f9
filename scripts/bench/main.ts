// Measures the project's own figures and prints them next to what they aim at; with --json, one JSON object on the last line.
//
//   npm run bench                       every suite
//   npm run bench -- step vm --json     some suites, by name
import pc from "picocolors";

import { benchDispute } from "./dispute.ts";
import { benchOffering } from "./offering.ts";
import { benchGuest } from "./guest.ts";
import { benchInference } from "./inference.ts";
import { benchMoves } from "./moves.ts";
import { benchOracle } from "./oracle.ts";
import { benchStep } from "./step.ts";
import { distance } from "./targets.ts";
import { benchToken } from "./token.ts";
import { benchVm } from "./vm.ts";

/** Figures by name, "suite.figure". */
export type Figures = Record<string, number>;

const suites: Record<string, () => Promise<Figures>> = {
  step: benchStep,
  vm: benchVm,
  dispute: benchDispute,
  moves: benchMoves,
  offering: benchOffering,
  inference: benchInference,
  oracle: benchOracle,
  token: benchToken,
  guest: benchGuest,
};

const args = process.argv.slice(2);
if (args.includes("--help")) {
  console.log(`npm run bench -- [suite ...] [--json]\n\nSuites: ${Object.keys(suites).join(", ")}`);
  console.log("Example: npm run bench -- step dispute --json");
  process.exit(0);
}
const json = args.includes("--json");
const wanted = args.filter((arg) => arg !== "--json");
const unknown = wanted.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`unknown suite ${unknown.join(", ")}; there are ${Object.keys(suites).join(", ")}`);
  process.exit(2);
}

const figures: Figures = {};
for (const [name, run] of Object.entries(suites)) {
  if (wanted.length === 0 || wanted.includes(name)) Object.assign(figures, await run());
}
for (const [name, value] of Object.entries(figures)) {
  const shown = value.toLocaleString("en", { maximumFractionDigits: 2 });
  const aim = distance(name, value);
  const told = aim ? (aim.met ? pc.green : pc.red)(aim.text) : "";
  console.log(`${name.padEnd(30)} ${shown.padStart(12)}  ${told}`.trimEnd());
}
if (json) console.log(JSON.stringify(figures));
