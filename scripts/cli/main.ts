#!/usr/bin/env tsx
// The command line of the project: `npm run imo -- <command>`.
import { Command } from "commander";

import { modelCommand } from "./model.ts";
import { fail } from "./output.ts";
import { vmCommand } from "./vm.ts";

const program = new Command("imo")
  .description("Initial Model Offerings: build, check, run and prove models")
  .showHelpAfterError()
  .addCommand(modelCommand())
  .addCommand(vmCommand());

try {
  await program.parseAsync();
} catch (error) {
  fail(error, process.argv.includes("--json"));
}
