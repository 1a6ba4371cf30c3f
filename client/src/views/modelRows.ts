import type { ModelRow, VersionRow } from '../../../server/src/views.ts';
import { moreRow } from './moreRow.ts';
import { Shown } from './pages.ts';
import { keyOf, type Row } from './row.ts';
import { noteLook } from './rows/messageItem.ts';
import { cardLook, modelLook, versionLook } from './rows/modelItems.ts';
import { type Asker, byProject, cutAt, refusal } from './sources.ts';

/** Models, their versions and cards as rows. */
export class ModelRows {
  readonly #asker: Asker;
  readonly #shown = new Shown();

  constructor(asker: Asker) {
    this.#asker = asker;
  }

  async top(): Promise<readonly Row[]> {
    return byProject(
      await this.#asker.projects(),
      (root) => this.#models(root),
      (root) => [{ key: keyOf(root, 'none'), look: noteLook('No models yet'), subject: { root } }],
    );
  }

  /** The next page of a list will be among its rows. */
  more(list: string): void {
    this.#shown.more(list);
  }

  async #models(root: string): Promise<readonly Row[]> {
    const told = await this.#asker.ask(root, 'models', {});
    if (told.kind === 'refused') return refusal(root, told);
    const list = keyOf(root, 'models');
    const models = told.value.map((model) => this.#model(root, model, told.value.length === 1));
    return cutAt(this.#shown.of(list), models, (hidden) => moreRow(list, hidden));
  }

  #model(root: string, model: ModelRow, isOpen: boolean): Row {
    const { name, card, versions } = model;
    const list = keyOf(root, 'model', name);
    const rows = () => versions.map((version) => this.#version(root, name, version));
    return {
      key: list,
      look: modelLook(model),
      subject: { root, model: name },
      isOpen,
      children: () => [
        ...(card === null ? [] : [cardRow(root, name, card)]),
        ...cutAt(this.#shown.of(list), rows(), (hidden) => moreRow(list, hidden)),
      ],
    };
  }

  #version(root: string, model: string, version: VersionRow): Row {
    const { place, run, hasRun } = version;
    return {
      key: keyOf(root, 'version', model, version.version),
      look: versionLook(version, model, this.#asker.now()),
      subject: { root, model, version: version.version, ...(place && { place }), ...(hasRun ? { run } : {}) },
      opens: OPEN_LINE,
    };
  }
}

const OPEN_LINE = { command: 'modelyard.openSpecLine', title: 'Open YAML Line' };

function cardRow(root: string, model: string, card: NonNullable<ModelRow['card']>): Row {
  return {
    key: keyOf(root, 'card', model),
    look: cardLook(card, model),
    subject: { root, model, place: card.place },
    opens: OPEN_LINE,
  };
}
