import { hasExpression, parseTemplate } from './expressions/template.ts';
import { isRecord } from './isRecord.ts';
import { type Kind, LANGUAGE_VERSION } from './kinds.ts';
import { type Json, type Path, valueAt } from './node.ts';
import { byPlace, comparePositions, type Problem, type Range } from './problem.ts';
import type { StepSchemas } from './schema.ts';
import { firstSentence } from './schemaMessages.ts';
import { type At, type LocatedError, schemaProblems } from './schemaProblems.ts';
import { SCHEMAS } from './schemas.ts';
import { NO_SCHEMA, type Place, specPlaces } from './specPlaces.ts';
import { cutSql } from './sqlCut.ts';
import type { Tree } from './tree.ts';
import { type SchemaError, specValidators, stepValidators } from './validators.generated.js';

/** Nobody reads more of one file. */
const MAX_ERRORS = 300;

/**
 * What in a spec is not as the schema of its kind has it; one problem for one mistake. `steps` gives the schemas of
 * built-in steps; the `with` of a step that it does not know is not judged. In a file whose YAML is broken, only what
 * stands before the break is judged, and nothing is called missing. The problems of the YAML are in `tree.problems`.
 */
export function validateSpec(kind: Kind, tree: Tree, steps: StepSchemas = () => undefined): Problem[] {
  const value = tree.value;
  if (value === null && tree.root === undefined) return tree.problems.length > 0 ? [] : [emptyFile(kind, tree)];
  if (tree.isPlain && specValidators[kind]!(value)) return [];
  const errors = errorsOf(value, (judged) => run(specValidators[kind]!, judged)).map((error) => located(error, []));
  const all = kind === 'pipeline' ? [...errors, ...stepErrors(value, steps)] : errors;
  const solid = all.filter(({ error, path }) => !isHole(error, valueAt(value, path))).slice(0, MAX_ERRORS);
  const at: At = { kind, tree, steps };
  const places = specPlaces(kind, value, steps);
  const cuts = cutSql(places, tree).slice(0, MAX_ERRORS);
  const problems = [
    ...cuts,
    ...schemaProblems(solid, at).filter((problem) => !cuts.some((cut) => contains(cut.range, problem.range))),
    ...misplacedExpressions(places, tree).slice(0, MAX_ERRORS),
    ...(kind === 'project' ? languageTooNew(tree) : []),
  ];
  return problems.filter((problem) => isCertain(problem, tree)).sort(byPlace);
}

function errorsOf(value: Json, judge: (value: Json) => readonly SchemaError[]): { error: SchemaError; value: Json }[] {
  return judge(value).map((error) => ({ error, value }));
}

function run(validator: (typeof specValidators)[string], value: Json): readonly SchemaError[] {
  return validator(value) ? [] : [...(validator.errors ?? [])];
}

function located({ error, value }: { error: SchemaError; value: Json }, prefix: Path): LocatedError {
  const path: (string | number)[] = [];
  let current: Json | undefined = value;
  for (const part of error.instancePath.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const step: string | number = Array.isArray(current) ? Number(key) : key;
    path.push(step);
    current = current === undefined ? undefined : valueAt(current, [step]);
  }
  return { error, path: [...prefix, ...path] };
}

/** Errors in the `with` of the steps that are known; an absent `with` is an empty one. */
function stepErrors(value: Json, schemas: StepSchemas): LocatedError[] {
  const steps = valueAt(value, ['steps']);
  if (!isRecord(steps)) return [];
  return Object.entries(steps).flatMap(([id, step]) => {
    const uses = isRecord(step) ? step['uses'] : undefined;
    const given = isRecord(step) ? (step['with'] ?? {}) : undefined;
    if (typeof uses !== 'string' || !isRecord(given) || schemas(uses) === undefined) return [];
    const validator = Object.hasOwn(stepValidators, uses) ? stepValidators[uses] : undefined;
    if (validator === undefined) return [];
    return errorsOf(given, (judged) => run(validator, judged)).map((found) => located(found, ['steps', id, 'with']));
  });
}

/** An expression is a hole in the schema: what it gives is tested when it is checked. */
function isHole(error: SchemaError, value: Json | undefined): boolean {
  if (typeof value !== 'string' || !hasExpression(value)) return false;
  return parseTemplate(value).whole || error.keyword !== 'type';
}

function misplacedExpressions(places: readonly Place[], tree: Tree): Problem[] {
  return places.flatMap(({ value, schema, contexts, path }) => {
    if (typeof value !== 'string' || contexts.length > 0 || schema === NO_SCHEMA) return [];
    if (!hasExpression(value) || !parseTemplate(value).whole) return [];
    const message = 'An expression cannot stand here: this must be known before anything runs';
    return [{ code: 'bad-format', severity: 'error', message, range: tree.range(path), data: { path } }];
  });
}

function languageTooNew(tree: Tree): Problem[] {
  const version = valueAt(tree.value, ['language']);
  if (typeof version !== 'number' || !Number.isInteger(version) || version <= LANGUAGE_VERSION) return [];
  const message = `The project is written in version ${version} of the language; this Modelyard reads up to ${LANGUAGE_VERSION}: update it`;
  return [
    {
      code: 'language-too-new',
      severity: 'error',
      message,
      range: tree.range(['language']),
      data: { path: ['language'] },
    },
  ];
}

function emptyFile(kind: Kind, tree: Tree): Problem {
  const schema = SCHEMAS[kind].properties?.[kind];
  const message = `The file is empty: it begins with \`${kind}\`${firstSentence(schema)}`;
  return {
    code: 'missing-key',
    severity: 'error',
    message,
    range: tree.lines.range(0, 0),
    data: { path: [], missing: kind },
  };
}

/** What YAML made of the rest of a text that it cut is no mistake of its own. */
function contains(outer: Range, inner: Range): boolean {
  return comparePositions(outer.start, inner.start) <= 0 && comparePositions(inner.end, outer.end) <= 0;
}

function isCertain({ code, range }: Problem, tree: Tree): boolean {
  if (tree.brokenAt === undefined) return true;
  return code !== 'missing-key' && tree.lines.offset(range.end) <= tree.brokenAt;
}
