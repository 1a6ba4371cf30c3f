import { stepEntry } from '../../../../engine/src/catalog/catalog.ts';
import {
  type ContextTypes,
  fits,
  type MapType,
  type ValueType,
} from '../../../../engine/src/language/expressions/types.ts';
import { contextTypes } from '../../../../engine/src/project/contextTypes.ts';
import { type Ask, keysAt, once, pipelineOf, stepOf, textAt } from './ask.ts';
import { followers } from './names.ts';
import { stepLines } from './stepLines.ts';

/** Types of the contexts that an expression at the place may read; of a broken file what its lines tell beside. */
export function typesAt(ask: Ask, names: readonly string[] = ask.place.contexts): ContextTypes {
  return once(ask, `types ${names.join()}`, () => readTypes(ask, names));
}

function readTypes(ask: Ask, names: readonly string[]): ContextTypes {
  const { snapshot, file } = ask.spot;
  const types = contextTypes(snapshot.project, names, { pipeline: pipelineOf(ask), step: stepOf(ask) });
  if (file.tree.brokenAt === undefined || types['steps']?.kind !== 'map') return types;
  return { ...types, steps: { ...types['steps'], fields: { ...lineTypes(file.text), ...types['steps'].fields } } };
}

/** Outputs of built-in steps as the lines name them. */
function lineTypes(text: string): MapType['fields'] {
  return Object.fromEntries([...stepLines(text)].map(([id, uses]) => [id, outputsOf(uses)]));
}

function outputsOf(uses: string | undefined): ValueType {
  const entry = uses === undefined ? undefined : stepEntry(uses);
  if (entry === undefined) return { kind: 'any' };
  const fields = Object.entries(entry.outputs).map(([name, { type }]): [string, ValueType] => [
    name,
    type === 'metrics' ? { kind: 'map', fields: {}, rest: { kind: 'float' } } : { kind: type },
  ]);
  return { kind: 'map', fields: Object.fromEntries(fields) };
}

/** A chain of names with the type of what it gives. */
export interface TypedChain {
  readonly text: string;
  readonly type: ValueType;
}

/** The likeliest output of this type for the key, of the steps that may come before, as an expression in braces. */
export function outputFor(ask: Ask, wanted: 'table' | 'model' | 'file', target: Target): string | undefined {
  const uses = usesOf(ask, target);
  const chains = chainsNearby(ask, { kind: wanted });
  const best = [2, 1, 0]
    .map((score) => chains.find(({ text }) => scoreOf(text, target.key, uses) === score))
    .find((chain) => chain !== undefined);
  return best && braced(best.text);
}

export function braced(text: string): string {
  return `\${{ ${text} }}`;
}

/** The key that a value is for, and the built-in step where it is not the one around the place. */
export interface Target {
  readonly key: string;
  readonly step?: string | undefined;
}

/** Outputs of steps whose type is known and fits, the likeliest for the key first. */
export function stepChains(ask: Ask, wanted: ValueType, target: Target): readonly TypedChain[] {
  const uses = usesOf(ask, target);
  const byScore = Map.groupBy(chainsNearby(ask, wanted), ({ text }) => scoreOf(text, target.key, uses));
  return [2, 1, 0].flatMap((score) => byScore.get(score) ?? []);
}

function usesOf(ask: Ask, { step }: Target): string | undefined {
  return step ?? textAt(ask, [...ask.where.path.slice(0, 2), 'uses']);
}

/** The nearest step above first, then those further up, then those below. */
function chainsNearby(ask: Ask, wanted: ValueType): readonly TypedChain[] {
  return once(ask, `chains ${wanted.kind}`, () => {
    const { steps } = typesAt(ask, ['steps']);
    if (steps?.kind !== 'map') return [];
    const [first, own] = ask.where.path;
    const later = first === 'steps' && own !== undefined ? followers(ask, String(own)) : NOBODY;
    const ids = new Set([...keysAt(ask, ['steps']), ...Object.keys(steps.fields)]);
    return [...ids].flatMap((id) => {
      const outputs = later.has(id) ? undefined : steps.fields[id];
      return outputs === undefined
        ? []
        : chainsBelow(`steps.${id}`, outputs, 3).filter(({ type }) => isOf(type, wanted));
    });
  });
}

const NOBODY: ReadonlySet<string> = new Set();

function isOf(type: ValueType, wanted: ValueType): boolean {
  return type.kind !== 'any' && type.kind !== 'map' && type.kind !== 'null' && fits(type, wanted);
}

/** Chains of members of known type, down to a depth. */
export function chainsBelow(text: string, type: ValueType, depth: number): readonly TypedChain[] {
  if (type.kind !== 'map') return [{ text, type }];
  if (depth === 0) return [];
  return Object.entries(type.fields).flatMap(([name, inner]) => chainsBelow(`${text}.${name}`, inner, depth - 1));
}

/** Which output usually stands under a key. */
const USUAL: Readonly<Record<string, string>> = {
  'model/train data': 'train',
  'model/evaluate data': 'test',
  'data/split data': 'data',
  'model/predict data': 'data',
};

function scoreOf(text: string, key: string, uses: string | undefined): number {
  const output = text.slice(text.lastIndexOf('.') + 1);
  if (output === USUAL[`${uses} ${key}`]) return 2;
  return output === key && key !== 'data' ? 1 : 0;
}
