import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { bytesSource, hashed, Machine, Op, PAGE_SIZE, Program, type Source } from "../../sdk/src/riscv/index.ts";
import { openFileSource } from "../../sdk/src/riscv/file-source.ts";
import { encode, wordsToBytes } from "./support/assembler.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Adds up the words of the weights at 4096-byte distances, as many as a0 says, and exits. */
const SUM = wordsToBytes([
  encode(Op.Lui, { rd: 5, imm: 0x80000000 }),
  encode(Op.Lui, { rd: 7, imm: 0x00001000 }),
  encode(Op.Lw, { rd: 6, rs1: 5 }),
  encode(Op.Add, { rd: 11, rs1: 11, rs2: 6 }),
  encode(Op.Add, { rd: 5, rs1: 5, rs2: 7 }),
  encode(Op.Addi, { rd: 10, rs1: 10, imm: -1 }),
  encode(Op.Bne, { rs1: 10, rs2: 0, imm: -16 }),
  encode(Op.Addi, { rd: 17, imm: 93 }),
  encode(Op.Ecall),
]);

describe("Source", () => {
  for (const engine of ["interpreter", "translator"] as const) {
    it(`is read only where the program looks, by the ${engine}`, async () => {
      const program = await Program.fromImage({ entry: 0, text: SUM, data: [] });
      const read: number[] = [];
      const weights: Source = {
        length: 2 ** 31,
        read: (offset, target) => {
          read.push(offset);
          new DataView(target.buffer, target.byteOffset).setUint32(0, offset / PAGE_SIZE + 1, true);
        },
        pageRoots: new Uint8Array(32 * (2 ** 31 / PAGE_SIZE)).fill(1),
      };
      const machine = await Machine.create(program, { node: 9, weights, engine });
      machine.run();
      // Every second step is in the middle of a page, where there are zeros.
      expect(machine.register(11)).to.equal(1 + 2 + 3 + 4 + 5);
      expect(read).to.deep.equal([0, 1, 2, 3, 4].map((page) => page * PAGE_SIZE));
    });
  }

  it("is shared by machines that exist at once", async () => {
    const program = await Program.fromImage({ entry: 0, text: SUM, data: [] });
    const weights = await hashed(bytesSource(new Uint8Array(100_000).fill(1)));
    const machines = await Promise.all(
      Array.from({ length: 16 }, (_, i) => Machine.create(program, { node: i + 1, weights })),
    );
    for (const machine of machines) machine.run();
    machines.forEach((machine, i) => expect(machine.register(11)).to.equal((i + 1) * 0x01010101));
  });

  describe("of a file", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "openimo-"))));
    afterEach(() => rmSync(folder, { recursive: true }));

    it("is the file's bytes, and keeps its roots", async () => {
      const path = join(folder, "weights");
      const bytes = new Uint8Array(3 * PAGE_SIZE + 5).map((_, i) => i * 31);
      writeFileSync(path, bytes);
      const { pageRoots } = await hashed(bytesSource(bytes));
      for (let i = 0; i < 2; i++) {
        const source = await openFileSource(path);
        const all = new Uint8Array(source.length);
        source.read(0, all);
        expect(hex(all)).to.equal(hex(bytes));
        const some = new Uint8Array(100);
        source.read(PAGE_SIZE - 50, some);
        expect(hex(some)).to.equal(hex(bytes.subarray(PAGE_SIZE - 50, PAGE_SIZE + 50)));
        expect(hex(source.pageRoots)).to.equal(hex(pageRoots));
        expect(() => source.read(bytes.length - 1, new Uint8Array(2))).to.throw(RangeError);
        source.close();
      }
      expect(readFileSync(`${path}.roots`).length).to.equal(16 + 4 * 32);
    });

    it("is hashed again when the file has changed or its roots are damaged", async () => {
      const path = join(folder, "weights");
      writeFileSync(path, new Uint8Array(PAGE_SIZE));
      const before = await openFileSource(path);
      before.close();
      writeFileSync(path, new Uint8Array(PAGE_SIZE).fill(1));
      utimesSync(path, 1, 1);
      const after = await openFileSource(path);
      after.close();
      expect(hex(after.pageRoots)).not.to.equal(hex(before.pageRoots));
      writeFileSync(`${path}.roots`, "damaged");
      const again = await openFileSource(path);
      again.close();
      expect(hex(again.pageRoots)).to.equal(hex(after.pageRoots));
    });
  });
});
