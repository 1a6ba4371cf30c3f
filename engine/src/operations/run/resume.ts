import { Failure } from '../../failure.ts';
import type { RunEvent } from '../../pipeline/events.ts';
import type { Host, Stores } from '../../ports/host.ts';
import type { Run } from '../../ports/runStore.ts';
import { loadProject } from '../../project/load.ts';
import { RUN_TAGS } from '../../tracking/tags.ts';
import { type Observer, operation } from '../operation.ts';
import { openStores } from '../project.ts';
import { type Detaching, SILENT } from './detach.ts';
import { RUN, topRun } from './follow.ts';
import { JOBS, jobsFlag, jobsOf, OUTLIVE } from './jobs.ts';
import { outlive } from './outlive.ts';
import { resolveParams } from './params.ts';
import { pipelineOf, specsOf } from './run.ts';
import { type RunResult, runPipeline, runVerdict } from './runPipeline.ts';

/** `resume RUN`: on from the last finished step. */
export const resumeRun = operation({
  name: 'resume',
  title: 'Go on with a run that was interrupted, cancelled or failed',
  examples: [{ command: 'modelyard resume 9b1f', does: 'Finished steps stay as they are; the others run.' }],
  arguments: { run: RUN, outlive: OUTLIVE, jobs: JOBS },
  result: 'run',
  async run(host, args, observer): Promise<RunResult> {
    const { root, ...stores } = await openStores(host);
    const run = await topRun(stores, args.run);
    if (run.status === 'finished')
      throw new Failure('run-finished', `The run ${run.id.slice(0, 8)} has finished; there is nothing left to do.`, {
        exitCode: 1,
      });
    const jobs = jobsOf(args.jobs);
    const call = JSON.parse(run.tags[RUN_TAGS.call] ?? '{}') as { selection?: object; environment?: string | null };
    const project = await loadProject(host.files, root, { environment: call.environment ?? undefined });
    const pipeline = pipelineOf(project, run.tags[RUN_TAGS.pipeline] ?? '');
    const specs = specsOf(project, pipeline);
    await refuseChanged(stores, run, specs);
    const observed = observer as Observer<RunEvent>;
    if (args.outlive) return outlive(host, stores, detaching(host, run, args.jobs), observed);
    const given = Object.entries(run.params).map(([name, value]) => `${name}=${value}`);
    const params = resolveParams(pipeline, given);
    const selection = call.selection ?? {};
    return runPipeline(
      { host, root, stores, project, pipeline, params, selection, specs, resume: run, jobs },
      observed,
    );
  },
  verdict: runVerdict,
});

function detaching(host: Host, resume: Run, jobs: number | undefined): Detaching {
  const project = host.projectFolder === undefined ? [] : ['--project', host.projectFolder];
  const args = ['resume', resume.id, ...project, ...jobsFlag(jobs), ...SILENT];
  return { run: resume.id, args, resume };
}

/** A run goes on only with the specs it began with; else its finished steps and the others would not belong together. */
async function refuseChanged(stores: Stores, run: Run, specs: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of specs) {
    const kept = run.artifacts.find((artifact) => artifact.path === `specs/${path}`);
    const before = kept && new TextDecoder().decode(await stores.artifacts.bytes(kept.sha256, `specs/${path}`));
    if (before === undefined || before === text) continue;
    throw new Failure('specs-changed', `${path} has changed since the run ${run.id.slice(0, 8)} began.`, {
      next: 'Start a new run with `modelyard run`: finished steps whose inputs are the same come from the cache.',
      exitCode: 1,
    });
  }
}
