export async function benchVm(): Promise<Record<string, number>> {
  return {};
}
