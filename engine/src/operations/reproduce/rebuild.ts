import { posix as path } from 'node:path';
import { checkoutVersion } from '../../data/versions/checkoutVersion.ts';
import { VersionRecords } from '../../data/versions/versionRecord.ts';
import { Failure } from '../../failure.ts';
import type { Host, Stores } from '../../ports/host.ts';
import { PROJECT_VENVS } from '../../ports/python.ts';
import { loadProject } from '../../project/load.ts';
import type { Project } from '../../project/project.ts';
import type { RecordedRun } from './recordedRun.ts';

export interface RebuildRequest {
  readonly host: Host;
  readonly stores: Stores;
  /** The project as it is now. */
  readonly root: string;
  readonly recorded: RecordedRun;
  readonly signal: AbortSignal;
}

/**
 * Works in the project as the run found it: its commit in a worktree of its own, its uncommitted changes, its spec texts and the data it
 * read. All of that is gone afterwards, whatever happens.
 * @throws Failure `no-repository`, `commit-gone`, `diff-refused`, `data-unknown`, `data-not-kept`
 */
export async function inRebuiltProject<T>(
  request: RebuildRequest,
  work: (project: Project, root: string) => Promise<T>,
): Promise<T> {
  const { host, stores, root, recorded } = request;
  const git = host.git(root);
  const repository = await git.root();
  if (repository === undefined)
    throw new Failure('no-repository', `${root} is in no git repository any more, or git is not there.`, {
      next: 'Go to a clone that has the commit of the run.',
    });
  if (!(await git.hasCommit(recorded.commit))) throw commitGone(recorded);
  const worktree = path.join(stores.folder, 'tmp', `reproduce-${host.ids.runId().slice(0, 12)}`);
  try {
    await git.addWorktree(worktree, recorded.commit);
    const inside = path.relative(repository, (await host.files.realPath(root)) ?? root);
    const project = path.join(worktree, inside);
    await applyChanges(request, worktree, project);
    const loaded = await loadProject(host.files, project, { environment: recorded.environment });
    await placeData(request, loaded, project);
    await linkEnvironments(request, loaded, project);
    return await work(loaded, project);
  } finally {
    await git.removeWorktree(worktree);
  }
}

async function applyChanges({ host, recorded }: RebuildRequest, worktree: string, project: string): Promise<void> {
  const refused = recorded.diff === '' ? undefined : await host.git(worktree).applyDiff(recorded.diff);
  if (refused !== undefined)
    throw new Failure('diff-refused', `The uncommitted changes of the run do not fit its commit: ${refused}.`, {
      next: `\`modelyard runs show ${shortId(recorded)}\` names its commit and \`git/dirty.diff\`; apply it by hand to see where it differs.`,
    });
  // Specs that git did not know are not in its changes.
  for (const [file, text] of recorded.specs)
    if ((await host.files.read(path.join(project, file))) !== text)
      await host.files.write(path.join(project, file), text);
}

/** By hash: from the store, or from where they were read while they are the same. */
async function placeData(request: RebuildRequest, project: Project, folder: string): Promise<void> {
  const { host, stores, root, recorded, signal } = request;
  const records = new VersionRecords(host.files, stores.folder);
  const read = new Map(recorded.run.datasets.map((dataset) => [`${dataset.name}@${dataset.version}`, dataset]));
  for (const { name, version } of read.values()) {
    if (project.datasets.get(name)?.source.kind === 'sql') continue;
    const record = await records.find(name, version);
    if (record === undefined) throw dataUnknown(name, version);
    const { files } = host;
    const { artifacts, memo } = stores;
    await checkoutVersion({ record, folder, root, force: true, files, artifacts, memo, signal });
  }
}

/** Python environments are not in git; they are used where they stand. */
async function linkEnvironments(
  { host, root, recorded }: RebuildRequest,
  project: Project,
  folder: string,
): Promise<void> {
  const pipeline = project.pipelines.get(recorded.pipeline);
  const folders = [...(pipeline?.steps.values() ?? [])].flatMap((step) =>
    step.kind === 'run' && step.python?.venv !== undefined ? [step.python.venv] : [],
  );
  for (const venv of new Set([...folders, ...PROJECT_VENVS])) {
    const [there, here] = [path.join(root, venv), path.join(folder, venv)];
    if (!here.startsWith(`${folder}/`)) continue;
    const isMissing = (await host.files.stat(here)) === undefined;
    if (isMissing && (await host.files.stat(there))?.kind === 'folder') await host.files.linkFolder(there, here);
  }
}

function commitGone(recorded: RecordedRun): Failure {
  const commit = recorded.commit.slice(0, 12);
  return new Failure('commit-gone', `The commit ${commit} of the run ${shortId(recorded)} is not in this repository.`, {
    next: `Fetch it (\`git fetch origin ${recorded.commit}\`), or go to a clone that has it.`,
  });
}

function dataUnknown(name: string, version: string): Failure {
  return new Failure(
    'data-unknown',
    `This store has no record of ${name}@${version.slice(0, 12)}, which the run has read.`,
    {
      next: `Reproduce where the run was made, or put the files back and run a pipeline on them: \`modelyard data versions ${name}\` then lists them.`,
    },
  );
}

function shortId({ run }: RecordedRun): string {
  return run.id.slice(0, 8);
}
