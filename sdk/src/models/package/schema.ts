import { ModelError } from "../errors.ts";
import { DType } from "../generated.ts";
import { dtypeBytes, elements, type DTypeCode } from "../table.ts";
import type { Manifest, TensorSchema } from "./manifest.ts";

const NAMES: Readonly<Record<DTypeCode, TensorSchema["dtype"]>> = {
  [DType.FLOAT32]: "float32",
  [DType.INT32]: "int32",
  [DType.INT8]: "int8",
  [DType.UINT8]: "uint8",
};

interface Placed {
  readonly dtype: DTypeCode;
  readonly dims: readonly number[];
  readonly offset?: number;
}

/** How a manifest describes tensors of the input or output region. */
export function tensorSchemas(names: readonly string[], tensors: readonly Placed[]): TensorSchema[] {
  return tensors.map(({ dtype, dims, offset }, i) => ({
    name: names[i] ?? "",
    dtype: NAMES[dtype],
    shape: [...dims],
    offset: offset ?? 0,
    bytes: elements(dims) * dtypeBytes(dtype),
  }));
}

/** Least and greatest value of the integer types. */
const RANGES = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int8: [-128, 127],
  uint8: [0, 255],
} as const;

const VIEWS = { float32: Float32Array, int32: Int32Array, int8: Int8Array, uint8: Uint8Array } as const;

/** What a tensor of the input may be given as: numbers, or bytes as a string, `0x...` or text in UTF-8. */
export type TensorValues = ArrayLike<number> | string;

/**
 * The input bytes for values given tensor by tensor.
 *
 * @param values For each input tensor by its name, as many numbers as it has elements, row-major. A tensor of bytes also
 * takes a string: hexadecimal as `0x...`, filled up with zeros in front; anything else is text. Where the model takes
 * inputs of several lengths, its last tensor may be given fewer elements.
 * @throws {ModelError} `BAD_INPUT` when a tensor is missing or unknown, has another number of elements, or has one that its
 * type cannot hold.
 */
export function encodeInput(manifest: Manifest, values: Readonly<Record<string, TensorValues>>): Uint8Array {
  const { tensors, minBytes, maxBytes } = manifest.input;
  const input = new Uint8Array(maxBytes);
  const view = new DataView(input.buffer);
  const unknown = Object.keys(values).find((name) => !tensors.some((tensor) => tensor.name === name));
  if (unknown !== undefined) {
    const known = tensors.map(({ name }) => name).join(", ");
    throw new ModelError("BAD_INPUT", `there is no input "${unknown}"; there is ${known}`);
  }
  let length: number = maxBytes;
  tensors.forEach(({ name, dtype, shape, offset, bytes }, which) => {
    const most = elements(shape);
    const least = which < tensors.length - 1 ? most : Math.max(0, ((minBytes - offset) * most) / bytes);
    const given = values[name];
    const numbers = typeof given === "string" ? bytesIn(given, name, dtype, least) : given;
    if (numbers === undefined || numbers.length > most || numbers.length < least) {
      const range = least === most ? String(most) : `${least} to ${most}`;
      throw new ModelError("BAD_INPUT", `input "${name}" takes ${range} numbers, not ${numbers?.length ?? "none"}`);
    }
    for (let i = 0; i < numbers.length; i++) {
      const value = numbers[i]!;
      if (dtype !== "float32") {
        const [lowest, highest] = RANGES[dtype];
        if (!Number.isInteger(value) || value < lowest || value > highest) {
          const place = `element ${i} of input "${name}"`;
          throw new ModelError("BAD_INPUT", `${place} is ${value}; ${dtype} holds ${lowest} to ${highest}`);
        }
      }
      if (dtype === "float32") view.setFloat32(offset + 4 * i, value, true);
      else if (dtype === "int32") view.setInt32(offset + 4 * i, value, true);
      else if (dtype === "int8") view.setInt8(offset + i, value);
      else view.setUint8(offset + i, value);
    }
    if (which === tensors.length - 1) length = offset + (numbers.length * bytes) / most;
  });
  return input.slice(0, length);
}

function bytesIn(text: string, name: string, dtype: TensorSchema["dtype"], least: number): Uint8Array {
  if (dtype !== "uint8") throw new ModelError("BAD_INPUT", `input "${name}" is of ${dtype}: give it as numbers`);
  if (!text.startsWith("0x")) return new TextEncoder().encode(text);
  const digits = text.slice(2).padStart(2 * least, "0");
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new ModelError("BAD_INPUT", `input "${name}": "${text}" is not 0x...`);
  return new Uint8Array(Buffer.from(digits, "hex"));
}

/** The values in output bytes, tensor by tensor. */
export function decodeOutput(
  manifest: Manifest,
  output: Uint8Array,
): Record<
  string,
  { readonly shape: readonly number[]; readonly data: Float32Array | Int32Array | Int8Array | Uint8Array }
> {
  if (output.length > manifest.output.bytes) {
    throw new ModelError(
      "BAD_INPUT",
      `an output of ${output.length} bytes where ${manifest.output.bytes} are the most`,
    );
  }
  return Object.fromEntries(
    manifest.output.tensors.map(({ name, dtype, shape, offset, bytes }) => {
      const aligned = output.slice(offset, offset + bytes).buffer;
      return [name, { shape, data: new VIEWS[dtype](aligned) }];
    }),
  );
}
