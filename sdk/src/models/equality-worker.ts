// Compares batches of inputs for `checkBitEquality`, one thread of several.
import { parentPort, workerData } from "node:worker_threads";

import { type Batch, type ComparedModel, Comparison, type WorkerAnswer } from "./equality.ts";
import { ModelError } from "./errors.ts";

const comparison = Comparison.open(workerData as ComparedModel);

parentPort!.on("message", (batch: Batch) => {
  const answer = async (): Promise<WorkerAnswer> => {
    try {
      return { totals: (await comparison).run(batch) };
    } catch (error) {
      const mismatch = error instanceof ModelError && error.code === "MISMATCH";
      return { mismatch, message: error instanceof ModelError ? error.reason : String(error) };
    }
  };
  void answer().then((message) => parentPort!.postMessage(message));
});
