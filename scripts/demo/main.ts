// npm start: the whole loop, on an embedded chain, from public SDK functions only.
import { deploy } from "./1-deploy.ts";
import { prepareModel } from "./2-model.ts";
import { offer } from "./3-offering.ts";
import { useOracle } from "./4-use.ts";
import { refuteWrongClaim } from "./5-fraud.ts";
import { refuteWrongChallenge } from "./6-troll.ts";
import { shareRevenue } from "./7-revenue.ts";
import { govern } from "./8-govern.ts";
import { createDemo } from "./context.ts";
import type { Figures } from "./figures.ts";
import { summarize } from "./9-summary.ts";

const help = `npm start [-- --json]

Runs the whole loop of an Initial Model Offering on an embedded chain: deployment, model, sale, paid inference,
a wrong answer refuted, a wrong challenge defeated, revenue shared out, grants decided by vote.

  --json   print every figure as one JSON object on the last line
  --help   this text

Examples
  npm start
  npm start -- --json | tail -n 1 | jq .disputes`;

const args = process.argv.slice(2);
const unknown = args.find((arg) => arg !== "--json" && arg !== "--help");
if (unknown !== undefined || args.includes("--help")) {
  console.log(unknown === undefined ? help : `unknown option ${unknown}\n\n${help}`);
  process.exit(unknown === undefined ? 0 : 2);
}

const started = performance.now();
const demo = await createDemo();
const deployment = await deploy(demo);
const model = await prepareModel(demo, deployment);
const offered = await offer(demo, deployment, model);
const used = await useOracle(demo, deployment, model, offered);
const fraud = await refuteWrongClaim(demo, deployment, model, used);
const troll = await refuteWrongChallenge(demo, deployment, model, used);
const revenue = await shareRevenue(demo, deployment, offered);
const governance = await govern(demo, deployment, offered);

const figures: Figures = {
  ...model.figures,
  launchGas: offered.launchGas,
  sale: offered.figures,
  answers: used.answers,
  disputes: [fraud, troll],
  revenue,
  governance,
  seconds: (performance.now() - started) / 1000,
};
summarize(demo, figures);
if (args.includes("--json")) console.log(JSON.stringify(figures));
process.exit(0);
