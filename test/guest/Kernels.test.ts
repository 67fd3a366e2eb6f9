import { expect } from "chai";

import { BinaryKind, DType, PoolKind, ReduceKind, UnaryKind } from "../../sdk/src/models/generated.ts";
import { packConv, packConvInt8, packConvTranspose, packLinear, packLinearInt8 } from "../../sdk/src/models/pack.ts";
import { expectClose, Random, runOperator, wild } from "./support/operators.ts";
import { compared } from "./support/twins.ts";

/** float32 sums of a few hundred products, against float64. */
const SUM = 2e-5;

const none = { activation: UnaryKind.COPY, alpha: 0, beta: 0 };
const relu = { activation: UnaryKind.RELU, alpha: 0, beta: 0 };

interface Window {
  kernel: [number, number];
  stride?: [number, number];
  pad?: [number, number];
  dilation?: [number, number];
}
const windowOf = ({ kernel, stride = [1, 1], pad = [0, 0], dilation = [1, 1] }: Window) => ({
  kernelH: kernel[0],
  kernelW: kernel[1],
  strideH: stride[0],
  strideW: stride[1],
  padTop: pad[0],
  padLeft: pad[1],
  dilationH: dilation[0],
  dilationW: dilation[1],
});

function convReference(
  x: Float32Array,
  w: Float32Array,
  bias: Float32Array | null,
  [n, c, h, width]: number[],
  [oc, oh, ow]: number[],
  window: ReturnType<typeof windowOf>,
  group: number,
): number[] {
  const out: number[] = [];
  const cg = c! / group;
  for (let image = 0; image < n!; image++)
    for (let o = 0; o < oc!; o++)
      for (let oy = 0; oy < oh!; oy++)
        for (let ox = 0; ox < ow!; ox++) {
          let sum = bias ? bias[o]! : 0;
          const g = Math.floor(o / (oc! / group));
          for (let i = 0; i < cg; i++)
            for (let ky = 0; ky < window.kernelH; ky++)
              for (let kx = 0; kx < window.kernelW; kx++) {
                const iy = oy * window.strideH - window.padTop + ky * window.dilationH;
                const ix = ox * window.strideW - window.padLeft + kx * window.dilationW;
                if (iy < 0 || iy >= h! || ix < 0 || ix >= width!) continue;
                sum +=
                  x[((image * c! + g * cg + i) * h! + iy) * width! + ix]! *
                  w[((o * cg + i) * window.kernelH + ky) * window.kernelW + kx]!;
              }
          out.push(sum);
        }
  return out;
}

