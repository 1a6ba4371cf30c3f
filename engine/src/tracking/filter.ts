import { filterSyntax, filterTokens, type Token } from './filterTokens.ts';
import { type Attribute, type Entity, type Grammar, RUNS } from './grammars.ts';

export type { Entity } from './grammars.ts';

/** One comparison of a filter; a filter is true where all of its comparisons are. */
export type Comparison = { readonly entity: Entity; readonly key: string } & (
  | { readonly kind: 'number'; readonly operator: NumberOperator; readonly value: number }
  | { readonly kind: 'text'; readonly operator: TextOperator; readonly value: string }
  | { readonly kind: 'list'; readonly operator: 'IN' | 'NOT IN'; readonly values: readonly string[] }
  | { readonly kind: 'presence'; readonly operator: 'IS NULL' | 'IS NOT NULL' }
);
export type NumberOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type TextOperator = '=' | '!=' | 'LIKE' | 'ILIKE';

export interface OrderKey {
  readonly entity: Exclude<Entity, 'dataset'>;
  readonly key: string;
  readonly descending: boolean;
}

const MAX_COMPARISONS = 100;
const MAX_LENGTH = 100_000;
/** Of a text that LIKE compares with. */
const MAX_PATTERN = 10_000;

/**
 * Reads MLflow's filter grammar: `[entity.]key operator value`, joined by AND.
 * @throws Failure `filter-syntax` naming the position
 */
export function parseFilter(text: string, grammar = RUNS): readonly Comparison[] {
  if (text.length > MAX_LENGTH) throw filterSyntax(text, MAX_LENGTH, `it is longer than ${MAX_LENGTH} characters`);
  const cursor = new Cursor(text, grammar);
  if (cursor.at('end')) return [];
  const comparisons = [comparison(cursor)];
  while (!cursor.at('end')) {
    cursor.and();
    if (comparisons.length === MAX_COMPARISONS) throw cursor.wrong(`more than ${MAX_COMPARISONS} comparisons`);
    comparisons.push(comparison(cursor));
  }
  return comparisons;
}

/**
 * Reads one entry of `order_by`, such as ``metrics.`log loss` DESC``.
 * @throws Failure `filter-syntax`
 */
export function parseOrder(text: string, grammar = RUNS): OrderKey {
  const cursor = new Cursor(text, grammar);
  const { entity, key } = identifier(cursor, 'order');
  if (entity === 'dataset' || !grammar.orderedBy.includes(entity))
    throw cursor.wrong(`${grammar.things} cannot be ordered by ${entity}`);
  const descending = cursor.word('DESC');
  if (!descending) cursor.word('ASC');
  if (!cursor.at('end')) throw cursor.wrong('expected ASC, DESC or the end');
  return { entity, key, descending };
}

/**
 * Reads the name of a field as it stands, such as `metrics.log loss` or `creation_timestamp`.
 * @throws Failure `filter-syntax`
 */
export function parseField(text: string, grammar: Grammar): { readonly entity: Entity; readonly key: string } {
  const known = grammar.attributes.get(text);
  if (known !== undefined) return { entity: 'attribute', key: known.key };
  const [, prefix = '', key = ''] = /^([a-z]+)\.`?(.+?)`?$/s.exec(text) ?? [];
  const entity = Object.hasOwn(grammar.entities, prefix) ? grammar.entities[prefix]! : undefined;
  const attributeKey = entity === 'attribute' ? grammar.attributes.get(key)?.key : key;
  if (entity === undefined || attributeKey === undefined || !grammar.orderedBy.includes(entity))
    throw filterSyntax(text, 0, `${grammar.things} cannot be ordered by it`);
  return { entity, key: attributeKey };
}

class Cursor {
  readonly grammar: Grammar;
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string, grammar: Grammar) {
    this.grammar = grammar;
    this.#text = text;
    this.#tokens = filterTokens(text);
  }

  get token(): Token {
    return this.#tokens[this.#next]!;
  }

  at(kind: Token['kind'], text?: string): boolean {
    return this.token.kind === kind && (text === undefined || this.token.text === text);
  }

  take(): Token {
    const token = this.token;
    this.#next++;
    return token;
  }

  /** Whether the word stands here, in any case unless the grammar wants capitals. */
  says(word: string): boolean {
    const { kind, text } = this.token;
    return kind === 'word' && (this.grammar.capitals ? text : text.toUpperCase()) === word;
  }

  /** Takes the word when it stands here. */
  word(word: string): boolean {
    const here = this.says(word);
    if (here) this.#next++;
    return here;
  }

  and(): void {
    if (this.word('AND')) return;
    const found = this.token.text.toUpperCase();
    throw this.wrong(found === 'OR' ? 'OR is not supported, search once for each side' : 'expected AND or the end');
  }

  wrong(problem: string, token = this.token) {
    return filterSyntax(this.#text, token.position, problem);
  }
}

const DATASET_KEYS = new Set(['name', 'digest', 'context']);

interface Target {
  readonly entity: Entity;
  readonly key: string;
  /** Of an attribute. */
  readonly is: Attribute | undefined;
}

