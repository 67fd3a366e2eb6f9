import type { Signer, TransactionReceipt } from "ethers";

import type { Call } from "../opml/sender.ts";
import { explained } from "../transact.ts";
import { oracleErrors } from "./errors.ts";

/**
 * Sends a call to the oracle and waits until it is mined.
 *
 * @throws ContractError when a contract refuses
 */
export async function send(signer: Signer, call: Call): Promise<TransactionReceipt> {
  const response = await explained(signer.sendTransaction(call), oracleErrors);
  const receipt = await explained(response.wait(), oracleErrors);
  return receipt!;
}
