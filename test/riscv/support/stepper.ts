import { network } from "hardhat";

/** One step, to be executed by the chain. */
export interface StepCall {
  readonly textRoot: Uint8Array;
  readonly preState: Uint8Array;
  readonly witness: Uint8Array;
}

/** Steps in one call: few enough for the gas that one transaction may have. */
const BATCH = 150;

/**
 * Deploys the step contract.
 *
 * @returns a function that executes steps and gives a word for each, in hex without 0x: the post state, or the selector
 * of the error, zero-padded
 */
export async function deployStepper(): Promise<(calls: readonly StepCall[]) => Promise<string[]>> {
  const { ethers } = await network.create();
  const stepper = await ethers.deployContract("RiscVStep");
  const batch = await ethers.deployContract("StepBatch");
  const [to, stepperAddress] = [await batch.getAddress(), await stepper.getAddress()];
  const selector = batch.interface.getFunction("run").selector.slice(2);

  // Encoded by hand: the general encoder would take longer than the chain.
  const run = async (calls: readonly StepCall[]): Promise<string[]> => {
    const packed = Buffer.concat(
      calls.flatMap(({ textRoot, preState, witness }) => [
        textRoot,
        preState,
        Buffer.of(witness.length >> 8, witness.length & 0xff),
        witness,
      ]),
    );
    const words = [stepperAddress.slice(2), "40", packed.length.toString(16)].map((word) => word.padStart(64, "0"));
    const padding = "00".repeat((32 - (packed.length % 32)) % 32);
    const data = `0x${selector}${words.join("")}${packed.toString("hex")}${padding}`;
    const result = (await ethers.provider.send("eth_call", [{ to, data, gas: "0x1000000" }, "latest"])) as string;
    const outcomes = result.slice(2 + 128).match(/.{64}/g) ?? [];
    if (outcomes.length !== calls.length) throw new Error(`${outcomes.length} outcomes of ${calls.length} steps`);
    return outcomes;
  };

  return async (calls) => {
    const outcomes: string[] = [];
    for (let i = 0; i < calls.length; i += BATCH) outcomes.push(...(await run(calls.slice(i, i + BATCH))));
    return outcomes;
  };
}
