import type { PipelineRun } from '../../data/knowledge.ts';
import { COMMANDS } from '../../protocol.ts';
import { soon } from '../soon.ts';
import type { Document } from '../spot.ts';
import { command, type Lens, lensAt, projectUri } from './lens.ts';

/** What can be done with a pipeline and its steps. */
export async function pipelineLenses(document: Document, signal: AbortSignal): Promise<readonly Lens[]> {
  const { file, snapshot } = document;
  const root = projectUri(document);
  const pipeline = file.pipeline && snapshot.project.pipelines.get(file.pipeline.name);
  // Of two pipelines with one name the other would run.
  if (root === undefined || pipeline?.file !== file.path) return [];
  const { tree } = file;
  const argument = { root, pipeline: pipeline.name };
  const runs = (await soon(snapshot.knowledge.runs(pipeline.name, signal))) ?? [];
  const run = lensAt(tree, ['pipeline'], command(COMMANDS.runPipeline, 'Run pipeline', argument));
  const compare = lensAt(tree, ['pipeline'], command(COMMANDS.compareRuns, 'Compare runs', argument));
  const ofSteps = [...pipeline.steps.values()].flatMap((step) => {
    const ofStep = { ...argument, step: step.id };
    const reported = step.kind === 'uses' && step.uses === 'model/evaluate' ? runWith(runs, step.id) : undefined;
    return [
      lensAt(tree, step.path, command(COMMANDS.runToStep, 'Run to here', ofStep)),
      ...(step.kind === 'run' ? [lensAt(tree, step.path, command(COMMANDS.debugStep, 'Debug step', ofStep))] : []),
      ...(reported === undefined
        ? []
        : [
            lensAt(
              tree,
              step.path,
              command(COMMANDS.openReport, 'Open report', { root, run: reported.id, step: step.id }),
            ),
          ]),
    ];
  });
  return [run, ...(runs.length >= 2 ? [compare] : []), ...ofSteps];
}

function runWith(runs: readonly PipelineRun[], step: string): PipelineRun | undefined {
  return runs.find(({ steps }) => Object.hasOwn(steps, step));
}
