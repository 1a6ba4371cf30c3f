import { type Anchored, buildNodes, type Finding } from './buildNodes.ts';
import { type LineIndex, lineIndex } from './lineIndex.ts';
import { withoutConflicts } from './mergeConflict.ts';
import type { Json, Node } from './node.ts';
import { byPlace, type Problem, type Range } from './problem.ts';
import { type Comment, MAX_ERRORS, MAX_PIECES, readYaml, type YamlError } from './readYaml.ts';
import { findingProblem, syntaxProblems } from './yamlProblems.ts';

/** What reading a text gives: the data of a tree, and what the next parse must know. */
export interface Parsed {
  readonly text: string;
  readonly lines: LineIndex;
  readonly value: Json;
  readonly root: Node | undefined;
  readonly problems: readonly Problem[];
  readonly brokenAt: number | undefined;
  readonly comments: readonly SpecComment[];
  readonly faults: Faults;
  /** In the order of the text. */
  readonly anchored: readonly Anchored[];
  /** Nodes that its aliases stand for together, or more. */
  readonly aliased: number;
  /** Pieces that its YAML was cut into, or more. */
  readonly pieces: number;
  /** Whether parts of it may be read on their own. */
  readonly usual: boolean;
  /** Whether it is too long to be a spec, so that only its head was read. */
  readonly isUnread?: true;
  /** Of a text that is broken: the last one before that was not. */
  readonly whole?: Parsed | undefined;
}

/** What problems are made of. */
export interface Faults {
  readonly errors: readonly YamlError[];
  readonly unclosed: readonly YamlError[];
  readonly findings: readonly Finding[];
}

/** A comment without its `#`, on its line; `alone` when nothing else stands there. */
export interface SpecComment {
  readonly text: string;
  readonly line: number;
  readonly alone: boolean;
}

/** UTF-16 code units that a spec may have: 1 Mi. What is longer is data, not a spec. */
export const MAX_SPEC_LENGTH = 1_048_576;

/**
 * Reads all of a text; of one that is too long to be a spec only the first key, and that is its one problem.
 * @param before what the text was before, for the parse after this one
 */
export function parseWhole(text: string, before?: Parsed): Parsed {
  if (text.length > MAX_SPEC_LENGTH)
    return tooLarge(text, `${(text.length / MAX_SPEC_LENGTH).toFixed(1)} Mi characters`);
  const lines = lineIndex(text);
  const conflicts = withoutConflicts(text);
  const { document, errors, comments, pieces } = readYaml(conflicts.text);
  if (pieces > MAX_PIECES) return tooLarge(text, `more than ${MAX_PIECES} keys, values and marks`);
  const { root, value, findings, unclosed, anchored, aliased } = buildNodes(document, conflicts.text);
  const faults = { errors, unclosed, findings };
  const { problems, brokenAt } = judged(faults, lines);
  const markers = conflicts.markers
    .slice(0, MAX_ERRORS)
    .map(({ start, end }) => conflictProblem(lines.range(start, end)));
  return {
    text,
    lines,
    value,
    root,
    problems: markers.length === 0 ? problems : [...markers, ...problems].sort(byPlace),
    brokenAt,
    comments: comments.map((comment) => specComment(comment, lines)),
    faults,
    anchored,
    aliased,
    pieces,
    usual: markers.length === 0 && !isFull(faults) && isUsual(text),
    whole: brokenAt === undefined ? undefined : lastWhole(before),
  };
}

/** The last text that was not broken. */
export function lastWhole(before: Parsed | undefined): Parsed | undefined {
  return before?.brokenAt === undefined ? before : before.whole;
}

/** The problems of a text, sorted, and where it breaks. */
export function judged(
  { errors, unclosed, findings }: Faults,
  lines: LineIndex,
): Pick<Parsed, 'problems' | 'brokenAt'> {
  if (errors.length + unclosed.length + findings.length === 0) return { problems: [], brokenAt: undefined };
  const { problems, brokenAt } = syntaxProblems(errors, unclosed, lines);
  const certain = findings.filter(({ start }) => start < (brokenAt ?? Number.POSITIVE_INFINITY));
  const all = [...problems, ...certain.map((finding) => findingProblem(finding, lines))];
  return { problems: all.sort(byPlace), brokenAt };
}

export function specComment({ text, start }: Comment, lines: LineIndex): SpecComment {
  const { line, character } = lines.position(start);
  return { text, line, alone: lines.line(line).slice(0, character).trim() === '' };
}

/** Whether a text is one document of lines that end with `\n`, without directives, marks of conflicts and control characters. */
export function isUsual(text: string): boolean {
  return !UNUSUAL.test(text);
}

const UNUSUAL = /(?:^|\n)(?:---|\.\.\.|%|<{7})|[^\P{Cc}\n\t]|\uFEFF/u;

/** Whether there may be more faults than are told. */
export function isFull({ errors, findings }: Faults): boolean {
  return errors.length >= MAX_ERRORS || findings.length >= MAX_ERRORS;
}

/** Where kind and name stand: what comes before the second key. */
const HEAD = /^(?:\uFEFF|---[^\n]*\n|[^\S\n]*\n|#[^\n]*\n)*[a-z_]+:[^\n]{0,200}\n/;

/** Kind and name still count, so that what names the file is not wrong. */
function tooLarge(text: string, size: string): Parsed {
  const message = `The file has ${size}: that is data, not a spec, and only its name counts`;
  const start = { line: 0, character: 0 };
  const head = parseWhole(HEAD.exec(text.slice(0, 10_000))?.[0] ?? '');
  return {
    ...head,
    text,
    lines: lineIndex(text),
    problems: [{ code: 'file-too-large', severity: 'information', message, range: { start, end: start } }],
    brokenAt: 0,
    comments: [],
    usual: false,
    isUnread: true,
  };
}

function conflictProblem(range: Range): Problem {
  return {
    code: 'yaml-syntax',
    severity: 'error',
    message: 'A merge conflict is not resolved; until then our side of it counts',
    range,
  };
}
