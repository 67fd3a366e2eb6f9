import { BinaryKind, DType, Space, UnaryKind } from "./generated.ts";
import { entryBound, entryOf, multiplyAdds } from "./importer/cost.ts";
import { arenaRange, type EntryInfo, readTable, type Table, type TensorInfo } from "./table.ts";

/** One operator of a model, its tiles taken together. */
export interface GraphNodeView {
  /** Its number, from 0. */
  readonly id: number;
  /** The guest's operator. */
  readonly operator: string;
  /** What matters of its attributes, for people. */
  readonly detail: string;
  /** Type and shape of the first output. */
  readonly output: string;
  /** Numbers of the operators it reads from; -1 is the model's input. */
  readonly from: readonly number[];
  /** Bytes of weights it reads. */
  readonly weightBytes: number;
  /** Entries of the table it is cut into. */
  readonly tiles: number;
  readonly multiplyAdds: number;
  /** Most instructions the proof build can take for its largest tile. */
  readonly bound: number;
}

/** A model's graph as its node table says. */
export interface GraphView {
  readonly steps: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly GraphNodeView[];
}

const DTYPE_NAMES = new Map(Object.entries(DType).map(([name, code]) => [code as number, name.toLowerCase()]));
const UNARY_NAMES = new Map(Object.entries(UnaryKind).map(([name, code]) => [code as number, name.toLowerCase()]));
const BINARY_NAMES = new Map(Object.entries(BinaryKind).map(([name, code]) => [code as number, name.toLowerCase()]));

/**
 * Reads a model's graph back from its weights blob.
 *
 * @throws {TableError} When the blob is no node table.
 */
export function graphView(weights: Uint8Array): GraphView {
  const table = readTable(weights);
  const groups: EntryInfo[][] = [];
  for (const entry of table.entries) {
    const last = groups.at(-1);
    if (last !== undefined && sameOperator(last.at(-1)!, entry)) last.push(entry);
    else groups.push([entry]);
  }
  const writers: { readonly range: readonly [number, number]; readonly id: number }[] = [];
  const nodes = groups.map((entries, id) => {
    const node = nodeView(id, entries, table, writers);
    for (const output of entries[0]!.outputs) writers.push({ range: arenaRange(table.tensors[output]!), id });
    return node;
  });
  const describe = (number: number): string => typeOf(table.tensors[number]!);
  return { steps: table.steps, inputs: table.inputs.map(describe), outputs: table.outputs.map(describe), nodes };
}

function sameOperator(a: EntryInfo, b: EntryInfo): boolean {
  const identity = ({ op, outputs, inputs, attributes }: EntryInfo): string =>
    JSON.stringify([op, outputs, inputs, attributes]);
  return a.units[1] === b.units[0] && identity(a) === identity(b);
}

function typeOf({ dtype, dims }: TensorInfo): string {
  return `${DTYPE_NAMES.get(dtype)}[${dims.join(",")}]`;
}

function nodeView(
  id: number,
  entries: readonly EntryInfo[],
  table: Table,
  writers: readonly { readonly range: readonly [number, number]; readonly id: number }[],
): GraphNodeView {
  const [first] = entries as [EntryInfo];
  const reads = first.inputs.filter((number) => number >= 0).map((number) => table.tensors[number]!);
  const from = new Set<number>();
  for (const tensor of reads) {
    if (tensor.space === Space.WEIGHTS) continue;
    if (tensor.space === Space.INPUT) from.add(-1);
    else for (const id of latestWriters(arenaRange(tensor), writers)) from.add(id);
  }
  return {
    id,
    operator: first.op,
    detail: detailOf(first),
    output: typeOf(table.tensors[first.outputs[0]!]!),
    from: [...from].sort((a, b) => a - b),
    weightBytes: reads.reduce((sum, { space, bytes }) => sum + (space === Space.WEIGHTS ? bytes : 0), 0),
    tiles: entries.length,
    multiplyAdds: multiplyAdds(entryOf(first), table.tensors),
    bound: Math.max(...entries.map((entry) => entryBound(entry, table.tensors))),
  };
}

/** Those who wrote what is in a range now. */
function latestWriters(
  [start, end]: readonly [number, number],
  writers: readonly { readonly range: readonly [number, number]; readonly id: number }[],
): number[] {
  const found: number[] = [];
  let open: [number, number][] = [[start, end]];
  for (const { range, id } of [...writers].reverse()) {
    const rest = open.flatMap(([from, to]): [number, number][] => {
      if (range[1] <= from || to <= range[0]) return [[from, to]];
      return [[from, range[0]] as [number, number], [range[1], to] as [number, number]].filter(([a, b]) => a < b);
    });
    if (JSON.stringify(rest) !== JSON.stringify(open)) found.push(id);
    open = rest;
    if (open.length === 0) break;
  }
  return found;
}

