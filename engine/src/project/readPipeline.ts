import { stepEntry } from '../catalog/catalog.ts';
import type { Expression } from '../language/expressions/expression.ts';
import { parseExpression } from '../language/expressions/parse.ts';
import { stepsNamed } from '../language/expressions/references.ts';
import { hasExpression, parseTemplate } from '../language/expressions/template.ts';
import { isRecord } from '../language/isRecord.ts';
import type { Range } from '../language/problem.ts';
import type { Json, Path, Tree } from '../language/tree.ts';
import { parseDuration } from '../language/values.ts';
import { splitWords } from '../language/words.ts';
import { LazyMap } from './lazyMap.ts';
import type {
  Need,
  Param,
  ParamType,
  ParamValue,
  Pipeline,
  PipelineStep,
  RunInput,
  RunStep,
  StepCondition,
  UsesStep,
} from './pipeline.ts';
import { entriesAt, type JsonMap, numberAt, textAt, textsAt, valueAt } from './read.ts';
import { readValue } from './readValue.ts';
import { expressionsIn, type SpecValue } from './specValue.ts';

/** The pipeline in this file; undefined where its first key names none. Whatever is broken in it is left out. */
export function readPipeline(file: string, tree: Tree): Pipeline | undefined {
  const name = textAt(tree, ['pipeline']);
  if (name === undefined) return undefined;
  const params = entriesAt(tree, ['params']).map(([key]) => [key, readParam(tree, key)] as const);
  const steps = entriesAt(tree, ['steps']).flatMap(([id, step]) => (isStep(step) ? [id] : []));
  return {
    name,
    file,
    tree,
    description: textAt(tree, ['description']),
    params: new Map(params),
    steps: new LazyMap(steps, (id) => readStep(tree, id)),
  };
}

/** `seed: 7` says type and default at once; `rounds: {type: integer, ...}` says more. */
function readParam(tree: Tree, name: string): Param {
  const path = ['params', name];
  const value = valueAt(tree, path);
  const declared = isRecord(value) ? value : { default: value ?? null };
  const given = isScalar(declared['default']) ? declared['default'] : undefined;
  const choices = declared['enum'];
  return {
    name,
    type: paramType(declared['type'], given),
    default: given,
    min: numberAt(tree, [...path, 'min']),
    max: numberAt(tree, [...path, 'max']),
    choices: Array.isArray(choices) ? choices.filter(isScalar) : undefined,
    description: textAt(tree, [...path, 'description']),
    range: tree.range(path, 'key'),
  };
}

function paramType(declared: unknown, given: ParamValue | undefined): ParamType {
  const types: readonly string[] = ['boolean', 'integer', 'float', 'string'] satisfies ParamType[];
  if (typeof declared === 'string' && types.includes(declared)) return declared as ParamType;
  if (typeof given === 'boolean') return 'boolean';
  if (typeof given === 'number') return Number.isInteger(given) ? 'integer' : 'float';
  return 'string';
}

function isScalar(value: unknown): value is ParamValue {
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string';
}

function isStep(value: Json): boolean {
  return isRecord(value) && (typeof value['uses'] === 'string' || typeof value['run'] === 'string');
}

/** Of a step that `isStep`. What stands in it is looked up in its own map: from the top of the tree it would cost more than all else here. */
function readStep(tree: Tree, id: string): PipelineStep {
  const path = ['steps', id];
  const given = valueAt(tree, path) as JsonMap;
  const base = {
    id,
    path,
    range: tree.range(path, 'key'),
    description: textIn(given, 'description'),
    condition: readCondition(tree, path, given),
    retries: typeof given['retries'] === 'number' ? given['retries'] : 0,
    timeout: parseDuration(given['timeout']),
    cache: given['cache'] !== false,
    matrix: isRecord(given['matrix']) ? readMap(tree, [...path, 'matrix']) : undefined,
    env: isRecord(given['env']) ? readMap(tree, [...path, 'env']) : NONE,
  };
  const uses = textIn(given, 'uses');
  if (uses !== undefined) {
    const entry = stepEntry(uses);
    return withNeeds(tree, { ...base, kind: 'uses', uses, entry, with: readMap(tree, [...path, 'with']) }, given);
  }
  const command = textIn(given, 'run') ?? '';
  const shell = textIn(given, 'shell');
  const run: WithoutNeeds = {
    ...base,
    kind: 'run',
    command,
    run: readValue(tree, [...path, 'run']),
    words: shell === undefined ? readWords(command, tree.range([...path, 'run'])) : undefined,
    shell,
    inputs: new Map(entriesAt(tree, [...path, 'inputs']).map(([name]) => [name, readInput(tree, path, name)])),
    outputs: new Map(
      entriesAt(tree, [...path, 'outputs']).map(([name]) => {
        const at = [...path, 'outputs', name];
        return [name, { path: readValue(tree, at), range: tree.range(at, 'key') }];
      }),
    ),
    python: readPython(tree, [...path, 'python']),
  };
  return withNeeds(tree, run, given);
}

