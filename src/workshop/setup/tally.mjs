/** Jest reporter: the closing line `N passed, N failed, N skipped`, for machines that read along. */
export default class Tally {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests }) {
    console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
  }
}

/** Returns the sum of the closing lines of all the runs in `text`; `runs` is how many there are. */
export function tallyIn(text) {
  const sum = { runs: 0, passed: 0, failed: 0, skipped: 0 };
  for (const [, ...counts] of text.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)) {
    const [passed, failed, skipped] = counts.map(Number);
    sum.runs += 1;
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}
