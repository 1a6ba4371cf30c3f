import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';

/** What SQL may name depends on what other SQL gives. */
const ALLOWED = ['engine/src/project/scoredColumns.ts, engine/src/project/sqlSites.ts'];

const root = new URL('../../', import.meta.url);

test('no file needs itself by way of others, not even for a type', () => {
  const files = globSync('{engine,cli,server,service,client,webviews,tools,bench}/**/*.{ts,tsx}', { cwd: root });
  const imported = new Map(files.map((path) => path.replaceAll('\\', '/')).map((file) => [file, importsOf(file)]));
  assert.deepEqual(
    circles(imported).map((circle) => circle.toSorted().join(', ')),
    ALLOWED,
  );
});

test('a circle is found however long, and once', () => {
  const imported = Object.entries({ a: ['b'], b: ['c', 'd'], c: ['a'], d: ['e'], e: ['elsewhere'], f: ['f', 'a'] });
  assert.deepEqual(
    circles(new Map(imported)).map((circle) => circle.toSorted().join(' ')),
    ['a b c', 'f'],
  );
});

function importsOf(file: string): readonly string[] {
  const text = readFileSync(new URL(file, root), 'utf8');
  return [...text.matchAll(/^(?:import|export)\s[^;'"`]*?from\s*'(\.[^']+)'/gm)].map(([, target = '']) =>
    posix.join(posix.dirname(file), target),
  );
}

/** Files that reach each other. Tarjan, Depth-first search and linear graph algorithms, 1972. */
function circles(imported: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const number = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    number.set(file, number.size);
    lowest.set(file, number.size - 1);
    open.push(file);
    for (const target of imported.get(file) ?? []) {
      if (!imported.has(target)) continue;
      const reached = number.has(target) ? (open.includes(target) ? number.get(target)! : Infinity) : visit(target);
      lowest.set(file, Math.min(lowest.get(file)!, reached));
    }
    if (lowest.get(file) === number.get(file)) {
      const circle = open.splice(open.indexOf(file));
      if (circle.length > 1 || imported.get(file)!.includes(file)) found.push(circle);
    }
    return lowest.get(file)!;
  };
  for (const file of imported.keys()) if (!number.has(file)) visit(file);
  return found;
}
