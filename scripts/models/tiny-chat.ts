// Measures tiny-chat as it ships: how many held-out lines it answers word for word. `npx tsx scripts/models/tiny-chat.ts`
// prints the figures and some answers.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { encodeInput, graphRuntime, type ModelPackage, openPackage, Session } from "../../sdk/src/models/index.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** How to choose among bytes; the likeliest, unless there is a temperature. */
export interface ChatOptions {
  readonly seed?: number;
  /** In hundredths, like the following. */
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
}

/** tiny-chat, and lines that its training never saw. */
export class TinyChat {
  private constructor(
    readonly model: ModelPackage,
    readonly heldOut: readonly (readonly [line: string, answer: string])[],
    private readonly session: Session,
  ) {}

  static async open(): Promise<TinyChat> {
    const model = await openPackage(`${root}models/tiny-chat/package`);
    const heldOut = JSON.parse(await readFile(`${root}models/tiny-chat/heldout.json`, "utf8")) as [string, string][];
    return new TinyChat(model, heldOut, await Session.open(model.weights, (await graphRuntime()).module));
  }

  input(line: string, { seed = 0, temperature = 0, topK = 0, topP = 0 }: ChatOptions = {}): Uint8Array {
    const options = new Uint8Array(16);
    new DataView(options.buffer).setUint32(8, seed);
    options.set([temperature, topK, topP], 12);
    return encodeInput(this.model.manifest, { options, prompt: `${line}\n` });
  }

  answer(line: string, options?: ChatOptions): string {
    const result = this.session.run(this.input(line, options));
    if (result.fault) throw new Error(`"${line}": ${result.reason}`);
    return new TextDecoder().decode(result.output);
  }

  /** The share of held-out lines that are answered word for word. */
  right(lines = this.heldOut): number {
    return lines.filter(([line, answer]) => this.answer(line) === answer).length / lines.length;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const chat = await TinyChat.open();
  console.log(`${(100 * chat.right()).toFixed(1)}% of ${chat.heldOut.length} held-out lines answered word for word\n`);
  for (const [line, answer] of chat.heldOut.slice(0, 24)) {
    const said = chat.answer(line);
    console.log(`    > ${line}\n    ${said}${said === answer ? "" : `    (${answer})`}`);
  }
  console.log();
  for (const seed of [1, 2, 3]) {
    const line = "what should i draw? something.";
    console.log(`    > ${line}\n    ${chat.answer(line, { seed, temperature: 80, topP: 90 })}`);
  }
}
