import { ROW_ID, TIMESTAMP } from '../../../data/examples/examples.ts';
import { Failure } from '../../../failure.ts';
import type { Column } from '../../../language/columnType.ts';
import { formatDuration } from '../../../language/values.ts';
import { identifier, literal } from '../../../ports/sqlText.ts';
import type { CheckAround } from './around.ts';
import { exampleRows } from './exampleRows.ts';
import { keyColumn } from './labelKey.ts';
import type { ModelRows } from './modelRows.ts';
import type { PerformanceRequest } from './performanceRequest.ts';
import { dayText } from './sideName.ts';

/** Rows whose label is known by the moment of the check. */
export interface Labelled {
  readonly kind: 'labelled';
  /** What stands after FROM. */
  readonly relation: string;
  /** Name of the column of the label. */
  readonly label: string;
  readonly column: Column;
  readonly rows: number;
  /** Time of the newest of them, ISO 8601; null where rows have no time. */
  readonly to: string | null;
}

export interface NoLabels {
  readonly kind: 'none';
  readonly why: string;
}

export async function labelledRows(around: CheckAround, request: PerformanceRequest): Promise<Labelled | NoLabels> {
  const { spec, rows } = request;
  const { dataset, key } = spec.labels;
  const own = rows.data?.dataset?.name === dataset && key.length === 0;
  const found = own ? ownLabels(rows, dataset) : await joinedLabels(around, request);
  return found.kind === 'none' ? found : knownBy(around, request, found);
}

interface Joined {
  readonly kind: 'joined';
  readonly relation: string;
  readonly label: string;
  readonly column: Column;
}

function ownLabels({ relation, label, columns }: ModelRows, dataset: string): Joined | NoLabels {
  const column = columns.find(({ name }) => name === label);
  if (relation === null || label === null || column === undefined)
    return { kind: 'none', why: `The label cannot be made of \`${dataset}\`: its columns are not there.` };
  return { kind: 'joined', relation, label, column };
}

/** Labels of another dataset, joined by their key, else by the id of the row; where a key comes twice, by its time too. */
async function joinedLabels(
  around: CheckAround,
  { spec, rows, recipe }: PerformanceRequest,
): Promise<Joined | NoLabels> {
  const { data, signal } = around;
  const { dataset: name, key } = spec.labels;
  if (recipe.label === null) return { kind: 'none', why: 'The pipeline of this version makes no label.' };
  const dataset = await around.dataset(name);
  const columns = Object.fromEntries(key.map((one) => [keyColumn(one), { text: identifier(one) }]));
  const labels = await exampleRows(around, {
    dataset,
    where: undefined,
    recipe: { ...recipe, columns, features: [] },
    keeps: false,
  });
  const gone = Object.entries(labels.gone)[0];
  if (gone !== undefined) return { kind: 'none', why: `Labels of \`${name}\` cannot be joined: ${gone[1]}.` };
  const column = labels.columns.find((one) => one.name === labels.label);
  if (labels.relation === null) return { kind: 'none', why: `\`${name}\` has no rows, so no label is known.` };
  if (labels.label === null || column === undefined)
    return { kind: 'none', why: `The label cannot be made of \`${name}\`: its columns are not there.` };
  const missing = key.find((one) => !rows.columns.some((each) => each.name === keyColumn(one)));
  if (missing !== undefined)
    return { kind: 'none', why: `The current rows have no column \`${missing}\` to join labels by.` };
  const timed = [rows, labels].every((side) => side.columns.some((one) => one.name === TIMESTAMP));
  const by = key.length === 0 ? [ROW_ID] : key.map(keyColumn);
  for (const joinedBy of [by, ...(timed ? [[...by, TIMESTAMP]] : [])]) {
    const list = joinedBy.map(identifier).join(', ');
    const labelled = `SELECT ${list}, ${identifier(labels.label)} FROM ${labels.relation} WHERE ${identifier(labels.label)} IS NOT NULL`;
    const [twice] = await data.rows(
      `SELECT 1 FROM (${labelled}) GROUP BY ${list} HAVING count(*) > 1 LIMIT 1`,
      {},
      { signal },
    );
    if (twice !== undefined) continue;
    const others = rows.label === null ? '*' : `* EXCLUDE (${identifier(rows.label)})`;
    const relation = `(SELECT r.*, l.${identifier(labels.label)} FROM (SELECT ${others} FROM ${rows.relation}) r JOIN (${labelled}) l USING (${list}))`;
    return { kind: 'joined', relation, label: labels.label, column };
  }
  return {
    kind: 'none',
    why: `Labels of \`${name}\` come more than once for the same ${key.length === 0 ? 'row' : key.join(', ')}: nobody can tell which holds.`,
  };
}

