import type { Baseline } from '../../../math/baseline.ts';
import type { ReportSide } from '../../../monitoring/report/monitorReport.ts';
import { referenceBaseline } from '../../../monitoring/spec/referenceBaseline.ts';
import type { CheckAround } from './around.ts';
import { datasetRows, type SideRequest, whereOf } from './currentRows.ts';
import type { ModelRows } from './modelRows.ts';
import { predictionRows } from './predictionRows.ts';
import { baselineOf, type WatchedModel } from './watchedModel.ts';
import type { Window } from './windows.ts';

/** What current rows are held against. */
export type Reference =
  | { readonly kind: 'rows'; readonly rows: ModelRows; readonly told: ReportSide }
  | { readonly kind: 'baseline'; readonly baseline: Baseline; readonly told: ReportSide };

/** Rejects with a `Failure` where it cannot be had: the check is then without a verdict on drift. */
export async function referenceOf(
  around: CheckAround,
  watched: WatchedModel,
  request: SideRequest,
): Promise<Reference> {
  const { reference, current } = request.monitor;
  const { window } = request;
  if (reference.kind === 'baseline') return storedOfVersion(around, watched);
  if (reference.kind === 'baselineFile') return storedInFile(around, reference.file);
  if (reference.kind === 'dataset') {
    const all = { from: null, to: null };
    const where = whereOf(around, reference.where);
    const rows = await datasetRows(around, { ...request, window: all, name: reference.dataset, where, keeps: true });
    return { kind: 'rows', rows, told: rows.told };
  }
  if (reference.kind === 'offset' && current.kind === 'dataset') {
    const earlier = earlierBy(window, reference.offset);
    const where = whereOf(around, current.where);
    const rows = await datasetRows(around, { ...request, window: earlier, name: current.dataset, where, keeps: false });
    return { kind: 'rows', rows, told: rows.told };
  }
  const { recipe } = request;
  const common = { watched, recipe, labelKey: [], ofVersion: false };
  const all = { from: null, to: null };
  const asked =
    reference.kind === 'predictions'
      ? { window: all, model: reference.model }
      : { window: earlierBy(window, reference.offset), model: current.kind === 'predictions' ? current.model : '' };
  const rows = await predictionRows(around, { ...common, ...asked });
  return { kind: 'rows', rows, told: rows.told };
}

function earlierBy({ from, to }: Window, offset: number): Window {
  const shift = (time: number | null) => (time === null ? null : time - offset);
  return { from: shift(from), to: shift(to) };
}

async function storedOfVersion(around: CheckAround, watched: WatchedModel): Promise<Reference> {
  const baseline = await baselineOf(around, watched);
  const [[dataset, data] = []] = Object.entries(watched.resolved.lineage);
  const name = `baseline of ${watched.resolved.reference}`;
  return stored(baseline, { name, dataset: dataset ?? null, version: data?.version ?? null });
}

async function storedInFile({ host, root }: CheckAround, file: string): Promise<Reference> {
  return stored(await referenceBaseline(host.files, root, file), { name: file, dataset: null, version: null });
}

function stored(baseline: Baseline, of: Pick<ReportSide, 'name' | 'dataset' | 'version'>): Reference {
  return { kind: 'baseline', baseline, told: { ...of, rows: baseline.rows, from: null, to: null, isBaseline: true } };
}
