import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measurePage } from './promoting/measurePage.ts';
import { makeProject } from './promoting/project.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
/** Milliseconds from the lens to the page, beside the gates' own time. */
const MOST = 500;

/**
 * From the press on the lens of a card to the painted page on which its version is promoted, in a real VS Code, in turn with the
 * least that an extension can show there. `--versions` and `--gates` say of how much, `--times` how often; gates are judged by
 * the command line, in a process of its own.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const number = (value: string) => ({ type: 'string', default: value }) as const;
  const { values } = parseArgs({
    args: [...args],
    options: { versions: number('8'), gates: number('9'), times: number('8') },
  });
  execFileSync(process.execPath, [join(root, 'esbuild.mjs')], { stdio: 'ignore' });
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'modelyard-bench-promoting-')));
  try {
    const [versions, gates, times] = [Number(values.versions), Number(values.gates), Number(values.times)];
    makeProject(folder, { versions, gates });
    console.log(`${versions} versions, ${gates} gates; load before: ${loadavg()[0]?.toFixed(2)}`);
    const openings = await measurePage(folder, times);
    const pages = openings.map(({ page }) => page);
    const plain = median(openings.map((opening) => opening.plain));
    print('from the lens to the painted page, first time', pages[0]!, wanted(pages[0]!));
    print(`the same, median of ${times}`, median(pages), wanted(median(pages)));
    print('the quickest of them', Math.min(...pages), wanted(Math.min(...pages)));
    print(
      'an extension that shows a heading alone, median',
      plain,
      `the page takes ${(median(pages) / plain).toFixed(2)} of it`,
    );
    print('from the lens to all gates judged, first time', openings[0]!.judged);
    console.log(`load after: ${loadavg()[0]?.toFixed(2)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function print(label: string, milliseconds: number, beside = ''): void {
  console.log(`${label.padEnd(52)} ${milliseconds.toFixed(0).padStart(6)} ms   ${beside}`.trimEnd());
}

function wanted(page: number): string {
  return `${(page / MOST).toFixed(2)} of the ${MOST} ms that it may be`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
