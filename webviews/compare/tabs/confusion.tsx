import './tabs.css';
import { count } from '../../../engine/src/language/figures.ts';
import { screenFigure } from '../../../engine/src/language/screenFigures.ts';
import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { Answer } from '../../shared/asker.ts';
import { ConfusionTable } from '../../shared/charts/confusionTable.tsx';
import { confusionView, MOST_IN_TABLE } from '../../shared/charts/confusionView.ts';
import { HeatMap } from '../../shared/charts/heatMap.tsx';
import { Answered } from '../../shared/components/states.tsx';
import type { CompareState } from '../compareState.ts';
import { shortRun } from '../model/runLooks.ts';
import { FirstRuns } from './firstRuns.tsx';
import { RunHead } from './runHead.tsx';
import { usePages } from './usePages.ts';

const MOST_RUNS = 4;

/** What the selected runs take for what, each at its own threshold. */
export function Confusion({ state }: { readonly state: CompareState }) {
  const { runs, answers, total } = usePages(state, MOST_RUNS);
  return (
    <>
      <FirstRuns shown={runs.length} total={total} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: by keyboard it is scrolled while it has the focus */}
      <section class="confusions" tabIndex={0} aria-label="Confusion matrices">
        {runs.map((run, at) => (
          <section class="sec" key={run}>
            <One state={state} run={run} answer={answers[at]!} />
          </section>
        ))}
      </section>
    </>
  );
}

interface OneProps {
  readonly state: CompareState;
  readonly run: string;
  readonly answer: Answer<RunPage>;
}

function One({ state, run, answer }: OneProps) {
  return (
    <>
      <header>
        <h3>
          <RunHead state={state} run={run} />
        </h3>
        <span class="cap">{captionOf(answer.value)}</span>
      </header>
      <Answered answer={answer} rows={4}>
        {(page) => <Matrix state={state} page={page} />}
      </Answered>
    </>
  );
}

function Matrix({ state, page: { evaluation, id } }: { readonly state: CompareState; readonly page: RunPage }) {
  const confusion = evaluation?.curves.confusion;
  if (confusion === undefined)
    return (
      <p class="cap" role="status">
        {evaluation == null
          ? 'Not evaluated'
          : evaluation.task === 'regression'
            ? 'Predicts numbers: there are no classes'
            : 'Its confusion matrix is not on this machine'}
      </p>
    );
  const { classes, matrix, threshold } = confusion;
  const view = confusionView(classes, matrix);
  const at = threshold === undefined ? '' : ` at threshold ${screenFigure(threshold)}`;
  return (
    <>
      {classes.length > MOST_IN_TABLE ? (
        <HeatMap label={`Confusion of ${classes.length} classes. ${view.sentence}`} classes={classes} matrix={matrix} />
      ) : (
        <ConfusionTable
          label={`Confusion matrix of ${shortRun(state.table.value, id)}${at}`}
          classes={view.classes}
          cells={view.cells}
        />
      )}
      <p class="small dim said">{view.sentence}</p>
    </>
  );
}

function captionOf(page: RunPage | undefined): string {
  const confusion = page?.evaluation?.curves.confusion;
  if (confusion === undefined || page?.evaluation == null) return '';
  const rows = `${count(page.evaluation.rows)} rows`;
  return confusion.threshold === undefined ? rows : `threshold ${screenFigure(confusion.threshold)}, ${rows}`;
}
