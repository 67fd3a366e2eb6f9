// `imo vm`: bare RV32IM programs in the emulator, and their steps before a chain.
import { readFileSync } from "node:fs";
import { text as textOf } from "node:stream/consumers";
import { resolve } from "node:path";

import { Command, InvalidArgumentError } from "commander";
import { Contract, getBytes, hexlify, JsonRpcProvider, type Provider } from "ethers";
import pc from "picocolors";
import { z } from "zod";

import { decodeError, OpenImoError } from "../../sdk/src/errors.ts";
import { riscVStepAbi } from "../../sdk/src/generated/abi/RiscVStep.ts";
import { addresses } from "../../sdk/src/generated/addresses.ts";
import {
  explainFault,
  formatInstruction,
  loadStep,
  Machine,
  type MachineOptions,
  Program,
  readElf,
  Status,
} from "../../sdk/src/riscv/index.ts";
import { openFileSource } from "../../sdk/src/riscv/file-source.ts";
import { big, facts, progress } from "./output.ts";

/** What these commands refuse, with a code for programs. */
class VmError extends OpenImoError {
  override readonly name = "VmError";
  constructor(
    readonly code: "BAD_INPUT" | "LIMIT" | "NO_CHAIN" | "REFUSED" | "MISMATCH",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Instructions between two reports of progress. */
const CHUNK = 20_000_000;

/** Paths are meant from where the user is, which npm hides. */
const at = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path);

export function vmCommand(): Command {
  const command = new Command("vm").description("run RV32IM programs in the emulator and prove their steps");
  machineOptions(
    command
      .command("run")
      .description("run a program to its end and print its exit code (the low byte of a0)")
      .argument("<elf>", "a statically linked RV32IM executable"),
  )
    .option("--max-steps <number>", "give up after as many instructions", natural)
    .addHelpText(
      "after",
      examples("imo vm run prog.elf", "imo vm run prog.elf --max-steps 1000000000 --json") + BUILDING,
    )
    .action(run);
  machineOptions(
    command
      .command("trace")
      .description("print the state's hash after each step")
      .argument("<elf>", "a statically linked RV32IM executable")
      .requiredOption("--steps <a:b>", "from the state after a instructions to the one after b; or one number", range)
      .option("--witness", "also print the witness of the next instruction, as imo vm step takes it"),
  )
    .addHelpText(
      "after",
      examples(
        "imo vm trace prog.elf --steps 0:10",
        "imo vm trace prog.elf --steps 1000 --witness --json > state.json",
      ),
    )
    .action(trace);
  machineOptions(
    command
      .command("step")
      .description("have a chain execute one instruction, and compare")
      .argument("[elf]", "a statically linked RV32IM executable, if --state is a number")
      .requiredOption("--state <state>", "how many instructions were executed before; or a file of vm trace --witness"),
  )
    .option("--rpc <url>", "the chain's node (default: a chain in this process)")
    .option("--stepper <address>", "the RiscVStep contract on it (default: the project's deployment)")
    .addHelpText(
      "after",
      examples(
        "imo vm step prog.elf --state 1000",
        "imo vm step --state state.json --rpc https://sepolia.example --stepper 0x1234...",
      ),
    )
    .action(step);
  return command;
}

const BUILDING = `

A program that this machine can run, from C, with GCC:
  $ riscv64-unknown-elf-gcc -march=rv32im -mabi=ilp32 -mno-relax -static -nostdlib -ffreestanding -O2 \\
      -Wl,-Ttext=0x1000,--section-start=.rodata=0x100000,-Tdata=0x200000 -o prog.elf prog.c
Instructions lie below 1 MiB, where nothing can be loaded from; data from there on. "ecall" with a7 = 93 exits.`;

function machineOptions(command: Command): Command {
  return command
    .option("--node <number>", "number of the node, given to the program in a0", natural, 0)
    .option("--arena <file>", "bytes at 0x40000000")
    .option("--weights <file>", "bytes at 0x80000000; their tree is kept next to the file")
    .option("--json", "print one JSON object");
}

function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ npm run ${line.replace("imo ", "imo -- ")}`).join("\n")}`;
}

function natural(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(value) || value < 0) {
    throw new InvalidArgumentError("must be a natural number");
  }
  return value;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function range(text: string): Range {
  const parts = text.split(":").map(natural);
  const [from, to = from] = parts;
  if (parts.length > 2 || from === undefined || to! < from) {
    throw new InvalidArgumentError("must be like 10:20, the smaller number first, or one number");
  }
  return { from, to: to! };
}

interface MachineFlags {
  node: number;
  arena?: string;
  weights?: string;
  json?: boolean;
}

async function openMachine(path: string, flags: MachineFlags, engine?: MachineOptions["engine"]): Promise<Machine> {
  const program = await Program.fromImage(readElf(readBytes(path)));
  const [arena, weights] = [flags.arena, flags.weights].map((file) => file !== undefined && openSource(file));
  return Machine.create(program, {
    node: flags.node,
    ...(arena ? { arena: await arena } : {}),
    ...(weights ? { weights: await weights } : {}),
    ...(engine === undefined ? {} : { engine }),
  });
}

