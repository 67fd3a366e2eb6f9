import { ContractError, decodeError } from "../../../sdk/src/errors.ts";
import {
  expiryOf,
  isOver,
  moverOf,
  Player,
  Sender,
  splitBits,
  type Game,
  type Side,
  type Stage,
  type Trace,
} from "../../../sdk/src/opml/index.ts";
import type { Chain } from "./chain.ts";

/** A dishonest party: makes at most one transaction a turn. */
export interface Actor {
  /** @returns whether it did something */
  turn(gameId: bigint): Promise<boolean>;
}

const poll = { pollEvery: 0.01 };

/** Plays what a trace says by the SDK's own player; stuck when the contract will not have it. */
export function traceActor(chain: Chain, side: Side, trace: Trace): Actor {
  const sender = new Sender(side === "defender" ? chain.operator : chain.challenger, poll);
  return {
    async turn(gameId) {
      try {
        const { kind } = await new Player({ court: chain.court, sender, gameId, side, trace }).turn();
        return kind === "moved";
      } catch (error) {
        if (error instanceof ContractError) return false;
        throw error;
      }
    },
  };
}

/** Points at segments by a rule of its own, and knows nothing. */
export function pointingActor(chain: Chain, choose: (segments: number, game: Game) => number): Actor {
  const { court, challenger } = chain;
  const sender = new Sender(challenger, poll);
  return {
    async turn(gameId) {
      const game = await court.gameOf(gameId);
      if (game.stage !== "select") return false;
      const segment = choose(2 ** splitBits(game.position), game);
      const data = court.encode("select", [gameId, game.packedPosition, game.commitment, segment]);
      return sender.send({ to: court.address, data }).then(
        () => true,
        (error: unknown) => {
          if (decodeError(error, [court.interface]) instanceof ContractError) return false;
          throw error;
        },
      );
    },
  };
}

/** Another actor, until it is asked for its `count`-th move in a stage: then it is gone. */
export function vanishing(chain: Chain, actor: Actor, stage: Stage, count = 1): Actor {
  let moves = 0;
  return {
    async turn(gameId) {
      if ((await chain.court.gameOf(gameId)).stage === stage && ++moves >= count) {
        moves = count;
        return false;
      }
      return actor.turn(gameId);
    },
  };
}

/** Another actor, that lets a part of the time it has left pass before each of its moves. */
export function dawdling(chain: Chain, side: Side, actor: Actor, share: number): Actor {
  return {
    async turn(gameId) {
      const { clock, stage } = await chain.court.gameOf(gameId);
      if (!isOver(stage) && moverOf(stage) === side) {
        const last = expiryOf(clock, side);
        const now = await chain.court.now();
        const at = Math.floor(now + (last - now) * share);
        if (at > now) await chain.setNextTime(at);
      }
      return actor.turn(gameId);
    },
  };
}

/** Another actor, that before each move tries what it has no right to. */
export function cheeky(chain: Chain, actor: Actor, attempts: (game: Game) => [name: string, args: unknown[]][]): Actor {
  const { court, challenger } = chain;
  return {
    async turn(gameId) {
      const game = await court.gameOf(gameId);
      for (const [name, args] of attempts(game)) {
        const call = { to: court.address, from: challenger.address, data: court.encode(name, args) };
        const refused: unknown = await challenger.call(call).then(
          () => undefined,
          (error: unknown) => decodeError(error, [court.interface]),
        );
        if (!(refused instanceof ContractError)) throw new Error(`${name} was not refused in ${game.stage}`);
      }
      return actor.turn(gameId);
    },
  };
}

/** Nobody. */
export const absent: Actor = { turn: async () => false };
