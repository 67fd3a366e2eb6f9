import type { Session } from "../models/session.ts";
import type { ModelImage } from "../opml/model-image.ts";
import type { TraceResult } from "../opml/trace.ts";
import { once } from "../once.ts";

/** The models that a node serves or watches, by `machineHash`; a `Map` will do, and may change while it is used. */
export interface Models {
  get(machineHash: string): ModelImage | undefined;
}

const sessions = new WeakMap<ModelImage, Promise<Session>>();

/**
 * What a model answers to an input, by the fast build. Inferences of one model share a session.
 *
 * @param input at most 1 MiB
 * @throws SessionError when the runtime traps: then nothing may be claimed of the answer
 */
export async function infer(image: ModelImage, input: Uint8Array): Promise<TraceResult> {
  const session = await once(sessions, image, () => image.session());
  const result = session.run(input);
  return result.fault ? { fault: true } : { fault: false, output: result.output };
}
