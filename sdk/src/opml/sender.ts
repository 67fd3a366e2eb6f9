import type { Signer, TransactionReceipt, TransactionRequest, TransactionResponse } from "ethers";

import { OpenImoError } from "../errors.ts";
import { silentLogger, type Logger } from "./logger.ts";
import { sleep, type Wait } from "./wait.ts";

export interface SenderOptions {
  /** Seconds without a receipt after which a transaction is offered again with higher fees. Default 45. */
  readonly bumpAfter?: number;
  /** Seconds between looks for a receipt. Default 1. */
  readonly pollEvery?: number;
  /** How time passes while a receipt is awaited. Default: by the machine's clock. */
  readonly wait?: Wait;
  readonly logger?: Logger;
}

export interface Call {
  readonly to: string;
  readonly data: string;
  /** Wei. Default 0. */
  readonly value?: bigint;
}

/** A transaction was mined and reverted. */
export class RevertedError extends OpenImoError {
  override readonly name = "RevertedError";
  readonly code = "REVERTED";
  constructor(readonly receipt: TransactionReceipt) {
    super(`transaction ${receipt.hash} reverted`);
  }
}

/** A transaction's nonce was used by another one, that this sender did not make. */
export class PassedOverError extends OpenImoError {
  override readonly name = "PassedOverError";
  readonly code = "PASSED_OVER";
  constructor(readonly transaction: TransactionResponse) {
    super(`another transaction than ${transaction.hash} took nonce ${transaction.nonce}`);
  }
}

/** Looks at a node that knows the nonce as used, but no receipt, before it is believed: it may be a moment behind. */
const LOOKS = 10;

interface NextNonce {
  readonly nonce: number;
  /** An older transaction with this nonce is still in the mempool. */
  readonly replacing: boolean;
}

/** Fees are raised by a quarter each time: nodes want a tenth more to replace a transaction. */
const BUMP = { numerator: 125n, denominator: 100n };

/** Gas beyond the estimate, in percent, for state that changes between estimate and inclusion. */
const GAS_MARGIN = 20n;

/**
 * Sends the transactions of one account, from one process. Each is simulated before it is signed; nonces are given out
 * one at a time, so calls may run side by side; a transaction that is not mined is replaced by itself at a higher fee,
 * never by another one. What an earlier process left in the mempool is waited for before the first is sent.
 */
export class Sender {
  readonly signer: Signer;
  readonly #bumpAfter: number;
  readonly #pollEvery: number;
  readonly #wait: Wait;
  readonly #logger: Logger;
  #queue: Promise<unknown> = Promise.resolve();
  #next: NextNonce | undefined;
  /** Transactions sent and not seen mined. */
  #inFlight = 0;

  /** @param signer with a provider */
  constructor(signer: Signer, options: SenderOptions = {}) {
    this.signer = signer;
    this.#bumpAfter = options.bumpAfter ?? 45;
    this.#pollEvery = options.pollEvery ?? 1;
    this.#wait = options.wait ?? sleep;
    this.#logger = options.logger ?? silentLogger;
  }

  address(): Promise<string> {
    return this.signer.getAddress();
  }

  /**
   * Resolves once nothing of this account is in flight that this sender does not know of: what an earlier process sent,
   * or what a node took although it answered with an error. Read the chain's state after this, and what was sent
   * before is in it.
   *
   * @throws the signal's reason when it is aborted
   */
  async ready(signal?: AbortSignal): Promise<void> {
    await this.#inTurn(() => this.#settle(signal));
  }

  /**
   * Simulates, signs, sends and waits until the transaction is mined.
   *
   * @param signal stops waiting; what was sent stays sent
   * @throws the node's error when the simulation reverts (see `decodeError`); RevertedError when the mined transaction
   * did
   */
  async send(call: Call, signal?: AbortSignal): Promise<TransactionReceipt> {
    const sent = await this.#inTurn(() => this.#broadcast(call, signal));
    try {
      const receipt = await this.#confirm(sent, signal);
      if (receipt.status === 0) throw new RevertedError(receipt);
      return receipt;
    } finally {
      this.#inFlight -= 1;
    }
  }

