import { lowestFree } from '../../shared/marker.ts';
import { cellAt } from './cells.ts';
import { ShortIds } from './shortIds.ts';
import type { Table } from './table.ts';

/** Number of each selected run's colour: a run keeps it until it is deselected; what is beyond the palette has none. */
export type RunColours = ReadonlyMap<string, number>;

/** Colours after the selection has changed: kept where a run stays, the lowest free number where it is new. */
export function coloursAfter(before: RunColours, selected: Iterable<string>): RunColours {
  const wanted = [...selected];
  const kept = new Set(wanted);
  const colours = new Map([...before].filter(([run]) => kept.has(run)));
  for (const run of wanted) {
    const free = colours.has(run) ? undefined : lowestFree([...colours.values()]);
    if (free !== undefined) colours.set(run, free);
  }
  return colours;
}

/** What a run is called and where it stands, for rows, legends and lists. */
export interface RunLook {
  readonly id: string;
  /** The first characters: at least four, and as many as tell it from the other runs of the table. */
  readonly short: string;
  readonly name: string;
  /** `finished`, `running`, ...; empty where the table does not tell it. */
  readonly status: string;
  /** Of its colour, marker and dash; 0 is the baseline, undefined where it has none. */
  readonly n: number | undefined;
}

/** @param baseline id of the run that others are held against */
export function runLook(
  table: Table,
  row: number,
  { colours, baseline }: { readonly colours: RunColours; readonly baseline: string | null },
): RunLook {
  const id = table.runs[row] ?? '';
  return {
    id,
    short: shortRun(table, id),
    name: textAt(table, 'attributes.run_name', row),
    status: textAt(table, 'attributes.status', row),
    n: id === baseline ? 0 : colours.get(id),
  };
}

/** Whether a run is another tool's, which is read and left as it is. */
export function isElsewhere(id: string): boolean {
  return id.includes('@');
}

const NO_RUNS: Table['runs'] = [];
const shorts = new WeakMap<Table['runs'], ShortIds>();

/** `9b1f` of a whole id, or as much more of it as tells it from the other runs of the table. */
export function shortRun(table: Pick<Table, 'runs'> | undefined, id: string): string {
  const runs = table?.runs ?? NO_RUNS;
  const known = shorts.get(runs) ?? new ShortIds(runs);
  shorts.set(runs, known);
  return known.of(id);
}

/** Empty where a run has nothing there. */
export function textAt(table: Table, column: string, row: number): string {
  return String(cellAt(table.cells.get(column), row) ?? '');
}
