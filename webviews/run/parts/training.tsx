import { useSignal } from '@preact/signals';
import { count } from '../../../engine/src/language/figures.ts';
import type { PageTraining, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { type ChartLine, LineChart } from '../../shared/charts/lineChart.tsx';
import { Button } from '../../shared/components/button.tsx';
import { Loading, Refused } from '../../shared/components/states.tsx';
import { useAnswer } from '../../shared/hooks.ts';
import { bestText, quantitiesOf, type TrainingLine, trainingLabel, trainingLines } from '../model/training.ts';

/** Most points asked of a series; more are thinned out with their extremes kept. */
const POINTS = 2000;

/** One quantity by round, of all parts of the data it was measured on. */
export function Training({ page, training }: { readonly page: RunPage; readonly training: PageTraining }) {
  const quantities = quantitiesOf(training, page);
  const chosen = useSignal(0);
  const quantity = quantities[chosen.value] ?? quantities[0]!;
  const answer = useAnswer('series', {
    run: training.run,
    names: quantity.lines.map(({ series }) => series),
    points: POINTS,
  });
  const lines = trainingLines(quantity, answer.value ?? []);
  const best = bestText(lines, training.best);
  const total = Math.max(0, ...lines.map((line) => line.total));
  const shown = Math.max(0, ...lines.map(({ xs }) => xs.length));
  return (
    <div class="training">
      {quantities.length > 1 && (
        <div class="choices">
          {quantities.map(({ name }, i) => (
            <Button key={name} pressed={name === quantity.name} onClick={() => (chosen.value = i)}>
              {name}
            </Button>
          ))}
        </div>
      )}
      {answer.refusal !== undefined && <Refused refusal={answer.refusal} />}
      {answer.value === undefined && answer.refusal === undefined && <Loading rows={4} />}
      {lines.length > 0 && (
        <LineChart
          key={quantity.name}
          title={
            <>
              {quantity.name} by round {quantity.arrow !== '' && <span class="dim">{quantity.arrow}</span>}
            </>
          }
          label={trainingLabel(quantity, lines, training)}
          lines={lines.map((line) => chartLine(line, training, page))}
          xName="round"
          xEnd={roundsOf(page)}
          {...(best !== undefined && training.best !== null && { mark: { x: training.best, text: best } })}
        />
      )}
      {answer.value !== undefined && lines.length === 0 && <p class="cap">No round has ended yet</p>}
      {shown < total && <p class="cap">1 in {count(Math.round(total / shown))} points, extremes kept</p>}
    </div>
  );
}

function chartLine(line: TrainingLine, { stoppedAt }: PageTraining, { status }: RunPage): ChartLine {
  const ending = line.isTrain || stoppedAt === null || status === 'running' ? '' : `, stopped at ${stoppedAt}`;
  return {
    name: line.role,
    endText: `${line.role}${ending}`,
    color: line.isTrain ? 0 : 1,
    isDashed: line.isTrain,
    xs: line.xs,
    ys: line.ys,
  };
}

/** How many rounds were asked for. */
function roundsOf({ params }: RunPage): number | undefined {
  const rounds = Number(params.find(({ name }) => name === 'rounds')?.value);
  return Number.isFinite(rounds) && rounds > 0 ? rounds : undefined;
}
