import { Failure } from '../../failure.ts';
import type { Selection } from '../../pipeline/plan.ts';
import type { ArtifactStore } from '../../ports/artifactStore.ts';
import type { Run } from '../../ports/runStore.ts';
import { RUN_TAGS } from '../../tracking/tags.ts';

/** What a run has recorded so that it can be made again. */
export interface RecordedRun {
  readonly run: Run;
  readonly pipeline: string;
  readonly commit: string;
  /** Uncommitted changes of tracked files; empty where there were none. */
  readonly diff: string;
  /** Texts of the spec files, by path in the project. */
  readonly specs: ReadonlyMap<string, string>;
  readonly selection: Selection;
  /** Name of an environment of modelyard.yaml. */
  readonly environment: string | undefined;
  /** Versions of programs and the platform. */
  readonly machine: Readonly<Record<string, unknown>>;
}

/** @throws Failure `run-running`, `run-not-repeatable`, `run-without-commit` */
export async function recordedRun(run: Run, artifacts: ArtifactStore): Promise<RecordedRun> {
  const short = run.id.slice(0, 8);
  if (run.status === 'running')
    throw new Failure('run-running', `The run ${short} is still running.`, {
      next: `Wait until it has ended; \`modelyard attach ${short}\` follows it.`,
    });
  const pipeline = run.tags[RUN_TAGS.pipeline];
  if (pipeline === undefined || run.tags[RUN_TAGS.call] === undefined)
    throw new Failure(
      'run-not-repeatable',
      `The run ${short} is not of a pipeline: it did not record how it was made.`,
      {
        next: 'Name a run of `modelyard run`; `modelyard runs list` shows them.',
      },
    );
  const commit = run.tags[RUN_TAGS.commit];
  if (commit === undefined)
    throw new Failure(
      'run-without-commit',
      `The run ${short} was made outside of git, so its code is not known any more.`,
      {
        next: 'Commit the project, then run the pipeline again: that run can be reproduced.',
      },
    );
  const call = JSON.parse(run.tags[RUN_TAGS.call] ?? '{}') as { selection?: Selection; environment?: string | null };
  const texts = async (prefix: string): Promise<readonly (readonly [string, string])[]> =>
    Promise.all(
      run.artifacts
        .filter(({ path }) => path.startsWith(prefix))
        .map(async ({ path, sha256 }) => {
          const bytes = await artifacts.bytes(sha256, `${path} of the run ${short}`);
          return [path.slice(prefix.length), new TextDecoder().decode(bytes)] as const;
        }),
    );
  return {
    run,
    pipeline,
    commit,
    diff: (await texts('git/dirty.diff'))[0]?.[1] ?? '',
    specs: new Map(await texts('specs/')),
    selection: call.selection ?? {},
    environment: call.environment ?? undefined,
    machine: JSON.parse(run.tags[RUN_TAGS.environment] ?? '{}') as Readonly<Record<string, unknown>>,
  };
}
