import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measurePage, type Opening } from './promoting/measurePage.ts';
import { makeProject } from './promoting/project.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
/** Milliseconds from the lens to the page, beside the gates' own time. */
const MOST = 500;

/**
 * From the lens of a card to the page on which its version is promoted, in a real VS Code. `--versions` and `--gates` say of
 * how much, `--times` how often; gates are judged by the command line, in a process of its own.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const number = (value: string) => ({ type: 'string', default: value }) as const;
  const { values } = parseArgs({
    args: [...args],
    options: { versions: number('8'), gates: number('9'), times: number('6') },
  });
  execFileSync(process.execPath, [join(root, 'esbuild.mjs')], { stdio: 'ignore' });
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'modelyard-bench-promoting-')));
  try {
    const [versions, gates, times] = [Number(values.versions), Number(values.gates), Number(values.times)];
    makeProject(folder, { versions, gates });
    console.log(`${versions} versions, ${gates} gates; load before: ${loadavg()[0]?.toFixed(2)}`);
    const [first, ...again] = await measurePage(folder, times);
    if (first === undefined) return;
    print('from the lens to the page, first time', first);
    if (again.length > 0) print(`the same, closed and opened again, median of ${again.length}`, median(again));
    console.log(`load after: ${loadavg()[0]?.toFixed(2)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function print(label: string, { frame, page, judged }: Opening): void {
  const share = `${(page / MOST).toFixed(2)} of the ${MOST} ms that it may be`;
  console.log(`${label.padEnd(52)} ${page.toFixed(0).padStart(6)} ms   ${share}`);
  console.log(
    `    VS Code had its frame after ${frame.toFixed(0)} ms; all gates were judged after ${judged.toFixed(0)} ms`,
  );
}

/** The opening in the middle. */
function median(openings: readonly Opening[]): Opening {
  const sorted = openings.toSorted((a, b) => a.page - b.page);
  return sorted[Math.floor(sorted.length / 2)]!;
}
