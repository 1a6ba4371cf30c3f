import { CompletionItemKind } from 'vscode-languageserver';
import { checkExpression } from '../../../../engine/src/language/expressions/check.ts';
import { FUNCTIONS } from '../../../../engine/src/language/expressions/functions.ts';
import { parseExpression } from '../../../../engine/src/language/expressions/parse.ts';
import { type Token, tokenize } from '../../../../engine/src/language/expressions/tokens.ts';
import {
  type ContextTypes,
  fits,
  typeName,
  type ValueType,
} from '../../../../engine/src/language/expressions/types.ts';
import { type Ask, pipelineOf, stepOf } from './ask.ts';
import type { Choice, Rank } from './choice.ts';
import { chainsBelow, stepChains, type TypedChain, typesAt } from './expressionValues.ts';
import type { Span } from './line.ts';
import { followers } from './names.ts';
import { yamlText } from './yamlText.ts';

/** An expression that is being written; `text` ends at the cursor. */
export interface Writing {
  readonly text: string;
  /** What stands behind the cursor. */
  readonly after: string;
  /** Whether braces are around it, or it is the bare text of an `if`. */
  readonly braces: boolean;
}

/** What can go on an expression: members behind a dot, else operands, functions and what fits the place as a whole. */
export function expressionChoices(ask: Ask, writing: Writing): readonly Choice[] {
  const read = tokenize(writing.text, 0);
  const { offset } = ask.spot;
  if (read.kind === 'problem') return quotedChoices(ask, writing);
  const tokens = read.tokens.slice(0, -1);
  const last = tokens.at(-1);
  const isWord = last?.kind === 'name' && last.end === writing.text.length;
  const word = isWord ? last.text : '';
  const before = isWord ? tokens.slice(0, -1) : tokens;
  const span = { start: offset - word.length, end: offset + (/^\w*/.exec(writing.after)?.[0].length ?? 0) };
  const previous = before.at(-1);
  if (previous?.text === '.' && previous.kind === 'operator')
    return memberChoices(ask, writing.text, before.slice(0, -1), span);
  if (previous?.kind === 'operator' && (previous.text === '==' || previous.text === '!='))
    return [...comparedChoices(ask, writing.text, before.slice(0, -1), span), ...operandChoices(ask, span)];
  if (previous !== undefined && isOperandEnd(previous)) return operatorChoices(span);
  const whole = before.length === 0 ? wholeChoices(ask, writing, span) : [];
  return [...whole, ...operandChoices(ask, span)];
}

function isOperandEnd({ kind, text }: Token): boolean {
  return kind === 'operator' ? text === ')' || text === ']' : kind !== 'end';
}

function operatorChoices(span: Span): readonly Choice[] {
  return ['==', '!=', '>', '>=', '<', '<=', '&&', '||'].map((text) => ({
    label: text,
    kind: CompletionItemKind.Operator,
    text,
    rank: 'usual',
    span,
  }));
}

