import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/**
 * A launch, for those who deploy with Ignition: `npx hardhat ignition deploy modules/launch.ts`, or in a script
 * `ignition.deploy(Launch, { parameters: "launch.json" })`. `imo launch --parameters launch.json` writes its parameters,
 * every time and address in them fixed.
 */
export const Launch = buildModule("Launch", (m) => {
  const registry = m.contractAt("ModelRegistry", m.getParameter<string>("registry"));
  // One that is registered already stays as it is.
  const program = (["textRoot", "dataRoot", "entry", "program"] as const).map((name) => m.getParameter<string>(name));
  const registered = m.call(registry, "registerProgram", program);
  const factory = m.contractAt("ImoFactory", m.getParameter<string>("factory"));
  const params = m.getParameter<Record<string, string>>("params");
  const launched = m.call(factory, "launch", [params], { after: [registered] });
  const token = m.contractAt("RevShareToken", m.readEventArgument(launched, "ModelLaunched", "token"));
  return { factory, token };
});
