import { measureCosts } from "../../test/guest/support/costs.ts";

/** Instructions of the proof build per element, multiply-add or tap: on ordinary numbers, and on the worst data tried. */
export async function benchGuest(): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const [name, { typical, worst }] of await measureCosts()) {
    figures[`guest.${name}`] = Math.round(typical);
    figures[`guest.${name}, at worst`] = Math.round(worst);
  }
  return figures;
}
