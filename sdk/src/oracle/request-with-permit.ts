import { Contract, Signature, type ContractTransactionReceipt, type Signer, type TypedDataDomain } from "ethers";

import { AIOracle__factory } from "../../../types/ethers-contracts/factories/oracle/AIOracle__factory.ts";
import { transact } from "../transact.ts";
import { oracleErrors } from "./errors.ts";
import { priceQuestion, type QuestionParams } from "./question.ts";
import { requestsOf, type PaidRequest } from "./record.ts";

const permitAbi = [
  "function nonces(address owner) view returns (uint256)",
  "function eip712Domain() view returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)",
];

const permitTypes = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};

/** Seconds for which the signature is good. */
const VALIDITY = 3600n;

/**
 * Asks a model and pays in an ERC-20 by signature: no allowance is needed before, none is left after. The token must
 * have ERC-2612 permits and describe its domain (ERC-5267).
 *
 * @param oracle address of the AIOracle
 * @throws ContractError: what `request` throws; TokenPaymentMismatch (the token takes a fee on transfers)
 */
export async function requestWithPermit(
  signer: Signer,
  oracle: string,
  params: QuestionParams & { readonly token: string },
): Promise<PaidRequest & { readonly receipt: ContractTransactionReceipt }> {
  const { question, fee, value } = await priceQuestion(signer, oracle, params);
  const token = new Contract(params.token, permitAbi, signer);
  const owner = await signer.getAddress();
  const nonce = (await token.getFunction("nonces")(owner)) as bigint;
  const described = await token.getFunction("eip712Domain")();
  const domain: TypedDataDomain = {
    name: described.name as string,
    version: described.version as string,
    chainId: described.chainId as bigint,
    verifyingContract: described.verifyingContract as string,
  };
  const block = await signer.provider?.getBlock("latest");
  const deadline = BigInt(block?.timestamp ?? Math.floor(Date.now() / 1000)) + VALIDITY;
  const message = { owner, spender: oracle, value: fee, nonce, deadline };
  const { v, r, s } = Signature.from(await signer.signTypedData(domain, permitTypes, message));
  const contract = AIOracle__factory.connect(oracle, signer);
  const sent = contract.requestWithPermit(question, { value: fee, deadline, v, r, s }, { value });
  const receipt = await transact(sent, oracleErrors);
  return { ...requestsOf(receipt.logs, oracle)[0]!, receipt };
}
