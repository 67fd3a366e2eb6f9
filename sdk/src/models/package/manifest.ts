import { z } from "zod";

import { ModelError } from "../errors.ts";

const hash = z.string().regex(/^0x[0-9a-f]{64}$/, "must be 32 bytes in lower-case hexadecimal");
const natural = z.number().int().nonnegative();
const identifier = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "must be lower-case letters, digits and dashes");

const tensorSchema = z
  .object({
    name: z.string().min(1),
    /** Element type in the region, little-endian; booleans are bytes, 64-bit integers are held in 32 bits. */
    dtype: z.enum(["float32", "int32", "int8", "uint8"]),
    shape: z.array(natural.min(1)).max(8),
    /** Bytes from the start of the input or the output. */
    offset: natural,
    bytes: natural,
  })
  .strict();

/** What `model.json` holds. Everything that decides the machine's hash can be recomputed from the package. */
export const manifestSchema = z
  .object({
    format: z.literal(1),
    name: identifier,
    version: z.string().regex(/^\d+\.\d+\.\d+$/, "must be like 1.0.0"),
    /** What the model is for, such as `image-classification`. */
    task: identifier,
    description: z.string().max(500),
    licence: z.string().min(1).max(100),
    input: z.object({ minBytes: natural, maxBytes: natural, tensors: z.array(tensorSchema) }).strict(),
    output: z.object({ bytes: natural, tensors: z.array(tensorSchema) }).strict(),
    /** Labels of a classifier's classes, by index. */
    labels: z.array(z.string()).optional(),
    trace: z
      .object({
        /** log2 of the number of nodes. */
        logNodes: natural.max(32),
        /** log2 of the number of instructions a node may take. */
        logSteps: natural.max(40),
        /** Entries of the node table, and how often it is executed. */
        entries: natural.min(1),
        steps: natural.min(1),
        /** Bytes of the arena in use, from its start. */
        arenaBytes: natural,
      })
      .strict(),
    program: z.object({ name: identifier, textRoot: hash, dataRoot: hash, entry: natural, programRoot: hash }).strict(),
    weights: z.object({ file: z.literal("weights.bin"), bytes: natural, weightsRoot: hash }).strict(),
    samples: z.object({ file: z.literal("samples.json"), count: natural }).strict(),
    /** `keccak256(abi.encode(Machine))`: what the registry and the court know the model by. */
    machine: hash,
    lineage: z
      .object({
        /** The file it was built from. */
        onnx: z.object({ sha256: hash, opset: natural, producer: z.string() }).strict(),
        /** Machine hashes of the models it descends from. */
        parents: z.array(hash),
      })
      .strict(),
  })
  .strict();

/** The manifest of a model package. */
export type Manifest = z.infer<typeof manifestSchema>;

/** One input or output tensor of a model, in its region. */
export type TensorSchema = z.infer<typeof tensorSchema>;

const bytes = z.string().regex(/^0x([0-9a-f]{2})*$/, "must be bytes in lower-case hexadecimal");

const samplesSchema = z.array(z.object({ input: bytes, output: bytes, label: z.string().optional() }).strict());

/** An input with the output the model gives for it, and what is true of it where that is known. */
export interface Sample {
  readonly input: Uint8Array;
  readonly output: Uint8Array;
  readonly label?: string;
}

/**
 * @param text of `model.json`
 * @throws {ModelError} `BAD_PACKAGE` naming the field
 */
export function parseManifest(text: string): Manifest {
  return parse(manifestSchema, text, "model.json");
}

/**
 * @param text of `samples.json`
 * @throws {ModelError} `BAD_PACKAGE` naming the field
 */
export function parseSamples(text: string): Sample[] {
  return parse(samplesSchema, text, "samples.json").map(({ input, output, label }) => ({
    input: fromHex(input),
    output: fromHex(output),
    ...(label === undefined ? {} : { label }),
  }));
}

/** The text of `samples.json`, one sample a line. */
export function formatSamples(samples: readonly Sample[]): string {
  const lines = samples.map(({ input, output, label }) =>
    JSON.stringify({ input: toHex(input), output: toHex(output), ...(label === undefined ? {} : { label }) }),
  );
  return `[\n${lines.join(",\n")}\n]\n`;
}

function parse<S extends z.ZodTypeAny>(schema: S, text: string, file: string): z.infer<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ModelError(
      "BAD_PACKAGE",
      `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data as z.infer<S>;
  const issue = result.error.issues[0]!;
  throw new ModelError("BAD_PACKAGE", `${file}: ${issue.path.join(".") || "the whole"}: ${issue.message}`);
}

/** @returns `0x` and two lower-case digits a byte */
export function toHex(data: Uint8Array): `0x${string}` {
  return `0x${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("hex")}`;
}

function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.slice(2), "hex"));
}