describe("guest kernels: the builds agree, and both agree with float64", () => {
  const random = new Random(1);

  const linears = [
    { m: 1, k: 5, n: 1 },
    { m: 1, k: 33, n: 40 },
    { m: 3, k: 16, n: 10 },
    { m: 9, k: 7, n: 19 },
  ];
  for (const { m, k, n } of linears)
    it(`Linear ${m}x${k}x${n}`, async () => {
      const w = random.floats(k * n);
      const bias = random.floats(n);
      for (const wildly of [false, true]) {
        const x = wildly ? wild(random, m * k) : random.floats(m * k);
        const { outputs } = await runOperator({
          op: "Linear",
          attributes: { k, n, ...(m === 3 ? relu : none) },
          inputs: [
            { dims: [m, k], values: x },
            {
              dims: [Math.ceil(n / 4), k, 4],
              values: packLinear(wildly ? wild(random, k * n) : w, k, n),
              constant: true,
            },
            m === 9 ? null : { dims: [n], values: bias, constant: true },
          ],
          outputs: [{ dims: [m, n] }],
        });
        if (wildly) continue;
        const want: number[] = [];
        for (let r = 0; r < m; r++)
          for (let c = 0; c < n; c++) {
            let sum = m === 9 ? 0 : bias[c]!;
            for (let i = 0; i < k; i++) sum += x[r * k + i]! * w[i * n + c]!;
            want.push(m === 3 ? Math.max(0, sum) : sum);
          }
        expectClose(outputs[0]!, want, SUM);
      }
    });

  it("Linear at the edges: ties, cancellation, subnormals, overflow", async () => {
    const from = (low: number, high: number, mask = 0x7fffff) =>
      (random.bits() & (0x80000000 | mask)) | ((low + random.below(high - low)) << 23);
    const kinds = [
      () => from(124, 130, 0x7ff800), // products of few enough bits that every other one is a tie
      () => from(127, 128, 0x7fffff), // sums that cancel
      () => from(60, 68), // products around the least normal
      () => from(0, 3),
      () => from(186, 194), // products around the greatest
      () => from(250, 255),
      () => random.bits() & 0x80000000,
    ];
    const [k, n] = [48, 8];
    for (const [i, x] of kinds.entries())
      for (const [j, w] of kinds.entries()) {
        if (i > 2 && j > 2 && i !== j) continue;
        // A few of the one among many of the other, so that the accumulator passes through every state.
        const some = (kind: () => number) => (random.below(12) === 0 ? kinds[random.below(kinds.length)]!() : kind());
        const floats = (count: number, kind: () => number) =>
          new Float32Array(Uint32Array.from({ length: count }, () => some(kind)).buffer);
        await runOperator({
          op: "Linear",
          attributes: { k, n, ...none },
          inputs: [
            { dims: [2, k], values: floats(2 * k, x) },
            { dims: [n / 4, k, 4], values: packLinear(floats(k * n, w), k, n), constant: true },
          ],
          outputs: [{ dims: [2, n] }],
        });
      }
  });

  it("Linear packs a transposed matrix the same", () => {
    const w = random.floats(6 * 5);
    const transposed = Float32Array.from({ length: 30 }, (_, i) => w[(i % 6) * 5 + Math.floor(i / 6)]!);
    expect(packLinear(transposed, 6, 5, true)).to.deep.equal(packLinear(w, 6, 5));
  });

  const matmuls = [
    { a: [5, 6], b: [6, 7], y: [5, 7], transposeB: 0, scale: 1 },
    { a: [2, 3, 4, 9], b: [2, 3, 9, 8], y: [2, 3, 4, 8], transposeB: 0, scale: 0.125 },
    { a: [2, 3, 4, 9], b: [1, 3, 10, 9], y: [2, 3, 4, 10], transposeB: 1, scale: 0.5 },
    { a: [3, 4, 2], b: [2, 5], y: [3, 4, 5], transposeB: 0, scale: 1 },
  ];
  for (const { a, b, y, transposeB, scale } of matmuls)
    it(`MatMul ${a.join("x")} by ${b.join("x")}${transposeB ? " transposed" : ""}`, async () => {
      const count = (dims: number[]) => dims.reduce((p, d) => p * d, 1);
      for (const wildly of [false, true]) {
        const x = wildly ? wild(random, count(a)) : random.floats(count(a));
        const w = wildly ? wild(random, count(b)) : random.floats(count(b));
        const { outputs } = await runOperator({
          op: "MatMul",
          attributes: { transposeB, scale },
          inputs: [
            { dims: a, values: x },
            { dims: b, values: w },
          ],
          outputs: [{ dims: y }],
        });
        if (wildly) continue;
        const [m, k, n] = [a.at(-2)!, a.at(-1)!, y.at(-1)!];
        const batches = count(y) / (m * n);
        const want: number[] = [];
        for (let batch = 0; batch < batches; batch++)
          for (let r = 0; r < m; r++)
            for (let c = 0; c < n; c++) {
              let sum = 0;
              const bb = batch % (count(b) / (k * n));
              for (let i = 0; i < k; i++)
                sum += x[(batch * m + r) * k + i]! * w[bb * k * n + (transposeB ? c * k + i : i * n + c)]!;
              want.push(sum * scale);
            }
        expectClose(outputs[0]!, want, SUM);
      }
    });

  const convs: (Window & { x: number[]; oc: number; y: number[]; group?: number; bias?: boolean })[] = [
    { x: [1, 3, 8, 8], oc: 8, y: [8, 8], kernel: [3, 3], pad: [1, 1], bias: true },
    { x: [2, 4, 7, 9], oc: 6, y: [4, 5], kernel: [3, 3], stride: [2, 2], pad: [1, 1] },
    { x: [1, 5, 6, 6], oc: 9, y: [6, 6], kernel: [1, 1], bias: true },
    { x: [1, 4, 9, 11], oc: 4, y: [5, 7], kernel: [3, 3], dilation: [2, 2], group: 2, bias: true },
    { x: [1, 2, 3, 3], oc: 3, y: [5, 5], kernel: [5, 5], pad: [3, 3] },
    { x: [1, 1, 1, 40], oc: 5, y: [1, 14], kernel: [1, 7], stride: [1, 3], pad: [0, 3] },
  ];
  for (const test of convs)
    it(`Conv ${test.x.join("x")} to ${test.oc} by ${test.kernel.join("x")}`, async () => {
      const { x: dims, oc, y, group = 1, bias } = test;
      const window = windowOf(test);
      const wDims = [oc, dims[1]! / group, ...test.kernel];
      const count = wDims.reduce((p, d) => p * d, 1);
      for (const wildly of [false, true]) {
        const x = wildly
          ? wild(
              random,
              dims.reduce((p, d) => p * d, 1),
            )
          : random.floats(dims.reduce((p, d) => p * d, 1));
        const w = wildly ? wild(random, count) : random.floats(count);
        const b = bias ? random.floats(oc) : null;
        const packed = packConv(w, wDims, group);
        const { outputs } = await runOperator({
          op: "Conv",
          attributes: { ...window, group, ...none },
          inputs: [
            { dims, values: x },
            { dims: [packed.length], values: packed, constant: true },
            b && { dims: [oc], values: b, constant: true },
          ],
          outputs: [{ dims: [dims[0]!, oc, ...y] }],
        });
        if (!wildly) expectClose(outputs[0]!, convReference(x, w, b, dims, [oc, ...y], window, group), SUM);
      }
    });

  const depthwise: (Window & { c: number; oc: number; y: [number, number] })[] = [
    { c: 3, oc: 3, y: [7, 10], kernel: [3, 3], pad: [1, 1] },
    { c: 2, oc: 4, y: [3, 4], kernel: [3, 5], stride: [2, 3], pad: [0, 2] },
    { c: 2, oc: 2, y: [3, 6], kernel: [3, 3], dilation: [2, 2] },
  ];
  for (const test of depthwise)
    it(`ConvDepthwise ${test.c} to ${test.oc} by ${test.kernel.join("x")}`, async () => {
      const { c, oc, y } = test;
      const window = windowOf(test);
      const dims = [2, c, 7, 10];
      const area = test.kernel[0] * test.kernel[1];
      for (const wildly of [false, true]) {
        const x = wildly ? wild(random, 140 * c) : random.floats(140 * c);
        const w = wildly ? wild(random, oc * area) : random.floats(oc * area);
        const b = random.floats(oc);
        const { outputs } = await runOperator({
          op: "ConvDepthwise",
          attributes: { ...window, ...none },
          inputs: [
            { dims, values: x },
            { dims: [oc, 1, ...test.kernel], values: w, constant: true },
            { dims: [oc], values: b, constant: true },
          ],
          outputs: [{ dims: [2, oc, ...y] }],
        });
        if (!wildly) expectClose(outputs[0]!, convReference(x, w, b, dims, [oc, ...y], window, c), SUM);
      }
    });

  const deconvs: (Window & { x: number[]; oc: number; y: [number, number]; group?: number })[] = [
    { x: [1, 3, 5, 6], oc: 5, y: [10, 12], kernel: [4, 4], stride: [2, 2], pad: [1, 1] },
    { x: [2, 4, 3, 3], oc: 18, y: [5, 7], kernel: [3, 3], stride: [2, 3], pad: [1, 1] },
    { x: [1, 4, 4, 4], oc: 4, y: [10, 10], kernel: [3, 3], stride: [2, 2], dilation: [2, 2], pad: [0, 0], group: 2 },
    { x: [1, 2, 4, 4], oc: 2, y: [4, 4], kernel: [3, 3], pad: [1, 1] },
  ];
  for (const test of deconvs)
    it(`ConvTranspose ${test.x.join("x")} to ${test.oc} by ${test.kernel.join("x")}`, async () => {
      const { x: dims, oc, y, group = 1 } = test;
      const window = windowOf(test);
      const [n, c, h, width] = dims as [number, number, number, number];
      const wDims = [c, oc / group, ...test.kernel];
      const area = test.kernel[0] * test.kernel[1];
      for (const wildly of [false, true]) {
        const x = wildly ? wild(random, n * c * h * width) : random.floats(n * c * h * width);
        const w = wildly ? wild(random, (c * oc * area) / group) : random.floats((c * oc * area) / group);
        const b = random.floats(oc);
        const packed = packConvTranspose(w, wDims, group);
        const { outputs } = await runOperator({
          op: "ConvTranspose",
          attributes: { ...window, group, ...none },
          inputs: [
            { dims, values: x },
            { dims: [packed.length], values: packed, constant: true },
            { dims: [oc], values: b, constant: true },
          ],
          outputs: [{ dims: [n, oc, ...y] }],
        });
        if (wildly) continue;
        const want = Array.from({ length: n * oc * y[0] * y[1] }, (_, i) => b[Math.floor(i / (y[0] * y[1])) % oc]!);
        for (let image = 0; image < n; image++)
          for (let i = 0; i < c; i++)
            for (let o = 0; o < oc / group; o++)
              for (let iy = 0; iy < h; iy++)
                for (let ix = 0; ix < width; ix++)
                  for (let ky = 0; ky < window.kernelH; ky++)
                    for (let kx = 0; kx < window.kernelW; kx++) {
                      const oy = iy * window.strideH + ky * window.dilationH - window.padTop;
                      const ox = ix * window.strideW + kx * window.dilationW - window.padLeft;
                      if (oy < 0 || oy >= y[0] || ox < 0 || ox >= y[1]) continue;
                      const channel = Math.floor(i / (c / group)) * (oc / group) + o;
                      want[((image * oc + channel) * y[0] + oy) * y[1] + ox]! +=
                        x[((image * c + i) * h + iy) * width + ix]! *
                        w[((i * (oc / group) + o) * window.kernelH + ky) * window.kernelW + kx]!;
                    }
        expectClose(outputs[0]!, want, SUM);
      }
    });

  for (const [m, k, n] of [
    [1, 9, 6],
    [5, 16, 8],
    [4, 33, 21],
    [1, 16_401, 5],
  ] as const)
    it(`LinearInt8 ${m}x${k}x${n}`, async () => {
      const x = Int8Array.from(random.integers(m * k, -128, 127));
      const w = Int8Array.from(random.integers(k * n, -128, 127));
      const packed = packLinearInt8(w, k, n);
      const [scales, bias] = [random.floats(n, 0.01, 0.02), random.floats(n)];
      const { outputs } = await runOperator({
        op: "LinearInt8",
        attributes: { k, n, xScale: 0.5, xZero: -3, ...relu },
        inputs: [
          { dims: [m, k], values: x },
          { dims: [packed.length], values: packed, constant: true },
          { dims: [n], values: scales, constant: true },
          { dims: [n], values: bias, constant: true },
        ],
        outputs: [{ dims: [m, n] }],
      });
      const want: number[] = [];
      for (let r = 0; r < m; r++)
        for (let c = 0; c < n; c++) {
          let sum = 0;
          for (let i = 0; i < k; i++) sum += (x[r * k + i]! + 3) * w[i * n + c]!;
          want.push(Math.max(0, sum * 0.5 * scales[c]! + bias[c]!));
        }
      expectClose(outputs[0]!, want, 1e-6);
    });

  const int8s: (Window & { x: number[]; oc: number; y: [number, number]; group: number })[] = [
    { x: [1, 3, 6, 6], oc: 5, y: [6, 6], kernel: [3, 3], pad: [1, 1], group: 1 },
    { x: [2, 4, 6, 7], oc: 8, y: [3, 4], kernel: [3, 3], stride: [2, 2], pad: [1, 1], group: 2 },
    { x: [1, 9, 5, 21], oc: 13, y: [5, 21], kernel: [3, 3], pad: [1, 1], group: 1 },
    { x: [1, 4, 8, 23], oc: 4, y: [3, 8], kernel: [3, 3], stride: [3, 3], pad: [1, 1], group: 1 },
    { x: [1, 2, 9, 11], oc: 4, y: [5, 7], kernel: [3, 3], dilation: [2, 2], group: 1 },
    { x: [1, 3, 3, 2], oc: 6, y: [7, 6], kernel: [3, 3], pad: [3, 3], group: 1 },
    // In blocks of four columns, and with too many channels even for that.
    { x: [1, 600, 3, 9], oc: 5, y: [3, 9], kernel: [3, 3], pad: [1, 1], group: 1 },
    { x: [1, 1000, 3, 5], oc: 2, y: [1, 3], kernel: [3, 3], group: 1 },
  ];
  for (const test of int8s)
    it(`ConvInt8 ${test.x.join("x")} to ${test.oc}`, async () => {
      const { x: dims, oc, y, group } = test;
      const window = windowOf(test);
      const count = dims.reduce((p, d) => p * d, 1);
      const wDims = [oc, dims[1]! / group, ...test.kernel];
      const x = Int8Array.from(random.integers(count, -128, 127));
      const w = Int8Array.from(
        random.integers(
          wDims.reduce((p, d) => p * d, 1),
          -128,
          127,
        ),
      );
      const packed = packConvInt8(w, wDims, group);
      const [scales, bias] = [random.floats(oc, 0.01, 0.02), random.floats(oc)];
      const { outputs } = await runOperator({
        op: "ConvInt8",
        attributes: { ...window, group, xScale: 0.25, xZero: 5, ...none },
        inputs: [
          { dims, values: x },
          { dims: [packed.length], values: packed, constant: true },
          { dims: [oc], values: scales, constant: true },
          { dims: [oc], values: bias, constant: true },
        ],
        outputs: [{ dims: [dims[0]!, oc, ...y] }],
      });
      const sums = convReference(
        Float32Array.from(x, (v) => v - 5),
        Float32Array.from(w),
        null,
        dims,
        [oc, ...y],
        window,
        group,
      );
      const channel = (i: number) => Math.floor(i / (y[0] * y[1])) % oc;
      expectClose(
        outputs[0]!,
        sums.map((sum, i) => sum * 0.25 * scales[channel(i)]! + bias[channel(i)]!),
        1e-6,
      );
    });

  const pools = [
    { kind: PoolKind.MAX, pad: 0, stride: 2, kernel: 2, y: 4, include: 0 },
    { kind: PoolKind.MAX, pad: 1, stride: 2, kernel: 3, y: 4, include: 0 },
    { kind: PoolKind.AVERAGE, pad: 1, stride: 1, kernel: 3, y: 8, include: 0 },
    { kind: PoolKind.AVERAGE, pad: 1, stride: 3, kernel: 3, y: 4, include: 1 },
  ];
  for (const { kind, pad, stride, kernel, y, include } of pools)
    it(`Pool kind ${kind}, kernel ${kernel}, stride ${stride}, pad ${pad}`, async () => {
      for (const wildly of [false, true]) {
        const x = wildly ? wild(random, 2 * 64) : random.floats(2 * 64);
        const { outputs } = await runOperator({
          op: "Pool",
          attributes: {
            kind,
            ...windowOf({ kernel: [kernel, kernel], stride: [stride, stride], pad: [pad, pad] }),
            padBottom: pad,
            padRight: pad,
            countIncludePad: include,
          },
          inputs: [{ dims: [1, 2, 8, 8], values: x }],
          outputs: [{ dims: [1, 2, y, y] }],
        });
        if (wildly) continue;
        const want: number[] = [];
        for (let c = 0; c < 2; c++)
          for (let oy = 0; oy < y; oy++)
            for (let ox = 0; ox < y; ox++) {
              const taps: number[] = [];
              let padded = 0;
              for (let i = 0; i < kernel; i++)
                for (let j = 0; j < kernel; j++) {
                  const [iy, ix] = [oy * stride - pad + i, ox * stride - pad + j];
                  if (iy < 8 + pad && ix < 8 + pad) padded++;
                  if (iy >= 0 && iy < 8 && ix >= 0 && ix < 8) taps.push(x[c * 64 + iy * 8 + ix]!);
                }
              want.push(
                kind === PoolKind.MAX
                  ? Math.max(...taps)
                  : taps.reduce((a, b) => a + b, 0) / (include ? padded : taps.length),
              );
            }
        expectClose(outputs[0]!, want, 1e-6);
      }
    });

  for (const [name, kind] of Object.entries(ReduceKind))
    for (const [n, inner] of [
      [11, 1],
      [3, 1],
      [5, 6],
    ] as const)
      it(`Reduce ${name} of ${n}, ${inner} apart`, async () => {
        for (const wildly of [false, true]) {
          const x = wildly ? wild(random, 3 * n * inner) : random.floats(3 * n * inner);
          const { outputs } = await runOperator({
            op: "Reduce",
            attributes: { kind, n, inner },
            inputs: [{ dims: [3, n, inner], values: x }],
            outputs: [{ dims: [3, inner] }],
          });
          if (wildly) continue;
          const want: number[] = [];
          for (let o = 0; o < 3; o++)
            for (let i = 0; i < inner; i++) {
              const v = Array.from({ length: n }, (_, j) => x[(o * n + j) * inner + i]!);
              const sum = v.reduce((a, b) => a + b, 0);
              const squares = v.reduce((a, b) => a + b * b, 0);
              const of: Record<string, number> = {
                SUM: sum,
                MEAN: sum / n,
                MAX: Math.max(...v),
                MIN: Math.min(...v),
                PROD: v.reduce((a, b) => a * b, 1),
                SUM_SQUARE: squares,
                L2: Math.sqrt(squares),
              };
              want.push(of[name]!);
            }
          expectClose(outputs[0]!, want, 1e-5);
        }
      });

  for (const log of [0, 1])
    for (const [n, inner] of [
      [10, 1],
      [3, 1],
      [4, 7],
    ] as const)
      it(`Softmax${log ? " log" : ""} of ${n}, ${inner} apart`, async () => {
        for (const wildly of [false, true]) {
          const x = wildly ? wild(random, 2 * n * inner) : random.floats(2 * n * inner, -6, 6);
          const { outputs } = await runOperator({
            op: "Softmax",
            attributes: { n, inner, log },
            inputs: [{ dims: [2, n, inner], values: x }],
            outputs: [{ dims: [2, n, inner] }],
          });
          if (wildly) continue;
          const want = [...x].map((value, index) => {
            const [o, i] = [Math.floor(index / (n * inner)), index % inner];
            let sum = 0;
            for (let j = 0; j < n; j++) sum += Math.exp(x[(o * n + j) * inner + i]!);
            return log ? value - Math.log(sum) : Math.exp(value) / sum;
          });
          expectClose(outputs[0]!, want, 1e-6);
        }
      });

  it("ArgReduce: first and last of ties, NaN never wins", async () => {
    const x = Float32Array.from([1, 3, 3, 2, NaN, 5, 5, NaN, NaN, NaN, -1, -2]);
    for (const [kind, last, want] of [
      [0, 0, [1, 1, 2]],
      [0, 1, [2, 2, 2]],
      [1, 0, [0, 1, 3]],
    ] as const) {
      const { outputs } = await runOperator({
        op: "ArgReduce",
        attributes: { kind, n: 4, inner: 1, last },
        inputs: [{ dims: [3, 4], values: x }],
        outputs: [{ dims: [3], dtype: DType.INT32 }],
      });
      expect(outputs[0]).to.deep.equal(want);
    }
  });

  it("Binary: soft-float and hardware agree on pairs of every kind", async () => {
    const n = 6000;
    for (const kind of [BinaryKind.ADD, BinaryKind.SUB, BinaryKind.MUL, BinaryKind.DIV])
      await runOperator({
        op: "Binary",
        attributes: { kind, ...none },
        inputs: [
          { dims: [n], values: wild(random, n) },
          { dims: [n], values: wild(random, n) },
        ],
        outputs: [{ dims: [n] }],
      });
  });

  after(() => expect(compared.nodes).to.be.greaterThan(100));
});
