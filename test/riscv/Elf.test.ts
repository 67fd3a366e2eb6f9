import { expect } from "chai";

import { ElfError, Op, PAGE_SIZE, Program, readElf } from "../../sdk/src/riscv/index.ts";
import { encode, makeElf, type Segment, wordsToBytes } from "./support/assembler.ts";

const TEXT: Segment = { address: 0x40, bytes: wordsToBytes([encode(Op.Ecall), encode(Op.Fence)]), executable: true };
const DATA: Segment = { address: 0x00100010, bytes: new Uint8Array([1, 2, 3]), executable: false, size: 5000 };

describe("ELF", () => {
  it("puts executable segments into the text and others into memory", async () => {
    const image = readElf(makeElf([DATA, TEXT, { ...TEXT, address: 0x80 }], 0x44));
    expect(image.entry).to.equal(0x44);
    expect(image.text.length).to.equal(0x88);
    expect([...image.text.subarray(0x40, 0x48)]).to.deep.equal([...TEXT.bytes]);
    expect([...image.text.subarray(0x80, 0x88)]).to.deep.equal([...TEXT.bytes]);
    expect(image.text.subarray(0, 0x40).every((byte) => byte === 0)).to.equal(true);
    expect(image.data).to.deep.equal([{ address: 0x00100010, bytes: new Uint8Array([1, 2, 3]) }]);
    const program = await Program.fromElf(makeElf([TEXT, DATA]));
    expect(program.data.map(({ address, source }) => [address, source.length])).to.deep.equal([
      [0x00100000, PAGE_SIZE],
    ]);
  });

  it("has the same roots however the segments are cut", async () => {
    const bytes = new Uint8Array(9000).map((_, i) => i);
    const whole = await Program.fromElf(makeElf([TEXT, { ...DATA, bytes, size: 9000 }]));
    const cuts = [0, 3, 4080, 4081, 8100, 9000];
    const pieces = cuts.slice(1).map((end, i) => ({
      address: DATA.address + cuts[i]!,
      bytes: bytes.slice(cuts[i], end),
      executable: false,
    }));
    const cut = await Program.fromElf(makeElf([...pieces.reverse(), TEXT]));
    expect(cut.dataRoot).to.deep.equal(whole.dataRoot);
    expect(cut.textRoot).to.deep.equal(whole.textRoot);
    expect(cut.dataRoot).not.to.deep.equal((await Program.fromElf(makeElf([TEXT]))).dataRoot);
  });

  it("takes a text of exactly 1 MiB and refuses one more byte", async () => {
    const full = { address: 0, bytes: new Uint8Array(2 ** 20).fill(1), executable: true };
    expect((await Program.fromElf(makeElf([full]))).text.length).to.equal(2 ** 20);
    expect(() => readElf(makeElf([{ ...full, address: 4 }]))).to.throw(ElfError, "ends above the text's 1 MiB");
  });

  const patch = (offset: number, value: number) => {
    const file = makeElf([TEXT, DATA]);
    file[offset] = value;
    return file;
  };
  const second = 52 + 32;
  const bad: Record<string, [file: () => Uint8Array, message: string]> = {
    "an empty file": [() => new Uint8Array(0), "not an ELF file"],
    "a text file": [() => new TextEncoder().encode("#!/bin/sh\n".repeat(10)), "not an ELF file"],
    "a cut header": [() => makeElf([TEXT]).slice(0, 51), "not an ELF file"],
    "64 bits": [() => patch(4, 2), "not a 32-bit ELF file"],
    "big-endian": [() => patch(5, 2), "not a little-endian ELF file"],
    "a shared object": [() => patch(16, 3), "not an executable"],
    "another machine": [() => patch(18, 40), "not a RISC-V file"],
    "compressed instructions": [() => patch(36, 1), "e_flags"],
    "the double-float ABI": [() => patch(36, 4), "e_flags"],
    "strange program headers": [() => patch(42, 56), "program headers of 56 bytes"],
    "program headers beyond the file": [() => patch(45, 4), "program headers beyond the end"],
    "an interpreter": [() => patch(second, 3), "dynamically linked"],
    "a dynamic section": [() => patch(second, 2), "dynamically linked"],
    "a segment beyond the file": [() => patch(second + 6, 1), "segment 1 lies beyond the end"],
    "a segment shorter in memory than in the file": [
      () => patch(second + 20, 1).fill(0, second + 21, second + 24),
      "more bytes",
    ],
    "no code": [() => makeElf([DATA]), "no executable segment"],
    "data below 1 MiB": [() => makeElf([TEXT, { ...DATA, address: 0xff000 }]), "lies below 1 MiB"],
    "data beyond the quarter": [
      () => makeElf([TEXT, { ...DATA, address: 0x3ffff000 }]),
      "ends above the first quarter",
    ],
    "data that wraps around": [() => makeElf([TEXT, { ...DATA, address: 0xfffff000 }]), "ends above the first quarter"],
    "overlapping segments": [() => makeElf([TEXT, DATA, { ...DATA, address: DATA.address + 4999 }]), "overlap"],
    "overlapping code": [() => makeElf([TEXT, { ...TEXT, address: 0x44 }]), "overlap"],
  };
  for (const [what, [file, message]] of Object.entries(bad)) {
    it(`refuses ${what}`, () => {
      expect(() => readElf(file())).to.throw(ElfError, message);
    });
  }

  it("refuses or reads, but never crashes on, any file with a byte changed", () => {
    const file = makeElf([TEXT, DATA]);
    let refused = 0;
    for (let i = 0; i < 52 + 64; i++) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const changed = file.slice();
        changed[i] = value;
        try {
          readElf(changed);
        } catch (error) {
          expect(error).to.be.instanceOf(ElfError);
          refused++;
        }
      }
    }
    expect(refused).to.be.greaterThan(100);
  });
});
