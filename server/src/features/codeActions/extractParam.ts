import { hasExpression } from '../../../../engine/src/language/expressions/template.ts';
import type { Path } from '../../../../engine/src/language/tree.ts';
import { isSnakeCase } from '../../../../engine/src/language/values.ts';
import type { Place } from '../../../../engine/src/project/places.ts';
import type { SpecFile } from '../../../../engine/src/project/specFile.ts';
import { put } from '../edits/put.ts';
import { type Fix, inFile } from './fix.ts';
import { declareParam } from './names.ts';

/** The value at an offset as a param of the pipeline: this one, and all that are equal to it. */
export function extractParam(file: SpecFile, offset: number): readonly Fix[] {
  if (file.kind !== 'pipeline') return [];
  const { path, part } = file.tree.pathAt(offset);
  if (part !== 'value' || path[0] !== 'steps') return [];
  const place = file.places.find((each) => samePath(each.path, path));
  if (place === undefined || !isExtractable(place)) return [];
  const equal = file.places.filter((each) => each.value === place.value && isExtractable(each));
  const name = freeName(file, place);
  const fix = (title: string, places: readonly Place[]) => {
    const declared = declareParam(file, name, place.value as string | number | boolean);
    const uses = places.map((each) => put(file.tree, each.path, `\${{ params.${name} }}`));
    if (declared.length === 0 || uses.some((edits) => edits.length === 0)) return [];
    return inFile({ file }, title, [...declared, ...uses.flat()]);
  };
  const one = fix(`Extract to the param \`${name}\``, [place]);
  return equal.length === 1 ? one : [...fix(`Extract all ${equal.length} to the param \`${name}\``, equal), ...one];
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

/** A value of a step that an expression over `params` may stand for. */
function isExtractable({ path, value, contexts, schema }: Place): boolean {
  if (path[0] !== 'steps' || !contexts.includes('params') || schema['x-sql'] !== undefined) return false;
  // What is joined and under which names is read from the text, not from what an expression gives.
  if (path[2] === 'if' || path[2] === 'run' || path[3] === 'features') return false;
  return typeof value === 'string'
    ? value !== '' && !hasExpression(value)
    : ['number', 'boolean'].includes(typeof value);
}

/** The key of the value, with a number behind it where a param has that name. */
function freeName({ pipeline }: SpecFile, { path }: Place): string {
  const key = String(path.findLast((part) => typeof part === 'string') ?? 'value');
  const base = isSnakeCase(key) ? key : `value_${key.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;
  const taken = pipeline?.params ?? new Map();
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}_${number}`;
    if (!taken.has(name)) return name;
  }
}
