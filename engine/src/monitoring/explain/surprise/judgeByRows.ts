import { random } from '../../../math/random.ts';
import { sorted } from '../../../math/sorting.ts';
import { EXPECTED, type JudgedRows, SHOWN } from '../judgedRows.ts';
import type { SampledTables } from '../sampleTables.ts';
import { type BinnedColumn, binColumn } from './binColumn.ts';
import { dependenceTree } from './dependenceTree.ts';
import { partsOf, type Surprises, scoreRows, surprisesOf } from './surprises.ts';

/** Share of the reference rows that the measure is told from; the limit is told from the rest. */
const FITTED = 2 / 3;
/** Part of a row's score that a column must make to be named. */
const NAMED = 0.15;
const MOST_NAMED = 3;

export async function judgeByRows(
  sampled: SampledTables,
  seed: number,
  breathe: () => Promise<void>,
): Promise<JudgedRows> {
  const { fitted, held } = deal(sampled.reference.rows, seed);
  const columns: BinnedColumn[] = [];
  for (const column of sampled.columns) {
    await breathe();
    columns.push(binColumn(column, fitted));
  }
  const surprises = surprisesOf(columns, await dependenceTree(columns, fitted, breathe), fitted);
  const known = scoreRows(
    surprises,
    columns.map(({ reference }) => reference),
    held,
  );
  const ascending = sorted(known);
  const limit = ascending[Math.ceil((1 - EXPECTED) * ascending.length) - 1]!;
  const now = columns.map(({ current }) => current);
  const scores = scoreRows(surprises, now, sampled.current.rows);
  const beyond = Array.from(scores.keys()).filter((row) => scores[row]! > limit);
  const shown = beyond.sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, SHOWN);
  return {
    share: beyond.length / scores.length,
    expected: known.reduce((sum, score) => sum + (score > limit ? 1 : 0), 0) / known.length,
    rows: shown.map((row) => ({
      row,
      score: limit > 0 ? scores[row]! / limit : 1 + scores[row]!,
      because: strongest(surprises, columns, row),
    })),
  };
}

function deal(rows: number, seed: number): { readonly fitted: Uint32Array; readonly held: Uint32Array } {
  const draw = random(seed, 1);
  const fitted: number[] = [];
  const held: number[] = [];
  for (let row = 0; row < rows; row++) (draw.uniform() < FITTED ? fitted : held).push(row);
  return { fitted: Uint32Array.from(fitted), held: Uint32Array.from(held) };
}

function strongest(surprises: Surprises, columns: readonly BinnedColumn[], row: number): readonly string[] {
  const parts = partsOf(
    surprises,
    columns.map(({ current }) => current),
    row,
  );
  return columns
    .map(({ name }, i) => ({ name, part: parts[i]! }))
    .filter(({ part }) => part >= NAMED)
    .sort((a, b) => b.part - a.part)
    .slice(0, MOST_NAMED)
    .map(({ name }) => name);
}
