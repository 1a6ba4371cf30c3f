import { posix as path } from 'node:path';
import { Failure } from '../../../failure.ts';
import type { ModelAlias } from '../../../ports/modelRegistry.ts';
import { parseAliasFile } from '../../../registry/aliasFile.ts';
import type { GateReport } from '../../../registry/decisions/gateReport.ts';
import {
  type GateReportFile,
  gateReportPath,
  hashOfReport,
  readGateReport,
} from '../../../registry/decisions/gateReportFile.ts';
import { rulesOfMove } from '../../../registry/policies/rulesOfMove.ts';
import { aliasPath } from '../../../registry/registryFolder.ts';
import { gateResult } from '../../promotion/gateResult.ts';
import { statesThatHeld } from './aliasHistory.ts';
import { commitFiles, filesOfDecision } from './decision.ts';
import { type MovedAlias, NOTHING_MOVED } from './movedAlias.ts';
import { cannotFinish, detached, noIdentity, nothingPending, stagedOtherwise, underWay } from './moveFailures.ts';
import { promotionMessage, rollbackMessage } from './moveMessage.ts';
import { inRepository, type MovePlace, type Repository, textAt } from './movePlace.ts';
import { signs } from './preflight.ts';

/**
 * Commits a move that was begun: the gate report beside it must be whole, of this move, allow it, and rest on rules that still hold.
 * @throws Failure `nothing-pending`, `cannot-finish`, and what a promotion is refused for
 */
export async function finishMove(place: MovePlace, model: string, alias: string): Promise<MovedAlias> {
  const { repository, before, text } = await pendingOf(place, model, alias);
  const { commits } = repository.git;
  if (repository.branch === undefined) throw detached();
  if ((await repository.git.identity()) === undefined) throw noIdentity();
  const file = aliasPath(model, alias);
  const next = text === undefined ? undefined : readable(text, file);
  if (next === undefined) throw cannotFinish(model, alias, 'its file is gone or cannot be read');
  const judged = await judgedBefore(place, next, before);
  const files = await filesOfDecision(place, next, judged?.report.approvals ?? null);
  const staged = await commits.stagedOtherwise(inRepository(repository, [file, ...files]));
  if (staged.length > 0) throw stagedOtherwise(staged);
  const rules = await rulesAround(place, model, alias);
  const message =
    next.reason === undefined
      ? promotionMessage(next, judged!.report, judged!.file)
      : rollbackMessage({ ...next, reason: next.reason }, before?.version ?? next.version, judged);
  const sign = await signs(place, alias, rules);
  const commit = await commitFiles(place, { alias: next, report: judged?.file, files, message, sign });
  return {
    ...settled(next, before),
    commit: commit ?? null,
    report: judged?.file.path ?? null,
    gates: judged === undefined ? null : gateResult(judged.report),
  };
}

/** Makes the alias file what is committed again, and takes the report away that nothing rests on. */
export async function undoMove(place: MovePlace, model: string, alias: string): Promise<MovedAlias> {
  const { repository, before, committed, text } = await pendingOf(place, model, alias);
  const { host, root } = place;
  const file = aliasPath(model, alias);
  const next = text === undefined ? undefined : readable(text, file);
  if (committed === undefined) await host.files.remove(path.join(root, file));
  else await host.files.write(path.join(root, file), committed);
  await repository.git.commits.unstage(inRepository(repository, [file]));
  if (next?.gates !== undefined) {
    const report = gateReportPath(model, next, next.gates);
    if ((await textAt(repository, 'HEAD', report)) === undefined) {
      await host.files.remove(path.join(root, report));
      await repository.git.commits.unstage(inRepository(repository, [report]));
    }
  }
  if (before !== undefined) return { ...settled(before, before), moved: false, previous: before.previous ?? null };
  const version = next?.version ?? 0;
  return { ...settled({ model, alias, version, sha256: next?.sha256 ?? '' }, undefined), moved: false };
}

interface Pending {
  readonly repository: Repository;
  /** What is committed. */
  readonly before: ModelAlias | undefined;
  readonly committed: string | undefined;
  /** Of the file; undefined where it is gone. */
  readonly text: string | undefined;
}

async function pendingOf(place: MovePlace, model: string, alias: string): Promise<Pending> {
  const { repository, host, root, stores } = place;
  const { pending = [], aliases } = await stores.registry.model(model);
  if (repository?.commit === undefined || !pending.some((one) => one.alias === alias))
    throw nothingPending(model, alias);
  const work = await repository.git.commits.underWay();
  if (work !== undefined) throw underWay(work);
  const file = aliasPath(model, alias);
  return {
    repository,
    before: aliases.find((one) => one.alias === alias),
    committed: await textAt(repository, repository.commit, file),
    text: await host.files.read(path.join(root, file)),
  };
}

interface Judged {
  readonly report: GateReport;
  readonly file: GateReportFile;
}

/** The report that the pending file names, where it still decides; undefined for a way back that asks for no gates. */
async function judgedBefore(
  place: MovePlace,
  next: ModelAlias,
  before: ModelAlias | undefined,
): Promise<Judged | undefined> {
  const { model, alias } = next;
  const refuse = (why: string) => cannotFinish(model, alias, why);
  const rules = await rulesAround(place, model, alias);
  const current = [rules.base, rules.tree].flatMap((one) => one ?? []);
  if (next.reason !== undefined && current.every(({ rollback }) => rollback === 'none')) {
    const held = await statesThatHeld(place, model, alias);
    const isKnown = held.some((one) => one.version === next.version && one.sha256 === next.sha256);
    if (!isKnown) throw refuse(`version ${next.version} did not hold the alias before, or was rolled back from`);
    return undefined;
  }
  if (next.gates === undefined) throw refuse('it names no gate report: it was edited by hand');
  const at = gateReportPath(model, next, next.gates);
  const text = await place.host.files.read(path.join(place.root, at));
  if (text === undefined) throw refuse(`${at} is not there`);
  if (hashOfReport(text) !== next.gates) throw refuse(`${at} was changed since`);
  const report = readGateReport(text, at);
  if (!report.allowed) throw refuse(`${at} does not allow it`);
  if (report.version !== next.version || report.sha256 !== next.sha256 || report.alias !== alias)
    throw refuse(`${at} is of another version or alias`);
  const champion = report.champion?.version;
  if (champion !== before?.version)
    throw refuse(`${at} compares with ${champion ?? 'nothing'}, and it holds ${before?.version ?? 'nothing'} now`);
  const hashes = current.map(({ hash }) => hash);
  if (report.policies.map((policy) => policy.rules).join() !== hashes.join())
    throw refuse('the policy has changed since');
  return { report, file: { path: at, text, sha256: next.gates } };
}

function rulesAround({ host, root }: MovePlace, model: string, alias: string) {
  return rulesOfMove({ files: host.files, git: host.git(root), root }, { model, alias });
}

function readable(text: string, file: string): ModelAlias | undefined {
  try {
    return parseAliasFile(text, file);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function settled(
  { model, alias, version, sha256, reason }: Pick<ModelAlias, 'model' | 'alias' | 'version' | 'sha256' | 'reason'>,
  before: ModelAlias | undefined,
): MovedAlias {
  return {
    ...NOTHING_MOVED,
    ...{ allowed: true, moved: true, guarded: true, model, alias, version, sha256 },
    previous: before?.version ?? null,
    reason: reason ?? null,
  };
}
