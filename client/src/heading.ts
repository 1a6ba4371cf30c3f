import { kindOfPath } from '../../engine/src/language/kinds.ts';

/** First key of a file and the text beside it: what a spec is and its name. */
export interface Heading {
  readonly key: string;
  /** Undefined where nothing stands beside the key. */
  readonly name: string | undefined;
}

/** Whether a file is a spec: it has the ending of a kind, and its text, asked for only then, is empty or begins with that kind's key. */
export function isSpec(path: string, text: () => string): boolean {
  const kind = kindOfPath(path);
  if (kind === undefined) return false;
  const line = firstLine(text());
  return line === undefined || readHeading(line)?.key === kind;
}

/** Heading of a file's text; undefined where it is empty or begins with no key. */
export function headingOf(text: string): Heading | undefined {
  const line = firstLine(text);
  return line === undefined ? undefined : readHeading(line);
}

/** The first line that says something. */
function firstLine(text: string): string | undefined {
  for (const [line] of text.replace(/^\uFEFF/, '').matchAll(/[^\r\n]+/g))
    if (/\S/.test(line) && !/^\s*#|^---\s*(#.*)?$|^%/.test(line)) return line;
  return undefined;
}

/** Of `dataset: flights # every flight` the key `dataset` and the name `flights`. */
function readHeading(line: string): Heading | undefined {
  const found = /^(["']?)([A-Za-z_]\w*)\1\s*:(?:\s+(.*))?$/.exec(line);
  if (!found) return undefined;
  const [, , key = '', beside = ''] = found;
  const name = /^"([^"]*)"|^'([^']*)'|^([^#\s](?:.*?\S)??)\s*(?:\s#.*)?$/.exec(beside);
  return { key, name: name?.[1] ?? name?.[2] ?? name?.[3] };
}
