import { artifactRows } from '../../../../engine/src/operations/runs/artifactRows.ts';
import { productionOf } from '../../../../engine/src/operations/runs/production.ts';
import { stepRows } from '../../../../engine/src/operations/runs/stepRows.ts';
import { wholeRunOf } from '../../../../engine/src/operations/runs/wholeRun.ts';
import type { RunParts } from '../../views/runs.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Viewed } from '../protocol.ts';
import { registeredModels } from './registered.ts';
import { runNamed } from './runNamed.ts';

/** A run's steps, in the order of the plan, and its artifacts; of a step's run the artifacts of the step. */
export async function runParts(asked: Viewed, { run: id }: ViewQuestions['runParts']['params']): Promise<RunParts> {
  const { run, ...stores } = await runNamed(asked, id);
  const artifacts = await artifactRows(run.artifacts, stores.artifacts);
  if (run.parent !== undefined) return { steps: [], artifacts };
  const whole = await wholeRunOf(run, { stores, files: asked.host.files, project: asked.project });
  const production = productionOf(run, whole.pipeline, await registeredModels(asked));
  return { steps: stepRows(whole, production), artifacts };
}