/** In a text that is not closed: what the other side of its comparison may be. */
function quotedChoices(ask: Ask, { text, after }: Writing): readonly Choice[] {
  const match = /^(.*?)(==|!=)\s*(['"])([^'"]*)$/s.exec(text);
  const indexed = /^(.*)\[\s*(['"])([^'"]*)$/s.exec(text);
  const { offset } = ask.spot;
  const tail = /^[^'"}]*/.exec(after)![0].trimEnd();
  const spanOf = (part: string) => ({ start: offset - part.length, end: offset + tail.length });
  if (match !== null) {
    const read = tokenize(match[1]!, 0);
    if (read.kind === 'problem') return [];
    const choices = comparedChoices(ask, match[1]!, read.tokens.slice(0, -1), spanOf(match[4]!));
    return choices.filter(({ label }) => label.startsWith("'")).map((choice) => bare(choice, spanOf(match[4]!)));
  }
  if (indexed === null) return [];
  const read = tokenize(indexed[1]!, 0);
  if (read.kind === 'problem') return [];
  return memberChoices(ask, indexed[1]!, read.tokens.slice(0, -1), spanOf(indexed[3]!));
}

function bare(choice: Choice, span: Span): Choice {
  const text = choice.label.slice(1, -1);
  return { ...choice, label: text, text, span };
}

function memberChoices(ask: Ask, text: string, tokens: readonly Token[], span: Span): readonly Choice[] {
  const start = chainStart(tokens);
  const [first] = tokens.slice(start);
  if (first === undefined) return [];
  const chain = text.slice(first.start, tokens.at(-1)!.end);
  const type = typeOfText(ask, chain);
  if (type?.kind === 'list') return indexChoice(type, span);
  if (type?.kind !== 'map') return [];
  const later = chain === 'steps' && ask.where.path[0] === 'steps' ? followers(ask, String(ask.where.path[1])) : NOBODY;
  return Object.entries(type.fields)
    .filter(([name]) => !later.has(name))
    .map(
      ([name, inner]): Choice => ({
        label: name,
        kind: inner.kind === 'map' ? CompletionItemKind.Module : CompletionItemKind.Field,
        text: name,
        detail: detailOf(ask, `${chain}.${name}`, inner),
        rank: wants(ask, inner) ? 'best' : 'likely',
        span,
      }),
    );
}

function indexChoice(type: Extract<ValueType, { kind: 'list' }>, span: Span): readonly Choice[] {
  const before = { start: span.start - 1, end: span.end };
  return [
    {
      label: '[0]',
      kind: CompletionItemKind.Operator,
      text: '[0]',
      filter: '.',
      detail: typeName(type.items),
      rank: 'likely',
      span: before,
    },
  ];
}

const NOBODY: ReadonlySet<string> = new Set();

/** Where the chain of names and indexes begins that the tokens end with. */
function chainStart(tokens: readonly Token[]): number {
  let at = tokens.length - 1;
  for (;;) {
    const token = tokens[at];
    if (token === undefined) return tokens.length;
    if (token.text === ']' && token.kind === 'operator') {
      let depth = 0;
      for (; at >= 0; at--) {
        const { kind, text } = tokens[at]!;
        if (kind === 'operator' && text === ']') depth++;
        if (kind === 'operator' && text === '[' && --depth === 0) break;
      }
      at--;
      continue;
    }
    if (token.kind !== 'name') return tokens.length;
    const dot = tokens[at - 1];
    if (dot?.kind !== 'operator' || dot.text !== '.') return at;
    at -= 2;
  }
}

function typeOfText(ask: Ask, text: string, types: ContextTypes = typesAt(ask)): ValueType | undefined {
  const { ast } = parseExpression(text);
  return ast && checkExpression(ast, types).type;
}

/** The value of a param, the type of everything else. */
function detailOf(ask: Ask, chain: string, type: ValueType): string {
  const [context, name] = chain.split('.');
  const param = context === 'params' && name !== undefined ? pipelineOf(ask)?.params.get(name) : undefined;
  const shown = param?.default === undefined ? '' : ` = ${JSON.stringify(param.default)}`;
  const step =
    context === 'steps' && chain.split('.').length === 2 ? pipelineOf(ask)?.steps.get(name ?? '') : undefined;
  if (step !== undefined) return step.kind === 'uses' ? step.uses : 'run';
  return `${typeName(type)}${shown}`;
}

/** Values that the left side of `==` is known to have. */
function comparedChoices(ask: Ask, text: string, tokens: readonly Token[], span: Span): readonly Choice[] {
  const [first] = tokens.slice(chainStart(tokens));
  if (first === undefined) return [];
  const chain = text.slice(first.start, tokens.at(-1)!.end);
  const type = typeOfText(ask, chain);
  if (type?.kind === 'boolean') return ['true', 'false'].map((word) => keyword(word, span, 'best'));
  return valuesOf(ask, chain).map((value): Choice => {
    const written = typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
    return { label: written, kind: CompletionItemKind.EnumMember, text: yamlQuoted(ask, written), rank: 'best', span };
  });
}

function valuesOf(ask: Ask, chain: string): readonly (string | number | boolean)[] {
  const [context, name = ''] = chain.split('.');
  if (context === 'params') return pipelineOf(ask)?.params.get(name)?.choices ?? [];
  if (context !== 'matrix') return [];
  const axis = stepOf(ask)?.matrix?.get(name);
  const items = axis?.kind === 'list' ? axis.items : [];
  return items.flatMap((item) => (item.kind === 'constant' && item.value !== null ? [item.value] : []));
}

/** Quotes of an expression within quotes of YAML. */
function yamlQuoted({ where }: Ask, text: string): string {
  return where.style === 'single' || where.style === 'double' ? yamlText(text, where) : text;
}

/** Contexts, functions and words. */
function operandChoices(ask: Ask, span: Span): readonly Choice[] {
  const contexts = Object.entries(typesAt(ask))
    .filter(([, type]) => !isEmpty(type))
    .map(
      ([name]): Choice => ({
        label: name,
        kind: CompletionItemKind.Variable,
        text: name,
        detail: CONTEXTS[name] ?? '',
        rank: 'likely',
        span,
      }),
    );
  const functions = FUNCTIONS.filter(({ name }) => name !== 'always' || isCondition(ask)).map(
    (each): Choice => ({
      label: each.name,
      kind: CompletionItemKind.Function,
      text: each.arguments.max === 0 ? `${each.name}()` : `${each.name}($1)`,
      isSnippet: each.arguments.max > 0,
      detail: each.signature,
      rank: isCondition(ask) && each.name === 'always' ? 'likely' : 'usual',
      doc: { kind: 'function', name: each.name },
      span,
    }),
  );
  return [...contexts, ...functions, ...['true', 'false', 'null'].map((word) => keyword(word, span, 'rest'))];
}

function isEmpty(type: ValueType): boolean {
  return type.kind === 'map' && type.rest === undefined && Object.keys(type.fields).length === 0;
}

const CONTEXTS: Readonly<Record<string, string>> = {
  params: "the run's parameters",
  steps: 'outputs of steps',
  matrix: 'values of this run of the step',
  inputs: 'paths of the inputs',
  outputs: 'paths of the outputs',
  env: 'environment variables',
  secrets: 'secrets',
  run: 'the run itself',
  git: 'the commit',
};

function keyword(text: string, span: Span, rank: Rank): Choice {
  return { label: text, kind: CompletionItemKind.Keyword, text, rank, span };
}

export function isCondition({ kind, where }: Ask): boolean {
  return kind === 'pipeline' && where.path[0] === 'steps' && where.path.length === 3 && where.path[2] === 'if';
}

/** Whether a value of this type is what the place asks for. */
function wants(ask: Ask, type: ValueType): boolean {
  const wanted = wantedType(ask);
  return wanted !== undefined && type.kind !== 'any' && fits(type, wanted);
}

/** The type that the whole expression must have, where the schema says. */
export function wantedType(ask: Ask): ValueType | undefined {
  const { schema } = ask.place;
  if (schema['x-value'] !== undefined) return { kind: schema['x-value'] };
  if (isCondition(ask)) return { kind: 'boolean' };
  const parameter = learnerParamType(ask);
  if (parameter !== undefined) return parameter;
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (types.length !== 1) return undefined;
  if (types[0] === 'integer' || types[0] === 'boolean') return { kind: types[0] };
  return types[0] === 'number' ? { kind: 'float' } : undefined;
}

function learnerParamType({ where }: Ask): ValueType | undefined {
  return where.path.at(-2) === 'params' && where.path.at(-3) === 'with' ? { kind: 'float' } : undefined;
}

/** Whole chains that fit the place, with the braces closed where they are not. */
function wholeChoices(ask: Ask, { after, braces }: Writing, span: Span): readonly Choice[] {
  const isOpen = braces && !after.includes('}}');
  const closing = isOpen ? (after.startsWith(' ') || after === '' ? ' }}' : '') : '';
  return [...fittingChains(ask), ...comparedMetrics(ask)].map(
    ({ text, type }): Choice => ({
      label: text,
      kind: CompletionItemKind.Value,
      text: text + closing,
      detail: detailOf(ask, text, type),
      rank: 'best',
      span,
    }),
  );
}

/** Chains that give what the place asks for: outputs of steps, params of the type. */
export function fittingChains(ask: Ask): readonly TypedChain[] {
  const wanted = wantedType(ask);
  if (wanted === undefined) return isInput(ask) ? usualChains(ask) : [];
  const key = String(ask.where.path.at(-1) ?? '');
  const own = ownChains(ask).filter(({ type }) => fits(type, wanted));
  const also = ask.place.schema['x-also'];
  const isOutput = ask.place.schema['x-value'] !== undefined && ask.place.contexts.includes('steps');
  return [
    ...own.toSorted((a, b) => named(b.text, key) - named(a.text, key)),
    ...(isOutput ? stepChains(ask, wanted, { key }) : []),
    ...(isOutput && also !== undefined ? stepChains(ask, { kind: also }, { key }) : []),
  ];
}

/** Chains for a place that takes any text: what the step has, params, and for an input of a program the outputs of other steps. */
export function usualChains(ask: Ask): readonly TypedChain[] {
  const outputs = (['table', 'model', 'file'] as const).flatMap((kind) =>
    isInput(ask) ? stepChains(ask, { kind }, { key: String(ask.where.path[3]) }) : [],
  );
  return [...outputs, ...ownChains(ask)];
}

/** Of a condition: the metrics that it may compare. */
function comparedMetrics(ask: Ask): readonly TypedChain[] {
  if (!isCondition(ask)) return [];
  return stepChains(ask, { kind: 'float' }, { key: '' }).filter(({ type }) => type.kind === 'float');
}

/** An input of a program. */
export function isInput({ where }: Ask): boolean {
  return where.path[0] === 'steps' && where.path[2] === 'inputs';
}

/** What the step itself has, and params; none whose type is not known. */
function ownChains(ask: Ask): readonly TypedChain[] {
  const types = typesAt(ask);
  return ['inputs', 'outputs', 'params', 'matrix'].flatMap((name) => {
    const type = types[name];
    return type === undefined ? [] : chainsBelow(name, type, 2).filter(({ type: inner }) => inner.kind !== 'any');
  });
}

function named(text: string, key: string): number {
  return text.endsWith(`.${key}`) ? 1 : 0;
}
