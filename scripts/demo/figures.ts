// What `npm start -- --json` reports.

/** One dispute. Gas is of both sides' transactions together, the claim's and the challenge's included. */
export interface DisputeFigures {
  readonly case: "wrong claim" | "wrong challenge";
  readonly winner: "challenger" | "defender";
  /** Bisections, over nodes and instructions. */
  readonly rounds: number;
  readonly transactions: number;
  readonly gas: number;
  /** Wall clock, everything included: inference, emulation, hashing, transactions. */
  readonly seconds: number;
  /** Gas of the transaction that executed the disputed instruction and ended the game. */
  readonly stepGas: number;
  /** Wei. */
  readonly loserPaid: string;
  readonly winnerGot: string;
  readonly burned: string;
}

/** Everything that the demo measured. Wei are decimal strings: they do not fit a JSON number. */
export interface Figures {
  readonly model: {
    readonly name: string;
    readonly machine: string;
    readonly nodes: number;
    /** Median of one inference in the fast build, milliseconds. */
    readonly inferenceMs: number;
  };
  /** Share of held-out pictures classified rightly by the fast build. */
  readonly accuracy: number;
  readonly heldOut: number;
  /** Inputs on which the wasm and the RV32IM build agreed at every node. */
  readonly bitEqualInputs: number;
  readonly launchGas: number;
  readonly sale: {
    readonly committed: string;
    readonly raised: string;
    readonly refunded: string;
    readonly buyers: Record<
      string,
      { readonly committed: string; readonly paid: string; readonly refund: string; readonly shares: string }
    >;
  };
  readonly answers: readonly { readonly requestId: string; readonly label: number; readonly answer: number }[];
  readonly disputes: readonly DisputeFigures[];
  readonly revenue: {
    readonly fees: string;
    /** Recipient -> wei. */
    readonly recipients: Record<string, string>;
    /** Fees paid, less everything paid out and everything still held for somebody. Must be 0. */
    readonly conservationError: number;
  };
  /** Wei. What the treasury got of the sale is what it holds, what was granted and earned, and nothing else. */
  readonly governance: {
    readonly treasury: string;
    /** Of the grant that was carried through. */
    readonly paid: string;
    /** Of the one that holders stopped: earned until then, and back in the treasury. */
    readonly earnedBeforeStop: string;
    readonly returned: string;
    readonly conservationError: number;
  };
  readonly seconds: number;
}
