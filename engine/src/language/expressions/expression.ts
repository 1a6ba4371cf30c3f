/**
 * An expression as parsed from `${{ ... }}`. `start` and `end` are offsets in the text it was parsed from, which for an
 * expression in a scalar is the text of that scalar.
 */
export type Expression = Literal | Name | Member | Index | Unary | Binary | Call;

export interface Literal {
  readonly kind: 'literal';
  readonly type: 'null' | 'boolean' | 'integer' | 'float' | 'string';
  readonly value: null | boolean | number | string;
  readonly start: number;
  readonly end: number;
}

/** A context, such as `params`. */
export interface Name {
  readonly kind: 'name';
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** `object.name` */
export interface Member {
  readonly kind: 'member';
  readonly object: Expression;
  readonly name: string;
  /** Where the name begins; it ends where the member does. */
  readonly nameStart: number;
  readonly start: number;
  readonly end: number;
}

/** `object[0]`, `object['name']` */
export interface Index {
  readonly kind: 'index';
  readonly object: Expression;
  readonly index: Expression;
  readonly start: number;
  readonly end: number;
}

export interface Unary {
  readonly kind: 'unary';
  readonly operator: '!' | '-';
  readonly operand: Expression;
  readonly start: number;
  readonly end: number;
}

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

export interface Binary {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly start: number;
  readonly end: number;
}

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly nameEnd: number;
  readonly arguments: readonly Expression[];
  readonly start: number;
  readonly end: number;
}

/** What is wrong in an expression; offsets as in `Expression`. */
export interface ExpressionProblem {
  readonly code: ExpressionCode;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** The names that may stand here, the likeliest first. */
  readonly candidates?: readonly string[];
}

export type ExpressionCode =
  | 'expression-syntax'
  | 'expression-type'
  | 'unknown-context'
  | 'unknown-function'
  | 'unknown-param'
  | 'unknown-step'
  | 'unknown-output'
  | 'unknown-member';

/** The expressions that one is made of, in the order of the text. */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'name':
      return [];
    case 'member':
      return [expression.object];
    case 'index':
      return [expression.object, expression.index];
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
      return expression.arguments;
  }
}