function identifier(cursor: Cursor, use: 'filter' | 'order' = 'filter'): Target {
  const { entities } = cursor.grammar;
  const start = cursor.take();
  if (start.kind === 'punctuation' && start.text === '(') throw cursor.wrong('parentheses are not supported', start);
  if (start.kind !== 'word' && start.kind !== 'quoted' && start.kind !== 'string')
    throw cursor.wrong(`expected a name such as ${entities['metric'] ? 'metrics.roc_auc' : 'tags.team'}`, start);
  const dot = start.kind === 'word' ? start.text.indexOf('.') : -1;
  const prefix = start.text.slice(0, Math.max(dot, 0));
  const entity = dot !== -1 && Object.hasOwn(entities, prefix) ? entities[prefix] : undefined;
  if (dot !== -1 && !entity) throw cursor.wrong(`'${prefix}' is not one of ${entityNames(cursor.grammar)}`, start);
  if (!entity) return attribute(cursor, start.text, { use, start });
  const key = start.text.slice(dot + 1) || keyAfterDot(cursor);
  if (entity === 'attribute') return attribute(cursor, key, { use, start });
  if (entity === 'dataset' && !DATASET_KEYS.has(key))
    throw cursor.wrong(`datasets have no '${key}', only name, digest and context`, start);
  return { entity, key, is: undefined };
}

function keyAfterDot(cursor: Cursor): string {
  const quoted = cursor.take();
  if (quoted.kind !== 'quoted' && quoted.kind !== 'string') throw cursor.wrong('expected a key after the dot', quoted);
  return quoted.text;
}

function entityNames({ entities }: Grammar): string {
  return [...new Set(Object.values(entities))].map((entity) => `${entity}s`).join(', ');
}

function attribute(
  cursor: Cursor,
  key: string,
  { use, start }: { readonly use: 'filter' | 'order'; readonly start: Token },
): Target {
  const { attributes, entities } = cursor.grammar;
  const known = attributes.get(key);
  if (known !== undefined && (known.only ?? use) === use) return { entity: 'attribute', key: known.key, is: known };
  const usable = [...attributes.values()].filter(({ only }) => (only ?? use) === use).map((one) => one.key);
  const metric = entities['metric'] ? `; a metric is written metrics.${key}` : '';
  throw cursor.wrong(`'${key}' is not one of ${[...new Set(usable)].join(', ')}${metric}`, start);
}

function comparison(cursor: Cursor): Comparison {
  const target = identifier(cursor);
  if (target.entity === 'metric' || target.is?.is === 'number') return numberComparison(cursor, target);
  const start = cursor.token;
  if (cursor.word('IS')) return presence(cursor, target, start);
  const negated = cursor.word('NOT');
  if (negated && !cursor.says('IN')) throw cursor.wrong('expected IN after NOT');
  if (cursor.word('IN')) return list(cursor, target, negated, start);
  return textComparison(cursor, target);
}

function numberComparison(cursor: Cursor, target: Target): Comparison {
  if (!cursor.at('operator')) throw cursor.wrong(`expected one of = != < <= > >= after ${target.key}`);
  const operator = canonical(cursor.take().text) as NumberOperator;
  const value = cursor.take();
  if (value.kind !== 'number') throw cursor.wrong(`${target.key} is compared with a number`, value);
  return { entity: target.entity, key: target.key, kind: 'number', operator, value: Number(value.text) };
}

function textComparison(cursor: Cursor, target: Target): Comparison {
  const operator = textOperator(cursor, target);
  const value = cursor.take();
  if (value.kind !== 'string') throw cursor.wrong(`${target.key} is compared with a text in quotes`, value);
  if (operator.endsWith('LIKE') && value.text.length > MAX_PATTERN)
    throw cursor.wrong(`a pattern is longer than ${MAX_PATTERN} characters`, value);
  return { entity: target.entity, key: target.key, kind: 'text', operator, value: value.text };
}

function textOperator(cursor: Cursor, target: Target): TextOperator {
  if (cursor.word('LIKE')) return 'LIKE';
  if (cursor.word('ILIKE')) return 'ILIKE';
  const operator = cursor.at('operator') ? canonical(cursor.token.text) : undefined;
  if (operator !== '=' && operator !== '!=') throw cursor.wrong(`expected one of = != LIKE ILIKE after ${target.key}`);
  cursor.take();
  return operator;
}

function canonical(operator: string): string {
  if (operator === '<>') return '!=';
  return operator === '==' ? '=' : operator;
}

function presence(cursor: Cursor, { entity, key }: Target, start: Token): Comparison {
  const { maybeNull } = cursor.grammar;
  const negated = cursor.word('NOT');
  if (!cursor.word('NULL')) throw cursor.wrong('expected NULL');
  if (!maybeNull.includes(entity))
    throw cursor.wrong(`IS NULL is for ${maybeNull.map((one) => `${one}s`).join(' and ')}`, start);
  return { entity, key, kind: 'presence', operator: negated ? 'IS NOT NULL' : 'IS NULL' };
}

function list(cursor: Cursor, target: Target, negated: boolean, start: Token): Comparison {
  if (target.entity !== 'dataset' && !target.is?.listed)
    throw cursor.wrong(`IN is for ${listedNames(cursor.grammar)}`, start);
  if (!cursor.at('punctuation', '(')) throw cursor.wrong('expected ( after IN');
  const values: string[] = [];
  do {
    cursor.take();
    const value = cursor.take();
    if (value.kind !== 'string') throw cursor.wrong('expected a text in quotes', value);
    values.push(value.text);
  } while (cursor.at('punctuation', ','));
  if (!cursor.at('punctuation', ')')) throw cursor.wrong('expected , or )');
  cursor.take();
  return { entity: target.entity, key: target.key, kind: 'list', operator: negated ? 'NOT IN' : 'IN', values };
}

function listedNames({ attributes, entities }: Grammar): string {
  const listed = [...attributes.values()].filter((one) => one.listed).map((one) => one.key);
  return [...new Set(listed), ...(entities['dataset'] ? ['datasets'] : [])].join(' and ') || 'nothing here';
}
