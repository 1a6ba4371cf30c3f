import { posix as path } from 'node:path';
import type { ModelAlias } from '../../../ports/modelRegistry.ts';
import { writeAliasFile } from '../../../registry/aliasFile.ts';
import type { GateReport } from '../../../registry/decisions/gateReport.ts';
import type { GateReportFile } from '../../../registry/decisions/gateReportFile.ts';
import { aliasPath, notesPath, versionPath } from '../../../registry/registryFolder.ts';
import { inRepository, type MovePlace } from './movePlace.ts';

/** What is to be committed: an alias file and all that it rests on. Paths are relative to the project. */
export interface Decision {
  readonly alias: ModelAlias;
  /** Of the gates that were asked; undefined where none were. */
  readonly report: GateReportFile | undefined;
  /** Files that go with it where they are not committed yet. */
  readonly files: readonly string[];
  readonly message: string;
  readonly sign: boolean;
}

/** Files that say what a decision speaks of: the version, notes on it, and the approvals that count. */
export async function filesOfDecision(
  { host, root }: MovePlace,
  { model, version }: Pick<ModelAlias, 'model' | 'version'>,
  approvals: GateReport['approvals'] = null,
): Promise<readonly string[]> {
  const files = [
    versionPath(model, version),
    notesPath({ model, version }),
    notesPath({ model }),
    ...(approvals?.given.map(({ file }) => file) ?? []),
  ];
  const stats = await host.files.stats(files.map((file) => path.join(root, file)));
  return files.filter((_, index) => stats[index]?.kind === 'file');
}

/**
 * Writes the gate report, then the alias file, and commits both with their files. Killed in between it leaves a pending alias;
 * where git refuses, everything is as it was.
 * @returns the commit; undefined where there is no repository
 * @throws Failure `commit-refused`, `git-locked`
 */
export async function commitDecision(place: MovePlace, decision: Decision): Promise<string | undefined> {
  const { host, root } = place;
  const { alias, report } = decision;
  const aliasFile = path.join(root, aliasPath(alias.model, alias.alias));
  const before = await host.files.read(aliasFile);
  const fresh = report !== undefined && (await host.files.stat(path.join(root, report.path))) === undefined;
  if (fresh) await host.files.write(path.join(root, report.path), report.text);
  await host.files.write(aliasFile, writeAliasFile(alias));
  try {
    return await commitFiles(place, decision);
  } catch (error) {
    if (before === undefined) await host.files.remove(aliasFile);
    else await host.files.write(aliasFile, before);
    if (fresh) await host.files.remove(path.join(root, report.path));
    throw error;
  }
}

/** Commits what lies in the working tree. */
export async function commitFiles(
  { repository }: MovePlace,
  { alias, report, files, message, sign }: Decision,
): Promise<string | undefined> {
  if (repository === undefined) return undefined;
  const own = [aliasPath(alias.model, alias.alias), ...(report === undefined ? [] : [report.path])];
  const { commits } = repository.git;
  const paths = await commits.uncommitted(inRepository(repository, [...own, ...files]));
  return commits.commitOnly(message, paths, { sign });
}
