/** Value types. */
export const I32 = 0x7f;
const FUNCREF = 0x70;
/** Type of a block without results. */
export const VOID = 0x40;

/** Instructions of WebAssembly that translated programs consist of. */
export const Wasm = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  drop: 0x1a,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  i32Load: 0x28,
  i32Load8S: 0x2c,
  i32Load8U: 0x2d,
  i32Load16S: 0x2e,
  i32Load16U: 0x2f,
  i32Store: 0x36,
  i32Store8: 0x3a,
  i32Store16: 0x3b,
  i32Const: 0x41,
  i64Const: 0x42,
  i32Eqz: 0x45,
  i32Eq: 0x46,
  i32Ne: 0x47,
  i32LtS: 0x48,
  i32LtU: 0x49,
  i32GeS: 0x4e,
  i32GeU: 0x4f,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Mul: 0x6c,
  i32DivS: 0x6d,
  i32DivU: 0x6e,
  i32RemS: 0x6f,
  i32RemU: 0x70,
  i32And: 0x71,
  i32Or: 0x72,
  i32Xor: 0x73,
  i32Shl: 0x74,
  i32ShrS: 0x75,
  i32ShrU: 0x76,
  i64Mul: 0x7e,
  i64ShrS: 0x87,
  i64ShrU: 0x88,
  i32WrapI64: 0xa7,
  i64ExtendI32S: 0xac,
  i64ExtendI32U: 0xad,
} as const;
type Wasm = (typeof Wasm)[keyof typeof Wasm];

/** Bytes that grow. */
export class Bytes {
  private bytes = new Uint8Array(256);
  length = 0;

  byte(value: number): this {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = value;
    return this;
  }

  append(other: Uint8Array): this {
    this.reserve(other.length);
    this.bytes.set(other, this.length);
    this.length += other.length;
    return this;
  }

  /** An unsigned number below 2^32, LEB128. */
  unsigned(value: number): this {
    while (value > 0x7f) {
      this.byte((value & 0x7f) | 0x80);
      value = Math.floor(value / 0x80);
    }
    return this.byte(value);
  }

  /** A signed 32-bit number, LEB128. */
  signed(value: number): this {
    value |= 0;
    while (value < -0x40 || value > 0x3f) {
      this.byte((value & 0x7f) | 0x80);
      value >>= 7;
    }
    return this.byte(value & 0x7f);
  }

  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const bytes = new Uint8Array(Math.max(2 * this.bytes.length, this.length + count));
    bytes.set(this.view());
    this.bytes = bytes;
  }
}

/** Instructions of one function, written in order. */
export class Body extends Bytes {
  op(...ops: Wasm[]): this {
    for (const op of ops) this.byte(op);
    return this;
  }

  /** An instruction with an index: of a local, a label, a function. */
  at(op: Wasm, index: number): this {
    return this.byte(op).unsigned(index);
  }

  constant(value: number): this {
    return this.byte(Wasm.i32Const).signed(value);
  }

  /** A load or store; `align` is log2 of the alignment that is certain. */
  memory(op: Wasm, align: number, offset: number): this {
    return this.byte(op).unsigned(align).unsigned(offset);
  }

  /** Opens a block, a loop or an if. */
  open(op: typeof Wasm.block | typeof Wasm.loop | typeof Wasm.if, type: number = VOID): this {
    return this.byte(op).byte(type);
  }
}

/** A function's type: numbers of i32 parameters and results. */
export interface Signature {
  readonly parameters: number;
  readonly results: number;
}

/** What a module consists of. Functions are numbered imports first. */
export interface ModuleParts {
  readonly types: readonly Signature[];
  /** Pages of 64 KiB of the memory, imported as `env.memory`. */
  readonly memoryPages: number;
  /** Functions imported from `env`. */
  readonly imports: readonly { readonly name: string; readonly type: number }[];
  /** Functions, with how many i32 locals they have beyond their parameters. */
  readonly functions: readonly { readonly type: number; readonly locals: number; readonly body: Uint8Array }[];
  /** The table: a function for each slot. */
  readonly table: readonly number[];
  /** Functions exported by name. */
  readonly exports: readonly { readonly name: string; readonly function: number }[];
}

/** Encodes a module. */
export function encodeModule(parts: ModuleParts): Uint8Array<ArrayBuffer> {
  const module = new Bytes().append(new Uint8Array([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
  const section = (id: number, write: (content: Bytes) => void) => {
    const content = new Bytes();
    write(content);
    module.byte(id).unsigned(content.length).append(content.view());
  };
  const name = (content: Bytes, text: string) => {
    const bytes = new TextEncoder().encode(text);
    content.unsigned(bytes.length).append(bytes);
  };

  section(1, (content) => {
    content.unsigned(parts.types.length);
    for (const { parameters, results } of parts.types) {
      content.byte(0x60).unsigned(parameters);
      for (let i = 0; i < parameters; i++) content.byte(I32);
      content.unsigned(results);
      for (let i = 0; i < results; i++) content.byte(I32);
    }
  });
  section(2, (content) => {
    content.unsigned(parts.imports.length + 1);
    name(content, "env");
    name(content, "memory");
    content.byte(0x02).byte(0x01).unsigned(parts.memoryPages).unsigned(parts.memoryPages);
    for (const imported of parts.imports) {
      name(content, "env");
      name(content, imported.name);
      content.byte(0x00).unsigned(imported.type);
    }
  });
  section(3, (content) => {
    content.unsigned(parts.functions.length);
    for (const { type } of parts.functions) content.unsigned(type);
  });
  section(4, (content) => {
    content.unsigned(1).byte(FUNCREF).byte(0x01).unsigned(parts.table.length).unsigned(parts.table.length);
  });
  section(7, (content) => {
    content.unsigned(parts.exports.length);
    for (const exported of parts.exports) {
      name(content, exported.name);
      content.byte(0x00).unsigned(exported.function);
    }
  });
  section(9, (content) => {
    content.unsigned(1).unsigned(0).byte(Wasm.i32Const).signed(0).byte(Wasm.end).unsigned(parts.table.length);
    for (const index of parts.table) content.unsigned(index);
  });
  section(10, (content) => {
    content.unsigned(parts.functions.length);
    for (const { locals, body } of parts.functions) {
      const declared = new Bytes().unsigned(1).unsigned(locals).byte(I32);
      content.unsigned(declared.length + body.length + 1);
      content.append(declared.view()).append(body).byte(Wasm.end);
    }
  });
  return new Uint8Array(module.view());
}
