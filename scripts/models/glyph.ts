// Measures glyph as it ships: what a judge that never saw its pictures recovers of held-out prompts. Also draws the
// contact sheet of its card. `npx tsx scripts/models/glyph.ts` prints the figures; with --sheet it writes the sheet too.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import {
  encodeInput,
  graphRuntime,
  importGraph,
  type ModelPackage,
  openPackage,
  readOnnx,
  Session,
} from "../../sdk/src/models/index.ts";
import { pngOf } from "./png.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The judge's order, and the words of each kind. */
const KINDS = {
  size: ["small", "medium", "large"],
  colour: ["red", "orange", "yellow", "green", "blue", "purple", "pink", "white"],
  shape: ["circle", "ring", "square", "triangle", "star", "cross", "heart", "moon"],
  background: ["black", "navy", "forest", "maroon", "slate", "sand"],
} as const;
type Kind = keyof typeof KINDS;

export const SIDE = 32;

/** Pictures of glyph, and what the judge sees in them. */
export class GlyphGallery {
  private constructor(
    readonly model: ModelPackage,
    /** Prompts of combinations that training never saw. */
    readonly heldOut: readonly string[],
    private readonly painter: Session,
    private readonly judge: Session,
  ) {}

  static async open(): Promise<GlyphGallery> {
    const { module } = await graphRuntime();
    const model = await openPackage(`${root}models/glyph/package`);
    const judge = importGraph(readOnnx(new Uint8Array(await readFile(`${root}models/glyph/judge.onnx`))));
    const heldOut = JSON.parse(await readFile(`${root}models/glyph/heldout.json`, "utf8")) as string[];
    return new GlyphGallery(
      model,
      heldOut,
      await Session.open(model.weights, module),
      await Session.open(judge.weights, module),
    );
  }

  input(prompt: string, seed: number): Uint8Array {
    return encodeInput(this.model.manifest, { seed: `0x${seed.toString(16)}`, prompt });
  }

  paint(prompt: string, seed: number): Uint8Array {
    const result = this.painter.run(this.input(prompt, seed));
    if (result.fault) throw new Error(`"${prompt}": ${result.reason}`);
    return result.output;
  }

  /** The words that the judge would describe a picture with. */
  describe(picture: Uint8Array): Record<Kind, string> {
    const result = this.judge.run(picture);
    if (result.fault) throw new Error(result.reason);
    const names = Object.entries(KINDS).map(([kind, words], i) => [kind, words[result.output[i]!] ?? "?"]);
    return Object.fromEntries(names) as Record<Kind, string>;
  }

  /** Shares of pictures in which the judge sees what the prompt said: of each kind, and of all four. */
  recovered(cases: readonly (readonly [prompt: string, seed: number])[]): Record<Kind | "all", number> {
    const right = { size: 0, colour: 0, shape: 0, background: 0, all: 0 };
    for (const [prompt, seed] of cases) {
      const seen = this.describe(this.paint(prompt, seed));
      const said = new Set(prompt.split(" "));
      const kinds = (Object.keys(KINDS) as Kind[]).filter((kind) => said.has(seen[kind]));
      for (const kind of kinds) right[kind]++;
      if (kinds.length === Object.keys(KINDS).length) right.all++;
    }
    const share = (count: number): number => Number((count / cases.length).toFixed(4));
    return Object.fromEntries(Object.entries(right).map(([kind, count]) => [kind, share(count)])) as typeof right;
  }

  /** Eight by eight pictures of held-out prompts, spread over the list, each pixel `zoom` wide. */
  sheet(zoom = 2, gap = 2): { readonly rgb: Uint8Array; readonly width: number; readonly prompts: readonly string[] } {
    const prompts = Array.from({ length: 64 }, (_, i) => this.heldOut[Math.floor((i * this.heldOut.length) / 64)]!);
    const cell = SIDE * zoom + gap;
    const width = 8 * cell + gap;
    const rgb = new Uint8Array(3 * width * width).fill(255);
    prompts.forEach((prompt, i) => {
      const picture = this.paint(prompt, i);
      for (let y = 0; y < SIDE * zoom; y++) {
        for (let x = 0; x < SIDE * zoom; x++) {
          const from = 3 * (Math.floor(y / zoom) * SIDE + Math.floor(x / zoom));
          const to = 3 * ((gap + Math.floor(i / 8) * cell + y) * width + gap + (i % 8) * cell + x);
          rgb.set(picture.subarray(from, from + 3), to);
        }
      }
    });
    return { rgb, width, prompts };
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const gallery = await GlyphGallery.open();
  const cases = gallery.heldOut.flatMap((prompt, i) => [0, 1, 2, 3].map((seed) => [prompt, 4 * i + seed] as const));
  console.log(JSON.stringify({ pictures: cases.length, recovered: gallery.recovered(cases) }, null, 2));
  if (process.argv.includes("--sheet")) {
    const { rgb, width, prompts } = gallery.sheet();
    await writeFile(`${root}models/glyph/sheet.png`, pngOf(rgb, width, width));
    prompts.forEach((prompt, i) => console.log(`${1 + Math.floor(i / 8)}.${1 + (i % 8)}  ${prompt}`));
  }
}
