/** Returns the value that `share` of them (0 to 1) do not exceed; undefined if there are none. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length - 1e-9) - 1)] ?? sorted[0]
  );
}
