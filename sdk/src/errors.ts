import type { Interface } from "ethers";

/** What every error of the SDK's actions is: an `Error` with a code to branch on. */
export abstract class OpenImoError extends Error {
  abstract readonly code: string;
}

/**
 * A contract refused a call. `code` is the name of the contract's custom error (or `Error` for a message, `Panic`, or
 * `Unknown` for data that no interface explains), `values` are its arguments by name.
 */
export class ContractError extends OpenImoError {
  override readonly name = "ContractError";
  constructor(
    readonly code: string,
    readonly values: Readonly<Record<string, unknown>>,
    /** The revert's bytes, `0x…`. */
    readonly data: string,
    options?: ErrorOptions,
  ) {
    const listed = Object.entries(values).map(([name, value]) => `${name}: ${String(value)}`);
    super(`${code}(${listed.join(", ")})`, options);
  }
}

/**
 * Turns what an ethers call threw into a `ContractError`, when a contract's revert is behind it.
 *
 * @param interfaces where the custom errors are declared
 * @returns the ContractError with the original as its cause, or the original
 */
export function decodeError(error: unknown, interfaces: readonly Interface[]): unknown {
  if (error instanceof ContractError) return error;
  const data = revertDataOf(error);
  if (data === undefined) return error;
  for (const contract of interfaces) {
    const parsed = contract.parseError(data);
    if (parsed) return new ContractError(parsed.name, parsed.args.toObject(), data, { cause: error });
  }
  return new ContractError("Unknown", { data }, data, { cause: error });
}

/**
 * Whether trying again later can help: the node was not reached, did not answer, or refused for its own reasons. A
 * revert is not among them.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof ContractError || revertDataOf(error) !== undefined) return false;
  const code = fieldOf(error, "code");
  return typeof code === "string" && transientCodes.has(code);
}

/** Codes of ethers and of Node's sockets. */
const transientCodes = new Set([
  "NETWORK_ERROR",
  "SERVER_ERROR",
  "TIMEOUT",
  "UNKNOWN_ERROR",
  "BAD_DATA",
  "CANCELLED",
  "NONCE_EXPIRED",
  "REPLACEMENT_UNDERPRICED",
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/** Revert data lies at different depths of what different providers throw. */
function revertDataOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== "object" || error === null || depth > 6) return undefined;
  const data = fieldOf(error, "data");
  if (typeof data === "string" && /^0x([0-9a-f]{2})+$/i.test(data)) return data;
  for (const inner of ["data", "error", "info", "cause"]) {
    const found = revertDataOf(fieldOf(error, inner), depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
