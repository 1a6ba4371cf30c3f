import type { DatasetRow, ViewRow } from '../../../server/src/views/data.ts';
import { moreRow } from './moreRow.ts';
import { Shown } from './pages.ts';
import { keyOf, type Row } from './row.ts';
import { datasetLook, dataVersionLook, featureViewLook, fieldLook } from './rows/dataItems.ts';
import { noteLook } from './rows/messageItem.ts';
import { shortIds } from './rows/shortIds.ts';
import { type Asker, byProject, cutAt, refusal } from './sources.ts';

/** Datasets with their versions and feature views with their fields as rows. */
export class DataRowsSource {
  readonly #asker: Asker;
  readonly #shown = new Shown();

  constructor(asker: Asker) {
    this.#asker = asker;
  }

  async top(): Promise<readonly Row[]> {
    return byProject(
      await this.#asker.projects(),
      (root) => this.#data(root),
      (root) => [{ key: keyOf(root, 'none'), look: noteLook('No datasets yet'), subject: { root } }],
    );
  }

  /** The next page of a list will be among its rows. */
  more(list: string): void {
    this.#shown.more(list);
  }

  async #data(root: string): Promise<readonly Row[]> {
    const told = await this.#asker.ask(root, 'datasets', {});
    if (told.kind === 'refused') return refusal(root, told);
    const list = keyOf(root, 'data');
    const rows = [
      ...told.value.datasets.map((dataset) => this.#dataset(root, dataset)),
      ...told.value.views.map((view) => this.#view(root, view)),
    ];
    return cutAt(this.#shown.of(list), rows, (hidden) => moreRow(list, hidden));
  }

  #dataset(root: string, dataset: DatasetRow): Row {
    const { name, place, versions, versionsInAll } = dataset;
    const now = this.#asker.now();
    const ids = shortIds(versions.map(({ version }) => version));
    const older = versionsInAll - versions.length;
    const key = keyOf(root, 'dataset', name);
    const versionRows = () =>
      versions.map((version) => ({
        key: keyOf(key, version.version),
        look: dataVersionLook(version, ids.get(version.version) ?? version.version, now),
        subject: { root, dataset: name, dataVersion: version.version },
      }));
    const olderRow = { key: keyOf(key, 'older'), look: noteLook(`${older} older`), subject: { root, dataset: name } };
    return {
      key,
      look: datasetLook(dataset),
      subject: { root, dataset: name, place },
      opens: OPEN_LINE,
      ...(versions.length === 0 ? {} : { children: () => [...versionRows(), ...(older > 0 ? [olderRow] : [])] }),
    };
  }

  #view(root: string, view: ViewRow): Row {
    const { name, place, fields } = view;
    const key = keyOf(root, 'view', name);
    const fieldRows = () =>
      fields.map((field) => ({
        key: keyOf(key, field.name),
        look: fieldLook(field),
        subject: { root, place: field.place },
        opens: OPEN_LINE,
      }));
    return {
      key,
      look: featureViewLook(view, this.#asker.now()),
      subject: { root, place },
      opens: OPEN_LINE,
      children: () => cutAt(this.#shown.of(key), fieldRows(), (hidden) => moreRow(key, hidden)),
    };
  }
}

const OPEN_LINE = { command: 'modelyard.openSpecLine', title: 'Open YAML Line' };
