import { checkExpression } from '../language/expressions/check.ts';
import { fits, typeName, type ValueType } from '../language/expressions/types.ts';
import type { Schema } from '../language/schema.ts';
import { contextTypes } from '../project/contextTypes.ts';
import { type ExpressionSite, expressionsOf } from '../project/expressionSites.ts';
import type { Pipeline, PipelineStep } from '../project/pipeline.ts';
import type { Project } from '../project/project.ts';
import type { SpecFile } from '../project/specFile.ts';
import { areSettingsWhole } from '../project/wholeFiles.ts';
import type { Family, Found, Rule } from './rule.ts';

/** Everything between `${{` and `}}`. */
export const expressions: Family = {
  rules: [
    rule(
      'expression-syntax',
      'An expression cannot be read',
      'Between `${{` and `}}` stands one expression: names with members (`steps.train.model`), numbers, texts in quotes, `true`, `false`, `null`, operators (`== != < <= > >= && || ! + - * / %`) and calls such as `if(condition, then, else)`.',
    ),
    rule(
      'expression-type',
      'An expression gives another type than is asked for',
      'What the expression gives does not fit: its operands do not go together, or its result is a table where a model is asked for, text where a number is.',
    ),
    rule(
      'unknown-context',
      'An expression names something that is not there',
      "An expression begins with `params`, `steps`, `matrix`, `run`, `git`, `env`, in a program's step also with `inputs` and `outputs`. Not every place has all of them: secrets are given in `env` of a step only.",
    ),
    rule(
      'unknown-function',
      'There is no such function',
      'The functions are few: `if`, `len`, `min`, `max`, `contains`, `hash`, `always`. In SQL, the functions are those of DuckDB.',
    ),
    rule('unknown-param', 'The pipeline has no such param', 'Declare the param under `params`, or mend its name.'),
    rule('unknown-step', 'The pipeline has no such step', 'The id is none of the keys under `steps` of this pipeline.'),
    rule(
      'unknown-output',
      'The step has no such output',
      'A built-in step gives the outputs that its page lists; a program gives those under its `outputs`.',
    ),
    rule('unknown-member', 'There is no such member', 'The value in front of the dot has no member of this name.'),
    rule(
      'variable-not-allowed',
      'An environment variable is not allowed by the project',
      'Expressions read only those variables of the environment that modelyard.yaml lists under `env`, so that a project says on what it depends. Add the name there.',
    ),
  ],
  *check(project, file) {
    for (const site of file.expressions) if (site.place.contexts.length > 0) yield* checkSite(project, file, site);
  },
};

function rule(code: string, title: string, docs: string): Rule {
  return { code, title, severity: 'error', pace: 'fast', docs };
}

interface Inside {
  readonly pipeline: Pipeline | undefined;
  readonly step: PipelineStep | undefined;
}

function* checkSite(project: Project, file: SpecFile, site: ExpressionSite): Generator<Found> {
  const { path, contexts } = site.place;
  const at = (start: number, end: number) => ({
    file: file.path,
    range: file.tree.scalar(path)?.range(start, end) ?? file.tree.range(path),
  });
  for (const { code, message, start, end, candidates } of site.template.problems)
    yield { code, message, ...at(start, end), ...(candidates && { data: { candidates } }) };
  const types = contextTypes(project, contexts, insideOf(file, path));
  for (const expression of expressionsOf(site)) {
    const { problems, type, references } = checkExpression(expression, types);
    const isVariable = (start: number, end: number) =>
      references.some((each) => each.path[0] === 'env' && each.start <= start && end <= each.end);
    for (const { code, message, start, end, candidates } of problems) {
      const place = at(start, end);
      if (code === 'unknown-member' && isVariable(start, end)) {
        const name = file.tree.scalar(path)?.text.slice(start, end) ?? '';
        if (areSettingsWhole(project)) yield notAllowed(name, place);
      } else yield { code, message, ...place, ...(candidates && { data: { candidates } }) };
    }
    const wanted = problems.length > 0 ? undefined : misfit(site, type);
    if (wanted !== undefined)
      yield {
        code: 'expression-type',
        message: `This must be ${wanted}, and the expression gives a ${typeName(type)}`,
        ...at(expression.start, expression.end),
      };
  }
}

function insideOf(file: SpecFile, path: readonly (string | number)[]): Inside {
  const { pipeline } = file;
  return { pipeline, step: path[0] === 'steps' ? pipeline?.steps.get(String(path[1])) : undefined };
}

function notAllowed(name: string, place: Pick<Found, 'file' | 'range'>): Found {
  const message = `The project does not allow the environment variable \`${name}\`; list it under \`env\` in modelyard.yaml`;
  return { code: 'variable-not-allowed', message, ...place };
}

/** What is wanted instead, in words; undefined where the type fits. */
function misfit({ place, template }: ExpressionSite, type: ValueType): string | undefined {
  if (!template.whole || place.schema['x-sql'] !== undefined)
    return SCALARS.some((kind) => fits(type, { kind })) || type.kind === 'secret' ? undefined : 'a number or a text';
  if (isCondition(place.path)) return fits(type, { kind: 'boolean' }) ? undefined : 'true or false';
  const wanted = isInput(place.path) ? INPUTS : wantedTypes([place.schema, ...place.branches]);
  if (wanted === undefined || wanted.some((one) => fits(type, one))) return undefined;
  if (type.kind === 'secret' && place.contexts.includes('secrets')) return undefined;
  return [...new Set(wanted.map(inWords))].join(' or ');
}

const SCALARS = ['boolean', 'float', 'string'] as const;
const INPUTS: readonly ValueType[] = [{ kind: 'table' }, { kind: 'model' }, { kind: 'file' }, { kind: 'string' }];

function isCondition(path: readonly (string | number)[]): boolean {
  return path.length === 3 && path[0] === 'steps' && path[2] === 'if';
}

/** An input of a program takes any output of another step, or a path. */
function isInput(path: readonly (string | number)[]): boolean {
  return path[0] === 'steps' && path[2] === 'inputs';
}

function wantedTypes(schemas: readonly Schema[]): readonly ValueType[] | undefined {
  const types = schemas.flatMap(wantedBy);
  return types.length === 0 ? undefined : types;
}

function wantedBy(schema: Schema): readonly ValueType[] {
  const value = schema['x-value'];
  const also = schema['x-also'];
  if (value !== undefined && schema['x-reference'] === undefined && value !== 'file')
    return [{ kind: value }, ...(also === undefined ? [] : [{ kind: also }])];
  const kinds = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  const own = kinds.flatMap((kind) => TYPES[kind] ?? []);
  return value === undefined || value === 'file' ? own : [{ kind: value }, ...own];
}

const ANY_LIST: ValueType = { kind: 'list', items: { kind: 'any' } };

const TYPES: Readonly<Record<string, ValueType>> = {
  boolean: { kind: 'boolean' },
  integer: { kind: 'integer' },
  number: { kind: 'float' },
  string: { kind: 'string' },
  array: ANY_LIST,
  object: { kind: 'map', fields: {} },
};

function inWords(type: ValueType): string {
  return WORDS[type.kind] ?? `a ${type.kind}`;
}

const WORDS: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  integer: 'a whole number',
  float: 'a number',
  string: 'text',
};