async function knownBy(
  { data, signal }: CheckAround,
  { spec, rows, due }: PerformanceRequest,
  { relation, label, column }: Joined,
): Promise<Labelled | NoLabels> {
  const { availableAfter } = spec.labels;
  const timed = rows.columns.some(({ name }) => name === TIMESTAMP);
  const latest = new Date(due - availableAfter).toISOString().replace('T', ' ').replace('Z', '');
  const known = `${identifier(label)} IS NOT NULL`;
  const inTime = timed && availableAfter > 0 ? ` AND ${identifier(TIMESTAMP)} <= TIMESTAMP ${literal(latest)}` : '';
  const labelled = `(SELECT * FROM ${relation} WHERE ${known}${inTime})`;
  const newest = timed ? `max(${identifier(TIMESTAMP)})` : 'NULL::TIMESTAMP';
  const [found] = await data.rows(`SELECT count(*) AS n, ${newest} AS newest FROM ${labelled}`, {}, { signal });
  const count = Number(found?.['n'] ?? 0);
  const to = typeof found?.['newest'] === 'string' ? found['newest'] : null;
  if (count > 0) return { kind: 'labelled', relation: labelled, label, column, rows: count, to };
  const [any] = await data.rows(
    `SELECT count(*) AS n, ${newest} AS newest FROM ${relation} WHERE ${known}`,
    {},
    { signal },
  );
  if (Number(any?.['n'] ?? 0) > 0)
    return {
      kind: 'none',
      why: `No label is known yet: they are ${formatDuration(availableAfter)} after the row, and the current rows are younger.`,
    };
  return {
    kind: 'none',
    why: `No current row has a label. ${await reach(data, { rows, label, known, spec, signal })}`.trim(),
  };
}

interface Reach {
  readonly rows: ModelRows;
  readonly label: string;
  readonly known: string;
  readonly spec: PerformanceRequest['spec'];
  readonly signal: AbortSignal;
}

/** Until when labels reach, whatever the window. */
async function reach(data: CheckAround['data'], { rows, spec, signal }: Reach): Promise<string> {
  const { data: of, label } = rows;
  const timestamp = of?.dataset?.spec.timestamp;
  if (
    of?.dataset?.name !== spec.labels.dataset ||
    timestamp === undefined ||
    label === null ||
    of.labelSql === undefined
  )
    return `Look at what fills \`${spec.labels.dataset}\`.`;
  const relation = await data.relation(of.dataset.files);
  const { sql, bindings } = of.labelSql;
  const [row] = await data
    .rows(
      `SELECT max(${identifier(timestamp)}::TIMESTAMP) AS newest FROM ${relation} WHERE ${sql} IS NOT NULL`,
      bindings,
      { signal },
    )
    .catch((error: unknown) => {
      if (error instanceof Failure) return [];
      throw error;
    });
  const newest = row?.['newest'];
  return typeof newest === 'string'
    ? `Labels of \`${spec.labels.dataset}\` reach to ${dayText(newest)}; look at what fills them.`
    : `\`${spec.labels.dataset}\` has no label at all; look at what fills it.`;
}
