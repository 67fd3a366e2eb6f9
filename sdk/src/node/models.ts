import { loadKeccak } from "../merkle/keccak.ts";
import type { Session } from "../models/session.ts";
import { MissingLogError } from "../opml/court.ts";
import { toHex } from "../opml/hex.ts";
import { bytesRoot } from "../opml/merkle-bytes.ts";
import type { ModelImage } from "../opml/model-image.ts";
import type { Task } from "../opml/preimages.ts";
import type { TraceResult } from "../opml/trace.ts";

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
  let session = sessions.get(image);
  if (!session) {
    session = image.session();
    sessions.set(image, session);
    session.catch(() => sessions.delete(image));
  }
  const result = (await session).run(input);
  return result.fault ? { fault: true } : { fault: false, output: result.output };
}

/**
 * An input that is what a task commits to. A node that tells another one would have us claim, or challenge, an answer to
 * a question that nobody asked.
 *
 * @throws MissingLogError when it is another one
 */
export async function checkedInput(
  input: Uint8Array,
  { inputRoot, inputLength }: Pick<Task, "inputRoot" | "inputLength">,
): Promise<Uint8Array> {
  const root = toHex(bytesRoot(await loadKeccak(), input));
  if (root !== inputRoot || input.length !== inputLength) {
    throw new MissingLogError(`what is said to be the input with root ${inputRoot} is not`);
  }
  return input;
}
