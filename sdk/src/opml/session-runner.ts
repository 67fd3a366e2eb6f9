import { Status } from "../models/generated.ts";
import type { Run, Session } from "../models/session.ts";
import type { NodeRunner } from "./model-trace.ts";

/** Executes nodes by the fast build. The session is the runner's own as long as it is used. */
export class SessionRunner implements NodeRunner {
  readonly #session: Session;
  #run: Run;

  constructor(session: Session) {
    this.#session = session;
    this.#run = session.start(new Uint8Array(0));
  }

  arena(): Uint8Array {
    return this.#run.arena;
  }

  /**
   * Nodes after the run's end leave the arena as it is, as they do in the proof build.
   *
   * @returns true: the fast build faults on nothing that the proof build does not exit from
   * @throws SessionError when the runtime traps: then nothing may be claimed of it
   */
  async run(node: number): Promise<boolean> {
    if (this.#run.status !== Status.RUNNING) return true;
    if (this.#run.node !== node) this.#run = this.#session.resume(node, this.#run.arena.slice());
    this.#run.step();
    return true;
  }
}
