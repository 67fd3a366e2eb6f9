import { readFile } from "node:fs/promises";

import { buildPackage, type BuildOptions, type BuiltPackage } from "../../sdk/src/models/index.ts";

/** How the package of a model that ships with the project is built. */
export interface Shipped extends Omit<BuildOptions, "samples"> {
  /** Path of the ONNX file, of the inputs to keep, and of the package, from the project's root. */
  readonly onnx: string;
  readonly samples: string;
  readonly package: string;
}

export const shipped: readonly Shipped[] = [
  {
    onnx: "models/digits/digits.onnx",
    samples: "models/digits/heldout.json",
    package: "models/digits/package",
    name: "digits",
    version: "1.0.0",
    task: "image-classification",
    description:
      "Handwritten digits: 64 pixels, row by row, 0 (paper) to 16 (ink), one byte each, to the digit, one byte.",
    licence: "MIT",
    labels: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  },
  {
    onnx: "models/glyph/glyph.onnx",
    samples: "models/glyph/samples.json",
    package: "models/glyph/package",
    name: "glyph",
    version: "1.0.0",
    task: "text-to-image",
    description:
      "A prompt such as 'large red ring on navy' to a picture. Input: 16 bytes of seed, then 0 to 64 bytes of text. " +
      "Output: 3,072 bytes, 32 rows of 32 pixels of red, green and blue. An unknown word is a FAULT.",
    licence: "MIT",
    quantize: "int8",
  },
  {
    onnx: "models/tiny-chat/tiny-chat.onnx",
    samples: "models/tiny-chat/samples.json",
    package: "models/tiny-chat/package",
    name: "tiny-chat",
    version: "1.0.0",
    task: "text-generation",
    description:
      "A line of text to the line that answers it. Input: 12 bytes of seed, temperature, top-k and top-p (a byte each, in " +
      "hundredths but for top-k; 0 is off), a zero, then up to 128 bytes of ASCII that end with a newline. " +
      "Output: up to 64 bytes.",
    licence: "MIT",
    quantize: "int8",
  },
];

/** @param root The project's folder, with a slash at its end. */
export async function buildShipped(root: string, { onnx, samples, ...options }: Shipped): Promise<BuiltPackage> {
  const list = JSON.parse(await readFile(root + samples, "utf8")) as { input: string; label?: string }[];
  return buildPackage(new Uint8Array(await readFile(root + onnx)), {
    ...options,
    samples: list.map(({ input, label }) => ({ input: new Uint8Array(Buffer.from(input.slice(2), "hex")), label })),
  });
}
