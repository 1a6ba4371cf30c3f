import { count } from '../../../engine/src/language/figures.ts';
import { onScreen } from '../../../engine/src/language/screenFigures.ts';
import type {
  DataRead,
  FileDifferences,
  FileState,
  RowDifferences,
  RunDifferences,
  Unknown,
} from '../../../engine/src/operations/runs/compare/runDifferences.ts';

/** A kind of what differs, with a column a run. */
export interface DifferGroup {
  readonly title: string;
  readonly rows: readonly DifferRow[];
  /** `3 differ, 12 equal`. */
  readonly caption: string;
  readonly unknown: readonly Unknown[];
  /** Whether rows are files that can be looked at. */
  readonly isFiles: boolean;
}

export interface DifferRow {
  readonly name: string;
  readonly cells: readonly DifferCell[];
}

export interface DifferCell {
  readonly text: string;
  /** Other than the baseline's. */
  readonly isChanged: boolean;
  readonly isMissing: boolean;
  /** Whether an editor can show what changed. */
  readonly canOpen: boolean;
  /** As a reader hears it, where the text alone does not tell. */
  readonly said?: string;
}

/** Groups with something that differs, or that is not known. */
export function differGroups(differences: RunDifferences): readonly DifferGroup[] {
  const { params, specs, code, data, features, environment, models, baseline } = differences;
  const dataGroup: DifferGroup = {
    title: 'Data',
    rows: data.rows.map(({ name, context, values }) => ({
      name: context === null ? name : `${name}, ${context}`,
      cells: values.map((value) => dataCell(value, values[baseline] ?? null)),
    })),
    caption: captionOf(data.rows.length, data.equal),
    unknown: data.unknown,
    isFiles: false,
  };
  const groups = [
    rowGroup('Parameters', params, baseline),
    fileGroup('Specs', specs),
    fileGroup('Code', code),
    dataGroup,
    rowGroup('Features', features, baseline),
    rowGroup('Environment', environment, baseline),
    rowGroup('Registered versions', models, baseline),
  ];
  return groups.filter(({ rows, unknown }) => rows.length > 0 || unknown.length > 0);
}

/** Titles of the groups in which all is equal. */
export function equalGroups(differences: RunDifferences): readonly string[] {
  const { params, specs, code, data, features, environment, models } = differences;
  const isEqual = ({ unknown, ...group }: { readonly unknown: readonly Unknown[] } & object, rows: number) =>
    rows === 0 && unknown.length === 0 && (!('equal' in group) || group.equal !== 0);
  return [
    ...(isEqual(params, params.rows.length) ? ['parameters'] : []),
    ...(isEqual(specs, specs.files.length) ? ['specs'] : []),
    ...(isEqual(code, code.files.length) ? ['code'] : []),
    ...(isEqual(data, data.rows.length) ? ['data'] : []),
    ...(isEqual(features, features.rows.length) ? ['features'] : []),
    ...(isEqual(environment, environment.rows.length) ? ['environment'] : []),
    ...(isEqual(models, models.rows.length) ? ['registered versions'] : []),
  ];
}

/** What of a version of data is other than in the baseline's, in words; empty where nothing is recorded. */
export function dataWords({ change }: DataRead): readonly string[] {
  if (change === null) return [];
  const { rows, columns, unknown } = change;
  const named = (words: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${words} ${names.join(', ')}`];
  return [
    ...(rows === null
      ? []
      : [
          rows === 0
            ? 'as many rows'
            : `${count(Math.abs(rows))} ${Math.abs(rows) === 1 ? 'row' : 'rows'} ${rows > 0 ? 'more' : 'fewer'}`,
        ]),
    ...named('new columns', columns?.added ?? []),
    ...named('without', columns?.removed ?? []),
    ...named('other types:', columns?.retyped.map(({ name, a, b }) => `${name} ${a} → ${b}`) ?? []),
    ...(columns !== null && columns.added.length + columns.removed.length + columns.retyped.length === 0
      ? ['the same columns']
      : []),
    ...(unknown === null ? [] : [unknown]),
  ];
}

function rowGroup(title: string, { rows, equal, unknown }: RowDifferences, baseline: number): DifferGroup {
  return {
    title,
    rows: rows.map(({ name, values }) => ({
      name,
      cells: values.map((value) => ({
        text: value ?? 'not there',
        isChanged: value !== (values[baseline] ?? null),
        isMissing: value === null,
        canOpen: false,
      })),
    })),
    caption: captionOf(rows.length, equal),
    unknown,
    isFiles: false,
  };
}

function fileGroup(title: string, { files, equal, unknown }: FileDifferences): DifferGroup {
  return {
    title,
    rows: files.map(({ path, values }) => ({ name: path, cells: values.map(fileCell) })),
    caption: captionOf(files.length, equal),
    unknown,
    isFiles: true,
  };
}

function fileCell(state: FileState): DifferCell {
  const plain = { isChanged: false, isMissing: true, canOpen: false };
  switch (state.kind) {
    case 'baseline':
      return { ...plain, text: '' };
    case 'same':
      return { ...plain, text: 'the same' };
    case 'unknown':
      return { ...plain, text: 'not known' };
  }
  const { kind, lines } = state;
  if (lines === null) return { ...plain, text: `${kind}, no text`, isChanged: true, isMissing: false };
  const counts = onScreen(`+${count(lines.added)} -${count(lines.removed)}`);
  return {
    text: kind === 'changed' ? counts : `${kind} ${counts}`,
    isChanged: true,
    isMissing: false,
    canOpen: state.text !== null || lines.added + lines.removed > 0,
    said: `${kind}: ${count(lines.added)} lines added, ${count(lines.removed)} removed`,
  };
}

function dataCell(value: DataRead | null, base: DataRead | null): DifferCell {
  if (value === null) return { text: 'not read', isChanged: base !== null, isMissing: true, canOpen: false };
  const rows = value.rows === null ? '' : `, ${count(value.rows)} rows`;
  return {
    text: `${value.version.slice(0, 8)}${rows}`,
    isChanged: value.version !== base?.version,
    isMissing: false,
    canOpen: false,
    said: [value.version, ...dataWords(value)].join(', '),
  };
}

function captionOf(differing: number, equal: number | null): string {
  const parts = [`${count(differing)} ${differing === 1 ? 'differs' : 'differ'}`];
  return equal === null ? parts.join('') : [...parts, `${count(equal)} equal`].join(', ');
}
