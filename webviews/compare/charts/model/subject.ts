import { PALETTE_SIZE } from '../../../shared/marker.ts';
import type { CompareState } from '../../compareState.ts';
import { brushed } from '../../model/brushed.ts';
import type { Lines } from '../../model/rememberedLines.ts';
import { type RunLook, runLook } from '../../model/runLooks.ts';

/** A run that charts are about. */
export interface ChartRun extends RunLook {
  /** Place in the table. */
  readonly row: number;
  /** Chosen, but outside of what is brushed. */
  readonly isOutside?: true;
}

export interface Subject {
  /** The baseline, then those in colour by their number, then others. */
  readonly runs: readonly ChartRun[];
  /** Whether the user has selected them; without a selection they are the first that are shown. */
  readonly isSelection: boolean;
}

/** The runs that charts are about now. */
export function subjectOf(
  state: Pick<CompareState, 'charted' | 'selected' | 'colours' | 'baseline' | 'view'>,
): Subject {
  const { table, lines } = state.charted.value;
  if (table === undefined) return { runs: [], isSelection: false };
  const baseline = state.baseline.value;
  const selected = [...state.selected.value].flatMap((id) => table.rows.get(id) ?? []);
  const isSelection = selected.length > 0;
  const rows = isSelection ? selected : firstShown(lines);
  const colours = isSelection
    ? state.colours.value
    : numbered(
        rows.map((row) => table.runs[row] ?? ''),
        baseline,
      );
  const held = baseline === null ? undefined : table.rows.get(baseline);
  const all = new Set(held === undefined ? rows : [held, ...rows]);
  const inside = brushed(table, undefined, state.view.value.brushes ?? []);
  const runs = [...all].map(
    (row): ChartRun => ({
      row,
      ...runLook(table, row, { colours, baseline }),
      ...(inside?.[row] === 0 && { isOutside: true }),
    }),
  );
  return { runs: runs.sort((a, b) => numberOf(a) - numberOf(b)), isSelection };
}

/** What a legend calls a run: its id, and its name where it has one of its own. */
export function runTitle({ short, name, n }: RunLook): string {
  const own = name === '' || name.startsWith(short) ? short : `${short} ${name}`;
  return n === 0 ? `${own}, baseline` : own;
}

function firstShown({ lines }: Lines): readonly number[] {
  const rows: number[] = [];
  for (const line of lines) {
    if (line.kind === 'run') rows.push(line.row);
    else rows.push(...line.rows.slice(0, PALETTE_SIZE));
    if (rows.length >= PALETTE_SIZE) break;
  }
  return rows.slice(0, PALETTE_SIZE);
}

function numbered(runs: readonly string[], baseline: string | null): ReadonlyMap<string, number> {
  return new Map(runs.filter((run) => run !== baseline).map((run, index) => [run, index + 1]));
}

function numberOf({ n }: RunLook): number {
  return n ?? Number.MAX_SAFE_INTEGER;
}
