import type { Operator } from "../operator.ts";
import { binary } from "./binary.ts";
import { casting } from "./cast.ts";
import { constants } from "./constant.ts";
import { convolution } from "./conv.ts";
import { linear } from "./linear.ts";
import { moving } from "./move.ts";
import { normalization } from "./normalize.ts";
import { pooling } from "./pool.ts";
import { quantizing } from "./quantize.ts";
import { recurrent } from "./recurrent.ts";
import { reducing } from "./reduce.ts";
import { resizing } from "./resize.ts";
import { unary } from "./unary.ts";
import { views } from "./view.ts";

const all: readonly Operator[] = [
  ...linear,
  ...convolution,
  ...unary,
  ...binary,
  ...reducing,
  ...normalization,
  ...pooling,
  ...views,
  ...moving,
  ...resizing,
  ...casting,
  ...constants,
  ...quantizing,
  ...recurrent,
];

const byName: ReadonlyMap<string, Operator> = new Map(
  all.map((operator) => [`${operator.domain ?? ""}:${operator.name}`, operator]),
);

/** The operator of a domain ("" for the standard ones) and name, if the importer knows it. */
export function findOperator(domain: string, name: string): Operator | undefined {
  return byName.get(`${domain}:${name}`);
}

/**
 * Operators that the importer knows, in alphabetical order, with what is left out of each.
 *
 * @param of The domain: the standard ones unless set; `openimo` for those of recurrent models.
 */
export function supportedOperators(of = ""): { readonly name: string; readonly note?: string }[] {
  return all
    .filter(({ domain = "", internal }) => domain === of && !internal)
    .map(({ name, note }) => ({ name, note }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
