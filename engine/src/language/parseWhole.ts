import { buildNodes } from './buildNodes.ts';
import { type LineIndex, lineIndex } from './lineIndex.ts';
import { withoutConflicts } from './mergeConflict.ts';
import type { Json, Node } from './node.ts';
import { byPlace, type Problem, type Range } from './problem.ts';
import { type Comment, readYaml } from './readYaml.ts';
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
  /** Nodes with an anchor, in the order of the text. */
  readonly anchored: readonly Node[];
  readonly usual: boolean;
}

/** A comment without its `#`, on its line; `alone` when nothing else stands there. */
export interface SpecComment {
  readonly text: string;
  readonly line: number;
  readonly alone: boolean;
}

/** UTF-16 code units that a spec may have: 1 Mi. What is longer is data, not a spec. */
export const MAX_SPEC_LENGTH = 1_048_576;

export function parseWhole(text: string): Parsed {
  const lines = lineIndex(text);
  const conflicts = withoutConflicts(text);
  const { document, errors, comments } = readYaml(conflicts.text);
  const { root, value, findings, unclosed, anchored } = buildNodes(document, conflicts.text);
  const syntax = syntaxProblems(errors, unclosed, lines);
  const problems = [
    ...conflicts.markers.map(({ start, end }) => conflictProblem(lines.range(start, end))),
    ...syntax.problems,
    ...findings
      .filter(({ start }) => start < (syntax.brokenAt ?? Number.POSITIVE_INFINITY))
      .map((finding) => findingProblem(finding, lines)),
  ];
  return {
    text,
    lines,
    value,
    root,
    problems: problems.sort(byPlace),
    brokenAt: syntax.brokenAt,
    comments: comments.map((comment) => specComment(comment, lines)),
    anchored,
    usual: isUsual(text),
  };
}

/** Whether a text is one document of lines that end with `\n`, without directives, marks of conflicts and control characters. */
export function isUsual(text: string): boolean {
  return !UNUSUAL.test(text);
}

const UNUSUAL = /^(?:---|\.\.\.|%|<{7})|[^\P{Cc}\n\t]|\uFEFF/mu;

export function specComment({ text, start }: Comment, lines: LineIndex): SpecComment {
  const { line, character } = lines.position(start);
  return { text, line, alone: lines.line(line).slice(0, character).trim() === '' };
}

/** A text that is too long to be a spec: one problem, and nothing of it is read. */
export function tooLarge(text: string): Parsed {
  const size = (text.length / MAX_SPEC_LENGTH).toFixed(1);
  const message = `The file has ${size} Mi characters, and a spec at most 1 Mi: it is not read`;
  const start = { line: 0, character: 0 };
  return {
    text,
    lines: lineIndex(text),
    value: null,
    root: undefined,
    problems: [{ code: 'file-too-large', severity: 'information', message, range: { start, end: start } }],
    brokenAt: 0,
    comments: [],
    anchored: [],
    usual: false,
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
