import { CompletionItemKind } from 'vscode-languageserver';
import type { Profile } from '../../../../engine/src/data/profile/profile.ts';
import type { Column } from '../../../../engine/src/language/columnType.ts';
import type { Path } from '../../../../engine/src/language/node.ts';
import { entriesAt, numberAt, textAt as textIn } from '../../../../engine/src/project/read.ts';
import { exampleColumns, exampleNames, scoredColumns } from '../../../../engine/src/project/scoredColumns.ts';
import {
  type Examples,
  examples,
  examplesOf,
  predictedDataset,
  rowsOf,
} from '../../../../engine/src/project/tables.ts';
import { type Ask, keysAt, pipelineOf, stepOf, textAt } from './ask.ts';
import type { Choice, Rank } from './choice.ts';

/** A column that may be named at a place. */
export interface ScopeColumn {
  readonly name: string;
  readonly type: string | undefined;
  /** Share of the rows without a value, where a profile tells. */
  readonly missing?: number;
  /** Where it is a column of one. */
  readonly dataset?: string;
}

export interface ScopeColumns {
  readonly columns: readonly ScopeColumn[];
  /** Whether a profile was asked for and has not come. */
  readonly awaited: boolean;
}

const NONE: ScopeColumns = { columns: [], awaited: false };

/** The columns that `x-scope` gives a place. */
export async function columnsIn(ask: Ask, scope: string | undefined): Promise<ScopeColumns> {
  if (scope === 'data' || scope === 'scored') return { columns: tableColumns(ask, scope), awaited: false };
  if (scope === 'model') return { columns: modelColumns(ask), awaited: false };
  const dataset = datasetOf(ask, scope);
  return dataset === undefined ? NONE : datasetColumns(ask, dataset);
}

function datasetOf(ask: Ask, scope: string | undefined): string | undefined {
  const { path } = ask.where;
  if (scope === 'from') return textAt(ask, [...path.slice(0, 3), 'from']);
  if (scope === 'dataset') return textAt(ask, ['dataset']);
  // What stands elsewhere in the file is no part of the shape around the cursor.
  if (scope === 'current') return textIn(ask.spot.file.tree, ['current', 'dataset']);
  if (scope === 'beside') return nearestText(ask, path, 'dataset');
  return scope === undefined ? undefined : nearestText(ask, path, scope);
}