  /** Runs `task` when those before it are done, whether or not they failed. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(task, task);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #broadcast(call: Call, signal?: AbortSignal): Promise<TransactionResponse> {
    const { nonce, replacing } = await this.#settle(signal);
    const from = await this.address();
    const estimate = await this.signer.estimateGas({ ...call, from });
    const gasLimit = estimate + (estimate * GAS_MARGIN) / 100n;
    const fees = replacing ? await this.#feesAbove(undefined) : {};
    signal?.throwIfAborted();
    // Until the node has answered, whether it took the transaction is not known.
    this.#next = undefined;
    const sent = await this.signer.sendTransaction({ ...call, from, gasLimit, nonce, ...fees });
    this.#next = { nonce: nonce + 1, replacing: false };
    this.#inFlight += 1;
    return sent;
  }

  /** The nonce to use next, once it is known. */
  async #settle(signal?: AbortSignal): Promise<NextNonce> {
    // A reorganised chain may have forgotten what was mined. What is not mined yet is looked after by who sent it.
    if (this.#next && this.#inFlight === 0 && (await this.signer.getNonce("pending")) < this.#next.nonce) {
      this.#next = undefined;
    }
    for (let waited = 0; this.#next === undefined; waited += this.#pollEvery) {
      signal?.throwIfAborted();
      const [mined, pending] = await Promise.all([this.signer.getNonce("latest"), this.signer.getNonce("pending")]);
      if (pending <= mined) {
        this.#next = { nonce: mined, replacing: false };
      } else if (waited >= this.#bumpAfter) {
        // Stuck. The next transaction takes its nonce: at most one of the two is mined.
        this.#next = { nonce: mined, replacing: true };
      } else {
        this.#logger.info({ mined, pending }, "waiting for transactions sent earlier");
        await this.#wait(this.#pollEvery, signal);
      }
    }
    return this.#next;
  }

  async #confirm(first: TransactionResponse, signal?: AbortSignal): Promise<TransactionReceipt> {
    const provider = this.signer.provider!;
    const offers = [first];
    let looksPassedOver = 0;
    for (let waited = 0; ; waited += this.#pollEvery) {
      try {
        const mined = await this.signer.getNonce("latest");
        for (const { hash } of offers) {
          const receipt = await provider.getTransactionReceipt(hash);
          if (receipt !== null) return receipt;
        }
        if (mined > first.nonce) looksPassedOver += 1;
        if (waited >= this.#bumpAfter) {
          waited = 0;
          offers.push(await this.#offerAgain(offers.at(-1)!));
        }
      } catch (error) {
        // The node is away, has mined it meanwhile, or wants higher fees still: the next look or offer tells.
        this.#logger.warn({ hash: first.hash, error: String(error) }, "looking for a transaction again");
      }
      if (looksPassedOver > LOOKS) throw new PassedOverError(first);
      signal?.throwIfAborted();
      await this.#wait(this.#pollEvery, signal);
    }
  }

  async #offerAgain(last: TransactionResponse): Promise<TransactionResponse> {
    const fees = await this.#feesAbove(last);
    const { to, from, data, value, nonce, gasLimit } = last;
    this.#logger.warn({ hash: last.hash, nonce, ...fees }, "not mined; offering it again with higher fees");
    return this.signer.sendTransaction({ to, from, data, value, nonce, gasLimit, ...fees });
  }

  /** Fees that replace `last`, or a transaction not known, when the market's were paid for that. */
  async #feesAbove(last: TransactionResponse | undefined): Promise<Partial<TransactionRequest>> {
    const market = await this.signer.provider!.getFeeData();
    const raise = (paid: bigint | null | undefined, now: bigint | null) => {
      const raised = ((paid ?? now ?? 0n) * BUMP.numerator) / BUMP.denominator + 1n;
      return now !== null && now > raised ? now : raised;
    };
    if ((last ?? market).maxFeePerGas === null) return { gasPrice: raise(last?.gasPrice, market.gasPrice) };
    return {
      maxFeePerGas: raise(last?.maxFeePerGas, market.maxFeePerGas),
      maxPriorityFeePerGas: raise(last?.maxPriorityFeePerGas, market.maxPriorityFeePerGas),
    };
  }
}
