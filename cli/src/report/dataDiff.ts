import type { ColumnDiff } from '../../../engine/src/data/diff/diffDistributions.ts';
import type { KeyDiff } from '../../../engine/src/data/diff/diffRows.ts';
import { valuesText } from '../../../engine/src/data/diff/valuesText.ts';
import { bytes, count, figure } from '../../../engine/src/language/figures.ts';
import type { DataDiff } from '../../../engine/src/operations/data/diff.ts';
import type { Row } from '../../../engine/src/ports/dataSource.ts';
import { type Style, textTable } from '../terminal.ts';

const MOST_COLUMNS = 15;
const MOST_FILES = 10;

/** Verdict first, then columns, files, rows and how values lie. */
export function diffText(diff: DataDiff, style: Style): string {
  const { a, b, schema, changes } = diff;
  const { added, removed, same } = changes;
  const changed = changes.kind === 'key' ? changes.changed : 0;
  const isSame = added + removed + changed + schema.added.length + schema.removed.length + schema.retyped.length === 0;
  if (isSame) return style.bold(`${a.name} and ${b.name} have the same ${count(a.rows)} rows.`);
  const what = changes.kind === 'key' ? `keys (${changes.key.join(', ')})` : 'rows';
  const parts = [
    `${count(added)} added`,
    `${count(removed)} removed`,
    ...(changes.kind === 'key' ? [`${count(changed)} changed`] : []),
    `${count(same)} the same`,
  ];
  return [
    style.bold(`${a.name} (${count(a.rows)} rows) → ${b.name} (${count(b.rows)} rows)`),
    `${what}: ${parts.join(', ')}`,
    ...section('Columns', schemaRows(diff), style),
    ...section('Files', fileRows(diff), style),
    ...(changes.kind === 'key' ? keySections(changes, style) : []),
    ...distributions(diff.columns, style),
  ].join('\n');
}

function schemaRows({ schema }: DataDiff): readonly (readonly string[])[] {
  return [
    ...schema.added.map(({ name, sqlType }) => ['added', name, sqlType]),
    ...schema.removed.map(({ name, sqlType }) => ['removed', name, sqlType]),
    ...schema.retyped.map(({ name, a, b }) => ['retyped', name, `${a} → ${b}`]),
  ];
}

function fileRows({ files }: DataDiff): readonly (readonly string[])[] {
  if (files === null) return [];
  const rows = (['added', 'removed', 'changed'] as const).flatMap((kind) =>
    files[kind].map(({ path, size }) => [kind, path, bytes(size)]),
  );
  const rest = rows.length - MOST_FILES;
  return rest > 0 ? [...rows.slice(0, MOST_FILES), ['', `and ${count(rest)} more`, '']] : rows;
}

function keySections(changes: KeyDiff, style: Style): readonly string[] {
  const { samples, repeated } = changes;
  const some = (['added', 'removed', 'changed'] as const).flatMap((kind) =>
    samples === null || samples[kind].length === 0 ? [] : [[kind, samples[kind].map(keyText).join('; ')]],
  );
  const twice = [
    ...(repeated.a > 0 ? [['the first', `${count(repeated.a)} keys in several rows`]] : []),
    ...(repeated.b > 0 ? [['the second', `${count(repeated.b)} keys in several rows`]] : []),
  ];
  return [
    ...section(
      'Changed values',
      changes.columns.slice(0, MOST_COLUMNS).map(({ name, changed }) => [name, `${count(changed)} rows`]),
      style,
    ),
    ...section('Some keys', some, style),
    ...section('Keys that are none', twice, style),
  ];
}

function keyText(row: Row): string {
  const values = Object.values(row).map((value) => (value === null ? 'null' : String(value)));
  return values.join(', ');
}

function distributions(columns: readonly ColumnDiff[], style: Style): readonly string[] {
  const shifted = columns.filter((column) => column.shift > 0).slice(0, MOST_COLUMNS);
  if (shifted.length === 0) return [];
  const rows = shifted.map(({ name, shift, a, b }) => [
    name,
    figure(shift),
    a.missing === b.missing ? share(a.missing) : `${share(a.missing)} → ${share(b.missing)}`,
    valuesText(a, b),
  ]);
  const table = textTable(['column', 'shift', 'missing', 'values'], rows, [1]);
  return ['', style.bold('Distributions'), ...table.split('\n').map((line) => `  ${line}`)];
}

function share(value: number): string {
  return `${figure(100 * value)}%`;
}

function section(title: string, rows: readonly (readonly string[])[], style: Style): readonly string[] {
  if (rows.length === 0) return [];
  const table = textTable(
    rows[0]!.map(() => ''),
    rows,
  );
  return [
    '',
    style.bold(title),
    ...table
      .split('\n')
      .slice(1)
      .map((line) => `  ${line}`),
  ];
}
