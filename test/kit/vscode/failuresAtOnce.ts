import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Says why a try failed when it fails: the list of failures at the end is lost when a run is stopped. */
// biome-ignore lint/style/noDefaultExport: Playwright reads its reporters from there
export default class FailuresAtOnce implements Reporter {
  onTestEnd({ title }: TestCase, { status, errors }: TestResult): void {
    if (status === 'passed' || status === 'skipped') return;
    const why = errors.map(({ message, stack }) => stack ?? message ?? '').join('\n');
    console.log(`✖ ${title}: ${status}\n${why.replaceAll(/^/gm, '    ')}`);
  }
}
