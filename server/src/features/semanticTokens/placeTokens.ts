import { hasExpression } from '../../../../engine/src/language/expressions/template.ts';
import { nodeAt, type Path } from '../../../../engine/src/language/node.ts';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import type { Place } from '../../../../engine/src/project/places.ts';
import type { SpecFile } from '../../../../engine/src/project/specFile.ts';
import { sqlTokens } from '../sqlTokens.ts';
import { bareExpression, expressionTokens } from './expressionTokens.ts';
import { BUILT_IN, NAMES, REFERENCES, type TokenModifier, type TokenType } from './legend.ts';
import type { TokenList } from './tokenList.ts';

/** Tokens of the keys of a map, or of the text of a scalar. */
export function placeTokens(
  file: SpecFile,
  place: Place,
  tokens: TokenList,
  [from, to]: readonly [number, number],
): void {
  const node = place.path.length === 0 ? file.tree.root : nodeAt(file.tree.root, place.path);
  if (node === undefined || node.end < from || node.start > to) return;
  if (node.kind === 'map')
    for (const { key, keyStart, keyEnd } of node.entries) {
      const { type, modifiers } = keyRole(file, place, key);
      const quote = /["']/.test(file.text.charAt(keyStart)) && keyEnd - keyStart > 1 ? 1 : 0;
      if (keyEnd >= from && keyStart <= to) tokens.add(keyStart + quote, keyEnd - quote, type, modifiers);
    }
  if (node.kind === 'scalar') scalarTokens(file, place, tokens);
}

interface Role {
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

/** A key of the language, the kind of the file, or a name that the map declares or refers to. */
function keyRole({ kind }: SpecFile, { path, schema }: Place, key: string): Role {
  if (path.length === 0 && key === kind) return { type: 'keyword', modifiers: [] };
  if (Object.hasOwn(schema.properties ?? {}, key)) return { type: 'property', modifiers: [] };
  const refers = (schema.propertyNames as Schema | undefined)?.['x-reference'];
  if (refers !== undefined) return { type: REFERENCES[refers] ?? 'variable', modifiers: [] };
  return { type: DECLARED[declaredIn(kind, path)] ?? 'property', modifiers: ['declaration'] };
}

const DECLARED: Readonly<Record<string, TokenType>> = {
  params: 'parameter',
  steps: 'method',
  columns: 'variable',
  fields: 'variable',
  entity: 'variable',
  label: 'variable',
  inputs: 'variable',
  outputs: 'variable',
  aliases: 'enumMember',
  roles: 'enumMember',
  environments: 'namespace',
};

function declaredIn(kind: SpecFile['kind'], path: Path): string {
  const isOfStep = kind === 'pipeline' && path[0] === 'steps' && path.length > 2;
  return path.length === 1 || isOfStep ? String(path.at(-1)) : '';
}

function scalarTokens(file: SpecFile, place: Place, tokens: TokenList): void {
  const { tree, kind } = file;
  const { path, value, schema } = place;
  const scalar = tree.scalar(path);
  if (scalar === undefined || typeof value !== 'string') return;
  const whole = [0, scalar.text.length] as const;
  if (path.length === 1 && path[0] === kind)
    tokens.addInside(scalar, whole, NAMES[String(kind)] ?? 'class', ['declaration']);
  else if (schema['x-sql'] !== undefined) sql(tokens, scalar);
  else if (hasExpression(value)) expressionTokens(tokens, scalar, [0, scalar.text.length]);
  else if (path.length === 3 && path[0] === 'steps' && path[2] === 'if') bareExpression(tokens, scalar, whole);
  else if (schema.enum !== undefined) tokens.addInside(scalar, whole, 'enumMember');
  else {
    const reference = schema['x-reference'];
    const type = reference === undefined ? undefined : REFERENCES[reference];
    const modifiers: readonly TokenModifier[] = BUILT_IN.has(reference ?? '') ? ['defaultLibrary'] : [];
    if (type !== undefined) tokens.addInside(scalar, whole, type, modifiers);
  }
}

function sql(tokens: TokenList, scalar: NonNullable<ReturnType<SpecFile['tree']['scalar']>>): void {
  for (const { kind, start, end } of sqlTokens(scalar.text)) {
    if (kind === 'expression') expressionTokens(tokens, scalar, [start, end]);
    const type = SQL[kind];
    if (type !== undefined) tokens.addInside(scalar, [start, end], type, kind === 'function' ? ['defaultLibrary'] : []);
  }
}

const SQL: Readonly<Record<string, TokenType>> = {
  keyword: 'keyword',
  name: 'variable',
  quoted: 'variable',
  function: 'function',
  number: 'number',
  string: 'string',
  operator: 'operator',
  comment: 'comment',
};
