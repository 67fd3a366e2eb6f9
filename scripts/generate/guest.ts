// The constants that the guest runtime and the SDK share, from guest/operators.json:
// guest/src/generated.h and sdk/src/models/generated.ts.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { format, resolveConfig } from "prettier";

interface Operator {
  name: string;
  opcode: number;
  outputs: string[];
  inputs: string[];
  unit: string;
  inPlace?: boolean;
  attributes: string[];
  doc: string;
}
interface Source {
  magic: string;
  version: number;
  layout: Record<string, number | string>;
  header: Record<string, string>;
  record: Record<string, string>;
  dtypes: Record<string, number>;
  spaces: Record<string, number>;
  status: Record<string, number>;
  codes: Record<string, [number, string]>;
  operators: Operator[];
}
const enumerations = [
  "unary",
  "binary",
  "reduce",
  "pool",
  "arg",
  "norm",
  "pad",
  "resize",
  "coordinate",
  "nearest",
] as const;
type Enumeration = (typeof enumerations)[number];

type Operators = Source & Record<Enumeration, string[]>;

const upper = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
const title = (name: string) => name[0]!.toUpperCase() + name.slice(1);

/** "kernelH:u32" or "perm:u32[8]". */
function attribute(text: string): { name: string; type: string; length: number } {
  const match = /^(\w+):(u32|i32|f32)(?:\[(\d+)\])?$/.exec(text);
  if (!match) throw new Error(`guest/operators.json: attribute "${text}"`);
  return { name: match[1]!, type: match[2]!, length: match[3] ? Number(match[3]) : 0 };
}
const words = (operator: Operator) =>
  operator.attributes.reduce((sum, text) => sum + Math.max(1, attribute(text).length), 0);

function header(source: Operators): string {
  const out = ["/* Generated from guest/operators.json. Do not edit. */", "#pragma once", ""];
  const define = (name: string, value: string | number) => out.push(`#define ${name} ${value}${"u"}`);
  define("TABLE_MAGIC", source.magic);
  define("TABLE_VERSION", source.version);
  for (const [name, value] of Object.entries(source.layout)) define(name, value);
  const list = (prefix: string, entries: [string, number][]) => {
    out.push("", "enum {");
    for (const [name, value] of entries) out.push(`    ${prefix}_${name} = ${value},`);
    out.push("};");
  };
  list(
    "HEADER",
    Object.keys(source.header).map((name, index) => [name, index]),
  );
  list(
    "RECORD",
    Object.keys(source.record).map((name, index) => [name, index]),
  );
  list("TYPE", Object.entries(source.dtypes));
  list("SPACE", Object.entries(source.spaces));
  list("STATUS", Object.entries(source.status));
  list(
    "CODE",
    Object.entries(source.codes).map(([name, [value]]) => [name, value]),
  );
  for (const kind of enumerations) {
    list(
      upper(kind),
      source[kind].map((name, index) => [name, index]),
    );
    define(`${upper(kind)}_KINDS`, source[kind].length);
  }
  for (const operator of source.operators) {
    let offset = 0;
    const entries: [string, number][] = [];
    for (const text of operator.attributes) {
      const { name, length } = attribute(text);
      entries.push([upper(name), offset]);
      offset += Math.max(1, length);
    }
    if (entries.length > 0) list(upper(operator.name), entries);
  }
  out.push(
    "",
    "/* OPERATOR(opcode, function, outputs, required inputs, all inputs, attribute words, in place) */",
    "#define OPERATORS \\",
  );
  source.operators.forEach((operator, index) => {
    const required = operator.inputs.filter((name) => !name.endsWith("?")).length;
    const inPlace = operator.inPlace ? 1 : 0;
    const line = `    OPERATOR(${operator.opcode}, run_${upper(operator.name).toLowerCase()}, ${operator.outputs.length}, ${required}, ${operator.inputs.length}, ${words(operator)}, ${inPlace})`;
    out.push(index + 1 === source.operators.length ? line : `${line} \\`);
  });
  return out.join("\n") + "\n";
}