function readBytes(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(at(path)));
  } catch (error) {
    throw new VmError("BAD_INPUT", `cannot read "${path}": ${(error as Error).message}`, { cause: error });
  }
}

async function openSource(path: string) {
  try {
    return await openFileSource(at(path));
  } catch (error) {
    throw new VmError("BAD_INPUT", `cannot read "${path}": ${(error as Error).message}`, { cause: error });
  }
}

/** Runs on until `steps` instructions are executed or the machine halts. */
function runTo(machine: Machine, steps: number): void {
  const report = progress("instructions", steps);
  while (machine.steps < steps && machine.run(Math.min(CHUNK, steps - machine.steps)) > 0) report(machine.steps);
}

const statusNames = { [Status.Running]: "running", [Status.Exited]: "exited", [Status.Faulted]: "faulted" } as const;

async function run(path: string, flags: MachineFlags & { maxSteps?: number }): Promise<void> {
  const machine = await openMachine(path, flags);
  const { program } = machine;
  const started = performance.now();
  runTo(machine, flags.maxSteps ?? Infinity);
  const seconds = (performance.now() - started) / 1000;
  if (machine.status === Status.Running) {
    throw new VmError("LIMIT", `still running after ${machine.steps} instructions: raise --max-steps`);
  }
  const exited = machine.status === Status.Exited;
  // Eight bits, as everywhere else.
  const exitCode = machine.register(10) & 0xff;
  const fault = exited ? undefined : explainFault(machine.state(), program.text);
  const stateHash = hexlify(machine.stateHash());
  if (flags.json) {
    const { steps, pc: offset } = machine;
    const end = exited ? { exitCode } : { fault };
    const roots = { textRoot: hexlify(program.textRoot), dataRoot: hexlify(program.dataRoot) };
    console.log(
      JSON.stringify({ status: statusNames[machine.status], ...end, steps, pc: offset, stateHash, ...roots, seconds }),
    );
  } else {
    console.log(
      facts({
        ...(exited ? { "exit code": exitCode } : { [pc.red("fault")]: fault! }),
        instructions: big(machine.steps),
        "state hash": stateHash,
        time: `${seconds.toFixed(2)} s${speed(machine.steps, seconds)}`,
      }),
    );
  }
  if (!exited) process.exitCode = 1;
}

/** Instructions a second, where there were enough of them to tell. */
const speed = (steps: number, seconds: number): string =>
  seconds < 0.1 ? "" : `, ${big(steps / seconds / 1e6)} million instructions a second`;

/** One state of a trace, as it is printed and read again. */
const stateSchema = z.object({
  step: z.number().int().nonnegative().optional(),
  instruction: z.string().optional(),
  stateHash: z.string().regex(/^0x[0-9a-f]{64}$/i, "must be 32 bytes, 0x..."),
  witness: z.string().regex(/^0x([0-9a-f]{2})+$/i, "must be bytes, 0x...: print them with vm trace --witness"),
});
const traceSchema = z.object({
  textRoot: z.string().regex(/^0x[0-9a-f]{64}$/i, "must be 32 bytes, 0x..."),
  states: z.array(stateSchema).min(1),
});
type ProvableState = z.infer<typeof stateSchema>;

function describe(machine: Machine) {
  const { pc: offset, status, program } = machine;
  const word = offset % 4 === 0 && offset < program.text.length ? wordAt(program.text, offset) : undefined;
  return {
    step: machine.steps,
    pc: offset,
    status: statusNames[status],
    ...(word === undefined || status !== Status.Running ? {} : { instruction: formatInstruction(word, offset) }),
    stateHash: hexlify(machine.stateHash()),
  };
}

const wordAt = (text: Uint8Array, offset: number): number =>
  new DataView(text.buffer, text.byteOffset).getUint32(offset, true);

async function trace(path: string, flags: MachineFlags & { steps: Range; witness?: boolean }): Promise<void> {
  const machine = await openMachine(path, flags);
  const { from, to } = flags.steps;
  runTo(machine, from);
  if (machine.steps < from) {
    const end = statusNames[machine.status];
    throw new VmError("LIMIT", `the program has ${end} after ${machine.steps} instructions, before ${from}`);
  }
  const { textRoot } = machine.program;
  // Printed as they come: a range may be longer than memory.
  if (flags.json) process.stdout.write(`{"textRoot":"${hexlify(textRoot)}","states":[`);
  for (;;) {
    const state = { ...describe(machine), ...(flags.witness ? { witness: hexlify(machine.witness()) } : {}) };
    if (flags.json) process.stdout.write(`${machine.steps > from ? "," : ""}${JSON.stringify(state)}`);
    else console.log(stateText(state));
    if (machine.steps === to || machine.run(1) === 0) break;
  }
  if (flags.json) process.stdout.write("]}\n");
  else if (machine.status === Status.Faulted) console.log(explainFault(machine.state(), machine.program.text));
}

