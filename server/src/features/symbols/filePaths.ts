import { hasExpression } from '../../../../engine/src/language/expressions/template.ts';
import type { ScalarText } from '../../../../engine/src/language/tree.ts';
import type { Place } from '../../../../engine/src/project/places.ts';
import { sourceScheme } from '../../../../engine/src/project/sourceScheme.ts';
import type { Document } from '../spot.ts';

/** The path of a file of the project that stands in a text. */
export interface FilePath {
  /** Relative to the root. */
  readonly file: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

/** The path around an offset of a scalar: its whole text, or of a command the word. Undefined where no such file can be there. */
export function filePathAt(
  { snapshot: { project } }: Document,
  place: Place,
  scalar: ScalarText,
  index: number,
): FilePath | undefined {
  const path = isCommand(place) ? wordAt(scalar.text, index) : isPath(place) ? whole(scalar.text) : undefined;
  if (path === undefined || /[*?[\]{}]/.test(path.file) || hasExpression(path.file)) return undefined;
  if (path.file.startsWith('/') || path.file.startsWith('-') || sourceScheme(path.file) !== undefined) return undefined;
  const file = path.file.replace(/^(?:\.\/)+/, '');
  const fact = project.files.has(file) ? 'known' : project.facts.file(file).kind;
  const isThere = fact === 'known' || (fact === 'unknown' && !isCommand(place));
  return isThere ? { ...path, file } : undefined;
}

function isCommand({ path }: Place): boolean {
  return path.at(-1) === 'run' && (path[0] === 'steps' || path[0] === 'source' || path[0] === 'aliases');
}

function isPath({ path, schema }: Place): boolean {
  if (schema['x-value'] === 'file' || schema['x-reference'] === 'path') return true;
  const [first, , third, , fifth] = path;
  if (first === 'environments') return third === 'sources';
  if (first !== 'steps') return false;
  return (third === 'inputs' && (path.length === 4 || fifth === 'from')) || third === 'python';
}

function whole(text: string): FilePath {
  const start = text.length - text.trimStart().length;
  return { file: text.trim(), start, end: start + text.trim().length };
}

function wordAt(text: string, index: number): FilePath | undefined {
  const start = index - /[^\s'"=]*$/.exec(text.slice(0, index))![0].length;
  const end = index + /^[^\s'"]*/.exec(text.slice(index))![0].length;
  return start === end ? undefined : { file: text.slice(start, end), start, end };
}
