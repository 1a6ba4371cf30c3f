import type { DocumentLink } from 'vscode-languageserver';
import { hasExpression } from '../../../engine/src/language/expressions/template.ts';
import type { Path } from '../../../engine/src/language/tree.ts';
import { splitWords } from '../../../engine/src/language/words.ts';
import type { Place } from '../../../engine/src/project/places.ts';
import type { SpecFile } from '../../../engine/src/project/specFile.ts';
import type { Document } from './spot.ts';

/** Files of the project that a spec names and that are there, or may be; and web addresses. */
export function documentLinks({ snapshot, file }: Document): DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const place of file.places) {
    if (typeof place.value !== 'string') continue;
    for (const { start, end, target } of targetsOf(file, place)) {
      const range = file.tree.scalar(place.path)?.range(start, end);
      if (range === undefined) continue;
      if (WEB.test(target)) links.push({ range, target });
      else if (isBelowRoot(target) && snapshot.project.facts.file(normal(target)).kind !== 'absent')
        links.push({ range, target: snapshot.uri(normal(target)), tooltip: 'Open the file' });
    }
  }
  return links;
}

interface Target {
  readonly start: number;
  readonly end: number;
  readonly target: string;
}

const WEB = /^https?:\/\//;

function targetsOf(file: SpecFile, place: Place): readonly Target[] {
  const text = place.value as string;
  const addresses = [...text.matchAll(/https?:\/\/[^\s<>"'`{}]+[^\s<>"'`{}.,;:!?)\]]/g)].map(
    ({ 0: target, index }) => ({
      start: index,
      end: index + target.length,
      target,
    }),
  );
  if (addresses.length > 0) return place.schema['x-sql'] === undefined && !hasExpression(text) ? addresses : [];
  if (isCommand(file, place.path)) return scriptsIn(text);
  return isFile(file, place) && isPath(text) ? [{ start: 0, end: text.length, target: text }] : [];
}

function isCommand({ kind }: SpecFile, path: Path): boolean {
  if (path.at(-1) !== 'run') return false;
  return (
    (kind === 'pipeline' && path.length === 3) || (kind === 'dataset' && path[0] === 'source') || kind !== 'project'
  );
}

/** Words of a command that look like a file of the project. */
function scriptsIn(text: string): readonly Target[] {
  const cut = splitWords(text);
  if (cut.kind === 'problem') return [];
  let at = 0;
  return cut.words.slice(0, 20).flatMap((word) => {
    const start = text.indexOf(word, at);
    if (start === -1) return [];
    at = start + word.length;
    return !word.startsWith('-') && /\.[A-Za-z]\w*$/.test(word) && isPath(word)
      ? [{ start, end: at, target: word }]
      : [];
  });
}

/** Whether the value of a place is a path, or an output or dataset that is no path. */
function isFile({ kind }: SpecFile, { path, schema, branches }: Place): boolean {
  if ([schema, ...branches].some((each) => (each['x-reference'] as string | undefined) === 'path')) return true;
  const [first] = path;
  if (kind === 'dataset')
    return first === 'source' && (path.length === 1 || typeof path[1] === 'number' || path[1] === 'output');
  if (kind === 'project') return first === 'environments' && path[2] === 'sources';
  if (kind !== 'pipeline' || first !== 'steps') return false;
  if (path[2] === 'python') return true;
  return path[2] === 'inputs' && (path.length === 4 || path[4] === 'from');
}

function isPath(text: string): boolean {
  return !hasExpression(text) && !/[*?[\]{}\n]|:\/\//.test(text) && text.trim() === text && text !== '';
}

/** A path that leaves the project is no link. */
function isBelowRoot(path: string): boolean {
  if (/^(?:[/\\~]|[A-Za-z]:)/.test(path) || path.includes('\\')) return false;
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth--;
    else if (part !== '.' && part !== '') depth++;
    if (depth < 0) return false;
  }
  return depth > 0;
}

/** Without `.` and `..`. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