function stateText(state: ReturnType<typeof describe> & { witness?: string }): string {
  const what = state.instruction ?? state.status;
  const place = `${String(state.step).padStart(8)}  ${state.pc.toString(16).padStart(8, "0")}  ${what.padEnd(28)}`;
  return `${place}  ${state.stateHash}${state.witness === undefined ? "" : `\n          ${state.witness}`}`;
}

interface StepFlags extends MachineFlags {
  state: string;
  rpc?: string;
  stepper?: string;
}

async function step(path: string | undefined, flags: StepFlags): Promise<void> {
  const { textRoot, states } = await provableStates(path, flags);
  const twin = await loadStep();
  const { provider, stepper, chain } = await connect(flags);
  const contract = new Contract(stepper, riscVStepAbi, provider);
  const execute = contract.getFunction("step");
  const report = progress("steps", states.length);
  const proven = [];
  for (const [i, { stateHash, witness, ...rest }] of states.entries()) {
    let postState: string;
    let gas: bigint;
    try {
      postState = (await execute.staticCall(textRoot, stateHash, witness)) as string;
      gas = await execute.estimateGas(textRoot, stateHash, witness);
    } catch (error) {
      const reason = decodeError(error, [contract.interface]) as Error;
      throw new VmError("REFUSED", `the chain refuses step ${rest.step ?? i}: ${reason.message}`, { cause: error });
    }
    const own = hexlify(twin(getBytes(textRoot), getBytes(stateHash), getBytes(witness)));
    if (postState !== own) throw new VmError("MISMATCH", `the chain says ${postState}, the emulator ${own}`);
    proven.push({ ...rest, preState: stateHash, postState, gas: Number(gas) });
    report(i + 1);
  }
  if (flags.json) return void console.log(JSON.stringify({ chain, stepper, textRoot, proven }));
  for (const { step: number, instruction, preState, postState, gas } of proven) {
    console.log(
      facts({
        ...(number === undefined ? {} : { step: number }),
        ...(instruction === undefined ? {} : { instruction }),
        "state before": preState,
        "state after": `${postState} ${pc.green("as the emulator says")}`,
        gas: big(gas),
        chain: `${chain}, RiscVStep at ${stepper}`,
      }),
    );
  }
}

async function provableStates(
  path: string | undefined,
  flags: StepFlags,
): Promise<{ textRoot: string; states: readonly ProvableState[] }> {
  if (/^\d+$/.test(flags.state)) {
    if (path === undefined)
      throw new VmError("BAD_INPUT", `--state ${flags.state} needs the program: give its ELF file`);
    const machine = await openMachine(path, flags);
    const steps = natural(flags.state);
    runTo(machine, steps);
    if (machine.steps < steps) {
      const end = statusNames[machine.status];
      throw new VmError("LIMIT", `the program has ${end} after ${machine.steps} instructions, before ${steps}`);
    }
    const state = { ...describe(machine), witness: hexlify(machine.witness()) };
    return { textRoot: hexlify(machine.program.textRoot), states: [state] };
  }
  const file = flags.state === "-" ? await textOf(process.stdin) : Buffer.from(readBytes(flags.state)).toString();
  const result = traceSchema.safeParse(parseJson(file, flags.state));
  if (!result.success) {
    const { path: place, message } = result.error.issues[0]!;
    throw new VmError(
      "BAD_INPUT",
      `"${flags.state}" is no output of vm trace --witness --json: ${place.join(".")}: ${message}`,
    );
  }
  return result.data;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new VmError("BAD_INPUT", `"${name}" is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** A chain with a step contract: one in this process unless there is a node's URL. */
async function connect(flags: StepFlags): Promise<{ provider: Provider; stepper: string; chain: string }> {
  if (flags.rpc === undefined) {
    if (flags.stepper !== undefined) throw new VmError("BAD_INPUT", "--stepper needs --rpc: on which chain is it?");
    const { network } = await import("hardhat");
    const { ethers } = await network.create();
    const stepper = await ethers.deployContract("RiscVStep");
    return { provider: ethers.provider, stepper: await stepper.getAddress(), chain: "in this process" };
  }
  // A network of any number, so that a node that is away is an error at once and not awaited.
  const unknown = new JsonRpcProvider(flags.rpc, 1, { staticNetwork: true });
  const id = await unknown.send("eth_chainId", []).then(Number, (error: Error) => {
    throw new VmError("NO_CHAIN", `no answer from ${flags.rpc}: ${error.message}`, { cause: error });
  });
  const provider = new JsonRpcProvider(flags.rpc, id, { staticNetwork: true });
  const stepper = flags.stepper ?? addresses[id]?.stepper;
  if (stepper === undefined) {
    throw new VmError("NO_CHAIN", `no deployment is known on chain ${id}: give the contract with --stepper`);
  }
  if ((await provider.getCode(stepper)) === "0x") {
    throw new VmError("NO_CHAIN", `there is no contract at ${stepper} on chain ${id}`);
  }
  return { provider, stepper, chain: `chain ${id}` };
}
