import type { RunSource, SourceOwner } from '../../ports/runSource.ts';
import { noSuchArtifact } from './sourceFailures.ts';

export type VersionOwner = Extract<SourceOwner, { readonly kind: 'version' }>;

/** Where the files of a version lie: with a run, with a logged model, or where an address leads. */
export type VersionPlace = { readonly source: string } & (
  | { readonly kind: 'run' | 'model'; readonly id: string; readonly path: string }
  | { readonly kind: 'uri'; readonly uri: string }
);

/** What the source of a registered version says, read without leaving the store of runs where that can be. */
export async function versionPlace(
  of: VersionOwner,
  registry: Pick<RunSource, 'registeredModels'>,
): Promise<VersionPlace> {
  const model = (await registry.registeredModels()).find(({ name }) => name === of.id);
  const version = model?.versions.find((one) => one.version === of.version);
  if (version === undefined) throw noSuchArtifact(`${of.id}:${of.version}`, '');
  const { source, run, loggedModel } = version;
  if (loggedModel !== undefined) return { kind: 'model', id: loggedModel, path: '.', source };
  const [, id, path] = /^runs:\/([0-9a-f]{32})\/?(.*)$/.exec(source) ?? [];
  if (id !== undefined) return { kind: 'run', id, path: path || '.', source };
  const [, inRun] = run === undefined ? [] : source.split(`/${run}/artifacts`);
  if (run !== undefined && inRun !== undefined) return { kind: 'run', id: run, path: `.${inRun || '/'}`, source };
  return { kind: 'uri', uri: source, source };
}
