import { count } from '../../../engine/src/language/figures.ts';
import type { BuiltFeatures } from '../../../engine/src/operations/features/build.ts';

export function builtText({ rows, columns, output }: BuiltFeatures): string {
  return `${count(rows)} rows with ${columns.length} columns in ${output}`;
}
