import { dataSlice, hexlify, toBeHex, type Signer, type TransactionReceipt } from "ethers";

import { AigcNft__factory } from "../../../types/ethers-contracts/factories/content/AigcNft__factory.ts";
import { AIOracle__factory } from "../../../types/ethers-contracts/factories/oracle/AIOracle__factory.ts";
import { logsBackwards } from "../opml/logs.ts";
import { getRequest } from "../oracle/get-request.ts";
import { getResult } from "../oracle/get-result.ts";
import { providerOf } from "../oracle/record.ts";
import { retryCallback } from "../oracle/retry-callback.ts";
import { explained, transact } from "../transact.ts";
import { ContentError, contentErrors } from "./errors.ts";
import { contentStates } from "./get-content.ts";

/**
 * Anyone: brings a token up to what the oracle delivered last. Makes a delivery again that failed, or brings the bytes of an
 * answer that was too long to be stored with the delivery. Corrections after a dispute arrive by themselves otherwise.
 *
 * @param collection address of the AigcNft
 * @param params `fromBlock`: block below which the token's events are not sought. Default: 0
 * @throws ContentError: NOTHING_TO_UPDATE, UNKNOWN_REQUEST
 * @throws ContractError: ERC721NonexistentToken, BlobTooLong (the answer is longer than a contract), CallbackFailedAgain
 */
export async function update(
  signer: Signer,
  collection: string,
  { tokenId, fromBlock = 0 }: { readonly tokenId: bigint; readonly fromBlock?: number },
): Promise<TransactionReceipt> {
  const contract = AigcNft__factory.connect(collection, signer);
  const oracle = await contract.aiOracle();
  const { state } = await explained(contract.statusOf(tokenId), contentErrors);
  const requestId = await requestOf(signer, collection, tokenId, fromBlock);
  if (await AIOracle__factory.connect(oracle, signer).isUndelivered(requestId)) {
    return retryCallback(signer, oracle, { requestId, fromBlock });
  }
  if (contentStates[Number(state)] !== "unstored") {
    throw new ContentError("NOTHING_TO_UPDATE", `token ${tokenId} has the data that was delivered last`);
  }
  const [{ callbackData }, { latest }] = await Promise.all([
    getRequest(signer, oracle, { requestId, fromBlock }),
    getResult(signer, oracle, { requestId, fromBlock }),
  ]);
  const prompt = dataSlice(callbackData, CALLBACK_HEAD);
  const data = hexlify(latest!.output!);
  // The standard has one function for a token's first data and one for what replaces it.
  const stored = await contract.prompt(tokenId).then(
    () => true,
    () => false,
  );
  const sent = stored
    ? contract.update(prompt, data)
    : contract.addAigcData(tokenId, prompt, data, toBeHex(requestId, 32));
  return transact(sent, contentErrors);
}

/** Bytes of callback data before the prompt: who paid, and what. */
const CALLBACK_HEAD = 44;

/** The token's latest request, from the event. */
async function requestOf(signer: Signer, collection: string, tokenId: bigint, fromBlock: number): Promise<bigint> {
  const contract = AigcNft__factory.createInterface();
  const topics = [contract.getEvent("Asked").topicHash, toBeHex(tokenId, 32)];
  for await (const log of logsBackwards(providerOf(signer), { address: collection, topics }, fromBlock)) {
    return contract.decodeEventLog("Asked", log.data, log.topics).requestId as bigint;
  }
  throw new ContentError("UNKNOWN_REQUEST", `no request of token ${tokenId} down to block ${fromBlock}`);
}
