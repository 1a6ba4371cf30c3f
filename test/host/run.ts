import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Runner } from 'mocha';
import type { HostResult } from '../kit/vscode/hostTests.ts';

/** What VS Code calls in the extension host; rejects when a test failed. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    ui: 'tdd',
    timeout: 20_000,
    slow: 2_000,
    retries: 2,
    forbidOnly: process.env['CI'] !== undefined,
  });
  for (const name of readdirSync(__dirname).sort())
    if (name.endsWith('.suite.cjs')) mocha.addFile(join(__dirname, name));
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} failed`))));
    record(runner);
  });
}

/** Writes how each test ended into the file that the harness named. */
function record(runner: Runner): void {
  const file = process.env['MODELYARD_TEST_RESULTS'];
  if (file === undefined) return;
  const results: HostResult[] = [];
  runner.on('pass', (test) => results.push({ title: test.fullTitle(), milliseconds: test.duration ?? 0 }));
  runner.on('fail', (test, error) =>
    results.push({ title: test.fullTitle(), milliseconds: test.duration ?? 0, error: error.stack ?? String(error) }),
  );
  runner.once('end', () => writeFileSync(file, JSON.stringify(results, null, 2)));
}
