/** What a piece of a line in a terminal stands for. */
export type Target =
  | { readonly kind: 'run'; readonly run: string }
  | { readonly kind: 'version'; readonly model: string; readonly version: number };

export interface Link {
  readonly start: number;
  readonly length: number;
  readonly target: Target;
}

/** Runs and model versions in a line that our command line has printed; files are found by the editor itself. */
export function linksIn(line: string): readonly Link[] {
  const runs = [...line.matchAll(RUN)].map((found): Link => {
    const { id = '' } = found.groups ?? {};
    return { ...placeOf(found, id), target: { kind: 'run', run: id } };
  });
  const versions = [...line.matchAll(VERSION)].map((found): Link => {
    const { model = '', version = '', reference = '' } = found.groups ?? {};
    return { ...placeOf(found, reference), target: { kind: 'version', model, version: Number(version) } };
  });
  return [...runs, ...versions].sort((a, b) => a.start - b.start);
}

/** After a word of ours: eight hex digits alone may be a commit or anything else. */
const RUN =
  /\b(?:run|runs show|show|attach|resume|cancel|reproduce|waits for \S+|\S+ (?=[0-9a-f]{8} waits for)) ?(?<id>[0-9a-f]{32}|[0-9a-f]{8})\b/g;
const VERSION = /(?<![\w./:\\-])(?<reference>(?<model>[a-z][\w-]*)(?::| v)(?<version>[1-9]\d*))(?![\w.:-]*\w)/g;

function placeOf(found: RegExpExecArray, part: string): Pick<Link, 'start' | 'length'> {
  return { start: found.index + found[0].lastIndexOf(part), length: part.length };
}
