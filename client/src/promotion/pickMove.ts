import { type QuickPickItem, Uri, window } from 'vscode';
import { valueText } from '../../../engine/src/language/screenFigures.ts';
import type { AliasArgument, MoveArgument } from '../../../server/src/protocol.ts';
import type { AliasRow, ModelRow, VersionRow } from '../../../server/src/views/models.ts';
import type { Asking } from '../asking.ts';
import { projectFolders } from '../projects.ts';
import { refusalText } from '../views/outcome.ts';
import type { MoveGiven } from './moveGiven.ts';

interface FoundModel {
  readonly root: string;
  readonly model: ModelRow;
}

/** Has the user choose what of a move is not given: the model, the version, the alias. Undefined where something is not chosen. */
export async function pickMove(asking: Asking, title: string, given?: MoveGiven): Promise<MoveArgument | undefined> {
  if (isWhole(given)) return given;
  const found = await pickModel(asking, title, given);
  if (found === undefined) return undefined;
  const { root, model } = found;
  const version = given?.version ?? (await pickVersion(model, title));
  if (version === undefined) return undefined;
  const alias = given?.alias ?? (await pickAlias(model, title, version));
  return alias === undefined ? undefined : { root, model: model.name, version, alias };
}

/** Lenses and pages say all of it: nobody waits for a list then. */
function isWhole(given: MoveGiven | undefined): given is MoveArgument {
  return given?.model !== undefined && given.version !== undefined && given.alias !== undefined;
}

/** The same for an alias that holds something. */
export async function pickHeldAlias(
  asking: Asking,
  title: string,
  given?: MoveGiven,
): Promise<(AliasArgument & { readonly row: AliasRow | undefined }) | undefined> {
  const found = await pickModel(asking, title, given);
  if (found === undefined) return undefined;
  const { root, model } = found;
  const held = (model.aliases ?? []).filter(({ version }) => version !== null);
  if (held.length === 0 && given?.alias === undefined) {
    void window.showInformationMessage(`No alias of ${model.name} stands for a version yet.`);
    return undefined;
  }
  const alias = given?.alias ?? (await pickOf(held.map(aliasItem), `${title} of ${model.name}`, 'Alias'));
  return alias === undefined
    ? undefined
    : { root, model: model.name, alias, row: held.find((one) => one.alias === alias) };
}

async function pickModel(asking: Asking, title: string, given: MoveGiven | undefined): Promise<FoundModel | undefined> {
  const roots = given === undefined ? await projectFolders() : [Uri.parse(given.root)];
  const found = (await Promise.all(roots.map((root) => modelsOf(root, asking)))).flat();
  if (given?.model !== undefined) return found.find(({ model }) => model.name === given.model);
  if (found.length <= 1) {
    if (found.length === 0)
      void window.showInformationMessage('No models yet. Versions come from model/register steps.');
    return found[0];
  }
  const items = found.map((one) => ({
    label: `$(package) ${one.model.name}`,
    description: `${one.model.versions.length} versions`,
    one,
  }));
  return (await window.showQuickPick(items, { title, placeHolder: 'Model' }))?.one;
}

async function modelsOf(root: Uri, asking: Asking): Promise<readonly FoundModel[]> {
  const told = await asking.ask(root, 'models', {});
  if (told.kind === 'refused') throw new Error(refusalText(told));
  return told.value.map((model) => ({ root: root.toString(), model }));
}

async function pickVersion({ name, versions }: ModelRow, title: string): Promise<number | undefined> {
  const items = versions.map((version) => ({ ...versionItem(version), id: version.version }));
  return (await window.showQuickPick(items, { title: `${title} of ${name}`, placeHolder: 'Version' }))?.id;
}

function versionItem({ version, aliases, metric, semver }: VersionRow): QuickPickItem {
  const figure = metric === null ? [] : [`${metric.name} ${valueText(metric)}`];
  return { label: `$(tag) v${version}`, description: [semver, ...aliases, ...figure].join(', ') };
}

/** The only one that is guarded is what is meant. */
async function pickAlias(
  { name, aliases = [] }: ModelRow,
  title: string,
  version: number,
): Promise<string | undefined> {
  const free = aliases.filter((alias) => alias.version !== version);
  const guarded = free.filter(({ isGuarded }) => isGuarded);
  if (guarded.length === 1) return guarded[0]?.alias;
  const known = free.length > 0 ? free : [NONE];
  return pickOf(known.map(aliasItem), `${title} v${version} of ${name}`, 'Alias');
}

const NONE: AliasRow = {
  alias: 'production',
  version: null,
  previous: null,
  since: null,
  isGuarded: false,
  place: null,
};

interface AliasItem extends QuickPickItem {
  readonly id: string;
}

function aliasItem({ alias, version, isGuarded }: AliasRow): AliasItem {
  const holds = version === null ? 'holds nothing' : `v${version}`;
  return {
    id: alias,
    label: `$(${isGuarded ? 'lock' : 'tag'}) ${alias}`,
    description: isGuarded ? `${holds}, guarded` : holds,
  };
}

async function pickOf(items: readonly AliasItem[], title: string, placeHolder: string): Promise<string | undefined> {
  return (await window.showQuickPick(items, { title, placeHolder }))?.id;
}