async function module(source: Operators, root: string): Promise<string> {
  const out = ["// Generated from guest/operators.json. Do not edit.", ""];
  out.push(`export const TABLE_MAGIC = ${source.magic};`, `export const TABLE_VERSION = ${source.version};`);
  for (const [name, value] of Object.entries(source.layout)) out.push(`export const ${name} = ${value};`);
  const object = (name: string, doc: string, entries: [string, number | string][]) => {
    out.push("", `/** ${doc} */`, `export const ${name} = {`);
    for (const [key, value] of entries) out.push(`  ${key}: ${value},`);
    out.push("} as const;");
  };
  object(
    "Header",
    "Word index of each field of the table's header.",
    Object.keys(source.header).map((name, index) => [name, index]),
  );
  object(
    "RecordWord",
    "Word index of each field of a record.",
    Object.keys(source.record).map((name, index) => [name, index]),
  );
  object("DType", "Element types.", Object.entries(source.dtypes));
  object("Space", "Where a tensor lives.", Object.entries(source.spaces));
  object("Status", "The arena's status word.", Object.entries(source.status));
  object(
    "Code",
    "Why a run failed: the arena's code word.",
    Object.entries(source.codes).map(([name, [value]]) => [name, value]),
  );
  out.push("", "/** A sentence for each code. */", "export const codeReasons: Readonly<Record<number, string>> = {");
  for (const [, [value, reason]] of Object.entries(source.codes)) out.push(`  ${value}: ${JSON.stringify(reason)},`);
  out.push("};");
  for (const kind of enumerations) {
    object(
      `${title(kind)}Kind`,
      `Kinds of "${kind}".`,
      source[kind].map((name, index) => [name, index]),
    );
  }
  for (const operator of source.operators) {
    out.push("", `/** ${operator.doc} Unit: ${operator.unit}. */`);
    if (operator.attributes.length === 0) {
      out.push(`export type ${operator.name}Attributes = Record<string, never>;`);
      continue;
    }
    out.push(`export interface ${operator.name}Attributes {`);
    for (const text of operator.attributes) {
      const { name, length } = attribute(text);
      out.push(`  ${name}: ${length ? "readonly number[]" : "number"};`);
    }
    out.push("}");
  }
  out.push("", "/** The attributes of each operator, by its name. */", "export interface OperatorAttributes {");
  for (const operator of source.operators) out.push(`  ${operator.name}: ${operator.name}Attributes;`);
  out.push("}", "", "export type OperatorName = keyof OperatorAttributes;", "");
  out.push(
    "export interface OperatorSpec {",
    "  readonly opcode: number;",
    "  /** Names of the outputs, then of the inputs; `optional` counts the inputs that may be absent, which come last. */",
    "  readonly outputs: readonly string[];",
    "  readonly inputs: readonly string[];",
    "  readonly optional: number;",
    "  /** May an output be the same tensor as an input? */",
    "  readonly inPlace: boolean;",
    '  readonly attributes: readonly { name: string; type: "u32" | "i32" | "f32"; length: number }[];',
    "}",
    "",
    "export const operators: Readonly<Record<OperatorName, OperatorSpec>> = {",
  );
  for (const operator of source.operators) {
    out.push(
      `  ${operator.name}: ${JSON.stringify({
        opcode: operator.opcode,
        outputs: operator.outputs,
        inputs: operator.inputs.map((name) => name.replace("?", "")),
        optional: operator.inputs.filter((name) => name.endsWith("?")).length,
        inPlace: operator.inPlace ?? false,
        attributes: operator.attributes.map(attribute),
      })},`,
    );
  }
  out.push("};");
  const config = await resolveConfig(join(root, "package.json"));
  return format(out.join("\n"), { ...config, parser: "typescript" });
}

/** Absolute path -> text. */
export async function generateGuest(root: string): Promise<Map<string, string>> {
  const source = JSON.parse(readFileSync(join(root, "guest/operators.json"), "utf8")) as Operators;
  const opcodes = new Set(source.operators.map((operator) => operator.opcode));
  if (opcodes.size !== source.operators.length) throw new Error("guest/operators.json: an opcode is used twice");
  return new Map([
    [join(root, "guest/src/generated.h"), header(source)],
    [join(root, "sdk/src/models/generated.ts"), await module(source, root)],
  ]);
}
