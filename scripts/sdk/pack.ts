// Makes the npm package of the SDK, a tarball in dist/, to be published as it is.
//
//   npm run sdk:pack
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { stagePackage } from "./stage.ts";

const directory = fileURLToPath(new URL("../../dist/sdk", import.meta.url));
console.log("compiling the SDK ...");
await stagePackage(directory);
const { status } = spawnSync("npm", ["pack", "--pack-destination", ".."], { cwd: directory, stdio: "inherit" });
process.exit(status ?? 1);
