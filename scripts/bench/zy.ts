import { network } from "hardhat";
const { ethers, networkHelpers, provider } = await network.create();
const [d, a, b] = await ethers.getSigners();
const E = 10n ** 18n;
const token: any = await ethers.deployContract("RevShareToken", [{ name: "x", symbol: "y", admin: d!.address, claimableBps: 8000, snapshotInterval: 3600, firstSnapshotAt: 0, recipients: [a!.address, b!.address], amounts: [100000000n * E, 100000000n * E], revenueTokens: [] }]);
const earn = async () => d!.sendTransaction({ to: await token.getAddress(), value: E });
for (let i = 0; i < 12; i++) {
await earn(); await networkHelpers.time.increase(3600); await token.snapshot();}
await earn();
const which = process.argv[2];
let tx;
if (which === "burn") { for (let i = 0; i < 4; i++) await token.connect(a).burn(E); tx = await token.connect(a).burn(E); }
else if (which === "transfer") tx = await token.connect(a).transfer(b!.address, E);
else if (which === "batch") { await token.connect(b).claim(1); tx = await token.connect(b).claimBatch([2,3,4,5,6,7,8,9,10,11]);}
else {await token.connect(b).claim(1); tx = await token.connect(b).claim(2);}
const r = await tx.wait();
const t: any = await provider.request({ method: "debug_traceTransaction", params: [tx.hash] });
const logs = t.structLogs as { op: string; gasCost: string|number; depth: number; pc: number; gas: number|string; stack?: string[] }[];
const by = new Map<string, [number, number]>();
logs.forEach((l, i) => {
  const next = logs[i + 1];
  const cost = next && next.depth === l.depth ? Number(l.gas) - Number(next.gas) : Number(l.gasCost);
  const [n, g] = by.get(l.op) ?? [0, 0];
  by.set(l.op, [n + 1, g + cost]);
});
console.log("gasUsed", r.gasUsed, "ops", logs.length, "exec", Number(logs[0]!.gas) - Number(logs.at(-1)!.gas));
console.log([...by].sort((x, y) => y[1][1] - x[1][1]).slice(0, 25).map(([o, [n, g]]) => `${o} x${n} = ${g}`).join("\n"));
