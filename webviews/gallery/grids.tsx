import { useSignal } from '@preact/signals';
import { useCallback, useMemo } from 'preact/hooks';
import { announce } from '../shared/announce.ts';
import { Button } from '../shared/components/button.tsx';
import { LegendMarker } from '../shared/components/marker.tsx';
import { Section } from '../shared/components/section.tsx';
import { Grid, type GridCursor, type GridSelecting } from '../shared/grid/grid.tsx';
import { SAMPLE_FIXED, type SampleColumn, sampleColumns, sampleId, sampleNumber, sortedRuns } from './sampleGrid.ts';

const SIZES = {
  '10,000 x 80': { lines: 10_000, columns: 80 },
  '10,000 x 1,000': { lines: 10_000, columns: 1_000 },
  '3 x 6': { lines: 3, columns: 6 },
  '0 x 6': { lines: 0, columns: 6 },
} as const;

type Size = keyof typeof SIZES;

/** Grids of every size, with lines that stand for others, and with values that change. */
export function Grids() {
  const size = useSignal<Size>('10,000 x 80');
  const isGrouped = useSignal(false);
  const turn = useSignal(0);
  return (
    <Section title="Grid" caption="all of it is in reach of the keyboard">
      <div class="row">
        {(Object.keys(SIZES) as Size[]).map((name) => (
          <Button
            key={name}
            pressed={size.value === name}
            onClick={() => {
              size.value = name;
            }}
          >
            {name}
          </Button>
        ))}
        <Button
          pressed={isGrouped.value}
          onClick={() => {
            isGrouped.value = !isGrouped.value;
          }}
        >
          Group
        </Button>
        <Button
          onClick={() => {
            turn.value += 1;
          }}
        >
          New run
        </Button>
      </div>
      <div class="grid-place">
        <SampleGrid
          key={`${size.value} ${isGrouped.value}`}
          {...SIZES[size.value]}
          isGrouped={isGrouped.value}
          turn={turn.value}
        />
      </div>
    </Section>
  );
}

interface SampleGridProps {
  readonly lines: number;
  readonly columns: number;
  readonly isGrouped: boolean;
  /** How many runs have come since. */
  readonly turn: number;
}

/** A line: a run, or a group of ten. */
type SampleLine = { readonly run: number } | { readonly group: number; readonly isOpen: boolean };

const IN_GROUP = 10;

function SampleGrid({ lines: count, columns: columnCount, isGrouped, turn }: SampleGridProps) {
  const columns = useSignal(sampleColumns(columnCount));
  const cursor = useSignal<GridCursor | null>(null);
  const selected = useSignal<ReadonlySet<number>>(new Set([1, 3]));
  const open = useSignal<ReadonlySet<number>>(new Set([1]));
  const by = columns.value.filter(({ sort }) => sort !== undefined);
  const order = by.map(({ id, sort }) => `${id} ${sort?.place} ${sort?.direction}`).join();
  const lines = useMemo((): readonly SampleLine[] => {
    const runs = Array.from({ length: count + turn }, (_, i) => i - turn);
    if (isGrouped) return groupedLines(runs, open.value);
    const keys = [...by].sort((a, b) => (b.sort?.place ?? 0) - (a.sort?.place ?? 0));
    return keys.reduce<readonly number[]>((sorted, key) => sortedRuns(sorted, key), runs).map((run) => ({ run }));
  }, [count, turn, isGrouped, open.value, order]);
  const runOf = (line: number): number => {
    const at = lines[line];
    return at !== undefined && 'run' in at ? at.run : 0;
  };
  const keyOf = (line: number): string => {
    const at = lines[line];
    return at !== undefined && 'group' in at ? `group ${at.group}` : String(runOf(line));
  };
  const renderCell = useCallback(
    (line: number, column: SampleColumn) => {
      const at = lines[line];
      return at !== undefined && 'run' in at ? (
        <SampleCell run={at.run} column={column} />
      ) : (
        <MeanCell column={column} />
      );
    },
    [lines],
  );
  const groupOf = useCallback(
    (line: number) => {
      const at = lines[line];
      return at !== undefined && 'group' in at
        ? {
            isOpen: at.isOpen,
            title: (
              <>
                features airport {at.group}, {IN_GROUP} runs
              </>
            ),
          }
        : undefined;
    },
    [lines],
  );
  const select = (line: number, { toggle, range, from }: GridSelecting) => {
    const chosen = new Set(selected.value);
    const [first, last] = range ? [Math.min(from, line), Math.max(from, line)] : [line, line];
    for (let i = first; i <= last; i += 1) {
      if (toggle && chosen.delete(runOf(i))) continue;
      chosen.add(runOf(i));
    }
    selected.value = chosen;
  };
  const change = (id: string, part: Partial<SampleColumn>) => {
    columns.value = columns.value.map((column) => (column.id === id ? { ...column, ...part } : column));
  };
  return (
    <Grid<SampleColumn>
      label="Runs"
      lines={lines.length}
      columns={columns.value}
      fixed={SAMPLE_FIXED}
      rowKey={keyOf}
      rowLabel={(line) => (groupOf(line) === undefined ? `Run ${sampleId(runOf(line))}` : 'Group')}
      renderCell={renderCell}
      renderHead={({ name }) => name}
      renderStrip={({ kind }) => kind === 'metric' && <Bars />}
      rowClass={(line) => (line === 0 && !isGrouped && order === '' ? 'base' : '')}
      groupOf={isGrouped ? groupOf : undefined}
      isSelected={(line) => selected.value.has(runOf(line)) && groupOf(line) === undefined}
      cursor={cursor.value}
      onCursor={(next) => {
        cursor.value = next;
      }}
      onSelect={select}
      onSort={(column, add) => {
        columns.value = sortedBy(columns.value, column, add);
      }}
      onResize={({ id }, width) => change(id, { width })}
      onMove={(column, before) => {
        const others = columns.value.filter(({ id }) => id !== column.id);
        const at = before === null ? others.length : others.findIndex(({ id }) => id === before);
        columns.value = others.toSpliced(at, 0, column);
      }}
      onOpen={(line) => announce(`opened ${sampleId(runOf(line))}`)}
      onCopy={(line, { id }) => announce(`copied ${id} of ${sampleId(runOf(line))}`)}
      onTurn={(line) => {
        const at = lines[line];
        if (at === undefined || !('group' in at)) return;
        const next = new Set(open.value);
        if (!next.delete(at.group)) next.add(at.group);
        open.value = next;
      }}
    />
  );
}

