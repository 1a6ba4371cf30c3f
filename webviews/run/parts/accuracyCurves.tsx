import { cut as withDecimals } from '../../../engine/src/language/figures.ts';
import { percent, screenFigure } from '../../../engine/src/language/screenFigures.ts';
import type { PageEvaluation, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { areaUnder } from '../../shared/charts/area.ts';
import { CalibrationChart } from '../../shared/charts/calibrationChart.tsx';
import { UnitChart } from '../../shared/charts/unitChart.tsx';
import { type Cut, falsePositiveRate, precision, truePositiveRate } from '../model/cuts.ts';
import { classLines, type RankLine, rankLines } from '../model/rankLines.ts';
import { Legend } from './legend.tsx';

export interface AccuracyCurvesProps {
  readonly page: RunPage;
  readonly evaluation: PageEvaluation;
  /** What the threshold of the page makes of the rows. */
  readonly cut: Cut | undefined;
}

/** ROC, precision and recall, calibration; one point of the threshold moves through both. */
export function AccuracyCurves({ page: { against }, evaluation, cut }: AccuracyCurvesProps) {
  const { curves, curvesAgainst, classes, task } = evaluation;
  const isBinary = task === 'binary';
  const roc = isBinary ? rankLines(curves.roc, curvesAgainst?.roc) : classLines(curves.roc);
  const pr = isBinary ? rankLines(curves.pr, curvesAgainst?.pr) : classLines(curves.pr);
  const positive = classes[1] ?? 'positive';
  const share = cut === undefined ? undefined : cut.positives / (cut.positives + cut.negatives);
  return (
    <>
      {roc.length > 0 && (
        <UnitChart
          title="ROC"
          label={`ROC curve, ${areaText(roc, isBinary)}`}
          xName="false positive rate"
          yName="true positive rate"
          lines={roc}
          chance="diagonal"
          point={cut === undefined ? undefined : { x: falsePositiveRate(cut), y: truePositiveRate(cut) }}
          readAt={(i) => read(roc[0]!, i, ['false positive rate', 'true positive rate'])}
        />
      )}
      {pr.length > 0 && (
        <UnitChart
          title="Precision and recall"
          label={`Precision by recall, ${areaText(pr, isBinary)}`}
          xName="recall"
          yName="precision"
          lines={pr}
          {...(share !== undefined && {
            chance: { level: share, text: `share ${positive} ${withDecimals(share, 3)}` },
          })}
          point={
            cut === undefined || Number.isNaN(precision(cut))
              ? undefined
              : { x: truePositiveRate(cut), y: precision(cut) }
          }
          readAt={(i) => read(pr[0]!, i, ['recall', 'precision'])}
        />
      )}
      {curves.calibration !== undefined && curves.calibration.bins.length > 0 && (
        <CalibrationChart
          bins={curves.calibration.bins}
          label={`Calibration of the ${curves.calibration.of} in ${curves.calibration.bins.length} bins`}
        />
      )}
      {isBinary && roc.length > 0 && (
        <Legend
          items={[
            {
              color: 1,
              text: cut === undefined ? 'this run' : `this run, point at threshold ${screenFigure(cut.threshold)}`,
            },
            ...(roc.length > 1 && against !== null ? [{ color: 0, text: `${against.alias} v${against.version}` }] : []),
          ]}
        />
      )}
      {!isBinary && roc.length > 1 && (
        <Legend
          items={roc
            .filter(({ color }) => color > 0)
            .map(({ name, color, area }) => ({ color, text: `${name} ${withDecimals(area, 3)}` }))}
          {...(roc.length > 8 && { rest: `and ${roc.length - 8} others, better ranked, in grey` })}
        />
      )}
    </>
  );
}

function areaText(lines: readonly RankLine[], isBinary: boolean): string {
  const area = withDecimals(areaUnder(lines[0]!), 3);
  return isBinary ? `area ${area}` : `least area ${area}, of ${lines[0]!.name}`;
}

function read(line: RankLine, i: number, [x, y]: readonly [string, string]) {
  const threshold = line.thresholds[i];
  return {
    title: threshold === null || threshold === undefined ? 'above every score' : `threshold ${screenFigure(threshold)}`,
    rows: [
      { name: x, text: percent(line.xs[i]!, 1) },
      { name: y, text: percent(line.ys[i]!, 1) },
    ],
  };
}
