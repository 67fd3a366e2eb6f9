#!/usr/bin/env tsx
// The command line of the project: `npm run imo -- <command>`.
import { existsSync } from "node:fs";

import { Command } from "commander";

import { modelCommand } from "./model.ts";
import { fail } from "./output.ts";
import { vmCommand } from "./vm.ts";

const program = new Command("imo")
  .description("Initial Model Offerings: build, check, run and prove models; offer, fund, govern them")
  .showHelpAfterError()
  .addCommand(modelCommand())
  .addCommand(vmCommand());

// What talks to contracts needs their types, which the build makes.
if (existsSync(new URL("../../types/ethers-contracts/", import.meta.url))) {
  const { chainCommands } = await import("./chain-commands.ts");
  for (const command of chainCommands()) program.addCommand(command);
} else {
  program.addHelpText("after", '\nMore commands, for what is on a chain, after "npm run build".');
}

try {
  await program.parseAsync();
} catch (error) {
  fail(error, process.argv.includes("--json"));
}
