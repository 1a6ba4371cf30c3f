import { count } from '../../../../engine/src/language/figures.ts';
import { relativeTime } from '../../../../engine/src/language/times.ts';
import type { DatasetRow, DataVersionRow, Freshness, ViewRow } from '../../../../server/src/views/data.ts';
import { COLORS, type ItemLook } from './itemLook.ts';
import { code, cut, facts, paragraphs, plain } from './markdown.ts';
import { exactly, roughly } from './times.ts';

export function datasetLook(dataset: DatasetRow): ItemLook {
  const stale = staleText(dataset.freshness);
  const description = [...(stale === undefined ? [] : [stale]), rowsText(dataset), lockText(dataset)].join(', ');
  const shown = stale ?? description;
  return {
    label: cut(dataset.name, 200),
    description: shown,
    icon: stale === undefined ? { id: 'database' } : { id: 'warning', color: COLORS.warning },
    tooltip: paragraphs(
      `**${plain(dataset.name)}** ${plain(description)}`,
      facts([
        ['columns', dataset.columns === null ? null : count(dataset.columns)],
        ['version', dataset.version && code(dataset.version.slice(0, 8))],
        ['locked', dataset.lock && code(dataset.lock.version.slice(0, 8))],
        ['newest row', newestText(dataset.freshness)],
        ['spec', plain(dataset.place.file)],
      ]),
    ),
    aria: `Dataset ${dataset.name}, ${description}.`,
    context: ['dataset', 'placed', ...(dataset.lock === null ? [] : ['locked'])].join('.'),
  };
}

/** @param id as much of its hash as tells it from those beside it */
export function dataVersionLook(version: DataVersionRow, id: string, now: number): ItemLook {
  const { at, rows, added, isKept } = version;
  const description = `${relativeTime(at, { now })}, ${added === null ? `${count(rows)} rows` : addedText(added)}`;
  const kept = isKept ? 'kept' : 'its files are not kept';
  return {
    label: id,
    description,
    icon: { id: 'history' },
    tooltip: paragraphs(
      `${code(version.version.slice(0, 12))} ${plain(description)}`,
      facts([
        ['rows', count(rows)],
        ['seen', exactly(at)],
        ['files', kept],
      ]),
    ),
    aria: `Version ${id}, ${description}, ${kept}.`,
    context: isKept ? 'dataVersion.kept' : 'dataVersion',
  };
}

export function featureViewLook(view: ViewRow, now: number): ItemLook {
  const { name, fields, entity, dataset, freshness, place } = view;
  const stale = staleText(freshness);
  const counted = fields.length === 1 ? '1 field' : `${count(fields.length)} fields`;
  const description = stale ?? [counted, ...freshText(freshness, now)].join(', ');
  return {
    label: cut(name, 200),
    description,
    icon: stale === undefined ? { id: 'table' } : { id: 'warning', color: COLORS.warning },
    tooltip: paragraphs(
      `**${plain(name)}** ${plain(counted)}${stale === undefined ? '' : `, ${plain(stale)}`}`,
      facts([
        ['entity', plain(entity.join(', '))],
        ['dataset', dataset && plain(dataset)],
        ['newest row', newestText(freshness)],
        ['spec', plain(place.file)],
      ]),
    ),
    aria: `Feature view ${name}, ${counted}${stale === undefined ? '' : `, ${stale}`}.`,
    context: 'featureView.placed',
  };
}

export function fieldLook({ name, type }: ViewRow['fields'][number]): ItemLook {
  return {
    label: cut(name, 200),
    description: type ?? '',
    icon: { id: 'symbol-field' },
    tooltip: `**${plain(name)}** ${plain(type ?? '')}`,
    aria: `Field ${name}${type === null ? '' : `, ${type}`}.`,
    context: 'field.placed',
  };
}

function rowsText({ data, rows }: DatasetRow): string {
  if (data === 'absent') return 'no data here';
  return rows === null ? 'rows not counted' : rows === 1 ? '1 row' : `${count(rows)} rows`;
}

function lockText({ lock }: DatasetRow): string {
  if (lock === null) return 'not locked';
  return lock.isCurrent === false ? 'lock differs' : 'locked';
}

/** `stale: 26 h, at most 24 h`; undefined where it is fresh, or nothing says how fresh it is to be. */
function staleText(freshness: Freshness | null): string | undefined {
  if (freshness === null || freshness.limit === null || freshness.seconds <= freshness.limit) return undefined;
  return `stale: ${roughly(freshness.seconds)}, at most ${roughly(freshness.limit)}`;
}

/** What is older than a day is not called fresh where nothing says that it is. */
function freshText(freshness: Freshness | null, now: number): readonly string[] {
  if (freshness === null) return [];
  const isFresh = freshness.limit !== null || freshness.seconds < 86_400;
  return [`${isFresh ? 'fresh' : 'newest'} ${relativeTime(freshness.newest, { now })}`];
}

function newestText(freshness: Freshness | null): string | null {
  return freshness && exactly(freshness.newest);
}

function addedText(added: number): string {
  if (added < 0) return `${count(-added)} ${added === -1 ? 'row' : 'rows'} gone`;
  return `${count(added)} ${added === 1 ? 'row' : 'rows'} added`;
}
