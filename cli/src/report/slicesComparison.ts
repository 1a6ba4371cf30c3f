import { count } from '../../../engine/src/language/figures.ts';
import { FEWEST_ROWS } from '../../../engine/src/operations/paired/enoughRows.ts';
import type {
  MetricDifference,
  PairedFigure,
  PairedSliceFigures,
  PairedSlicing,
  RunDifferences,
} from '../../../engine/src/operations/runs/compare/runDifferences.ts';
import { metricName, pairedText, shortRun } from './differenceTexts.ts';

/** Slices by a column in which a run is better or worse than the baseline, by the metric that counts first. */
export interface ComparedSlices {
  readonly column: string;
  readonly metric: MetricDifference;
  readonly rows: readonly { readonly name: string; readonly cells: readonly SliceCell[] }[];
  readonly notes: readonly string[];
}

export interface SliceCell {
  /** Empty of the baseline, and where nothing is told. */
  readonly text: string;
  /** Better or worse beyond noise. */
  readonly isSure: boolean;
}

/** More lines nobody reads at once. */
const MOST = 10;

/** How slices of runs stand to the baseline's on the same rows. */
export function comparedSlices(differences: RunDifferences): readonly ComparedSlices[] {
  const { metrics, paired } = differences;
  const slicings = paired.flatMap((one) => one?.slices ?? []);
  const tells = ({ name }: MetricDifference) =>
    slicings.some(({ values }) => values.some((slice) => slice.metrics[name] !== undefined));
  const metric = metrics.find(tells);
  if (metric === undefined) return [];
  const columns = new Set(slicings.map(({ column }) => column));
  return [...columns].map((column) => slicesBy(column, metric, differences));
}

function slicesBy(column: string, metric: MetricDifference, { paired, runs }: RunDifferences): ComparedSlices {
  const ofRuns = paired.map((one) => one?.slices.find((slicing) => slicing.column === column));
  const tables = ofRuns.map((one) => new Map(one?.values.map((slice) => [slice.value, slice])));
  const names = [...new Set(tables.flatMap((table) => [...table.keys()]))];
  const all = names.map((value) => {
    const slices = tables.map((table) => table.get(value));
    const figures = slices.map((slice) => slice?.metrics[metric.name]);
    return { value, slices, figures, gain: leastGain(figures, metric.better) };
  });
  const differing = all.filter(({ figures }) => figures.some(isSure)).sort((a, b) => a.gain - b.gain);
  const notes = ofRuns.flatMap((one, run) =>
    one === undefined ? [] : [`${shortRun(runs[run]?.id ?? '')}: ${slicingText(one, metric.name)}`],
  );
  const more = differing.length - MOST;
  return {
    column,
    metric,
    rows: differing.slice(0, MOST).map(({ value, slices, figures }) => ({
      name: `${value ?? 'missing'} (${rowsText(slices)})`,
      cells: figures.map((figure) => ({
        text: figure === undefined ? '' : pairedText(figure),
        isSure: isSure(figure),
      })),
    })),
    notes: [...(more > 0 ? [`${count(more)} more that differ`] : []), ...notes],
  };
}

/** Where each was measured on the same rows as the baseline, 1 of 20 slices is told apart by chance. */
export const BY_CHANCE = 'By chance 1 of 20 slices that do not differ is called better or worse.';

function slicingText({ column, total, values }: PairedSlicing, metric: string): string {
  const figures = values.map((slice) => slice.metrics[metric]);
  const having = (verdict: PairedFigure['verdict']) => figures.filter((one) => one?.verdict === verdict).length;
  const small = values.filter(({ reason }) => reason !== null).length;
  const parts = [
    [having('better'), 'better'],
    [having('worse'), 'worse'],
    [having('same'), 'no difference beyond noise'],
    [small, `too small: fewer than ${FEWEST_ROWS} rows of both`],
    [figures.filter((one) => one === undefined).length - small, 'not measurable'],
    [total - values.length, 'of the fewest rows not looked at'],
  ] as const;
  const said = parts.filter(([slices]) => slices > 0).map(([slices, what]) => `${count(slices)} ${what}`);
  return `of ${count(total)} ${total === 1 ? 'slice' : 'slices'} by ${column} on the same rows ${said.join(', ')}.`;
}

function rowsText(slices: readonly (PairedSliceFigures | undefined)[]): string {
  const rows = Math.max(...slices.map((slice) => slice?.rows ?? 0));
  return `${count(rows)} ${rows === 1 ? 'row' : 'rows'}`;
}

/** The worst that any run does to a slice, more being better. */
function leastGain(figures: readonly (PairedFigure | undefined)[], better: MetricDifference['better']): number {
  const sign = better === 'lower' ? -1 : 1;
  return Math.min(...figures.flatMap((figure) => (figure === undefined ? [] : [sign * figure.difference])));
}

function isSure(figure: PairedFigure | undefined): boolean {
  return figure?.verdict === 'better' || figure?.verdict === 'worse';
}

/** `Slices by origin, roc_auc ↑`. */
export function slicesTitle({ column, metric }: ComparedSlices): string {
  return `Slices by ${column}, ${metricName(metric)}`;
}
