// A thread of a `SessionPool`.
import { parentPort, workerData } from "node:worker_threads";

import type { PoolAnswer, PoolThread } from "./pool.ts";
import { Session } from "./session.ts";

const { model, slot } = workerData as PoolThread;
const session = Session.join(model, slot);

parentPort!.on("message", (input: Uint8Array) => {
  const answer = async (): Promise<PoolAnswer> => {
    try {
      return { result: (await session).run(input) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
  void answer().then((message) => parentPort!.postMessage(message));
});
