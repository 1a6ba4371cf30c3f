import { Failure } from '../failure.ts';
import type { MetricFact, NewModelVersion } from '../ports/modelRegistry.ts';
import type { FileValue, FinishedStep, ModelValue, Step, StepContext } from '../ports/step.ts';
import { isFile, isModel, isTable, modelAt } from './values.ts';

/** Gives a model its name and number, with all that later decisions need. The same model is registered once. */
export const modelRegister: Step = {
  uses: 'model/register',
  revision: 1,
  async stillHolds({ with: values, context }, outputs) {
    const model = modelAt(values, 'model');
    const models = await context.registry.models();
    const versions = models.find((one) => one.name === outputs['name'])?.versions ?? [];
    return versions.some((version) => version.version === outputs['version'] && version.sha256 === model.sha256);
  },
  async run({ with: values, context }) {
    const model = modelAt(values, 'model');
    const name = String(values['name']);
    const { version, isNew } = await context.registry.register(await newVersion(name, model, context));
    const label = `${version.name}:${version.version}`;
    context.log(isNew ? `registered ${label}` : `${label} holds this model already`);
    await context.record({ tags: { 'modelyard.registered': label } });
    return { name: version.name, version: version.version };
  },
};

async function newVersion(name: string, model: ModelValue, context: StepContext): Promise<NewModelVersion> {
  if (!model.signature)
    throw new Failure('no-signature', `The model to be registered as \`${name}\` has no signature.`, {
      next: 'Register an ONNX model: its file says what goes in and out.',
    });
  const evaluation = findEvaluation(model, context);
  const { report, scores } = evaluation?.outputs ?? {};
  const params = Object.entries(model.params).filter(
    (entry): entry is [string, boolean | number | string] => entry[1] !== null,
  );
  return {
    name,
    format: model.format,
    sha256: model.sha256,
    size: model.size,
    signature: model.signature,
    run: context.run.id,
    pipeline: context.run.pipeline,
    params: Object.fromEntries(params),
    data: model.lineage,
    features: model.features ?? {},
    metrics: isFile(report) ? await measured(report, context) : {},
    evidence: {
      ...(isTable(scores) ? { scores: scores.sha256 } : {}),
      ...(model.baseline ? { baseline: model.baseline } : {}),
    },
    environment: context.environment,
  };
}

/** The evaluation of this very model in this run; the last one where there are several. */
function findEvaluation(model: ModelValue, context: StepContext): FinishedStep | undefined {
  return [...context.finished.values()].findLast(
    (step) =>
      step.uses === 'model/evaluate' && isModel(step.with['model']) && step.with['model'].sha256 === model.sha256,
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
