import { filterSyntax, filterTokens, type Token } from './filterTokens.ts';

export type Entity = 'metric' | 'param' | 'tag' | 'attribute' | 'dataset';

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
const MAX_LENGTH = 20_000;

/**
 * Reads MLflow's filter grammar for runs: `[entity.]key operator value`, joined by AND.
 * @throws Failure `filter-syntax` naming the position
 */
export function parseFilter(text: string): readonly Comparison[] {
  if (text.length > MAX_LENGTH) throw filterSyntax(text, MAX_LENGTH, `it is longer than ${MAX_LENGTH} characters`);
  const cursor = new Cursor(text);
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
export function parseOrder(text: string): OrderKey {
  const cursor = new Cursor(text);
  const { entity, key } = identifier(cursor);
  if (entity === 'dataset') throw cursor.wrong('runs cannot be ordered by dataset');
  const descending = cursor.word('DESC');
  if (!descending) cursor.word('ASC');
  if (!cursor.at('end')) throw cursor.wrong('expected ASC, DESC or the end');
  return { entity, key, descending };
}

class Cursor {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string) {
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

  /** Takes the word when it stands here, in any case. */
  word(word: string): boolean {
    const here = this.token.kind === 'word' && this.token.text.toUpperCase() === word;
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

const ENTITIES: Readonly<Record<string, Entity>> = {
  metric: 'metric',
  metrics: 'metric',
  param: 'param',
  params: 'param',
  parameter: 'param',
  parameters: 'param',
  tag: 'tag',
  tags: 'tag',
  attribute: 'attribute',
  attributes: 'attribute',
  attr: 'attribute',
  run: 'attribute',
  dataset: 'dataset',
  datasets: 'dataset',
};

const ATTRIBUTES: Readonly<Record<string, string>> = {
  run_id: 'run_id',
  run_name: 'run_name',
  'run name': 'run_name',
  'Run name': 'run_name',
  'Run Name': 'run_name',
  status: 'status',
  user_id: 'user_id',
  start_time: 'start_time',
  created: 'start_time',
  Created: 'start_time',
  end_time: 'end_time',
};
const TIMES = new Set(['start_time', 'end_time']);
const DATASET_KEYS = new Set(['name', 'digest', 'context']);

function identifier(cursor: Cursor): { entity: Entity; key: string } {
  const start = cursor.take();
  if (start.kind === 'punctuation' && start.text === '(') throw cursor.wrong('parentheses are not supported', start);
  if (start.kind !== 'word' && start.kind !== 'quoted' && start.kind !== 'string')
    throw cursor.wrong('expected a name such as metrics.roc_auc', start);
  const dot = start.kind === 'word' ? start.text.indexOf('.') : -1;
  const entity = dot === -1 ? undefined : ENTITIES[start.text.slice(0, dot)];
  if (dot !== -1 && !entity) throw cursor.wrong(`'${start.text.slice(0, dot)}' is not one of ${ENTITY_NAMES}`, start);
  if (!entity) return { entity: 'attribute', key: attribute(cursor, start.text, start) };
  let key = start.text.slice(dot + 1);
  if (key === '') {
    const quoted = cursor.take();
    if (quoted.kind !== 'quoted' && quoted.kind !== 'string')
      throw cursor.wrong('expected a key after the dot', quoted);
    key = quoted.text;
  }
  if (entity === 'attribute') return { entity, key: attribute(cursor, key, start) };
  if (entity === 'dataset' && !DATASET_KEYS.has(key))
    throw cursor.wrong(`datasets have no '${key}', only name, digest and context`, start);
  return { entity, key };
}

const ENTITY_NAMES = 'metrics, params, tags, attributes, datasets';

function attribute(cursor: Cursor, key: string, token: Token): string {
  const known = Object.hasOwn(ATTRIBUTES, key) ? ATTRIBUTES[key] : undefined;
  if (known === undefined)
    throw cursor.wrong(
      `'${key}' is not one of run_id, run_name, status, user_id, start_time, end_time; a metric is written metrics.${key}`,
      token,
    );
  return known;
}

function comparison(cursor: Cursor): Comparison {
  const { entity, key } = identifier(cursor);
  const target = { entity, key };
  if (entity === 'metric' || (entity === 'attribute' && TIMES.has(key))) return numberComparison(cursor, target);
  const start = cursor.token;
  if (cursor.word('IS')) return presence(cursor, target, start);
  const negated = cursor.word('NOT');
  if (negated && !(cursor.at('word') && cursor.token.text.toUpperCase() === 'IN'))
    throw cursor.wrong('expected IN after NOT');
  if (cursor.word('IN')) return list(cursor, target, negated, start);
  return textComparison(cursor, target);
}

interface Target {
  readonly entity: Entity;
  readonly key: string;
}

function numberComparison(cursor: Cursor, target: Target): Comparison {
  if (!cursor.at('operator')) throw cursor.wrong(`expected one of = != < <= > >= after ${target.key}`);
  const operator = canonical(cursor.take().text) as NumberOperator;
  const value = cursor.take();
  if (value.kind !== 'number') throw cursor.wrong(`${target.key} is compared with a number`, value);
  return { ...target, kind: 'number', operator, value: Number(value.text) };
}

function textComparison(cursor: Cursor, target: Target): Comparison {
  const operator = textOperator(cursor, target);
  const value = cursor.take();
  if (value.kind !== 'string') throw cursor.wrong(`${target.key} is compared with a text in quotes`, value);
  return { ...target, kind: 'text', operator, value: value.text };
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

function presence(cursor: Cursor, target: Target, start: Token): Comparison {
  const negated = cursor.word('NOT');
  if (!cursor.word('NULL')) throw cursor.wrong('expected NULL');
  if (target.entity !== 'param' && target.entity !== 'tag') throw cursor.wrong('IS NULL is for params and tags', start);
  return { ...target, kind: 'presence', operator: negated ? 'IS NOT NULL' : 'IS NULL' };
}

function list(cursor: Cursor, target: Target, negated: boolean, start: Token): Comparison {
  if (target.entity !== 'dataset' && target.key !== 'run_id')
    throw cursor.wrong('IN is for run_id and datasets', start);
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
  return { ...target, kind: 'list', operator: negated ? 'NOT IN' : 'IN', values };
}
