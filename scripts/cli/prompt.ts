// Questions to the user. They go to stderr: on stdout is what a command answers, for programs one JSON object.
import { createInterface } from "node:readline";
import { Writable } from "node:stream";

import { CommandError } from "./errors.ts";

type Hooks = (typeof import("hardhat").default)["hooks"];

/** Asks for a yes. Where nobody can answer, refuses. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new CommandError("NOT_CONFIRMED", `nobody is there to answer "${question}": give --yes, or --dry-run`);
  }
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `))?.trim() ?? "");
}

/** Hardhat's own questions, of which there is one: the password of its keystore. */
export function takeQuestions(hooks: Hooks): void {
  hooks.registerHandlers("userInterruptions", {
    displayMessage: async (_, about, message) => void process.stderr.write(`[${about}] ${message}\n`),
    requestInput: async (_, about, wanted) => needed(await ask(`[${about}] ${wanted}: `)),
    requestSecretInput: async (_, about, wanted) => needed(await ask(`[${about}] ${wanted}: `, { secret: true })),
  });
}

function needed(answer: string | undefined): string {
  if (answer !== undefined) return answer;
  throw new CommandError(
    "NO_PASSWORD",
    "nobody is there to give the keystore's password: it can come in on stdin, and variables of the environment that are " +
      "named as those in the keystore go before it (DEPLOYER_KEY, SEPOLIA_RPC_URL, ...)",
  );
}

/** A line that the user types, or undefined where nobody does. A secret one is not shown. */
function ask(question: string, { secret = false } = {}): Promise<string | undefined> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const asked = createInterface({
    input: process.stdin,
    output: secret ? nowhere : process.stderr,
    terminal: process.stdin.isTTY,
  });
  process.stdin.ref?.();
  process.stderr.write(question);
  return new Promise((resolve) => {
    let answer: string | undefined;
    asked.once("line", (line) => {
      answer = line;
      asked.close();
    });
    asked.once("close", () => {
      if (secret) process.stderr.write("\n");
      // A pipe that somebody holds open would keep the command from ending.
      process.stdin.unref?.();
      resolve(answer);
    });
  });
}