const NONE: ReadonlyMap<string, SpecValue> = new Map();

function textIn(map: JsonMap, key: string): string | undefined {
  const value = map[key];
  return typeof value === 'string' ? value : undefined;
}

type WithoutNeeds = Omit<UsesStep, 'needs'> | Omit<RunStep, 'needs'>;

function withNeeds(tree: Tree, step: WithoutNeeds, given: JsonMap): PipelineStep {
  const named = given['needs'] === undefined ? [] : textsAt(tree, [...step.path, 'needs']);
  const declared: Need[] = named.map(({ text, path }) => ({ step: text, kind: 'declared', range: tree.range(path) }));
  const implied = valuesOf(step).flatMap(({ expressions, range }) =>
    expressions.flatMap(stepsNamed).map((name): Need => ({ step: name, kind: 'implied', range })),
  );
  const needs = new Map<string, Need>();
  for (const need of [...declared, ...implied]) if (!needs.has(need.step)) needs.set(need.step, need);
  return { ...step, needs: [...needs.values()] };
}

/** Everything of a step that may hold expressions. */
function valuesOf(
  step: WithoutNeeds,
): readonly { readonly expressions: readonly Expression[]; readonly range: Range }[] {
  const own =
    step.kind === 'uses'
      ? [...step.with.values()]
      : [
          step.run,
          ...[...step.inputs.values()].map((input) => input.from),
          ...[...step.outputs.values()].map((output) => output.path),
        ];
  const around = [...(step.matrix?.values() ?? []), ...step.env.values()];
  const values = [...own, ...around].map((value) => ({ expressions: expressionsIn(value), range: value.range }));
  const { condition } = step;
  return condition.kind === 'expression'
    ? [...values, { expressions: [condition.expression], range: condition.range }]
    : values;
}

/** `if: always()` and `if: ${{ ... }}`; a text without braces is an expression too. */
function readCondition(tree: Tree, step: Path, given: JsonMap): StepCondition {
  const path = [...step, 'if'];
  const value = given['if'];
  const text = typeof value === 'boolean' ? String(value) : value;
  if (typeof text !== 'string') return { kind: 'needs' };
  const expression = conditionOf(text);
  if (expression === undefined) return { kind: 'needs' };
  if (expression.kind === 'call' && expression.name === 'always') return { kind: 'always' };
  return { kind: 'expression', expression, range: tree.range(path) };
}

function conditionOf(text: string): Expression | undefined {
  if (!hasExpression(text)) return parseExpression(text).ast;
  const { segments, whole } = parseTemplate(text);
  const segment = segments.find((each) => each.kind === 'expression');
  return whole && segment?.kind === 'expression' ? segment.ast : undefined;
}

/** The words of a program's call; undefined where a quote is never closed. */
function readWords(command: string, range: Range): readonly SpecValue[] | undefined {
  const cut = splitWords(command);
  if (cut.kind === 'problem') return undefined;
  return cut.words.map((word) => {
    if (!hasExpression(word)) return { kind: 'constant', value: word, range };
    const template = parseTemplate(word);
    return template.problems.length > 0 ? { kind: 'invalid', range } : { kind: 'template', template, range };
  });
}

function readMap(tree: Tree, path: Path): ReadonlyMap<string, SpecValue> {
  const value = readValue(tree, path);
  return value.kind === 'map' ? value.entries : new Map();
}

function readInput(tree: Tree, step: Path, name: string): RunInput {
  const path = [...step, 'inputs', name];
  const isLong = isRecord(valueAt(tree, path));
  return {
    from: readValue(tree, isLong ? [...path, 'from'] : path),
    as: isLong ? textAt(tree, [...path, 'as']) : undefined,
    range: tree.range(path, 'key'),
  };
}

function readPython(
  tree: Tree,
  path: Path,
): { venv: string | undefined; requirements: string | undefined } | undefined {
  if (!isRecord(valueAt(tree, path))) return undefined;
  return { venv: textAt(tree, [...path, 'venv']), requirements: textAt(tree, [...path, 'requirements']) };
}
