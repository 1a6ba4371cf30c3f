import { posix as path } from 'node:path';
import type { Stores } from '../../../ports/host.ts';
import type { ModelVersion, RegisteredModel } from '../../../ports/modelRegistry.ts';
import { policiesFor } from '../../../project/policies.ts';
import type { Project } from '../../../project/project.ts';
import { approvalsFolder } from '../../../registry/approvals/approvalFile.ts';
import { RegistryFolder } from '../../../registry/registryFolder.ts';
import { aliasNow } from './aliasNow.ts';
import { aliasOverTime } from './aliasOverTime.ts';
import { approversOf } from './approversOf.ts';
import { historyOf, mainOf } from './buildAliasHistory.ts';
import { guardOf } from './guardOf.ts';
import { differencesOf, metricsOf } from './heldAgainst.ts';
import { keptReport } from './keptReport.ts';
import { modelNamed, versionNamed } from './named.ts';
import { placesOf } from './placesOf.ts';
import { plannedChange } from './plannedChange.ts';
import { HOLDS_SHOWN, type PromotionPage } from './promotionPage.ts';
import type { MoveOfAlias, PromotionSources } from './promotionSources.ts';

/**
 * What a promotion's page shows, as far as it is known without judging.
 * @throws Failure `model-not-found`, `version-not-found`
 */
export async function buildPromotionPage(move: MoveOfAlias, sources: PromotionSources): Promise<PromotionPage> {
  const { host, root, project, stores } = sources;
  const { alias } = move;
  const model = modelNamed(move.model, sources.models);
  const candidate = versionNamed(model, move.version);
  const around = { files: host.files, git: host.git(root), root };
  const guarding = guardOf(around, model.name, alias);
  const [states, { guard }, approvers, report, withdrawn, approvals, isKnown, isHere] = await Promise.all([
    aliasOverTime(around, model.name, alias),
    guarding,
    guarding.then(({ rules }) => rules && approversOf(sources, rules, candidate)),
    keptReport(host.files, root, move),
    withdrawnReason(sources, candidate),
    approvalFiles(sources, move),
    hasRun(stores, candidate.run),
    stores?.artifacts.has(candidate.sha256),
  ]);
  const now = aliasNow(states, guard, model.name, alias);
  const champion = model.versions.find(({ version }) => version === now.alias?.version);
  const held = champion === undefined || champion === candidate ? undefined : { alias, version: champion };
  const pipeline = project.pipelines.get(candidate.pipeline ?? '');
  const history = historyOf(states, now.alias, (version) => mainOf(model, version, project));
  const isHeld = now.alias?.version === candidate.version;
  return {
    model: model.name,
    version: candidate.version,
    semver: candidate.semver,
    sha256: candidate.sha256,
    alias,
    now:
      (now.alias && {
        version: now.alias.version,
        run: champion !== undefined && (await hasRun(stores, champion.run)) ? champion.run : null,
        since: now.alias.since,
        previous: now.alias.previous ?? null,
      }) ||
      null,
    pending: now.pending,
    withdrawn,
    guard,
    report,
    approvals,
    approvers: approvers ?? null,
    change: isHeld
      ? null
      : plannedChange({ candidate, alias, now: now.alias, before: now.text, isGuarded: guard.kind === 'rules' }),
    metrics: metricsOf(candidate, held, pipeline),
    differences: held === undefined ? [] : differencesOf(candidate, held.version),
    history: history.slice(0, HOLDS_SHOWN),
    holds: history.length,
    evidence: {
      run: candidate.run,
      hasRun: isKnown,
      scores: candidate.evidence.scores ?? null,
      isHere: isHere ?? false,
      dirty: candidate.dirty,
    },
    otherAliases: otherAliases(project, model, candidate, alias),
    places: placesOf(project, candidate),
  };
}

async function withdrawnReason(
  { host, root }: PromotionSources,
  { name, version }: ModelVersion,
): Promise<string | null> {
  const folder = new RegistryFolder(host.files, root);
  if (!(await folder.isWithdrawn(name, version))) return null;
  return (await folder.notes(name)).versions.get(version)?.withdrawn?.reason ?? 'no reason is given';
}

async function approvalFiles({ host, root }: PromotionSources, move: MoveOfAlias): Promise<readonly string[]> {
  const folder = path.join(root, approvalsFolder(move.model));
  if ((await host.files.stat(folder))?.kind !== 'folder') return [];
  const begins = `v${move.version}-${move.alias}-`;
  const names = (await host.files.list(folder)).filter((name) => name.startsWith(begins)).toSorted();
  const stats = await Promise.all(names.map((name) => host.files.stat(path.join(folder, name))));
  return names.map((name, at) => `${name} ${Math.floor(stats[at]?.modified ?? 0)}`);
}

async function hasRun(stores: Stores | undefined, run: string): Promise<boolean> {
  if (stores === undefined || run === '') return false;
  return stores.runs.run(run).then(
    () => true,
    () => false,
  );
}

function otherAliases(
  project: Project,
  model: RegisteredModel,
  { version }: ModelVersion,
  alias: string,
): readonly string[] {
  const held = new Set(model.aliases.filter((one) => one.version === version).map((one) => one.alias));
  const guarded = policiesFor(project, model.name).flatMap((policy) => [...policy.aliases.keys()]);
  return [...new Set(guarded)].filter((one) => one !== alias && !held.has(one));
}
