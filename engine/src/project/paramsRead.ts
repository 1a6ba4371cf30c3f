import { references } from '../language/expressions/references.ts';
import { expressionsOf } from './expressionSites.ts';
import type { SpecFile } from './specFile.ts';

/** Names of the params that expressions of the file read; undefined when `params` is read as a whole. */
export function paramsRead(file: SpecFile): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const site of file.expressions)
    for (const { path } of expressionsOf(site).flatMap(references)) {
      if (path[0] !== 'params') continue;
      if (path.length === 1) return undefined;
      names.add(String(path[1]));
    }
  return names;
}
