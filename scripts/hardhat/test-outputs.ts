// Asks the compiler for the code of what a test defines, not of what it imports: that is deployed from its artifact.
import type { HardhatPlugin } from "hardhat/types/plugins";
import type { SolidityHooks } from "hardhat/types/hooks";

const defines = (source: string) => source.startsWith("project/test/") || source.startsWith("project/contracts/mocks/");

const invokeSolc: SolidityHooks["invokeSolc"] = (context, compiler, input, config, next) => {
  const sources = Object.keys(input.sources);
  if (!sources.some((source) => source.startsWith("project/test/"))) return next(context, compiler, input, config);
  const { "*": all = {} } = input.settings.outputSelection;
  const outputSelection = Object.fromEntries(sources.filter(defines).map((source) => [source, all]));
  return next(context, compiler, { ...input, settings: { ...input.settings, outputSelection } }, config);
};

export const testOutputs: HardhatPlugin = {
  id: "openimo-test-outputs",
  hookHandlers: { solidity: () => Promise.resolve({ default: () => Promise.resolve({ invokeSolc }) }) },
};
