import { printRun } from '../../../../engine/src/language/runReference.ts';
import { aliasesOf } from '../../../../engine/src/operations/runs/sourceVersions.ts';
import type { SourceModel, SourceModelVersion } from '../../../../engine/src/ports/runSource.ts';
import type { ModelRow, VersionRow } from '../../views/models.ts';
import type { Viewed } from '../protocol.ts';
import type { OpenSource } from './openSources.ts';

/** The registered models of a source with their versions, the newest first. */
export async function sourceModels(_: Viewed, at: OpenSource): Promise<readonly ModelRow[]> {
  const models = await at.source.registeredModels();
  return models
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((model) => ({
      source: at.row.id,
      name: model.name,
      versions: model.versions.toReversed().map((version) => versionRow(at, model, version)),
      card: null,
    }));
}

function versionRow(
  { row }: OpenSource,
  model: SourceModel,
  { version, run, createdAt }: SourceModelVersion,
): VersionRow {
  return {
    version,
    semver: '',
    aliases: aliasesOf(model, version),
    created: new Date(createdAt).toISOString(),
    by: '',
    run: run === undefined ? '' : printRun({ run, source: row.id }),
    hasRun: run !== undefined,
    metric: null,
    metrics: {},
    sha256: '',
    size: 0,
    format: 'mlflow',
    isHere: row.kind !== 'mlflow-server',
    place: null,
  };
}
