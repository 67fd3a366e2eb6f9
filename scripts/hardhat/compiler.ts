// How the tests are compiled, and what of the compiler's answers is shown.
import { readdirSync } from "node:fs";
import { join } from "node:path";

import type { ConfigHooks, SolidityHooks } from "hardhat/types/hooks";
import type { HardhatPlugin } from "hardhat/types/plugins";

type Invoke = SolidityHooks["invokeSolc"];

/** Tests of internal libraries, which are compiled into them, are compiled as production code is. */
const libraryTest = /\.lib\.t\.sol$/;

/**
 * The other tests deploy contracts from their artifacts, so that what is tested is what is deployed; their own code need not
 * be fast, and compiles ten times faster without the optimizer and the IR pipeline.
 */
const resolveUserConfig: ConfigHooks["resolveUserConfig"] = async (userConfig, resolveVariable, next) => {
  const config = await next(userConfig, resolveVariable);
  const profile = config.solidity.profiles["default"]!;
  // Ignition's commands build the production profile, which by default compiles every contract by itself: what is deployed
  // is what is tested, and built once.
  config.solidity.profiles["production"] = profile;
  const { outputSelection, evmVersion } = profile.compilers[0]!.settings;
  // One object for all of them: Hardhat compiles together what has the same.
  const quick = { ...profile.compilers[0]!, settings: { outputSelection, evmVersion } };
  const { root, tests } = config.paths;
  for (const file of readdirSync(tests.solidity, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".sol") || libraryTest.test(file)) continue;
    const source = join(tests.solidity, file)
      .slice(root.length + 1)
      .replaceAll("\\", "/");
    profile.overrides[source] = quick;
  }
  return config;
};

/**
 * Where only tests are compiled: the code of what they define, not of what they import. Hardhat keeps their artifacts apart
 * (`splitTestsCompilation`), for the simulated chain reads the syntax trees of all others.
 */
const selectOutput: Invoke = (context, compiler, input, config, next) => {
  if (config.settings.viaIR) return next(context, compiler, input, config);
  const { "*": all = {} } = input.settings.outputSelection;
  const wanted = Object.keys(input.sources).filter((source) => /^project\/(test|contracts\/mocks)\//.test(source));
  const settings = { ...input.settings, outputSelection: Object.fromEntries(wanted.map((source) => [source, all])) };
  return next(context, compiler, { ...input, settings }, config);
};

/** Warnings about other people's sources are theirs to act on. */
const keepOwnWarnings: Invoke = async (context, compiler, input, config, next) => {
  const output = await next(context, compiler, input, config);
  const foreign = /--> npm\//;
  const errors = output.errors?.filter(
    (each) => each.severity === "error" || !foreign.test(each.formattedMessage ?? ""),
  );
  return { ...output, errors: errors?.length ? errors : undefined };
};

const invokeSolc: Invoke = (context, compiler, input, config, next) =>
  keepOwnWarnings(context, compiler, input, config, (...args) => selectOutput(...args, next));

export const compilerPlugin: HardhatPlugin = {
  id: "openimo-compiler",
  hookHandlers: {
    config: () => Promise.resolve({ default: () => Promise.resolve({ resolveUserConfig }) }),
    solidity: () => Promise.resolve({ default: () => Promise.resolve({ invokeSolc }) }),
  },
};
