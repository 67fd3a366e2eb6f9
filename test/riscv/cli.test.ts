import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

import { expect } from "chai";
import { ContractFactory, JsonRpcProvider } from "ethers";
import { artifacts, network } from "hardhat";

import { explainFault, formatInstruction, Machine, Op, Program } from "../../sdk/src/riscv/index.ts";
import { vmCommand } from "../../scripts/cli/vm.ts";
import { encode, makeElf, wordsToBytes } from "./support/assembler.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const benchmark = join(root, "scripts/bench/vm/program.elf");

/** Adds up 10, 9, ..., 1, stores the sum, loads it again, and exits with it. */
const SUM = [
  encode(Op.Lui, { rd: 7, imm: 0x00100000 }),
  encode(Op.Lw, { rd: 5, rs1: 7 }),
  encode(Op.Add, { rd: 10, rs1: 10, rs2: 5 }),
  encode(Op.Addi, { rd: 5, rs1: 5, imm: -1 }),
  encode(Op.Bne, { rs1: 5, rs2: 0, imm: -8 }),
  encode(Op.Sw, { rs1: 7, rs2: 10, imm: 4 }),
  encode(Op.Addi, { rd: 17, imm: 93 }),
  encode(Op.Ecall),
];
const STEPS = 2 + 30 + 3;
const STORE = 32;

interface State {
  readonly step: number;
  readonly pc: number;
  readonly status: string;
  readonly instruction?: string;
  readonly stateHash: string;
  readonly witness?: string;
}

