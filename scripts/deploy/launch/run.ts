// The transactions of a launch. Each is sent only if the chain does not show its effect, so that a launch which was
// interrupted anywhere goes on where it stopped.
import { setTimeout as sleep } from "node:timers/promises";

import type { Provider, Signer } from "ethers";

import { registerProgram } from "../../../sdk/src/models/registry/index.ts";
import { launch, launchedModel, roles, type Role } from "../../../sdk/src/offering/index.ts";
import { PlanError, type LaunchPlan } from "./plan.ts";

export const launchStepNames = ["registerProgram", "launch"] as const;
export type LaunchStepName = (typeof launchStepNames)[number];

export interface LaunchHooks {
  /** Before a transaction. */
  readonly onSend?: (step: LaunchStepName) => void;
  /** After one; `gas` is undefined when the chain showed its effect already. */
  readonly onDone?: (step: LaunchStepName, gas: bigint | undefined) => void;
  /** While transactions of the launcher are pending. */
  readonly onWait?: (pending: number) => void;
}

export interface LaunchOutcome {
  readonly plan: LaunchPlan;
  readonly roles: readonly Role[];
  /** Gas of the transactions that were sent. */
  readonly gas: Readonly<Partial<Record<LaunchStepName, bigint>>>;
}

/**
 * Sends what is left to send.
 *
 * @param signer the plan's launcher
 * @throws ContractError of the SDK's actions; PlanError for another signer, or a plan whose window is over
 */
export async function runLaunch(plan: LaunchPlan, signer: Signer, hooks: LaunchHooks = {}): Promise<LaunchOutcome> {
  const { factory, registry, launcher, params, launched } = plan;
  const address = await signer.getAddress();
  if (address !== launcher) throw new PlanError(`the launcher of this plan is ${launcher}, not ${address}`);
  const provider = signer.provider!;
  await settled(provider, launcher, hooks);
  const gas: Partial<Record<LaunchStepName, bigint>> = {};
  const done = (step: LaunchStepName, receipt?: { readonly gasUsed: bigint }) => {
    if (receipt !== undefined) gas[step] = receipt.gasUsed;
    hooks.onDone?.(step, receipt?.gasUsed);
  };

  let modelId = await launchedModel(signer, launched);
  if (modelId === undefined) {
    const { timestamp } = (await provider.getBlock("latest"))!;
    if (timestamp >= params.sale.closesAt) {
      throw new PlanError("the sale's window is over before the launch: delete the plan, and launch anew");
    }
    if (plan.program !== undefined) {
      hooks.onSend?.("registerProgram");
      done("registerProgram", (await registerProgram(signer, registry, plan.program)).receipt);
    }
    hooks.onSend?.("launch");
    const made = await launch(signer, factory, params);
    modelId = made.modelId;
    done("launch", made.receipt);
  } else {
    done("launch");
  }
  const list = await roles(signer, factory, modelId);
  return {
    plan: { ...plan, status: "launched", launched: { ...launched, modelId }, roles: list },
    roles: list,
    gas,
  };
}

/** Waits until nothing of the launcher is pending: what was sent before a crash may still be mined. */
export async function settled(provider: Provider, launcher: string, { onWait }: LaunchHooks): Promise<void> {
  for (;;) {
    const pending = await pendingCount(provider, launcher);
    if (pending === 0) return;
    onWait?.(pending);
    await sleep(1_000);
  }
}

/** Transactions of an account that are sent and not mined. */
export async function pendingCount(provider: Provider, account: string): Promise<number> {
  const [mined, sent] = await Promise.all([
    provider.getTransactionCount(account, "latest"),
    provider.getTransactionCount(account, "pending"),
  ]);
  return Math.max(0, sent - mined);
}
