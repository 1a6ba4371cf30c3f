import type { Path } from '../../../../engine/src/language/tree.ts';
import { SQL_FUNCTIONS } from '../completion/sqlFunctions.generated.ts';
import { block } from '../markdown.ts';
import type { Spot } from '../spot.ts';
import type { Part } from './part.ts';

/** Texts, quoted names and comments as wholes, and names that are called. */
const CALLS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|([A-Za-z_]\w*)(?=\s*\()/g;

/** The function of SQL whose name stands at the cursor. */
export function sqlFunctionDocsAt({ file: { tree }, offset }: Spot, path: Path): Part | undefined {
  const scalar = tree.scalar(path);
  for (const { 1: name, index } of scalar?.text.matchAll(CALLS) ?? []) {
    if (scalar === undefined || name === undefined || scalar.offsetOf(index) > offset) continue;
    if (scalar.offsetOf(index + name.length) < offset) continue;
    const known = SQL_FUNCTIONS.find((one) => one.name === name.toLowerCase());
    if (known === undefined) return undefined;
    return {
      text: `${block('sql', known.signature)}\n\n${known.description}`,
      range: scalar.range(index, index + name.length),
    };
  }
  return undefined;
}
