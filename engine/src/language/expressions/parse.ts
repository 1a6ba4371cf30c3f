import type { BinaryOperator, Expression, ExpressionProblem } from './expression.ts';
import { type Token, tokenize } from './tokens.ts';

export interface Parsed {
  /** Undefined when there is a problem. */
  readonly ast: Expression | undefined;
  readonly problems: readonly ExpressionProblem[];
}

/** Operators by precedence, the weakest first. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Levels whose operators do not chain: `a < b < c` is not what it looks like. */
const UNCHAINED = new Set([2, 3]);
const MAX_DEPTH = 60;

/**
 * Parses the text between `${{` and `}}`. Any text gives an expression or one problem. `base` is added to every offset.
 *
 * Operators, the strongest first: `.name` `[index]`, `!` `-`, `*` `/` `%`, `+` `-`, `<` `<=` `>` `>=`, `==` `!=`, `&&`, `||`.
 */
export function parseExpression(text: string, base = 0): Parsed {
  const read = tokenize(text, base);
  if (read.kind === 'problem') return { ast: undefined, problems: [read.problem] };
  try {
    return { ast: new Parser(read.tokens).whole(), problems: [] };
  } catch (error) {
    if (error instanceof SyntaxFault) return { ast: undefined, problems: [error.problem] };
    throw error;
  }
}

class SyntaxFault extends Error {
  readonly problem: ExpressionProblem;

  constructor(message: string, { start, end }: { readonly start: number; readonly end: number }) {
    super(message);
    this.problem = { code: 'expression-syntax', message, start, end };
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    if (this.#ended()) throw new SyntaxFault('An expression is missing here', this.#next);
    const expression = this.#binary(0);
    if (!this.#ended()) throw this.#unexpected();
    return expression;
  }

  get #next(): Token {
    return this.#tokens[this.#at]!;
  }

  #ended(): boolean {
    return this.#next.kind === 'end';
  }

  #take(): Token {
    const token = this.#next;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  #is(operator: string): boolean {
    return this.#next.kind === 'operator' && this.#next.text === operator;
  }

  #binary(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    let count = 0;
    for (let operator = this.#operator(operators); operator !== undefined; operator = this.#operator(operators)) {
      if (++count > 1 && UNCHAINED.has(level)) {
        throw new SyntaxFault('Comparisons do not chain: join two of them with `&&`', this.#next);
      }
      this.#take();
      const right = this.#binary(level + 1);
      left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
    }
    return left;
  }

  #operator(operators: readonly BinaryOperator[]): BinaryOperator | undefined {
    return operators.find((operator) => this.#is(operator));
  }

  #unary(): Expression {
    if (!this.#is('!') && !this.#is('-')) return this.#postfix();
    const { text, start } = this.#take();
    const operand = this.#deeper(() => this.#unary());
    return { kind: 'unary', operator: text === '!' ? '!' : '-', operand, start, end: operand.end };
  }

  #deeper<T>(parse: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new SyntaxFault('This expression is nested too deep', this.#next);
    const parsed = parse();
    this.#depth--;
    return parsed;
  }

  #postfix(): Expression {
    let object = this.#primary();
    for (;;) {
      if (this.#is('.')) object = this.#member(object);
      else if (this.#is('[')) object = this.#index(object);
      else return object;
    }
  }

  #member(object: Expression): Expression {
    const dot = this.#take();
    const name = this.#next;
    if (name.kind !== 'name') throw new SyntaxFault('A name is missing after this dot', dot);
    this.#take();
    return { kind: 'member', object, name: name.text, nameStart: name.start, start: object.start, end: name.end };
  }

  #index(object: Expression): Expression {
    this.#take();
    const index = this.#deeper(() => this.#binary(0));
    const { end } = this.#expect(']');
    return { kind: 'index', object, index, start: object.start, end };
  }

  #primary(): Expression {
    const token = this.#next;
    if (token.kind === 'operator' && token.text === '(') return this.#group();
    if (token.kind === 'name') return this.#word();
    if (token.kind === 'operator' || token.kind === 'end') throw this.#unexpected();
    this.#take();
    const { start, end } = token;
    if (token.kind === 'text') return { kind: 'literal', type: 'string', value: token.text, start, end };
    const value = Number(token.text);
    if (!Number.isFinite(value) || (token.kind === 'integer' && !Number.isSafeInteger(value))) {
      throw new SyntaxFault('This number has more digits than a number keeps', token);
    }
    return { kind: 'literal', type: token.kind, value, start, end };
  }

  #group(): Expression {
    const { start } = this.#take();
    const inner = this.#deeper(() => this.#binary(0));
    const { end } = this.#expect(')');
    return { ...inner, start, end };
  }

  #word(): Expression {
    const { text, start, end } = this.#take();
    if (this.#is('(')) return this.#call({ name: text, start, nameEnd: end });
    if (text === 'null') return { kind: 'literal', type: 'null', value: null, start, end };
    if (text === 'true' || text === 'false') {
      return { kind: 'literal', type: 'boolean', value: text === 'true', start, end };
    }
    const advice = WORD_OPERATORS.get(text);
    if (advice !== undefined) throw new SyntaxFault(advice, { start, end });
    return { kind: 'name', name: text, start, end };
  }

  #call(head: { readonly name: string; readonly start: number; readonly nameEnd: number }): Expression {
    const advice = WORD_OPERATORS.get(head.name);
    if (advice !== undefined) throw new SyntaxFault(advice, { start: head.start, end: head.nameEnd });
    this.#take();
    const args: Expression[] = [];
    while (!this.#is(')')) {
      if (args.length > 0) this.#expect(',');
      args.push(this.#deeper(() => this.#binary(0)));
    }
    const { end } = this.#take();
    return { kind: 'call', ...head, arguments: args, end };
  }

  #expect(operator: string): Token {
    if (!this.#is(operator)) {
      const { kind, text } = this.#next;
      const found = kind === 'end' ? 'the expression ends' : `\`${text}\` stands`;
      throw new SyntaxFault(`\`${operator}\` is missing here, where ${found}`, this.#next);
    }
    return this.#take();
  }

  #unexpected(): SyntaxFault {
    const { kind, text } = this.#next;
    if (kind === 'end') return new SyntaxFault('The expression ends where a value is missing', this.#next);
    const advice = kind === 'name' ? WORD_OPERATORS.get(text) : undefined;
    const what = kind === 'text' ? 'This text' : `\`${text}\``;
    return new SyntaxFault(advice ?? `${what} cannot stand here`, this.#next);
  }
}

const WORD_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['and', '"And" is written `&&`'],
  ['or', '"Or" is written `||`'],
  ['not', '"Not" is written `!`'],
]);
