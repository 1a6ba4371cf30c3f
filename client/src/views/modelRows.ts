import type { ModelRow, VersionRow } from '../../../server/src/views/models.ts';
import type { SourceRow } from '../../../server/src/views/sources.ts';
import { aliasRows } from './aliasRows.ts';
import { moreRow } from './moreRow.ts';
import type { OtherSources } from './otherSources.ts';
import { Shown } from './pages.ts';
import { keyOf, type Row } from './row.ts';
import { noteLook } from './rows/messageItem.ts';
import { cardLook, modelLook, versionLook } from './rows/modelItems.ts';
import { sourceModelLook, sourceVersionLook } from './rows/sourceItem.ts';
import { pathOf } from './runRows.ts';
import { sourceRefusal, sourceRows } from './sourceRows.ts';
import { type Asker, byProject, cutAt, refusal } from './sources.ts';

/** Models, their versions and cards as rows; below them those that other tools keep. */
export class ModelRows {
  readonly #asker: Asker;
  readonly #sources: OtherSources;
  readonly #shown = new Shown();

  constructor(asker: Asker, sources: OtherSources) {
    this.#asker = asker;
    this.#sources = sources;
  }

  async top(): Promise<readonly Row[]> {
    return byProject(
      await this.#asker.projects(),
      async (root) => [...(await this.#models(root)), ...this.#others(root)],
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

  #others(root: string): readonly Row[] {
    return sourceRows({
      root,
      sources: this.#sources,
      below: (source) => this.#modelsOf(root, source),
      isOpen: () => false,
      isShown: ({ kind }) => kind !== 'dvc',
      none: 'No registered models',
    });
  }

  async #modelsOf(root: string, source: SourceRow): Promise<readonly Row[]> {
    const told = await this.#asker.ask(root, 'models', { source: source.id });
    if (told.kind === 'refused') return sourceRefusal(root, source, told);
    const list = keyOf(...pathOf(root, source), 'models');
    const models = told.value.map((model) => this.#modelOf(root, source, model));
    return cutAt(this.#shown.of(list), models, (hidden) => moreRow(list, hidden));
  }

  #modelOf(root: string, source: SourceRow, model: ModelRow): Row {
    const { name, versions } = model;
    const key = keyOf(...pathOf(root, source), 'model', name);
    const row = (version: VersionRow): Row => ({
      key: keyOf(key, version.version),
      look: sourceVersionLook(version, { model: name, source, now: this.#asker.now() }),
      subject: { root, model: name, version: version.version, ...(version.hasRun ? { run: version.run } : {}) },
      ...(version.hasRun ? { opens: OPEN_RUN } : {}),
    });
    return {
      key,
      look: sourceModelLook(model, source),
      subject: { root, model: name },
      children: () => cutAt(this.#shown.of(key), versions.map(row), (hidden) => moreRow(key, hidden)),
    };
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
        ...aliasRows(root, model, this.#asker),
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
      ...(place && { file: place.file }),
      opens: OPEN_LINE,
    };
  }
}

const OPEN_RUN = { command: 'modelyard.openRunOf', title: 'Open Run' };
const OPEN_LINE = { command: 'modelyard.openSpecLine', title: 'Open YAML Line' };

function cardRow(root: string, model: string, card: NonNullable<ModelRow['card']>): Row {
  return {
    key: keyOf(root, 'card', model),
    look: cardLook(card, model),
    subject: { root, model, place: card.place },
    file: card.place.file,
    opens: OPEN_LINE,
  };
}
