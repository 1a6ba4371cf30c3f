import type { Path } from '../../../../engine/src/language/tree.ts';
import { paragraphs, plain } from '../markdown.ts';
import { type MonitorValue, monitorValues } from '../monitorValues.ts';
import { soon } from '../soon.ts';
import type { Spot } from '../spot.ts';
import type { Part } from './part.ts';

/** What the newest check of a monitor found at a place of its spec: at its limits the value, at its name the verdict. */
export async function monitorDocsAt(
  { file, snapshot }: Spot,
  path: Path,
  signal: AbortSignal,
): Promise<Part | undefined> {
  if (file.kind !== 'monitor' || file.name === undefined) return undefined;
  const checks = await soon(snapshot.knowledge.checks(file.name, signal));
  if (checks === undefined || checks === null) return undefined;
  const range = file.tree.range(path);
  if (path.length === 1 && path[0] === 'monitor')
    return { text: paragraphs([plain(checks.newest.headline)]) ?? '', range };
  const values = monitorValues(file, checks.newest).filter((value) => isAt(value, path));
  return values.length === 0 ? undefined : { text: values.map(({ docs }) => docs).join('\n\n'), range };
}

/** At the limit itself, or at the key that holds it and little else: `missing: {max: 1%}`. */
function isAt({ path: at }: MonitorValue, path: Path): boolean {
  const isBelow = path.every((part, index) => part === at[index]);
  return isBelow && (at.length === path.length || (at.length === path.length + 1 && path.length > 1));
}
