import { posix as path } from 'node:path';
import { Failure } from '../../../failure.ts';
import { parseModelReference } from '../../../language/modelReference.ts';
import type { Host, Stores } from '../../../ports/host.ts';
import type { ModelAlias, ModelVersion, RegisteredModel } from '../../../ports/modelRegistry.ts';
import { policiesFor } from '../../../project/policies.ts';
import type { Project } from '../../../project/project.ts';
import { textAt } from '../../../project/read.ts';
import { approvalsFolder } from '../../../registry/approvals/approvalFile.ts';
import { aliasPath, RegistryFolder, versionPath } from '../../../registry/registryFolder.ts';
import type { SpecPlace } from '../../runs/page/runPage.ts';
import { aliasHistory } from './aliasHistory.ts';
import { type AliasOverTime, aliasOverTime, readAlias } from './aliasOverTime.ts';
import { guardOf } from './guardOf.ts';
import { differencesOf, metricsOf } from './heldAgainst.ts';
import { keptReport } from './keptReport.ts';
import { plannedChange } from './plannedChange.ts';
import {
  type AliasHold,
  HOLDS_SHOWN,
  type PageGuard,
  type PromotionPage,
  type PromotionPlaces,
} from './promotionPage.ts';

/** Where a page is made from. */
export interface PromotionSources {
  readonly host: Pick<Host, 'files' | 'git' | 'clock'>;
  /** Absolute root of the project. */
  readonly root: string;
  readonly project: Project;
  readonly models: readonly RegisteredModel[];
  /** Undefined where this machine has none. */
  readonly stores: Stores | undefined;
}

export interface MoveOfAlias {
  readonly model: string;
  readonly version: number;
  readonly alias: string;
}

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
  const [states, guard, report, withdrawn] = await Promise.all([
    aliasOverTime(around, model.name, alias),
    guardOf(around, model.name, alias),
    keptReport(host.files, root, move),
    withdrawnReason(sources, candidate),
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
    approvals: await approvalFiles(sources, move),
    change: isHeld
      ? null
      : plannedChange({ candidate, alias, now: now.alias, before: now.text, isGuarded: guard.kind === 'rules' }),
    metrics: metricsOf(candidate, held, pipeline),
    differences: held === undefined ? [] : differencesOf(candidate, held.version),
    history: history.slice(0, HOLDS_SHOWN),
    holds: history.length,
    evidence: {
      run: candidate.run,
      hasRun: await hasRun(stores, candidate.run),
      scores: candidate.evidence.scores ?? null,
      isHere: (await stores?.artifacts.has(candidate.sha256)) ?? false,
      dirty: candidate.dirty,
    },
    otherAliases: otherAliases(project, model, candidate, alias),
    places: placesOf(project, candidate),
  };
}

/**
 * All versions that an alias stood for, the newest first.
 * @throws Failure `model-not-found`
 */
export async function buildAliasHistory(
  { model: name, alias }: Pick<MoveOfAlias, 'model' | 'alias'>,
  { host, root, project, models }: PromotionSources,
): Promise<readonly AliasHold[]> {
  const model = modelNamed(name, models);
  const states = await aliasOverTime({ files: host.files, git: host.git(root), root }, name, alias);
  const now = readAlias(states.here, aliasPath(name, alias));
  return historyOf(states, now, (version) => mainOf(model, version, project));
}

function modelNamed(name: string, models: readonly RegisteredModel[]): RegisteredModel {
  const model = models.find((one) => one.name === name);
  if (model !== undefined) return model;
  throw new Failure('model-not-found', `No model \`${name}\` is registered in this project.`, {
    next: 'Register one with `modelyard models register`, or bring the registry up to date with `git pull`.',
  });
}

function versionNamed(model: RegisteredModel, number: number): ModelVersion {
  const version = model.versions.find((one) => one.version === number);
  if (version !== undefined) return version;
  const last = model.versions.at(-1)?.version;
  throw new Failure(
    'version-not-found',
    `\`${model.name}\` has no version ${number}; the newest is ${last ?? 'none'}.`,
    {
      next: 'Name another version, or bring the registry up to date with `git pull`.',
    },
  );
}

interface Now {
  readonly alias: ModelAlias | undefined;
  readonly text: string | undefined;
  readonly pending: number | null;
}

/** A guarded alias is what is committed; another file in the working tree is a move that is not. */
function aliasNow({ committed, here, there }: AliasOverTime, guard: PageGuard, model: string, alias: string): Now {
  const file = aliasPath(model, alias);
  const lies = readAlias(here, file);
  if (guard.kind !== 'rules' || here === there || committed.length === 0)
    return { alias: lies, text: here, pending: null };
  const decided = readAlias(there, file);
  return {
    alias: decided,
    text: there,
    pending: lies !== undefined && lies.version !== decided?.version ? lies.version : null,
  };
}

function historyOf(
  { committed }: AliasOverTime,
  now: ModelAlias | undefined,
  metricOf: Parameters<typeof aliasHistory>[1],
): readonly AliasHold[] {
  const history = aliasHistory(committed, metricOf);
  if (now === undefined || history[0]?.version === now.version) return history;
  const { version, since, reason } = now;
  const newest: AliasHold = {
    version,
    from: since,
    to: null,
    end: null,
    commit: null,
    by: 'nobody known',
    reason: reason ?? null,
    metric: metricOf(version),
  };
  return [
    newest,
    ...history.map((hold, at) =>
      at === 0 && hold.to === null ? { ...hold, to: since, end: 'promoted' as const } : hold,
    ),
  ];
}

function mainOf({ versions }: RegisteredModel, number: number, { pipelines }: Project) {
  const version = versions.find((one) => one.version === number);
  return (version && metricsOf(version, undefined, pipelines.get(version.pipeline ?? ''))[0]) ?? null;
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

function placesOf(project: Project, { name, version, data }: ModelVersion): PromotionPlaces {
  const card = project.index.files('modelcard').find(({ tree }) => {
    const reference = parseModelReference(textAt(tree, ['model']) ?? '');
    return reference !== undefined && reference.kind !== 'run' && reference.name === name;
  });
  const datasets = Object.keys(data).flatMap((dataset) => {
    const file = project.datasets.get(dataset)?.file;
    return file === undefined ? [] : [{ name: dataset, place: top(file) }];
  });
  return { version: top(versionPath(name, version)), card: card === undefined ? null : top(card.path), datasets };
}

function top(file: string): SpecPlace {
  return { file, line: 0 };
}