function groupedLines(runs: readonly number[], open: ReadonlySet<number>): readonly SampleLine[] {
  const groups = Array.from({ length: Math.ceil(runs.length / IN_GROUP) }, (_, group) => group);
  return groups.flatMap((group): readonly SampleLine[] => {
    const isOpen = open.has(group);
    const members = isOpen ? runs.slice(group * IN_GROUP, (group + 1) * IN_GROUP) : [];
    return [{ group, isOpen }, ...members.map((run) => ({ run }))];
  });
}

/** Another direction where it was the only key, one more key where `add` is true. */
function sortedBy(columns: readonly SampleColumn[], column: SampleColumn, add: boolean): readonly SampleColumn[] {
  const keys = columns.filter(({ sort }) => sort !== undefined).length;
  const direction = column.sort?.direction === 'descending' ? 'ascending' : 'descending';
  const place = add ? (column.sort?.place ?? keys + 1) : 1;
  return columns.map((other) => {
    if (other.id === column.id) return { ...other, sort: { direction, place } };
    return add ? other : { ...other, sort: undefined };
  });
}

function SampleCell({ run, column: { id, kind, width } }: { readonly run: number; readonly column: SampleColumn }) {
  if (kind === 'marker') return run > 0 && run < 4 ? <LegendMarker n={run} /> : null;
  if (kind === 'run')
    return (
      <>
        <span class="mono">{sampleId(run)}</span> {run === 0 && <span class="tag">baseline</span>}
        {run === 7 && <span class="dim">a note that is longer than its column is wide</span>}
      </>
    );
  const number = sampleNumber(run, id);
  if (kind === 'started') return `${1 + Math.floor(number * 28)} Nov 09:${Math.floor(number * 50) + 10}`;
  if (kind === 'param') return number > 0.9 ? <span class="dim">-</span> : `${Math.ceil(number * 8) * 16 - 1}`;
  const place = 8 + number * (width - 150);
  return (
    <span class="sample-metric">
      <span class="num">{(0.7 + number / 50).toFixed(3)}</span>
      <svg width={width - 126} height="16" aria-hidden="true">
        <path class="gl" d={`M0 8H${width - 126}`} />
        <path class="wk" d={`M${place - 8} 8H${place + 8}M${place - 8} 5v6M${place + 8} 5v6`} />
        <circle class="dot" cx={place} cy="8" r="2.8" />
      </svg>
      <span class={number > 0.5 ? 'delta better' : 'delta noise'}>{number > 0.5 ? '↑ 0.004' : '≈ +0.001'}</span>
    </span>
  );
}

function MeanCell({ column: { kind } }: { readonly column: SampleColumn }) {
  return kind === 'metric' ? <span class="num">0.710 ± 0.004</span> : null;
}

function Bars() {
  return (
    <svg width="80" height="20" aria-hidden="true">
      {[6, 12, 17, 9, 4].map((height, i) => (
        <rect key={height} class="hn" x={i * 16} y={20 - height} width="14" height={height} />
      ))}
    </svg>
  );
}
