import type { Finding } from './buildNodes.ts';
import type { LineIndex } from './lineIndex.ts';
import type { Problem } from './problem.ts';
import type { YamlError } from './readYaml.ts';

/** Codes after which the parser goes on as if nothing had been; any other error makes those behind it doubtful. */
const LOCAL = new Set(['TAG_RESOLVE_FAILED', 'BAD_DQ_ESCAPE', 'MULTIPLE_DOCS', 'MULTIPLE_ANCHORS', 'MULTIPLE_TAGS']);

export interface SyntaxProblems {
  readonly problems: readonly Problem[];
  /** Offset from which on the structure is a guess. */
  readonly brokenAt: number | undefined;
}

/** One problem for the first error of structure, since the rest follow from it, and one for each local error. */
export function syntaxProblems(
  errors: readonly YamlError[],
  unclosed: readonly YamlError[],
  lines: LineIndex,
): SyntaxProblems {
  const sorted = [...errors, ...unclosed].sort((a, b) => a.start - b.start);
  const broken = sorted.find(({ code }) => !LOCAL.has(code));
  const shown = sorted.filter((error) => error === broken || LOCAL.has(error.code));
  const problems = shown.map((error) => unquotedExpression(error, lines) ?? syntaxProblem(error, lines));
  return {
    problems,
    brokenAt:
      broken === undefined ? undefined : lines.offset({ line: lines.position(broken.start).line, character: 0 }),
  };
}

export function findingProblem(finding: Finding, lines: LineIndex): Problem {
  const { code, message, start, end, related } = finding;
  return {
    code,
    severity: 'error',
    message,
    range: lines.range(start, end),
    ...(related && { related: [{ message: related.message, range: lines.range(related.start, related.end) }] }),
  };
}

function syntaxProblem({ code, message, start, end }: YamlError, lines: LineIndex): Problem {
  const said = WORDS.find(([theirs]) => theirs.test(message))?.[1] ?? MESSAGES[code] ?? message;
  return { code: 'yaml-syntax', severity: 'error', message: said, range: lines.range(start, Math.max(end, start)) };
}

/** What the parser says, and what we do: one of its codes stands for many mistakes. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /^Unexpected \S*scalar\S* at node end/,
    'Text stands behind a quoted value: quote the whole value, or write it in a block (|)',
  ],
  [
    /^Block collections are not allowed within flow/,
    'A comma is missing before this, or the text before it is not quoted',
  ],
  [/^Implicit map keys need/, 'A colon is missing after this key'],
  [/^Missing closing /, 'The last quote of this text is missing'],
  [/^Unexpected flow-\S+ at node end/, 'A comma is missing before this'],
  [/^Missing , (or : )?between flow sequence/, 'A comma is missing between two entries'],
  [/^Missing , or : between/, 'A comma or a colon is missing between two entries'],
  [/^Missing space after :/, 'A space is missing behind the colon'],
  [/^Sequence item without -/, 'A dash is missing before this entry'],
  [/^Comments must be separated/, 'A space is missing before the comment'],
];

const MESSAGES: { readonly [code: string]: string } = {
  TAB_AS_INDENT: 'Indent with spaces: YAML does not allow tabs here',
  BAD_INDENT: 'This line is not indented like the lines it belongs to',
  MULTILINE_IMPLICIT_KEY: 'A colon is missing after this key, or the text before it is not closed',
  BLOCK_AS_IMPLICIT_KEY: 'Two keys on one line: put the second one on a line of its own, or quote the text',
  KEY_OVER_1024_CHARS: 'A key has at most 1024 characters',
  TAG_RESOLVE_FAILED: 'Tags other than those of the YAML core schema (!!str, !!int, ...) are not read',
};

/** `{data: ${{ steps.a.data }}}` cannot be read by YAML; the one mistake is the missing quotes. */
function unquotedExpression({ start }: YamlError, lines: LineIndex): Problem | undefined {
  const { line } = lines.position(start);
  const content = lines.line(line);
  const found = [...content.matchAll(EXPRESSION)].find(({ index }) => isInFlow(content.slice(0, index)));
  if (found === undefined) return undefined;
  const from = { line, character: found.index };
  const quote = found[0].includes('"') ? "'" : '"';
  return {
    code: 'yaml-syntax',
    severity: 'error',
    message: 'An expression inside {} or [] is quoted: YAML reads its braces as its own',
    range: { start: from, end: { line, character: from.character + found[0].length } },
    data: { replacement: `${quote}${found[0]}${quote}` },
  };
}

const EXPRESSION = /\$\{\{(?:[^}]|\}(?!\}))*\}\}/g;

/** Whether the text before an expression leaves a brace or bracket open, and no quote. */
function isInFlow(before: string): boolean {
  const unquoted = before.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '');
  return !/["']/.test(unquoted) && /(?:^|[\s:,-])[{[]/.test(unquoted);
}
