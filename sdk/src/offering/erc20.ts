import { Contract, Signature, type ContractTransactionResponse, type Signer } from "ethers";

const abi = [
  "function allowance(address owner, address spender) view returns (uint256)",
  "function approve(address spender, uint256 amount) returns (bool)",
  "function nonces(address owner) view returns (uint256)",
  "function eip712Domain() view returns (bytes1, string name, string version, uint256 chainId, address verifyingContract, bytes32, uint256[])",
];

interface Domain {
  readonly name: string;
  readonly version: string;
  readonly chainId: bigint;
  readonly verifyingContract: string;
}

/** The little of an ERC-20 with permit (ERC-2612, ERC-5267) that paying needs. */
export class Erc20 {
  readonly #contract: Contract;

  constructor(
    readonly address: string,
    readonly signer: Signer,
  ) {
    this.#contract = new Contract(address, abi, signer);
  }

  /** Units that `spender` may take from the signer. */
  async allowance(spender: string): Promise<bigint> {
    return (await this.#contract.getFunction("allowance")(await this.signer.getAddress(), spender)) as bigint;
  }

  approve(spender: string, amount: bigint): Promise<ContractTransactionResponse> {
    return this.#contract.getFunction("approve").send(spender, amount);
  }

  /** Signs an approval for `spender`, good until `deadline` (Unix seconds). */
  async permit(spender: string, value: bigint, deadline: bigint): Promise<Signature> {
    const owner = await this.signer.getAddress();
    const { name, version, chainId, verifyingContract } = (await this.#contract.getFunction(
      "eip712Domain",
    )()) as Domain;
    const nonce = (await this.#contract.getFunction("nonces")(owner)) as bigint;
    return Signature.from(
      await this.signer.signTypedData(
        { name, version, chainId, verifyingContract },
        {
          Permit: [
            { name: "owner", type: "address" },
            { name: "spender", type: "address" },
            { name: "value", type: "uint256" },
            { name: "nonce", type: "uint256" },
            { name: "deadline", type: "uint256" },
          ],
        },
        { owner, spender, value, nonce, deadline },
      ),
    );
  }
}
