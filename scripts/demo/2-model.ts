import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import {
  buildPackage,
  checkBitEquality,
  graphRuntime,
  Session,
  verifyPackage,
  type MachineRoots,
  type VerifiedPackage,
} from "@openimo/sdk/models";
import { registerProgram } from "@openimo/sdk/models/registry";

import type { Deployment } from "./1-deploy.ts";
import type { Demo } from "./context.ts";
import type { Figures } from "./figures.ts";
import { count, seconds } from "./ui.ts";

const folder = fileURLToPath(new URL("../../models/digits/", import.meta.url));

export interface Picture {
  readonly pixels: Uint8Array;
  readonly label: number;
}

export interface DigitsModel {
  readonly directory: string;
  readonly package: VerifiedPackage;
  readonly machine: MachineRoots;
  readonly contentId: string;
  readonly heldOut: readonly Picture[];
  readonly figures: Pick<Figures, "model" | "accuracy" | "heldOut" | "bitEqualInputs">;
}

/**
 * From the ONNX file to a package, then everything that the chain will be told about it is checked.
 *
 * @param compared number of inputs on which the two builds are compared
 */
export async function prepareModel(demo: Demo, deployment: Deployment, compared = 1_200): Promise<DigitsModel> {
  const { chain, screen } = demo;
  screen.heading("The model: digits, a small convolutional network, as an ONNX file");

  const directory = `${folder}package`;
  const verified = await verifyPackage(directory);
  const { manifest, machine, cid } = verified;
  const samples = verified.samples.map(({ input, label }) => ({ input, ...(label === undefined ? {} : { label }) }));
  const built = await buildPackage(await readFile(`${folder}digits.onnx`), { ...manifest, samples });
  if (built.cid !== cid) throw new Error(`digits.onnx builds package ${built.cid}, the committed one is ${cid}`);
  screen.fact("package", `${cid} (built again from digits.onnx: the same)`);
  screen.fact("trace", `2^${machine.logNodes} nodes of at most 2^${machine.logSteps} RV32IM instructions`);
  screen.fact("machine", manifest.machine);

  const runtime = await graphRuntime();
  const session = await Session.open(verified.weights, runtime.module);
  const heldOut = await pictures("heldout.json");
  const times: number[] = [];
  let right = 0;
  for (const { pixels, label } of heldOut) {
    const started = performance.now();
    const result = session.run(pixels);
    times.push(performance.now() - started);
    if (!result.fault && result.output[0] === label) right += 1;
  }
  const accuracy = right / heldOut.length;
  const inferenceMs = times.sort((a, b) => a - b)[times.length >> 1]!;
  screen.fact("accuracy", `${(100 * accuracy).toFixed(2)}% of ${heldOut.length} pictures held out of training`);
  screen.fact("inference", `${inferenceMs.toFixed(3)} ms, median, wasm on one core`);

  const inputs = [...heldOut, ...(await pictures("train.json"))].slice(0, compared).map(({ pixels }) => pixels);
  const progress = screen.progress("wasm = RV32IM?", inputs.length);
  const report = await checkBitEquality(verified, inputs, { onProgress: progress });
  screen.fact(
    "bit equality",
    `${count(report.inputs)} inputs, ${count(report.nodes)} nodes, every arena byte equal; ` +
      `${count(report.instructions)} RV32IM instructions in ${seconds(1000 * report.seconds)}`,
  );

  const { programRoot } = await registerProgram(chain.people.issuer, deployment.registry, {
    ...runtime.roots,
    contentId: "guest/build/runtime.elf",
  });
  screen.fact("program registered", programRoot);

  return {
    directory,
    package: verified,
    machine,
    contentId: cid,
    heldOut,
    figures: {
      model: {
        name: manifest.name,
        machine: manifest.machine,
        nodes: 2 ** machine.logNodes,
        inferenceMs,
      },
      accuracy,
      heldOut: heldOut.length,
      bitEqualInputs: report.inputs,
    },
  };
}

async function pictures(file: string): Promise<Picture[]> {
  const entries = JSON.parse(await readFile(`${folder}${file}`, "utf8")) as { input: string; label: string }[];
  return entries.map(({ input, label }) => ({ pixels: Buffer.from(input.slice(2), "hex"), label: Number(label) }));
}
