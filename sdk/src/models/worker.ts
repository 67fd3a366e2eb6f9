import { Worker } from "node:worker_threads";

/**
 * A thread that runs a file of this folder, from sources or from what they compile to.
 *
 * @param name of the file, without its extension
 */
export function startWorker(name: string, workerData: unknown): Worker {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  // From sources, a worker needs the loader that this thread has.
  const execArgv = extension === "ts" ? ["--import", import.meta.resolve("tsx")] : [];
  return new Worker(new URL(`./${name}.${extension}`, import.meta.url), { execArgv, workerData });
}
