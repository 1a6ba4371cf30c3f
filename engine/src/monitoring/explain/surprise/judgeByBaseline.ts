import type { ColumnBaseline } from '../../../math/baseline.ts';
import { EXPECTED, type JudgedRows, SHOWN } from '../judgedRows.ts';
import type { SampledTables } from '../sampleTables.ts';
import { type BaselineRarity, baselineRarity } from './baselineRarity.ts';

const MOST_NAMED = 3;

/** Undefined where the baseline has none of the columns. */
export function judgeByBaseline(
  { columns, current }: SampledTables,
  baseline: Readonly<Record<string, ColumnBaseline>>,
): JudgedRows | undefined {
  const known = columns.flatMap((column) => {
    const rarity = baselineRarity(column, baseline[column.name]);
    return rarity === undefined ? [] : [{ column, rarity }];
  });
  if (known.length === 0) return undefined;
  const limit = EXPECTED / known.length;
  const rarest = new Float64Array(current.rows).fill(1);
  for (const { column, rarity } of known)
    for (let row = 0; row < current.rows; row++)
      rarest[row] = Math.min(rarest[row]!, rarity.shareOf(column.current[row]!));
  const beyond = Array.from(rarest.keys()).filter((row) => rarest[row]! <= limit);
  const shown = beyond.sort((a, b) => rarest[a]! - rarest[b]! || a - b).slice(0, SHOWN);
  return {
    share: beyond.length / current.rows,
    expected: Math.min(
      EXPECTED,
      known.reduce((sum, { rarity }) => sum + rarity.massBelow(limit), 0),
    ),
    rows: shown.map((row) => ({
      row,
      score: Math.log(rarest[row]!) / Math.log(limit),
      because: named(known, row, limit),
    })),
  };
}

interface Known {
  readonly column: SampledTables['columns'][number];
  readonly rarity: BaselineRarity;
}

function named(known: readonly Known[], row: number, limit: number): readonly string[] {
  return known
    .map(({ column, rarity }) => ({ name: column.name, share: rarity.shareOf(column.current[row]!) }))
    .filter(({ share }) => share <= limit)
    .sort((a, b) => a.share - b.share)
    .slice(0, MOST_NAMED)
    .map(({ name }) => name);
}
