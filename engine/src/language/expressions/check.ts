import { nearest } from '../nearest.ts';
import type {
  Binary,
  Call,
  Expression,
  ExpressionCode,
  ExpressionProblem,
  Index,
  Member,
  Unary,
} from './expression.ts';
import { FUNCTIONS, functionNamed, isFault } from './functions.ts';
import { fixedPath, type Reference, references } from './references.ts';
import { ANY, type ContextTypes, isNumber, typeName, type ValueType } from './types.ts';

export interface Checked {
  /** `any` where it cannot be known. */
  readonly type: ValueType;
  readonly problems: readonly ExpressionProblem[];
  readonly references: readonly Reference[];
}

/** The type of an expression over these contexts, and what in it cannot be right. What is not known is not wrong. */
export function checkExpression(expression: Expression, contexts: ContextTypes): Checked {
  const checker = new Checker(contexts);
  const type = checker.type(expression);
  return { type, problems: checker.problems, references: references(expression) };
}

class Checker {
  readonly problems: ExpressionProblem[] = [];
  readonly #contexts: ContextTypes;

  constructor(contexts: ContextTypes) {
    this.#contexts = contexts;
  }

  type(expression: Expression): ValueType {
    switch (expression.kind) {
      case 'literal':
        return { kind: expression.type };
      case 'name':
        return this.#context(expression.name, expression);
      case 'member':
        return this.#member(expression, expression.name, { start: expression.nameStart, end: expression.end });
      case 'index':
        return this.#index(expression);
      case 'unary':
        return this.#unary(expression);
      case 'binary':
        return this.#binary(expression);
      case 'call':
        return this.#call(expression);
    }
  }

