import type { AliasRow, ModelRow } from '../../../server/src/views/models.ts';
import { keyOf, type Row } from './row.ts';
import { aliasLook, holdLook } from './rows/aliasItems.ts';
import { noteLook } from './rows/messageItem.ts';
import { type Asker, refusal } from './sources.ts';

const SHOWN = 50;

/** The aliases of a model as rows, each with the versions that it stood for before. */
export function aliasRows(root: string, { name, aliases = [] }: ModelRow, asker: Asker): readonly Row[] {
  return aliases.map((alias) => ({
    key: keyOf(root, 'alias', name, alias.alias),
    look: aliasLook(alias, name, asker.now()),
    subject: subjectOf(root, name, alias),
    ...(alias.place === null
      ? {}
      : { file: alias.place.file, opens: OPEN_LINE, children: () => history(root, name, alias, asker) }),
  }));
}

const OPEN_LINE = { command: 'modelyard.openSpecLine', title: 'Open YAML Line' };

/** The version is not of the row: it would be taken for one that is to move. */
function subjectOf(root: string, model: string, { alias, place }: AliasRow): Row['subject'] {
  return { root, model, alias, ...(place === null ? {} : { place }) };
}

async function history(root: string, model: string, { alias }: AliasRow, asker: Asker): Promise<readonly Row[]> {
  const told = await asker.ask(root, 'aliasHistory', { model, alias });
  if (told.kind === 'refused') return refusal(root, told);
  if (told.value.length === 0)
    return [
      { key: keyOf(root, 'hold', model, alias, 'none'), look: noteLook('Nothing is committed yet'), subject: { root } },
    ];
  return told.value.slice(0, SHOWN).map((hold) => ({
    key: keyOf(root, 'hold', model, alias, hold.from, hold.commit ?? ''),
    look: holdLook(hold, asker.now()),
    subject: { root, model, alias, version: hold.version, ...(hold.commit === null ? {} : { commit: hold.commit }) },
    ...(hold.commit === null ? {} : { opens: { command: 'modelyard.showCommitOf', title: 'Show Commit' } }),
  }));
}
