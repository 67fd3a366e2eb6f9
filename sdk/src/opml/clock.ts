import type { Stage } from "./court.ts";

// Twin of contracts/opml/types/Clock.sol.

export type Side = "defender" | "challenger";

/** A chess clock. */
export interface Clock {
  /** Seconds left to the defender when the last move was made. */
  readonly defender: number;
  /** Seconds left to the challenger when the last move was made. */
  readonly challenger: number;
  /** Unix time of the last move, seconds. */
  readonly since: number;
}

export function decodeClock(packed: bigint): Clock {
  return {
    defender: Number(packed & 0xffffffffn),
    challenger: Number((packed >> 32n) & 0xffffffffn),
    since: Number(packed >> 64n),
  };
}

/** Whose clock runs in a stage that is not an end: the challenger's while it judges an input or a round. */
export function moverOf(stage: Stage): Side {
  return stage === "select" || stage === "input" ? "challenger" : "defender";
}

/** Unix time, seconds, of the last second in which the mover can still move. */
export function expiryOf(clock: Clock, mover: Side): number {
  return clock.since + clock[mover];
}
