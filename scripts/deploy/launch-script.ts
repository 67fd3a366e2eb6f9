// A launch as a Hardhat script; it does what `imo launch --yes` does:
//
//   IMO_CONFIG=imo.json npx hardhat run scripts/deploy/launch-script.ts --network sepolia
import hre from "hardhat";

import { launch } from "../cli/launch.ts";

const config = process.env.IMO_CONFIG;
const { network } = hre.globalOptions;
if (config === undefined || network === undefined) throw new Error("give IMO_CONFIG and --network");
await launch({ config, network, yes: true, verify: true });
