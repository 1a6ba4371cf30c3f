import type { GateContext } from '../ports/gate.ts';
import type { ModelVersion } from '../ports/modelRegistry.ts';
import { literal } from '../ports/sqlText.ts';
import { objectRelation, outputOf } from './scoresOf.ts';

const USUAL = 0.5;

/**
 * From which score on a binary model says yes, by what it said of its own test rows: the number with the fewest digits that
 * parts them. Versions do not name it, and metrics of classes hang on it.
 */
export async function impliedThreshold(version: ModelVersion, context: GateContext): Promise<number> {
  const { scores } = version.evidence;
  const positive = outputOf(version)?.classes?.[1];
  if (outputOf(version)?.task !== 'binary' || scores === undefined || positive === undefined) return USUAL;
  if (!(await context.stores.artifacts.has(scores))) return USUAL;
  const relation = await objectRelation(context, scores, `scores of ${version.name}:${version.version}`);
  const isYes = `cast(prediction as VARCHAR) = ${literal(positive)}`;
  const [row] = await (await context.data()).rows(
    `select max(score) filter (not ${isYes}) as below, min(score) filter (${isYes}) as above from ${relation}`,
  );
  const [below, above] = [row?.['below'], row?.['above']].map((value) =>
    typeof value === 'number' ? value : undefined,
  );
  if (below === undefined && above === undefined) return USUAL;
  return shortest(below ?? 0, above ?? 1);
}

/** The number above `low` and up to `high` that has the fewest digits; `high` where they do not part. */
export function shortest(low: number, high: number): number {
  if (low < USUAL && USUAL <= high) return USUAL;
  for (let digits = 1; digits <= 15; digits += 1) {
    const scale = 10 ** digits;
    const found = Math.floor(high * scale) / scale;
    if (found > low && found <= high) return found;
  }
  return high;
}
