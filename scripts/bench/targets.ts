/** What the figures aim at: not above a number of gas, seconds or transactions, or not below one of speed. */
type Target = { readonly most: number } | { readonly least: number };

const targets: Readonly<Record<string, Target>> = {
  "step.aluGas": { most: 60_000 },
  "step.storeGas": { most: 90_000 },
  "move.bisectGas": { most: 60_000 },
  "move.selectGas": { most: 60_000 },
  "dispute.totalGas": { most: 1_500_000 },
  "dispute.transactions": { most: 25 },
  "dispute.digitsSeconds": { most: 5 },
  "vm.interpreterMips": { least: 250 },
  "vm.translatedMips": { least: 600 },
  "oracle.request32": { most: 80_000 },
  "oracle.perInputByte": { most: 45 },
  "oracle.deliver32": { most: 85_000 },
  "token.transferSteady": { most: 42_000 },
  "token.transferAfterSnapshot": { most: 90_000 },
  "token.snapshot": { most: 60_000 },
  "token.claim": { most: 58_000 },
  "token.claimBatch10": { most: 100_000 },
  "token.burn": { most: 62_000 },
  "token.burnAfterSnapshot": { most: 110_000 },
  "token.distribute5": { most: 120_000 },
  "token.mint7007": { most: 230_000 },
};

/**
 * How far a figure is from its target, in words.
 *
 * @returns undefined for a figure that has none
 */
export function distance(name: string, value: number): { readonly text: string; readonly met: boolean } | undefined {
  const target = targets[name];
  if (target === undefined) return undefined;
  const aim = "most" in target ? target.most : target.least;
  const met = "most" in target ? value <= aim : value >= aim;
  const share = Math.abs(100 * (value / aim - 1)).toFixed(1);
  const side = value <= aim ? "below" : "above";
  const bound = "most" in target ? "at most" : "at least";
  return { text: `${bound} ${aim.toLocaleString("en")}: ${share} % ${side}`, met };
}
