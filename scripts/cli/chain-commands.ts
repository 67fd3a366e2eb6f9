import type { Command } from "commander";

import { deploymentsCommand } from "./deployments.ts";
import { governanceCommands } from "./gov.ts";
import { grantsCommand } from "./grants.ts";
import { launchCommand, schemaCommand } from "./launch.ts";
import { saleCommand } from "./sale.ts";
import { revenueCommands } from "./claim.ts";

/** Every command that works on a chain. */
export function chainCommands(): Command[] {
  return [
    launchCommand(),
    schemaCommand(),
    saleCommand(),
    ...revenueCommands(),
    ...governanceCommands(),
    grantsCommand(),
    deploymentsCommand(),
  ];
}