  #context(name: string, place: Place): ValueType {
    if (Object.hasOwn(this.#contexts, name)) return this.#contexts[name]!;
    const names = Object.keys(this.#contexts);
    this.#unknown({ code: 'unknown-context', name, names, place, what: `There is no \`${name}\` here` });
    return ANY;
  }

  #member(expression: Member | Index, name: string, place: Place): ValueType {
    const object = this.type(expression.object);
    if (object.kind === 'any' || object.kind === 'null') return ANY;
    if (object.kind !== 'map') {
      const advice = object.kind === 'list' ? ': take an item first, such as [0]' : '';
      this.#report('expression-type', `A ${typeName(object)} has no members${advice}`, place);
      return ANY;
    }
    if (Object.hasOwn(object.fields, name)) return object.fields[name]!;
    if (object.rest !== undefined) return object.rest;
    const path = fixedPath(expression.object);
    this.#unknown({
      code: codeBelow(path),
      name,
      names: Object.keys(object.fields),
      place,
      what: unknownBelow(path, name),
    });
    return ANY;
  }

  #index(expression: Index): ValueType {
    const { index } = expression;
    if (index.kind === 'literal' && typeof index.value === 'string')
      return this.#member(expression, index.value, index);
    const object = this.type(expression.object);
    const by = this.type(index);
    if (object.kind === 'map') {
      this.#report('expression-type', "A member of a map is named in the text: .name or ['name']", index);
      return ANY;
    }
    if (object.kind !== 'list' && object.kind !== 'any' && object.kind !== 'null') {
      this.#report('expression-type', `A ${typeName(object)} has no items`, expression.object);
      return ANY;
    }
    if (by.kind !== 'integer' && by.kind !== 'any' && by.kind !== 'null') {
      this.#report('expression-type', 'An item of a list is counted from 0 with a whole number', index);
    }
    return object.kind === 'list' ? object.items : ANY;
  }

  #unary({ operator, operand }: Unary): ValueType {
    const type = this.type(operand);
    if (operator === '!') {
      this.#want(type, 'boolean', operand);
      return { kind: 'boolean' };
    }
    this.#wantNumber(type, operand);
    return isNumber(type) ? type : ANY;
  }

  #binary(expression: Binary): ValueType {
    const { operator, left, right } = expression;
    const a = this.type(left);
    const b = this.type(right);
    if (operator === '&&' || operator === '||') {
      this.#want(a, 'boolean', left);
      this.#want(b, 'boolean', right);
      return { kind: 'boolean' };
    }
    if (operator === '+' || operator === '-' || operator === '*' || operator === '/' || operator === '%') {
      return this.#arithmetic(expression, a, b);
    }
    this.#comparison(expression, a, b);
    return { kind: 'boolean' };
  }

  #arithmetic({ operator, left, right }: Binary, a: ValueType, b: ValueType): ValueType {
    if (operator === '+' && (a.kind === 'string' || b.kind === 'string')) {
      const message = 'Texts are joined by writing expressions side by side: `${{ a }}-${{ b }}`';
      this.#report('expression-type', message, { start: left.start, end: right.end });
      return { kind: 'string' };
    }
    this.#wantNumber(a, left);
    this.#wantNumber(b, right);
    if (operator === '/' || a.kind === 'float' || b.kind === 'float') return { kind: 'float' };
    return a.kind === 'integer' && b.kind === 'integer' ? { kind: 'integer' } : ANY;
  }

  #comparison({ operator, left, right }: Binary, a: ValueType, b: ValueType): void {
    const place = { start: left.start, end: right.end };
    if (isVague(a) || isVague(b)) return;
    const ordered = operator !== '==' && operator !== '!=';
    const alike = a.kind === b.kind || (isNumber(a) && isNumber(b));
    if (a.kind === 'secret' || b.kind === 'secret') {
      this.#report('expression-type', 'A secret is compared with null only', place);
    } else if (!alike) {
      const verb = ordered ? 'have no order' : 'are never equal';
      this.#report('expression-type', `A ${typeName(a)} and a ${typeName(b)} ${verb}`, place);
    } else if (ordered && !isNumber(a) && a.kind !== 'string') {
      this.#report('expression-type', `Values of type ${typeName(a)} have no order`, place);
    }
  }

  #call(expression: Call): ValueType {
    const { name, start, nameEnd } = expression;
    const types = expression.arguments.map((argument) => this.type(argument));
    const known = functionNamed(name);
    if (known === undefined) {
      const names = FUNCTIONS.map((each) => each.name);
      const what = `There is no function \`${name}\``;
      this.#unknown({ code: 'unknown-function', name, names, place: { start, end: nameEnd }, what });
      return ANY;
    }
    if (types.length < known.arguments.min || types.length > known.arguments.max) {
      this.#report('expression-type', `It is written ${known.signature}`, expression);
      return ANY;
    }
    const secret = types.findIndex((type) => type.kind === 'secret');
    if (secret !== -1 && name !== 'if') {
      this.#report('expression-type', 'A secret is given to no function', expression.arguments[secret]!);
      return ANY;
    }
    const result = known.check(types);
    if (!isFault(result)) return result;
    this.#report('expression-type', result.message, expression.arguments[result.argument] ?? expression);
    return ANY;
  }

  #want(type: ValueType, wanted: ValueType['kind'], place: Place): void {
    if (isVague(type) || type.kind === wanted) return;
    this.#report('expression-type', `This is a ${typeName(type)}, not a ${wanted}`, place);
  }

  #wantNumber(type: ValueType, place: Place): void {
    if (isVague(type) || isNumber(type)) return;
    this.#report('expression-type', `This is a ${typeName(type)}, not a number`, place);
  }

  #unknown(found: {
    readonly code: ExpressionCode;
    readonly name: string;
    readonly names: readonly string[];
    readonly place: Place;
    readonly what: string;
  }): void {
    const near = nearest(found.name, found.names);
    const candidates = near === undefined ? found.names : [near, ...found.names.filter((name) => name !== near)];
    const advice = near === undefined ? listed(found.names) : `; did you mean \`${near}\`?`;
    this.problems.push({
      code: found.code,
      message: `${found.what}${advice}`,
      start: found.place.start,
      end: found.place.end,
      candidates,
    });
  }

  #report(code: ExpressionCode, message: string, { start, end }: Place): void {
    this.problems.push({ code, message, start, end });
  }
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Not known, or null: nothing can be said against it. */
function isVague(type: ValueType): boolean {
  return type.kind === 'any' || type.kind === 'null';
}

function codeBelow(path: readonly (string | number)[] | undefined): ExpressionCode {
  if (path?.length === 1 && path[0] === 'params') return 'unknown-param';
  if (path?.length === 1 && path[0] === 'steps') return 'unknown-step';
  if (path?.[0] === 'steps' && path.length === 2) return 'unknown-output';
  return 'unknown-member';
}

function unknownBelow(path: readonly (string | number)[] | undefined, name: string): string {
  const code = codeBelow(path);
  if (code === 'unknown-param') return `There is no param \`${name}\``;
  if (code === 'unknown-step') return `There is no step \`${name}\` that this one can read`;
  if (code === 'unknown-output') return `The step \`${path?.[1]}\` has no output \`${name}\``;
  return `There is no \`${name}\` in \`${path?.join('.') ?? 'it'}\``;
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return '';
  const shown = names.slice(0, 8).join(', ');
  return `: there ${names.length === 1 ? 'is' : 'are'} ${shown}${names.length > 8 ? ', ...' : ''}`;
}
