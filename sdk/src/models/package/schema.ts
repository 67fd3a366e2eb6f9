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

const VIEWS = { float32: Float32Array, int32: Int32Array, int8: Int8Array, uint8: Uint8Array } as const;

/**
 * The input bytes for values given tensor by tensor.
 *
 * @param values For each input tensor by its name, as many numbers as it has elements, row-major.
 * @throws {ModelError} `BAD_INPUT` when a tensor is missing or has another number of elements.
 */
export function encodeInput(manifest: Manifest, values: Readonly<Record<string, ArrayLike<number>>>): Uint8Array {
  const input = new Uint8Array(manifest.input.minBytes);
  const view = new DataView(input.buffer);
  for (const { name, dtype, shape, offset } of manifest.input.tensors) {
    const given = values[name];
    const count = elements(shape);
    if (given?.length !== count) {
      throw new ModelError("BAD_INPUT", `input "${name}" takes ${count} numbers, not ${given?.length ?? "none"}`);
    }
    for (let i = 0; i < count; i++) {
      const value = given[i]!;
      if (dtype === "float32") view.setFloat32(offset + 4 * i, value, true);
      else if (dtype === "int32") view.setInt32(offset + 4 * i, value, true);
      else if (dtype === "int8") view.setInt8(offset + i, value);
      else view.setUint8(offset + i, value);
    }
  }
  return input;
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
