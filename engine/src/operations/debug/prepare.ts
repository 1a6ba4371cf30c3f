import { usage } from '../../failure.ts';
import { nearest } from '../../language/nearest.ts';
import type { RunEvent } from '../../pipeline/events.ts';
import { loadProject } from '../../project/load.ts';
import type { Pipeline, RunStep } from '../../project/pipeline.ts';
import { type Observer, operation } from '../operation.ts';
import { openStores } from '../project.ts';
import { checkSpecs } from '../run/checkSpecs.ts';
import { resolveParams } from '../run/params.ts';
import { pipelineOf, specsOf } from '../run/run.ts';
import { type PreparedStep, prepareStep } from './prepareStep.ts';

export interface StepPrepared extends PreparedStep {
  readonly type: 'step.prepared';
}

/** `prepare PIPELINE STEP`: everything for a debugger to start the step's program as a run would. */
export const prepareOperation = operation({
  name: 'prepare',
  title: 'Make a step that is a program ready for a debugger',
  examples: [
    {
      command: 'modelyard prepare own-script baseline',
      does: 'Runs what the step needs, puts its inputs in place and says how a run would start its program.',
    },
    {
      command: 'modelyard prepare own-script baseline --format json',
      does: 'The same for an editor: program, arguments, variables, folders.',
    },
  ],
  arguments: {
    pipeline: { type: 'string', description: 'Name of the pipeline.', positional: true, required: true },
    step: {
      type: 'string',
      description: 'A step with `run:`; in a matrix with its index, as in `train[2]`, else the first.',
      positional: true,
      required: true,
    },
    param: { type: 'string', description: 'Value of a param, NAME=VALUE.', multiple: true, placeholder: 'K=V' },
    env: { type: 'string', description: 'Environment of modelyard.yaml.', placeholder: 'NAME' },
  },
  result: 'prepare',
  async run(host, args, observer: Observer<RunEvent | StepPrepared>): Promise<PreparedStep> {
    const { root, ...stores } = await openStores(host);
    const project = await loadProject(host.files, root, { environment: args.env });
    const pipeline = pipelineOf(project, args.pipeline);
    const step = programStep(pipeline, args.step);
    const params = resolveParams(pipeline, args.param);
    await checkSpecs(host, root, project, pipeline);
    const request = { host, root, stores, project, pipeline, params, specs: specsOf(project, pipeline) };
    const prepared = await prepareStep({ ...request, ...step }, observer);
    observer.event({ type: 'step.prepared', ...prepared });
    return prepared;
  },
});

/** The step that was named and which of its executions is meant. */
function programStep(pipeline: Pipeline, named: string): { readonly step: RunStep; readonly execution: string } {
  const [, name = named, index] = /^(.*)\[(\d+)\]$/.exec(named) ?? [];
  const step = pipeline.steps.get(name);
  const steps = [...pipeline.steps.values()];
  const programs = steps.filter((one) => one.kind === 'run').map((one) => one.id);
  const others =
    programs.length === 0
      ? 'The pipeline has no step with `run:`.'
      : `Steps with \`run:\` are: ${programs.join(', ')}.`;
  if (step === undefined) {
    const near = nearest(name, [...pipeline.steps.keys()]);
    throw usage(
      `The pipeline \`${pipeline.name}\` has no step \`${name}\`.`,
      near ? `Did you mean \`${near}\`?` : others,
    );
  }
  if (step.kind !== 'run')
    throw usage(`The step \`${name}\` is \`${step.uses}\`, no program of yours that could be debugged.`, others);
  if (index !== undefined && step.matrix === undefined)
    throw usage(`The step \`${name}\` has no matrix, so there is no \`${named}\`.`, `Say \`${name}\`.`);
  return { step, execution: step.matrix === undefined ? name : `${name}[${index ?? 0}]` };
}
