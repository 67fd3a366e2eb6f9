import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/**
 * A launch, for those who deploy with Ignition, by `ignition.deploy(Launch, { parameters: "launch.json" })`. `imo launch
 * --parameters launch.json` writes its parameters, every time and address in them fixed.
 */
export const Launch = buildModule("Launch", (m) => {
  const factory = m.contractAt("ImoFactory", m.getParameter<string>("factory"));
  const launched = m.call(factory, "launch", [m.getParameter<Record<string, string>>("params")]);
  const token = m.contractAt("RevShareToken", m.readEventArgument(launched, "ModelLaunched", "token"));
  return { factory, token };
});
