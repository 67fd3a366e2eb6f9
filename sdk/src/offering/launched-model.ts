import type { ContractRunner } from "ethers";

import { IProceeds__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IProceeds__factory.ts";
import type { Launched } from "./launch.ts";

/**
 * Whether a predicted launch has happened: its model's id, or undefined.
 *
 * @param launched as `predictLaunch` told
 */
export async function launchedModel(
  runner: ContractRunner,
  launched: Pick<Launched, "proceeds">,
): Promise<bigint | undefined> {
  const code = await runner.provider!.getCode(launched.proceeds);
  if (code === "0x") return undefined;
  return (await IProceeds__factory.connect(launched.proceeds, runner).terms()).modelId;
}
