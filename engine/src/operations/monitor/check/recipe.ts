import type { UserSql } from '../../../data/userSql.ts';
import { Failure } from '../../../failure.ts';
import type { FeaturesSpec } from '../../../language/specs.generated.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import { identifier } from '../../../ports/sqlText.ts';
import type { Value } from '../../../ports/step.ts';
import { evaluationsOf } from '../../../project/evaluationsOf.ts';
import type { Pipeline, UsesStep } from '../../../project/pipeline.ts';
import type { Project } from '../../../project/project.ts';
import { registrationsOf } from '../../../project/registrations.ts';
import { examplesOf } from '../../../project/tables.ts';
import { sqlOf } from '../../../steps/values.ts';
import { expressionContexts } from '../../run/contexts.ts';
import { resolveParams } from '../../run/params.ts';
import { resolveValue } from '../../run/resolveValue.ts';
import type { MonitorAround } from '../monitorAround.ts';
import { specsOfVersion } from './specsOfVersion.ts';

/** How the inputs of a version are made of the rows of a dataset. */
export interface Recipe {
  /** SQL of each input that is no feature. */
  readonly columns: Readonly<Record<string, UserSql>>;
  readonly label: { readonly name: string; readonly sql: UserSql } | null;
  /** `features` of the step. */
  readonly features: Value;
  featureView(name: string): FeaturesSpec;
  /** Where each input comes from, in words: `hour(date)`, `airport view`. */
  readonly origins: Readonly<Record<string, string>>;
  /** From which score on the pipeline predicts a row positive. */
  readonly threshold: number;
  /** Metrics that the pipeline measures by SQL of its own. */
  readonly ownMetrics: Readonly<Record<string, UserSql>>;
}

/**
 * The `data/examples` step that the version learned from, as it stood then, without its `where`; for a version of no pipeline, its
 * inputs by name.
 * @throws Failure `specs-unknown`, `recipe-unknown`, `expression`
 */
export async function recipeOf(around: MonitorAround, version: ModelVersion): Promise<Recipe> {
  if (version.pipeline === undefined) return inputsByName(version);
  const specs = await specsOfVersion(around, version);
  const pipeline = specs.project.pipelines.get(version.pipeline);
  if (pipeline === undefined) throw unknown(version, `has no pipeline \`${version.pipeline}\``);
  const found = exampleStep(pipeline, version.name);
  if (found === undefined)
    throw unknown(version, `has no \`data/examples\` step that the model of \`${version.pipeline}\` learns from`);
  const given = Object.entries(specs.params).map(([name, value]) => `${name}=${value}`);
  const contexts = await expressionContexts(
    { ...around, project: specs.project, pipeline, params: resolveParams(pipeline, given), secrets: 'named' },
    { id: version.run, name: '' },
  );
  const asked = (step: UsesStep, key: string): Value | undefined => {
    const spec = step.with.get(key);
    return spec && resolveValue(spec, contexts, pipeline);
  };
  const [label] = Object.entries(named(asked(found.step, 'label')));
  const threshold = found.evaluations
    .map((step) => asked(step, 'threshold'))
    .find((value) => typeof value === 'number');
  const columns = named(asked(found.step, 'columns'));
  const features = asked(found.step, 'features') ?? [];
  return {
    columns,
    label: label === undefined ? null : { name: label[0], sql: label[1] },
    features,
    featureView: (name) => viewOf(specs.project, name),
    origins: { ...originsOf(columns), ...featureOrigins(features, specs.project) },
    threshold: typeof threshold === 'number' ? threshold : 0.5,
    ownMetrics: Object.assign({}, ...found.evaluations.map((step) => ownMetrics(asked(step, 'metrics')))),
  };
}

interface Found {
  readonly step: UsesStep;
  readonly evaluations: readonly UsesStep[];
}

/** Of a model that a program makes, the only step that makes examples. */
function exampleStep(pipeline: Pipeline, model: string): Found | undefined {
  const all = registrationsOf(pipeline);
  const registration = all.find((one) => one.model === model) ?? all.find((one) => one.model === undefined);
  const evaluations = registration === undefined ? [] : evaluationsOf(pipeline, registration.step);
  const maker = registration?.maker === undefined ? undefined : pipeline.steps.get(registration.maker);
  const trained = maker?.kind === 'uses' ? examplesOf(pipeline, maker.with.get('data')) : undefined;
  if (trained !== undefined) return { step: trained.step, evaluations };
  const [only, ...more] = [...pipeline.steps.values()].flatMap((step) =>
    step.kind === 'uses' && step.uses === 'data/examples' ? [step] : [],
  );
  return only === undefined || more.length > 0 ? undefined : { step: only, evaluations };
}

/** Inputs as columns of their own name. */
export function inputsByName({ signature }: ModelVersion): Recipe {
  const columns = Object.fromEntries(
    Object.keys(signature.inputs).map((name): [string, UserSql] => [name, { text: identifier(name) }]),
  );
  const [target] = Object.keys(signature.outputs);
  return {
    columns,
    label: target === undefined ? null : { name: target, sql: { text: identifier(target) } },
    features: [],
    featureView: (name) => {
      throw new Failure('unknown-view', `There is no feature view \`${name}\`.`);
    },
    origins: {},
    threshold: 0.5,
    ownMetrics: {},
  };
}

function named(value: Value | undefined): Readonly<Record<string, UserSql>> {
  const entries = Object.entries((value ?? {}) as Readonly<Record<string, Value>>);
  return Object.fromEntries(entries.map(([name, sql]) => [name, sqlOf(sql)]));
}

function ownMetrics(value: Value | undefined): Readonly<Record<string, UserSql>> {
  const list = (value ?? []) as readonly (string | { readonly name: string; readonly sql: Value })[];
  return Object.fromEntries(
    list.flatMap((metric) => (typeof metric === 'string' ? [] : [[metric.name, sqlOf(metric.sql)] as const])),
  );
}

function originsOf(columns: Readonly<Record<string, UserSql>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, { text }]) => {
      const sql = text.trim().replaceAll(/\s+/g, ' ');
      return sql === name || sql.length > 40 ? [] : [[name, sql]];
    }),
  );
}

interface NamedJoin {
  readonly view: string;
  readonly fields?: readonly string[];
  readonly prefix?: string;
}

function featureOrigins(features: Value, project: Project): Readonly<Record<string, string>> {
  const joins = features as unknown as readonly NamedJoin[];
  return Object.fromEntries(
    joins.flatMap(({ view, fields, prefix = '' }) => {
      const names = fields ?? Object.keys(viewOf(project, view).fields);
      return names.map((name) => [prefix + name, `${view} view`]);
    }),
  );
}

function viewOf(project: Project, name: string): FeaturesSpec {
  const file = project.views.get(name);
  if (file !== undefined) return file.tree.value as unknown as FeaturesSpec;
  throw new Failure('unknown-view', `The project had no feature view \`${name}\` when the version was trained.`, {
    next: 'Train a new version.',
  });
}

function unknown({ name, version }: ModelVersion, why: string): Failure {
  return new Failure(
    'recipe-unknown',
    `How the inputs of ${name}:${version} are made is not known: its project ${why}.`,
    {
      next: 'Name rows that hold its inputs: `current: {predictions: NAME}`.',
    },
  );
}