function detailOf({ op, attributes }: EntryInfo): string {
  const parts: string[] = [];
  const number = (name: string): number => Number(attributes[name]);
  if (op === "Unary") parts.push(UNARY_NAMES.get(number("kind")) ?? "");
  if (op === "Binary") parts.push(BINARY_NAMES.get(number("kind")) ?? "");
  if ("kernelH" in attributes) {
    parts.push(`${number("kernelH")}x${number("kernelW")}`);
    if (number("strideH") * number("strideW") > 1) parts.push(`stride ${number("strideH")}x${number("strideW")}`);
    if (number("group") > 1) parts.push(`group ${number("group")}`);
  }
  if (op === "Linear" || op === "LinearInt8") parts.push(`${number("k")} to ${number("n")}`);
  if ("activation" in attributes && number("activation") !== UnaryKind.COPY) {
    parts.push(`+ ${UNARY_NAMES.get(number("activation"))}`);
  }
  return parts.join(" ");
}

/** The graph as text, one operator a line. */
export function graphText(view: GraphView): string {
  const name = (id: number): string => (id < 0 ? "input" : `#${id}`);
  const lines = [`input  ${view.inputs.join(", ")}`];
  const digits = String(view.nodes.length).length + 1;
  for (const node of view.nodes) {
    const tiles = node.tiles > 1 ? ` in ${node.tiles} tiles` : "";
    const what = `${node.operator}${node.detail === "" ? "" : ` ${node.detail}`}`;
    const from = node.from.length === 0 ? "" : ` <- ${node.from.map(name).join(", ")}`;
    lines.push(`${name(node.id).padEnd(digits)}  ${what}${from}  ->  ${node.output}${tiles}`);
  }
  lines.push(`output ${view.outputs.join(", ")}${view.steps > 1 ? `, ${view.steps} steps` : ""}`);
  return lines.join("\n");
}

const BOX = { width: 260, height: 46, gapX: 30, gapY: 34 } as const;

/** The graph as an SVG picture: operators in layers by the longest way from the input. */
export function graphSvg(view: GraphView): string {
  const layerOf = new Map<number, number>([[-1, 0]]);
  for (const node of view.nodes) {
    layerOf.set(node.id, 1 + Math.max(0, ...node.from.map((id) => layerOf.get(id) ?? 0)));
  }
  const layers: number[][] = [];
  for (const [id, layer] of layerOf) (layers[layer] ??= []).push(id);
  const columns = Math.max(...layers.map((layer) => layer.length));
  const width = columns * (BOX.width + BOX.gapX) + BOX.gapX;
  const height = layers.length * (BOX.height + BOX.gapY) + BOX.gapY;
  const centre = new Map<number, { x: number; y: number }>();
  layers.forEach((ids, layer) =>
    ids.forEach((id, i) => {
      const x = ((i + 0.5) * width) / ids.length;
      centre.set(id, { x, y: BOX.gapY + layer * (BOX.height + BOX.gapY) + BOX.height / 2 });
    }),
  );
  const edges = view.nodes.flatMap(({ id, from }) =>
    from.map((source) => {
      const [a, b] = [centre.get(source)!, centre.get(id)!];
      const [top, bottom] = [a.y + BOX.height / 2, b.y - BOX.height / 2];
      const middle = (top + bottom) / 2;
      return `<path d="M${a.x} ${top}C${a.x} ${middle} ${b.x} ${middle} ${b.x} ${bottom - 5}" marker-end="url(#tip)"/>`;
    }),
  );
  const box = (id: number, title: string, text: string, fill: string): string => {
    const { x, y } = centre.get(id)!;
    return (
      `<rect x="${x - BOX.width / 2}" y="${y - BOX.height / 2}" width="${BOX.width}" height="${BOX.height}" rx="6" fill="${fill}"/>` +
      `<text x="${x}" y="${y - 5}" font-weight="bold">${escape(title)}</text><text x="${x}" y="${y + 14}">${escape(text)}</text>`
    );
  };
  const boxes = view.nodes.map(({ id, operator, detail, output, tiles }) =>
    box(
      id,
      `${operator} ${detail}`,
      `${output}${tiles > 1 ? `, ${tiles} tiles` : ""}`,
      tiles > 1 ? "#fde9c9" : "#dcebfa",
    ),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<defs><marker id="tip" viewBox="0 0 6 6" refX="3" refY="3" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0L6 3L0 6z" fill="#567"/></marker></defs>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<g fill="none" stroke="#567" stroke-width="1.4">${edges.join("")}</g>`,
    `<g font-family="sans-serif" font-size="12" text-anchor="middle" fill="#123">${box(-1, "input", view.inputs.join(", "), "#e4f3e0")}${boxes.join("")}</g>`,
    `</svg>\n`,
  ].join("\n");
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
