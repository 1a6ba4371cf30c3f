import type { ColumnProfile } from '../../../../engine/src/data/profile/columnProfile.ts';
import { count, figure } from '../../../../engine/src/language/figures.ts';
import { isRecord } from '../../../../engine/src/language/isRecord.ts';
import type { Json } from '../../../../engine/src/language/tree.ts';
import type { Dataset } from '../../../../engine/src/project/dataset.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import { valueAt } from '../../../../engine/src/project/read.ts';
import { sensitiveColumns } from '../../../../engine/src/project/sensitive.ts';
import { code, facts, paragraphs, plain } from '../markdown.ts';
import { percent, rows, shownValue } from '../numbers.ts';
import { soon } from '../soon.ts';
import type { Snapshot } from '../spot.ts';
import { histogram } from './histogram.ts';

/** A column of a dataset: what is declared, and how it looks in the data, else in the lock. */
export async function columnDocs(
  snapshot: Snapshot,
  { dataset: named, column: name }: { readonly dataset: string; readonly column: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const { project, knowledge } = snapshot;
  const dataset = project.datasets.get(named);
  if (dataset === undefined) return undefined;
  const profile = await soon(knowledge.profile(named, signal));
  const seen = profile?.columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
  const looks =
    profile !== undefined && seen !== undefined ? profiled(seen, profile.rows) : lockedColumn(project, dataset, name);
  return paragraphs([
    `**column** ${code(name)} of ${code(named)}: ${typeOf(project, dataset, name)}`,
    text(declaredAt(dataset, name)['description']),
    declared(project, dataset, name),
    looks,
  ]);
}

function declaredAt({ tree }: Dataset, name: string): { readonly [key: string]: Json } {
  const value = valueAt(tree, ['columns', name]);
  return isRecord(value) ? value : {};
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? plain(value) : undefined;
}

/** As the data has it, else as the spec declares it. */
function typeOf(project: Project, dataset: Dataset, name: string): string {
  const columns = project.facts.columns(dataset.name);
  const seen =
    columns.kind === 'known'
      ? columns.value.find((column) => column.name.toLowerCase() === name.toLowerCase())
      : undefined;
  if (seen !== undefined) return `${seen.type} (${code(seen.sqlType, 40)})`;
  const type = dataset.columns.get(name)?.type;
  return type ?? 'type not known';
}

function declared(project: Project, dataset: Dataset, name: string): string | undefined {
  const spec = declaredAt(dataset, name);
  const limit = (key: 'min' | 'max') => {
    const value = spec[key];
    return typeof value === 'number' || typeof value === 'string' ? code(String(value), 40) : undefined;
  };
  const [least, greatest] = [limit('min'), limit('max')];
  return facts([
    dataset.timestamp === name && 'event time',
    typeof spec['unit'] === 'string' && `unit ${plain(spec['unit'], 40)}`,
    spec['nullable'] === false && 'never null',
    least && `at least ${least}`,
    greatest && `at most ${greatest}`,
    typeof spec['pattern'] === 'string' && `pattern ${code(spec['pattern'])}`,
    typeof spec['known_after'] === 'string' && `known after ${code(spec['known_after'], 20)}`,
    sensitiveColumns(project, dataset).has(name.toLowerCase()) && 'sensitive',
  ]);
}

function profiled(column: ColumnProfile, all: number): string | undefined {
  const missing = `${percent(column.missing, all)} missing`;
  if (column.sensitive) return facts([missing, rows(all)]);
  const { min, max, mean, std, distinct, estimated, quantiles, infinite } = column;
  const median = quantiles['0.5'];
  return paragraphs([
    column.histogram === null ? undefined : code(histogram(column.histogram.counts)),
    facts([
      min !== null && max !== null && `${plain(shownValue(min), 40)} … ${plain(shownValue(max), 40)}`,
      mean !== null && `mean ${figure(mean)}`,
      median !== undefined && `median ${figure(median)}`,
      std !== null && `deviation ${figure(std)}`,
    ]),
    facts([
      missing,
      infinite > 0 && `${count(infinite)} infinite`,
      distinct !== null && `${estimated.includes('distinct') ? 'about ' : ''}${count(distinct)} distinct`,
      rows(all),
    ]),
    topValues(column, all),
  ]);
}

const MOST_VALUES = 5;

function topValues({ top }: ColumnProfile, all: number): string | undefined {
  if (top.length === 0) return undefined;
  const shown = top
    .slice(0, MOST_VALUES)
    .map(({ value, count: times }) => `${code(String(value), 30)} ${percent(times, all)}`);
  return facts(shown);
}

/** What the lock tells of a column whose data is not at hand. */
function lockedColumn(project: Project, { name: dataset }: Dataset, name: string): string | undefined {
  const lock = project.locks.get(dataset);
  const value = lock && valueAt(lock.tree, ['columns', name]);
  if (lock === undefined || !isRecord(value)) return undefined;
  const [min, max, missing] = [value['min'], value['max'], value['missing']];
  const isShown = (one: Json | undefined): one is number | string => typeof one === 'number' || typeof one === 'string';
  return facts([
    isShown(min) && isShown(max) && `${plain(shownValue(min), 40)} … ${plain(shownValue(max), 40)}`,
    typeof missing === 'number' && `${percent(missing, 1)} missing`,
    lock.rows !== undefined && rows(lock.rows),
    'as locked',
  ]);
}
