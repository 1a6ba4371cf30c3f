import { isRecord } from '../../../../engine/src/language/isRecord.ts';
import {
  type Brush,
  type CompareView,
  NEW_VIEW,
  type SortKey,
  type Tile,
} from '../../../../webviews/compare/protocol.ts';

export interface Wrong {
  readonly kind: 'wrong';
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A view that somebody may have written by hand: keys that are not there are as in a new one, others must be right. */
export function readView(
  given: Readonly<Record<string, unknown>>,
): { readonly kind: 'view'; readonly view: CompareView } | Wrong {
  try {
    const read = new Reader(given, []);
    const view = {
      filter: read.text('filter', NEW_VIEW.filter),
      sort: read.list('sort', sortKey),
      group: read.list('group', plainText),
      columns: read.map('columns', columnLayout, NEW_VIEW.columns),
      onlyDiffering: read.flag('onlyDiffering'),
      baseline: given['baseline'] == null ? null : read.text('baseline'),
      pinned: read.list('pinned', plainText),
      tiles: read.list('tiles', tile),
      ...(given['brushes'] !== undefined && { brushes: read.list('brushes', brush) }),
    };
    read.end([...Object.keys(NEW_VIEW), 'brushes']);
    return { kind: 'view', view };
  } catch (error) {
    if (error instanceof Misfit) return { kind: 'wrong', path: error.path, message: error.message };
    throw error;
  }
}

type Path = readonly (string | number)[];
type Fields = Readonly<Record<string, unknown>>;

class Misfit extends Error {
  readonly path: Path;

  constructor(path: Path, message: string) {
    super(`${path.join('.')} ${message}`);
    this.path = path;
  }
}

/** Reads the keys of a map; throws where one has not what it must have. */
class Reader {
  readonly #given: Fields;
  readonly #path: Path;

  constructor(given: unknown, path: Path) {
    if (!isRecord(given)) throw new Misfit(path, 'is a map.');
    this.#given = given;
    this.#path = path;
  }

  text(key: string, otherwise?: string): string {
    return this.#value(key, otherwise, (value, path) => plainText(value, path));
  }

  flag(key: string): boolean {
    return this.#value(key, false, (value, path) => {
      if (typeof value !== 'boolean') throw new Misfit(path, 'is true or false.');
      return value;
    });
  }

  number(key: string, least: number, most: number): number {
    return this.#value(key, least, (value, path) => {
      if (typeof value !== 'number' || !(value >= least && value <= most))
        throw new Misfit(path, `is a number, ${least} to ${most}.`);
      return value;
    });
  }

  figure(key: string): number {
    return this.#value(key, undefined, (value, path) => {
      if (typeof value !== 'number') throw new Misfit(path, 'is a number.');
      return value;
    });
  }

  one<const T extends string>(key: string, words: readonly T[]): T {
    return this.#value(key, undefined, (value, path) => {
      const found = words.find((word) => word === value);
      if (found === undefined) throw new Misfit(path, `is one of ${words.join(', ')}.`);
      return found;
    });
  }

  list<T>(key: string, item: (value: unknown, path: Path) => T): readonly T[] {
    return this.#value<readonly T[]>(key, [], (value, path) => {
      if (!Array.isArray(value)) throw new Misfit(path, 'is a list.');
      return value.map((one, index) => item(one, [...path, index]));
    });
  }

  map<T>(key: string, read: (reader: Reader, path: Path) => T, otherwise?: T): T {
    return this.#value(key, otherwise, (value, path) => read(new Reader(value, path), path));
  }

  entries<T>(key: string, item: (value: unknown, path: Path) => T): Readonly<Record<string, T>> {
    return this.#value<Readonly<Record<string, T>>>(key, {}, (value, path) => {
      new Reader(value, path);
      return Object.fromEntries(
        Object.entries(value as Fields).map(([name, one]) => [name, item(one, [...path, name])]),
      );
    });
  }

  /** The value as it is, for what has more than one form. */
  get(key: string): unknown {
    return this.#given[key];
  }

  /** Refuses keys beyond these: one that is misspelt would be passed over in silence. */
  end(keys: readonly string[]): void {
    const other = Object.keys(this.#given).find((key) => !keys.includes(key));
    if (other !== undefined)
      throw new Misfit([...this.#path, other], `is no key of a view; it may be ${keys.join(', ')}.`);
  }

  #value<T>(key: string, otherwise: T | undefined, read: (value: unknown, path: Path) => T): T {
    const value = this.#given[key];
    if (value !== undefined) return read(value, [...this.#path, key]);
    if (otherwise === undefined) throw new Misfit([...this.#path, key], 'is missing.');
    return otherwise;
  }
}

function plainText(value: unknown, path: Path): string {
  if (typeof value !== 'string') throw new Misfit(path, 'is a text.');
  return value;
}

function sortKey(value: unknown, path: Path): SortKey {
  const read = new Reader(value, path);
  const key = { column: read.text('column'), descending: read.flag('descending') };
  read.end(['column', 'descending']);
  return key;
}

function brush(value: unknown, path: Path): Brush {
  const read = new Reader(value, path);
  const column = read.text('column');
  if (read.get('texts') !== undefined) {
    read.end(['column', 'texts']);
    return { column, texts: read.list('texts', plainText) };
  }
  read.end(['column', 'low', 'high']);
  return { column, low: read.figure('low'), high: read.figure('high') };
}

function columnLayout(read: Reader): CompareView['columns'] {
  const columns = {
    order: read.list('order', plainText),
    hidden: read.list('hidden', plainText),
    shown: read.list('shown', plainText),
    widths: read.entries('widths', pixels),
  };
  read.end(['order', 'hidden', 'shown', 'widths']);
  return columns;
}

function pixels(value: unknown, path: Path): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 10_000)) throw new Misfit(path, 'is a width in pixels.');
  return value;
}

function tile(value: unknown, path: Path): Tile {
  const read = new Reader(value, path);
  switch (read.one('kind', ['curves', 'parallel', 'scatter', 'evaluation'])) {
    case 'curves':
      read.end(['kind', 'metric', 'x', 'smoothing', 'logX', 'logY']);
      return {
        kind: 'curves',
        metric: read.text('metric'),
        x: xOf(read),
        smoothing: read.number('smoothing', 0, 0.99),
        logX: read.flag('logX'),
        logY: read.flag('logY'),
      };
    case 'parallel':
      read.end(['kind', 'columns', 'colour', 'log', 'flipped']);
      return {
        kind: 'parallel',
        columns: read.list('columns', plainText),
        colour: read.text('colour'),
        ...(read.get('log') !== undefined && { log: read.list('log', plainText) }),
        ...(read.get('flipped') !== undefined && { flipped: read.list('flipped', plainText) }),
      };
    case 'scatter':
      read.end(['kind', 'x', 'y', 'pareto']);
      return { kind: 'scatter', x: read.text('x'), y: read.text('y'), pareto: read.flag('pareto') };
    case 'evaluation':
      read.end(['kind', 'chart']);
      return { kind: 'evaluation', chart: read.one('chart', ['roc', 'pr', 'calibration']) };
  }
}

function xOf(read: Reader): (Tile & { readonly kind: 'curves' })['x'] {
  if (typeof read.get('x') === 'string') return read.one('x', ['step', 'time', 'relative']);
  return read.map('x', (inner) => ({ metric: inner.text('metric') }));
}
