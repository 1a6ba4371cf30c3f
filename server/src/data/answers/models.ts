import { modelCards } from '../../../../engine/src/checks/modelCards.ts';
import { parseModelReference } from '../../../../engine/src/language/modelReference.ts';
import { figureOf, mainFigure, metricRow } from '../../../../engine/src/operations/runs/mainMetric.ts';
import type { MetricRow } from '../../../../engine/src/operations/runs/page/runPage.ts';
import type { Production } from '../../../../engine/src/operations/runs/production.ts';
import { storesThere } from '../../../../engine/src/operations/storesThere.ts';
import type { Stores } from '../../../../engine/src/ports/host.ts';
import type { ModelVersion, RegisteredModel } from '../../../../engine/src/ports/modelRegistry.ts';
import type { Run } from '../../../../engine/src/ports/runStore.ts';
import { policiesFor } from '../../../../engine/src/project/policies.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import { textAt } from '../../../../engine/src/project/read.ts';
import { aliasPath, versionPath } from '../../../../engine/src/registry/registryFolder.ts';
import type { AliasRow, CardRow, ModelRow, VersionRow } from '../../views/models.ts';
import type { Asked } from '../asked.ts';
import { placeIn } from './places.ts';
import { aliasesOf, registeredModels } from './registered.ts';

/** The models of the registry with their versions, the newest first. */
export async function models(asked: Asked): Promise<readonly ModelRow[]> {
  const found = await registeredModels(asked);
  // The files of the registry and the specs tell the most of it, where the store cannot be opened.
  const stores = await storesThere(asked.host, asked.root);
  return Promise.all(
    found.map(async (model) => ({
      source: null,
      name: model.name,
      versions: await Promise.all(
        model.versions.toReversed().map((version) => versionRow(version, { model, stores, project: asked.project })),
      ),
      card: cardRow(asked.project, model.name),
      aliases: aliasRows(asked.project, model),
      ...(model.problem === undefined ? {} : { problem: model.problem }),
    })),
  );
}

interface VersionSources {
  readonly model: RegisteredModel;
  readonly stores: Stores | undefined;
  readonly project: Project;
}

async function versionRow(version: ModelVersion, { model, stores, project }: VersionSources): Promise<VersionRow> {
  const { name, version: number, metrics, sha256 } = version;
  const maker = await makerOf(version, stores);
  return {
    version: number,
    semver: version.semver,
    aliases: aliasesOf(model, number),
    created: version.created,
    by: version.by,
    run: maker?.parent ?? version.run,
    hasRun: maker !== undefined,
    metric: mainOf(version, model, project),
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([metric, fact]) => [metric, { ...fact, value: figureOf(fact.value) }]),
    ),
    sha256,
    size: version.size,
    format: version.format,
    isHere: stores !== undefined && (await stores.artifacts.has(sha256)),
    place: { file: versionPath(name, number), line: 0 },
  };
}

/** The run that made a version: of one that was registered from a run it is the step's, and the pipeline's is what people compare. */
async function makerOf({ run }: ModelVersion, stores: Stores | undefined): Promise<Run | undefined> {
  return stores?.runs.run(run).catch(() => undefined);
}

/** The metric that the pipeline of a version is judged by, held against production. */
function mainOf(version: ModelVersion, model: RegisteredModel, project: Project): MetricRow | null {
  const figures = Object.entries(version.metrics)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, fact]) => ({ name, metric: name, step: null, ...fact }));
  const figure = mainFigure(figures, project.pipelines.get(version.pipeline ?? ''));
  return figure === undefined ? null : metricRow(figure, productionBeside(version, model));
}

function productionBeside(
  { version: own }: ModelVersion,
  { versions, aliases }: RegisteredModel,
): Production | undefined {
  const alias = aliases.find((one) => one.alias === 'production');
  const version = versions.find((one) => one.version === alias?.version);
  return version === undefined || version.version === own ? undefined : { alias: 'production', version };
}

/** Those that hold something, and those that only wait for it. */
function aliasRows(project: Project, { name, aliases, pending = [] }: RegisteredModel): readonly AliasRow[] {
  const guarded = new Set(policiesFor(project, name).flatMap((policy) => [...policy.aliases.keys()]));
  const pendingOf = (alias: string) => {
    const found = pending.find((one) => one.alias === alias);
    return found && { pending: { version: found.version ?? null } };
  };
  const held = aliases.map(
    ({ alias, version, previous, since }): AliasRow => ({
      alias,
      version,
      previous: previous ?? null,
      since,
      isGuarded: guarded.has(alias),
      ...pendingOf(alias),
      place: { file: aliasPath(name, alias), line: 0 },
    }),
  );
  const known = new Set([...guarded, ...pending.map(({ alias }) => alias)]);
  const empty = [...known].filter((alias) => !held.some((one) => one.alias === alias));
  const rows = [
    ...held,
    ...empty.map((alias) => {
      const place = pending.some((one) => one.alias === alias) ? { file: aliasPath(name, alias), line: 0 } : null;
      return { alias, version: null, previous: null, since: null, isGuarded: true, ...pendingOf(alias), place };
    }),
  ];
  return rows.toSorted((a, b) => Number(b.isGuarded) - Number(a.isGuarded) || (a.alias < b.alias ? -1 : 1));
}

/** The first card that is about a model, and the worst that its checks find. */
function cardRow(project: Project, model: string): CardRow | null {
  const card = project.index.files('modelcard').find(({ tree }) => {
    const reference = parseModelReference(textAt(tree, ['model']) ?? '');
    return reference !== undefined && reference.kind !== 'run' && reference.name === model;
  });
  if (card === undefined) return null;
  const found = [...(modelCards.check?.(project, card) ?? [])].map(({ code, severity, message }) => ({
    message,
    severity: severity ?? modelCards.rules.find((rule) => rule.code === code)?.severity ?? 'error',
  }));
  const worst =
    found.find(({ severity }) => severity === 'error') ?? found.find(({ severity }) => severity === 'warning');
  return { place: placeIn(card, ['modelcard']), problem: worst?.message ?? null };
}
