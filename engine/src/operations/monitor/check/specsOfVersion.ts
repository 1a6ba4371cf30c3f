import { posix as path } from 'node:path';
import { Failure } from '../../../failure.ts';
import { kindOfPath, PROJECT_FILE } from '../../../language/kinds.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import type { Run } from '../../../ports/runStore.ts';
import { buildProject, type Project } from '../../../project/project.ts';
import { RUN_TAGS } from '../../../tracking/tags.ts';
import type { MonitorAround } from '../monitorAround.ts';

/** The specs that a version was made by. */
export interface SpecsOfVersion {
  readonly project: Project;
  /** Parameters of its run, as texts; none where the run is not known here. */
  readonly params: Readonly<Record<string, string>>;
}

/**
 * As the version's run recorded them, which knows uncommitted changes too; else as they stand at its commit.
 * @throws Failure `specs-unknown` where this clone has neither
 */
export async function specsOfVersion(around: MonitorAround, version: ModelVersion): Promise<SpecsOfVersion> {
  const run = await runOf(around, version);
  const recorded = run && (await specsOfRun(around, run));
  const params = run?.params ?? {};
  if (recorded !== undefined && recorded.size > 0)
    return { project: buildProject(recorded, { environment: environmentOf(run) }), params };
  const committed = await specsAtCommit(around, version);
  return { project: buildProject(committed, { environment: environmentOf(run) }), params };
}

async function runOf({ stores }: MonitorAround, { run }: ModelVersion): Promise<Run | undefined> {
  return run === '' ? undefined : stores.runs.run(run).catch(() => undefined);
}

async function specsOfRun({ stores }: MonitorAround, run: Run): Promise<ReadonlyMap<string, string> | undefined> {
  const specs = run.artifacts.filter((artifact) => artifact.path.startsWith('specs/'));
  const texts = new Map<string, string>();
  for (const { path: name, sha256 } of specs) {
    try {
      const bytes = await stores.artifacts.bytes(sha256, `${name} of the run ${run.id.slice(0, 8)}`);
      texts.set(name.slice('specs/'.length), new TextDecoder().decode(bytes));
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  }
  return texts;
}

function environmentOf(run: Run | undefined): string | undefined {
  const call = run?.tags[RUN_TAGS.call];
  return call === undefined
    ? undefined
    : ((JSON.parse(call) as { environment?: string | null }).environment ?? undefined);
}

async function specsAtCommit(
  { host, root }: MonitorAround,
  { name, version, commit, dirty }: ModelVersion,
): Promise<ReadonlyMap<string, string>> {
  const git = host.git(root);
  const repository = await git.root();
  const of = `${name}:${version}`;
  if (commit === undefined || repository === undefined)
    throw new Failure('specs-unknown', `How the inputs of ${of} are made is not known here: it names no commit.`, {
      next: 'Train it again from a committed project.',
    });
  if (!(await git.hasCommit(commit))) {
    const isShallow = await git.history.isShallow();
    throw new Failure('specs-unknown', `The commit ${commit.slice(0, 12)} of ${of} is not in this clone.`, {
      next: isShallow ? 'Fetch it: `git fetch --unshallow`.' : `Fetch it: \`git fetch origin ${commit}\`.`,
    });
  }
  if (dirty)
    throw new Failure('specs-unknown', `${of} was trained with uncommitted changes, and its run is not here.`, {
      next: 'Get its run with `modelyard pull`, or train it again from a committed project.',
    });
  const inside = path.relative(repository, (await host.files.realPath(root)) ?? root);
  const blobs = await git.history.filesAt(commit, inside);
  const wanted = [...blobs].flatMap(([file, blob]) => {
    const name = path.relative(inside, file);
    return name === PROJECT_FILE || kindOfPath(name) !== undefined ? [[name, blob] as const] : [];
  });
  const texts = await git.history.texts(wanted.map(([, blob]) => blob));
  return new Map(wanted.flatMap(([file, blob]) => (texts.has(blob) ? [[file, texts.get(blob)!] as const] : [])));
}