describe("imo vm", () => {
  const initialDirectory = process.env.INIT_CWD;
  let folder: string;
  let hashes: string[];

  /** The command in this process: what it prints, and the message of what it throws. */
  async function imo(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const write = process.stdout.write.bind(process.stdout);
    let [out, err] = ["", ""];
    process.stdout.write = (chunk: string | Uint8Array) => {
      out += stripVTControlCharacters(chunk.toString());
      return true;
    };
    try {
      const command = vmCommand();
      for (const each of command.commands) each.exitOverride().configureOutput({ writeErr: () => undefined });
      await command.parseAsync(args, { from: "user" });
    } catch (error) {
      err = (error as Error).message;
    } finally {
      process.stdout.write = write;
    }
    const code = err === "" ? Number(process.exitCode ?? 0) : 1;
    process.exitCode = undefined;
    return { code, out, err };
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "imo-"));
    process.env.INIT_CWD = folder;
    const elf = makeElf([
      { address: 0, bytes: wordsToBytes(SUM), executable: true },
      { address: 0x00100000, bytes: Uint8Array.of(10), executable: false },
    ]);
    writeFileSync(join(folder, "sum.elf"), elf);
    const machine = await Machine.create(await Program.fromElf(elf), { engine: "interpreter" });
    hashes = [];
    do hashes.push(`0x${Buffer.from(machine.stateHash()).toString("hex")}`);
    while (machine.run(1) > 0);
    expect(hashes).to.have.length(STEPS + 1);
  });
  after(() => {
    rmSync(folder, { recursive: true });
    if (initialDirectory === undefined) delete process.env.INIT_CWD;
    else process.env.INIT_CWD = initialDirectory;
  });

  it("is a command of the project's", () => {
    const command = [join(root, "node_modules/tsx/dist/cli.mjs"), join(root, "scripts/cli/main.ts")];
    const options = { cwd: root, env: { ...process.env, NO_COLOR: "1" }, encoding: "utf8" } as const;
    const { status, stdout } = spawnSync(process.execPath, [...command, "vm", "run", "sum.elf"], options);
    expect(status).to.equal(0);
    expect(stdout).to.match(/exit code +55\n/);
  });

  it("runs a program and prints its exit code", async () => {
    const { code, out } = await imo("run", "sum.elf");
    expect(code).to.equal(0);
    expect(out)
      .to.match(/exit code +55\n/)
      .and.to.match(new RegExp(`instructions +${STEPS}\n`));
    const report = JSON.parse((await imo("run", "sum.elf", "--json")).out) as Record<string, unknown>;
    expect(report).to.include({ status: "exited", exitCode: 55, steps: STEPS, stateHash: hashes.at(-1) });
  });

  it("prints the state's hash after each step", async () => {
    const traced = JSON.parse((await imo("trace", "sum.elf", "--steps", "0:100", "--json")).out) as { states: State[] };
    expect(traced.states.map(({ stateHash }) => stateHash)).to.deep.equal(hashes);
    expect(traced.states.map(({ step }) => step)).to.deep.equal(hashes.map((_, i) => i));
    expect(traced.states[STORE]).to.include({ pc: 20, status: "running", instruction: "sw a0, 4(t2)" });
    expect(traced.states.at(-1)).to.include({ pc: 28, status: "exited" }).and.not.to.have.property("instruction");
    const { out } = await imo("trace", "sum.elf", "--steps", "3:4");
    expect(
      out
        .trim()
        .split("\n")
        .map((line) => line.slice(-66)),
    ).to.deep.equal(hashes.slice(3, 5));
  });

  it("traces what GCC and ld have made", async () => {
    const { states } = JSON.parse((await imo("trace", benchmark, "--steps", "1000000:1000001", "--json")).out) as {
      states: State[];
    };
    expect(states.map(({ step }) => step)).to.deep.equal([1_000_000, 1_000_001]);
  });

  it("has a chain execute a step, from the program or from a trace", async function () {
    this.timeout(60_000);
    const byProgram = await imo("step", "sum.elf", "--state", String(STORE), "--json");
    expect(byProgram.code, byProgram.err).to.equal(0);
    const [proof] = (JSON.parse(byProgram.out) as { proven: Record<string, unknown>[] }).proven;
    expect(proof).to.include({ step: STORE, preState: hashes[STORE], postState: hashes[STORE + 1] });
    expect(proof!.gas).to.be.within(21_000, 90_000);

    const { out: traced } = await imo("trace", "sum.elf", "--steps", `${STORE}:${STEPS}`, "--witness", "--json");
    writeFileSync(join(folder, "states.json"), traced);
    const { proven } = JSON.parse((await imo("step", "--state", "states.json", "--json")).out) as {
      proven: { postState: string }[];
    };
    // The last state is the exited one, which steps to itself.
    const after = [...hashes.slice(STORE + 1), hashes.at(-1)];
    expect(proven.map(({ postState }) => postState)).to.deep.equal(after);

    const forged = JSON.parse(traced) as { states: { witness: string }[] };
    forged.states[0]!.witness = forged.states[0]!.witness.replace(/^0x../, "0xee");
    writeFileSync(join(folder, "forged.json"), JSON.stringify(forged));
    const refused = await imo("step", "--state", "forged.json", "--json");
    expect(refused.code).to.equal(1);
    expect(refused.err).to.match(new RegExp(`the chain refuses step ${STORE}: WrongState`));
  });

  it("asks a node's chain", async function () {
    this.timeout(60_000);
    const server = await network.createServer({}, "127.0.0.1");
    const { address, port } = await server.listen();
    try {
      const rpc = `http://${address}:${port}`;
      const asked = ["step", "sum.elf", "--state", "0", "--rpc", rpc] as const;
      expect((await imo(...asked)).err).to.match(/no deployment is known on chain 31337/);
      const signer = await new JsonRpcProvider(rpc).getSigner();
      const { abi, bytecode } = await artifacts.readArtifact("RiscVStep");
      const stepper = await (await new ContractFactory(abi, bytecode, signer).deploy()).waitForDeployment();
      const { out } = await imo(...asked, "--stepper", await stepper.getAddress());
      expect(out)
        .to.match(new RegExp(`state after +${hashes[1]} `))
        .and.to.match(/chain 31337/);
      expect((await imo(...asked, "--stepper", `0x${"12".repeat(20)}`)).err).to.match(/no contract at 0x1212/);
    } finally {
      await server.close();
    }
    const gone = await imo("step", "sum.elf", "--state", "0", "--rpc", `http://${address}:${port}`);
    expect(gone.err).to.match(/no answer from/);
  });

  it("explains what it refuses", async () => {
    writeFileSync(join(folder, "fault.elf"), makeElf([{ address: 0, bytes: wordsToBytes([0]), executable: true }]));
    const fault = await imo("run", "fault.elf", "--json");
    expect(fault.code).to.equal(1);
    expect(JSON.parse(fault.out)).to.include({
      status: "faulted",
      fault: "0x00000000 at 0x00000000 is no instruction of RV32IM",
    });
    for (const [args, message] of [
      [["run", "nowhere.elf"], /cannot read "nowhere.elf"/],
      [["run", "states.json"], /not an ELF file/],
      [["run", "sum.elf", "--max-steps", "10"], /still running after 10 instructions: raise --max-steps/],
      [["trace", "sum.elf", "--steps", "50:60"], /exited after 35 instructions, before 50/],
      [["trace", "sum.elf", "--steps", "9:2"], /must be like 10:20/],
      [["step", "--state", "3"], /needs the program/],
      [["step", "--state", "fault.elf"], /is not JSON/],
    ] as const) {
      const { code, err } = await imo(...args);
      expect(code, args.join(" ")).to.equal(1);
      expect(err, args.join(" ")).to.match(message);
    }
  });
});

