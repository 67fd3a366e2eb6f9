import { expect } from "chai";

import { fromHex, toHex } from "../../sdk/src/opml/index.ts";

describe("hexadecimal bytes", () => {
  it("come back as they were, a MiB of them too", () => {
    for (const length of [0, 1, 32, 1 << 20]) {
      const bytes = new Uint8Array(length).map((_, i) => (i * 31) & 0xff);
      expect(Buffer.compare(fromHex(toHex(bytes)), bytes)).to.equal(0);
    }
    expect([...fromHex("0x00fFAb")]).to.deep.equal([0, 255, 171]);
  });

  it("are not read from anything else", () => {
    for (const text of ["", "0", "00", "0x0", "0x0g", "0xg0", "0x:0", "0x/0", "0x`0", "0X00", " 0x00", "0x 0"]) {
      expect(() => fromHex(text), text).to.throw(RangeError);
    }
  });
});
