import type { SourceModel } from '../../ports/runSource.ts';
import type { RegisteredRow } from './page/runPage.ts';

/** The versions of a source's registry that a run made, with their aliases. */
export function registeredVersions(models: readonly SourceModel[], run: string): readonly RegisteredRow[] {
  return models.flatMap((model) =>
    model.versions
      .filter((one) => one.run === run)
      .map(({ version }) => ({ name: model.name, version, aliases: aliasesOf(model, version) })),
  );
}

/** Names that point at a version; the stage that older clients gave it is one of them. */
export function aliasesOf({ aliases, versions }: SourceModel, version: number): readonly string[] {
  const stage = versions.find((one) => one.version === version)?.stage;
  const named = aliases.filter((one) => one.version === version).map(({ alias }) => alias);
  return stage === undefined ? named : [...named, stage];
}
