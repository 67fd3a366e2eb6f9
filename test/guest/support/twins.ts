import { readFileSync } from "node:fs";

import { Session } from "../../../sdk/src/models/session.ts";
import type { RunResult } from "../../../sdk/src/models/session.ts";
import { writeTable } from "../../../sdk/src/models/table.ts";
import type { Graph } from "../../../sdk/src/models/table.ts";
import { ARENA_BASE, bytesSource, Machine, PAGE_SIZE, Program, Status } from "../../../sdk/src/riscv/index.ts";
import type { Source } from "../../../sdk/src/riscv/index.ts";

const image = (name: string) => readFileSync(new URL(`../../../guest/build/${name}`, import.meta.url));

const runtime = await WebAssembly.compile(image("runtime.wasm"));
const program = await Program.fromElf(image("runtime.elf"));

/** More than any node of these tests needs. */
const LIMIT = 2 ** 31;

/** These tests look at bytes, never at roots: hashing is left out. */
const unhashed = (bytes: Uint8Array): Source => ({
  ...bytesSource(bytes),
  pageRoots: new Uint8Array(32 * Math.ceil(bytes.length / PAGE_SIZE)),
});

/** Nodes that were executed by both builds and compared; a suite that compared none has failed. */
export const compared = { nodes: 0, instructions: 0 };

export interface Twins {
  readonly result: RunResult;
  /** Instructions of each node in the proof build. */
  readonly instructions: number[];
  /** The arena at the end. */
  readonly arena: Uint8Array;
}

/** Runs a table in both builds and throws unless the arena is the same, byte for byte, after every node. */
export async function runTwins(table: Graph | Uint8Array, input: Uint8Array, limit = LIMIT): Promise<Twins> {
  const weights = table instanceof Uint8Array ? table : writeTable(table);
  const session = await Session.open(weights, runtime);
  const run = session.start(input);
  const machine = await Machine.create(program, { arena: unhashed(run.arena.slice()), weights: unhashed(weights) });
  const instructions: number[] = [];
  for (;;) {
    const node = run.node;
    if (!run.step()) break;
    // A fresh machine for every node; its arena is what the last one left, which was compared.
    machine.startNode(node);
    machine.run(limit);
    if (machine.status !== Status.Exited) throw new Error(`node ${node}: the proof build ends with ${machine.status}`);
    instructions.push(machine.steps);
    const proof = machine.memory.read(ARENA_BASE, run.arena.length);
    const at = differ(proof, run.arena);
    if (at >= 0) {
      const word = at & ~3;
      throw new Error(
        `node ${node} (${session.table.entries[node % session.table.entries.length]!.op}): the builds differ at ` +
          `arena + ${word.toString(16)}: wasm ${hex(run.arena, word)}, RV32 ${hex(proof, word)}`,
      );
    }
    compared.nodes++;
    compared.instructions += machine.steps;
  }
  return { result: run.result(), instructions, arena: run.arena.slice() };
}

/** A session of the fast build. */
export const openFast = (weights: Uint8Array): Promise<Session> => Session.open(weights, runtime);

/** Runs a table in the fast build alone. */
export async function runFast(graph: Graph, input: Uint8Array): Promise<RunResult> {
  return (await openFast(writeTable(graph))).run(input);
}

const hex = (bytes: Uint8Array, at: number) =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true).toString(16).padStart(8, "0");

function differ(a: Uint8Array, b: Uint8Array): number {
  if (Buffer.compare(a, b) === 0) return -1;
  return a.findIndex((byte, index) => byte !== b[index]);
}
