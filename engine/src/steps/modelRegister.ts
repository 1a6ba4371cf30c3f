import { Failure } from '../failure.ts';
import type { MetricFact, NewModelVersion } from '../ports/modelRegistry.ts';
import type { FileValue, FinishedStep, ModelValue, Step, StepContext, StepRequest, Value } from '../ports/step.ts';
import { hasEvidenceOf } from '../registry/evidence.ts';
import { folderHash } from '../registry/modelFolder.ts';
import { modelOfOneFile } from './modelFromFolder.ts';
import { isFile, isModel, isTable, modelAt } from './values.ts';

/** Gives a model its name and number, with all that later decisions need. The same model is registered once, or until it comes with its scores. */
export const modelRegister: Step = {
  uses: 'model/register',
  revision: 1,
  async stillHolds({ with: values, context }, outputs) {
    const sha256 = hashOf(modelOrFile(values));
    const models = await context.registry.models();
    const versions = models.find((one) => one.name === outputs['name'])?.versions ?? [];
    const made = { evidence: evidenceOf(modelOrFile(values), values, context) };
    return versions.some(
      (version) => version.version === outputs['version'] && version.sha256 === sha256 && hasEvidenceOf(version, made),
    );
  },
  async run({ with: values, context }) {
    const { version, isNew } = await context.registry.register(await newVersion({ with: values, context }));
    const label = `${version.name}:${version.version}`;
    context.log(isNew ? `registered ${label}` : `${label} holds this model already`);
    await context.record({ tags: { 'modelyard.registered': label } });
    return { name: version.name, version: version.version };
  },
};

/** What a program wrote is a model too, of which only the bytes are known. */
function modelOrFile(values: StepRequest['with']): ModelValue | FileValue {
  const value = values['model'];
  return isFile(value) ? value : modelAt(values, 'model');
}

function hashOf(value: ModelValue | FileValue): string {
  return isFile(value) ? folderHash([{ path: value.name, sha256: value.sha256 }]) : value.sha256;
}

async function newVersion({ with: values, context }: StepRequest): Promise<NewModelVersion> {
  const name = String(values['name']);
  const given = modelOrFile(values);
  const model = isFile(given) ? await modelOfOneFile(context, given, given.lineage ?? {}) : given;
  if (!model.signature)
    throw new Failure('no-signature', `The model to be registered as \`${name}\` has no signature.`, {
      next: 'Register an ONNX model: its file says what goes in and out.',
    });
  const evaluation = findEvaluation(given, values['evaluation'], context);
  const report = evaluation?.outputs['report'];
  return {
    name,
    format: model.format,
    sha256: model.sha256,
    size: model.size,
    ...(model.folder === undefined ? {} : { folder: model.folder }),
    signature: model.signature,
    run: context.run.id,
    pipeline: context.run.pipeline,
    params: await paramsOf(given, context),
    data: model.lineage,
    features: given.features ?? {},
    metrics: isFile(report) ? await measured(report, context) : {},
    evidence: {
      ...evidenceOf(given, values, context),
      ...(model.baseline ? { baseline: model.baseline } : {}),
    },
    environment: { ...context.environment, ...model.environment },
  };
}

/** Its scores and the rows that they are of. */
function evidenceOf(
  model: ModelValue | FileValue,
  values: StepRequest['with'],
  context: StepContext,
): NewModelVersion['evidence'] {
  const evaluation = findEvaluation(model, values['evaluation'], context);
  const scores = evaluation?.outputs['scores'];
  const rows = evaluation?.with['data'];
  return {
    ...(isTable(scores) ? { scores: scores.sha256 } : {}),
    ...(isTable(rows) ? { test: rows.sha256 } : {}),
  };
}

/** Those of its learner, or what the program that made it has logged. */
async function paramsOf(model: ModelValue | FileValue, context: StepContext): Promise<NewModelVersion['params']> {
  const own = isFile(model) ? [] : Object.entries(model.params);
  const program = [...context.finished.values()].find(
    ({ uses, outputs }) => uses === 'run' && holds(outputs, model.sha256),
  );
  if (own.length === 0 && program !== undefined) return (await context.runs.run(program.stepRun)).params;
  return Object.fromEntries(own.filter((entry): entry is [string, boolean | number | string] => entry[1] !== null));
}

/** The evaluation that is named, else that of this very model in this run; the last one where there are several. */
function findEvaluation(
  model: ModelValue | FileValue,
  named: Value | undefined,
  context: StepContext,
): FinishedStep | undefined {
  if (typeof named === 'string') return evaluationNamed(named, context);
  const finished = [...context.finished.values()];
  return finished.findLast(({ uses, with: values }) => {
    if (uses !== 'model/evaluate') return false;
    const { model: measured, predictions } = values;
    if (isModel(measured)) return measured.sha256 === model.sha256;
    return isTable(predictions) && finished.some((step) => leads(step, model.sha256, predictions.sha256));
  });
}

function evaluationNamed(id: string, { finished }: StepContext): FinishedStep {
  const step = finished.get(id);
  if (step?.uses === 'model/evaluate') return step;
  throw new Failure('no-evaluation', `There is no evaluation \`${id}\` whose figures the version could carry.`, {
    next: 'Name a step under `evaluation` that uses model/evaluate and runs before, not skipped and without a matrix.',
    exitCode: 1,
  });
}

/** Whether a step made both the model and the predictions, or the predictions of the model. */
function leads({ with: given, outputs }: FinishedStep, model: string, predictions: string): boolean {
  return holds(outputs, predictions) && (holds(outputs, model) || holds(given, model));
}

function holds(value: unknown, sha256: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    (value as { readonly sha256?: unknown }).sha256 === sha256 || Object.values(value).some((one) => holds(one, sha256))
  );
}

async function measured(report: FileValue, context: StepContext): Promise<Record<string, MetricFact>> {
  const bytes = await context.artifacts.bytes(report.sha256, 'evaluation report');
  const { metrics } = JSON.parse(new TextDecoder().decode(bytes)) as {
    metrics: Record<string, { value: number | null; low?: number; high?: number }>;
  };
  const facts = Object.entries(metrics).flatMap(([name, { value, low, high }]): [string, MetricFact][] =>
    typeof value === 'number'
      ? [[name, { value, ...(low === undefined || high === undefined ? {} : { low, high }) }]]
      : [],
  );
  return Object.fromEntries(facts);
}
