// What the compiler is asked for, and what of its answer is shown.
import type { SolidityHooks } from "hardhat/types/hooks";
import type { HardhatPlugin } from "hardhat/types/plugins";

type Invoke = SolidityHooks["invokeSolc"];

const isTest = (source: string) => source.startsWith("project/test/");
const isMock = (source: string) => source.startsWith("project/contracts/mocks/");

/** Where only tests are compiled: the code of what they define, not of what they import, which they deploy from artifacts. */
const selectOutput: Invoke = (context, compiler, input, config, next) => {
  if (config.settings.viaIR) return next(context, compiler, input, config);
  const sources = Object.keys(input.sources);
  const { "*": all = {} } = input.settings.outputSelection;
  const wanted = sources.filter((source) => isTest(source) || isMock(source));
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
  return { ...output, errors };
};

const invokeSolc: Invoke = (context, compiler, input, config, next) =>
  keepOwnWarnings(context, compiler, input, config, (...args) => selectOutput(...args, next));

export const compilerPlugin: HardhatPlugin = {
  id: "openimo-compiler",
  hookHandlers: { solidity: () => Promise.resolve({ default: () => Promise.resolve({ invokeSolc }) }) },
};