describe("formatInstruction", () => {
  it("writes what an assembler reads", () => {
    for (const [op, operands, text] of [
      [Op.Lui, { rd: 10, imm: 0x12345000 }, "lui a0, 0x12345"],
      [Op.Jal, { rd: 1, imm: -8 }, "jal ra, 0x000000f8"],
      [Op.Jalr, { rd: 0, rs1: 1, imm: 4 }, "jalr zero, 4(ra)"],
      [Op.Bltu, { rs1: 5, rs2: 6, imm: 16 }, "bltu t0, t1, 0x00000110"],
      [Op.Lbu, { rd: 8, rs1: 2, imm: -1 }, "lbu s0, -1(sp)"],
      [Op.Sh, { rs1: 2, rs2: 31, imm: 6 }, "sh t6, 6(sp)"],
      [Op.Srai, { rd: 9, rs1: 9, imm: 31 }, "srai s1, s1, 31"],
      [Op.Mulhsu, { rd: 11, rs1: 12, rs2: 13 }, "mulhsu a1, a2, a3"],
      [Op.Ecall, {}, "ecall"],
    ] as const) {
      expect(formatInstruction(encode(op, operands), 0x100)).to.equal(text);
    }
    expect(formatInstruction(0xffffffff, 0)).to.equal(".word 0xffffffff");
  });
});

describe("explainFault", () => {
  it("tells every kind of fault from the others", async () => {
    const cases: readonly [words: number[], pc: number, told: RegExp][] = [
      [[], 2, /fetch at 0x00000002, which is not a multiple of 4/],
      [[], 0x00100000, /outside the text's 1 MiB/],
      [[], 64, /behind the program's last instruction/],
      [[0x00100073], 0, /0x00100073 at 0x00000000 is no instruction/],
      [[encode(Op.Ecall)], 0, /a7 = 0: the only call is 93/],
      [[encode(Op.Jal, { imm: 6 })], 0, /jal zero, 0x00000006 .*jumps to an address that is not/],
      [[encode(Op.Lw, { rs1: 2, imm: 2 })], 0, /accesses 0x40000002, which is not a multiple of its size/],
      [[encode(Op.Sw, { imm: 16 })], 0, /accesses 0x00000010, below the data's first address 0x00100000/],
    ];
    for (const [words, pc, expected] of cases) {
      const program = await Program.fromImage({ entry: pc, text: wordsToBytes(words), data: [] });
      const machine = await Machine.create(program);
      machine.run();
      expect(explainFault(machine.state(), program.text)).to.match(expected);
    }
  });
});