/** The text of a key beside the place or beside one that holds it. */
function nearestText(ask: Ask, path: Path, key: string): string | undefined {
  for (let length = path.length; length >= 0; length--) {
    const found = textAt(ask, [...path.slice(0, length), key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Columns as the data has them, else as the spec declares them; with null shares where a profile or a lock is at hand. */
export async function datasetColumns(ask: Ask, dataset: string): Promise<ScopeColumns> {
  const known = knownColumns(ask, dataset);
  if (known.length === 0) return NONE;
  const { shares, awaited } = await missingShares(ask, dataset);
  const columns = known.map((column) => {
    const missing = shares.get(column.name);
    return { ...column, dataset, ...(missing === undefined ? {} : { missing }) };
  });
  return { columns, awaited };
}

interface Shares {
  readonly shares: ReadonlyMap<string, number>;
  readonly awaited: boolean;
}

/** Of a profile that is remembered, else of the lock, else of a profile that is made within a moment. */
async function missingShares({ spot, signal }: Ask, dataset: string): Promise<Shares> {
  const { project, knowledge } = spot.snapshot;
  const remembered = await knowledge.profile(dataset, AbortSignal.abort());
  if (remembered !== undefined) return { shares: profileShares(remembered), awaited: false };
  const lock = project.locks.get(dataset);
  const locked = lock?.columns.flatMap(({ name }) => {
    const missing = numberAt(lock.tree, ['columns', name, 'missing']);
    return missing === undefined ? [] : [[name, missing] as const];
  });
  if (locked !== undefined && locked.length > 0) return { shares: new Map(locked), awaited: false };
  if (!SEEN.has(project.facts.columnsFrom(dataset) ?? '')) return { shares: new Map(), awaited: false };
  const answer = await promptly(knowledge.profile(dataset, signal));
  if (answer === 'late') return { shares: new Map(), awaited: true };
  return { shares: answer === undefined ? new Map() : profileShares(answer), awaited: false };
}

/** Where columns come from of which there is data to profile. */
const SEEN: ReadonlySet<string> = new Set(['data', 'sample']);

function profileShares({ rows, columns }: Profile): ReadonlyMap<string, number> {
  return new Map(columns.map(({ name, missing }) => [name, rows === 0 ? 0 : missing / rows]));
}

export function knownColumns({ spot }: Ask, dataset: string): readonly ScopeColumn[] {
  const { project } = spot.snapshot;
  const fact = project.facts.columns(dataset);
  if (fact.kind === 'known') return fact.value.map(typed);
  const declared = project.datasets.get(dataset)?.columns.values() ?? [];
  return [...declared].map(({ name, type }) => ({ name, type }));
}

function typed({ name, type }: Column): ScopeColumn {
  return { name, type };
}

/** Milliseconds. */
const PATIENCE = 25;

/** What is told within a moment; who asks later finds it remembered. */
async function promptly<T>(answer: Promise<T>): Promise<T | 'late'> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((done) => {
    timer = setTimeout(() => done('late'), PATIENCE);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Columns of the table under `data` or `predictions`: of the test rows with what is scored, or of the examples. */
function tableColumns(ask: Ask, scope: 'data' | 'scored'): readonly ScopeColumn[] {
  const { project } = ask.spot.snapshot;
  const pipeline = pipelineOf(ask);
  const step = stepOf(ask);
  const dataset = step?.kind === 'uses' ? predictedDataset(step) : undefined;
  if (dataset !== undefined) return [...(scope === 'scored' ? SCORED : []), ...knownColumns(ask, dataset)];
  const made = pipeline && step?.kind === 'uses' ? examplesOf(pipeline, rowsOf(step)) : undefined;
  if (pipeline === undefined || step?.kind !== 'uses') return scope === 'scored' ? SCORED : [];
  if (scope === 'scored') {
    const fact = scoredColumns(project, pipeline, step);
    if (fact.kind === 'known') return fact.value.map(typed);
  }
  const columns = made === undefined ? [] : columnsMade(ask, made);
  return scope === 'scored' ? [...SCORED, ...columns] : columns;
}

const SCORED: readonly ScopeColumn[] = [
  { name: 'label', type: undefined },
  { name: 'score', type: 'float' },
  { name: 'prediction', type: undefined },
];

function columnsMade(ask: Ask, made: Examples): readonly ScopeColumn[] {
  const { project } = ask.spot.snapshot;
  const pipeline = pipelineOf(ask)!;
  const fact = exampleColumns(project, pipeline, made);
  const known = fact.kind === 'known' ? fact.value.map(typed) : [];
  if (known.length > 0) return labelFirst(known, made);
  return labelFirst(
    exampleNames(project, made).map((name) => ({ name, type: undefined })),
    made,
  );
}

function labelFirst(columns: readonly ScopeColumn[], { label }: Examples): readonly ScopeColumn[] {
  return [...columns.filter(({ name }) => name === label?.name), ...columns.filter(({ name }) => name !== label?.name)];
}

/** Inputs of the model that a monitor or policy is about: those of its last version, else of the pipelines that register it. */
function modelColumns(ask: Ask): readonly ScopeColumn[] {
  const { project } = ask.spot.snapshot;
  const names = [textAt(ask, ['model']) ?? []].flat().map((text) => text.split(/[:@]/)[0]!);
  const inputs = [...project.models.values()]
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .flatMap(({ versions }) => [...([...versions.values()].at(-1)?.inputs ?? [])]);
  if (inputs.length > 0) return inputs.map(([name, type]) => ({ name, type }));
  return [...project.pipelines.values()]
    .flatMap((pipeline) =>
      [...pipeline.steps.values()].flatMap((step) =>
        step.kind === 'uses' && step.uses === 'data/examples' ? [examples(step)] : [],
      ),
    )
    .flatMap((made) => made.columns.map(({ name }) => ({ name, type: undefined })));
}

/** The entities of the view that a join names. */
export function entitiesBeside(ask: Ask): readonly string[] {
  const view = nearestText(ask, ask.where.path, 'view');
  return view === undefined ? [] : viewKeys(ask, view, 'entity');
}

export function fieldsBeside(ask: Ask): readonly string[] {
  const view = nearestText(ask, ask.where.path, 'view');
  return view === undefined ? keysAt(ask, ['fields']) : viewKeys(ask, view, 'fields');
}

function viewKeys({ spot }: Ask, view: string, key: 'entity' | 'fields'): readonly string[] {
  const file = spot.snapshot.project.views.get(view);
  return file === undefined ? [] : entriesAt(file.tree, [key]).map(([name]) => name);
}

/** Columns as choices; `write` says how a name is written at the place. */
export function columnChoices(
  columns: readonly ScopeColumn[],
  { rank = 'likely', write = (name) => name }: { readonly rank?: Rank; readonly write?: (name: string) => string } = {},
): readonly Choice[] {
  return columns.map(({ name, type, missing, dataset }) => {
    const detail = [type, missing === undefined ? undefined : `${percent(missing)} null`].filter(Boolean).join(' · ');
    return {
      label: name,
      kind: CompletionItemKind.Field,
      text: write(name),
      rank,
      ...(detail === '' ? {} : { detail }),
      ...(dataset === undefined ? {} : { doc: { kind: 'column', dataset, name } as const }),
    };
  });
}

export function percent(share: number): string {
  if (share === 0 || share === 1) return `${share * 100}%`;
  const shown = share * 100;
  return shown < 0.1 ? '<0.1%' : `${shown >= 10 ? Math.min(99, Math.round(shown)) : shown.toFixed(1)}%`;
}
