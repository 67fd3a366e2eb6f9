/** A generator of 32-bit numbers (xoshiro128**): the same numbers for the same seed, everywhere. */
export class Random {
  private readonly state: Uint32Array;

  constructor(seed: number) {
    this.state = new Uint32Array(4);
    for (let i = 0; i < 4; i++) {
      seed = (Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
      this.state[i] = seed;
    }
    for (let i = 0; i < 16; i++) this.word();
  }

  /** 0 to 2^32 - 1. */
  word(): number {
    const s = this.state;
    const product = Math.imul(s[1]!, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= t;
    s[3] = (s[3]! << 11) | (s[3]! >>> 21);
    return result;
  }

  /** 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor((this.word() / 2 ** 32) * count);
  }

  /** One of the choices. */
  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  /** Numbers on which arithmetic goes wrong more often than on others, and others. */
  operand(): number {
    return this.below(2) === 0 ? this.word() : (this.pick(EDGES) + this.below(5) - 2) >>> 0;
  }

  bytes(length: number): Uint8Array {
    return new Uint8Array(length).map(() => this.word());
  }
}

const EDGES = [0, 1, 31, 32, 0x7f, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffff8000, 0xffffffff];
