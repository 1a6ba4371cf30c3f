import { isRecord } from '../../../engine/src/language/isRecord.ts';
import type { KeptComparison } from '../compareState.ts';
import {
  type AlsoCompared,
  type Brush,
  type CompareSubject,
  type CompareView,
  NEW_VIEW,
  type SortKey,
  TABS,
  type Tile,
} from '../protocol.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a page kept of a comparison; as the subject begins it where nothing was kept. What is not as it must be is left out. */
export function readKept(kept: unknown, subject: CompareSubject): KeptComparison {
  if (!isRecord(kept))
    return {
      view: { ...NEW_VIEW, filter: subject.filter ?? '' },
      selected: subject.runs ?? [],
      tab: 'charts',
      ...(subject.also !== undefined && { also: subject.also }),
    };
  const { saved } = kept;
  const also = list(kept['also']).filter(isAlso);
  return {
    view: readView(kept['view']),
    ...(isRecord(saved) && typeof saved['name'] === 'string'
      ? { saved: { name: saved['name'], view: readView(saved['view']) } }
      : {}),
    selected: texts(kept['selected']),
    tab: TABS.find((tab) => tab === kept['tab']) ?? 'charts',
    ...(also.length > 0 && { also }),
  };
}

/** A view that was kept or saved; what is missing or of another shape is as in a new one. */
export function readView(kept: unknown): CompareView {
  if (!isRecord(kept)) return NEW_VIEW;
  const layout = isRecord(kept['columns']) ? kept['columns'] : {};
  const widths = isRecord(layout['widths']) ? Object.entries(layout['widths']) : [];
  return {
    filter: typeof kept['filter'] === 'string' ? kept['filter'] : '',
    sort: list(kept['sort']).filter(isSortKey),
    group: texts(kept['group']),
    columns: {
      order: texts(layout['order']),
      hidden: texts(layout['hidden']),
      shown: texts(layout['shown']),
      widths: Object.fromEntries(
        widths.filter((entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] > 0),
      ),
    },
    onlyDiffering: kept['onlyDiffering'] === true,
    baseline: typeof kept['baseline'] === 'string' ? kept['baseline'] : null,
    pinned: texts(kept['pinned']),
    tiles: list(kept['tiles']).filter(isTile),
    brushes: list(kept['brushes']).filter(isBrush),
  };
}

const TILES: Readonly<Record<Tile['kind'], (tile: Fields) => boolean>> = {
  curves: ({ metric, x, smoothing }) =>
    typeof metric === 'string' && (typeof x === 'string' || isRecord(x)) && typeof smoothing === 'number',
  parallel: ({ columns, colour, log = [], flipped = [] }) =>
    [columns, log, flipped].every(Array.isArray) && typeof colour === 'string',
  scatter: ({ x, y }) => typeof x === 'string' && typeof y === 'string',
  evaluation: ({ chart }) => chart === 'roc' || chart === 'pr' || chart === 'calibration',
};

function isAlso(also: unknown): also is AlsoCompared {
  if (!isRecord(also) || !Array.isArray(also['experiments'])) return false;
  const { source } = also;
  return (
    source === null || (isRecord(source) && typeof source['id'] === 'string' && typeof source['name'] === 'string')
  );
}

function isTile(tile: unknown): tile is Tile {
  if (!isRecord(tile)) return false;
  const { kind } = tile;
  return typeof kind === 'string' && Object.hasOwn(TILES, kind) && TILES[kind as Tile['kind']](tile);
}

function isBrush(brush: unknown): brush is Brush {
  if (!isRecord(brush) || typeof brush['column'] !== 'string') return false;
  return (typeof brush['low'] === 'number' && typeof brush['high'] === 'number') || Array.isArray(brush['texts']);
}

function isSortKey(key: unknown): key is SortKey {
  return isRecord(key) && typeof key['column'] === 'string' && typeof key['descending'] === 'boolean';
}

function texts(kept: unknown): readonly string[] {
  return list(kept).filter((one) => typeof one === 'string');
}

function list(kept: unknown): readonly unknown[] {
  return Array.isArray(kept) ? kept : [];
}
