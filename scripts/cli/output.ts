// What commands print: tables and facts for people, one JSON object for programs, progress on stderr.
import Table from "cli-table3";
import pc from "picocolors";

import { OpenImoError } from "../../sdk/src/errors.ts";
import { ModelError } from "../../sdk/src/models/index.ts";
import { explain } from "./explain.ts";

/** Text that anybody can put on a chain, for a terminal: on one line, and without what would rule the terminal. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, " ");

/** Rows of a table, columns named by `head`. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const result = new Table({
    head: head.map((cell) => pc.bold(cell)),
    style: { head: [], border: pc.isColorSupported ? ["dim"] : [] },
  });
  result.push(...rows.map((row) => [...row]));
  return result.toString();
}

/** Names and values in two columns. */
export function facts(entries: Readonly<Record<string, string | number>>): string {
  const width = Math.max(...Object.keys(entries).map((name) => name.length));
  return Object.entries(entries)
    .map(([name, value]) => `  ${pc.dim(name.padEnd(width))}  ${value}`)
    .join("\n");
}

/** A number with thousands set apart. */
export const big = (value: number): string => Math.round(value).toLocaleString("en-US").replaceAll(",", " ");

/** Bytes in a unit of readable size. */
export function size(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB"];
  const unit = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** unit).toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}

/** JSON for programs: integers of any size are decimal text. */
export const json = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? part.toString() : part));

/** What `--help` closes with. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ npm run ${line.replace("imo ", "imo -- ")}`).join("\n")}`;
}

/** Tells on stderr how far work is that takes longer than two seconds: one line that changes, or a line now and then. */
export function progress(what: string, total: number): (done: number) => void {
  const started = performance.now();
  const every = process.stderr.isTTY ? 500 : 10_000;
  let last = started + 2_000 - every;
  return (done) => {
    const now = performance.now();
    if (process.stderr.isTTY && done === total && now - started > 2_000) process.stderr.write("\r\x1b[K");
    if (now - last < every || done === total) return;
    last = now;
    const text = `${what}: ${done} of ${total}, ${((now - started) / 1000).toFixed(0)} s`;
    process.stderr.write(process.stderr.isTTY ? `\r${text} ` : `${text}\n`);
  };
}

/** An error for programs: what it says, its code, and its place in a model. */
export function errorReport(error: unknown): {
  readonly message: string;
  readonly code?: string;
  readonly place?: ModelError["place"];
} {
  const message = explain(error);
  if (error instanceof ModelError) return { message, code: error.code, place: error.place };
  return error instanceof OpenImoError ? { message, code: error.code } : { message };
}

/** Ends the process with an error that people or programs can read. */
export function fail(error: unknown, json: boolean): never {
  const report = errorReport(error);
  if (json) console.log(JSON.stringify({ error: report }));
  else console.error(`${pc.red("error")}: ${report.message}`);
  process.exit(1);
}
