import { useId } from 'preact/hooks';
import { count } from '../../../engine/src/language/figures.ts';
import { percent, screenFigure } from '../../../engine/src/language/screenFigures.ts';
import type { PageEvaluation } from '../../../engine/src/operations/runs/page/runPage.ts';
import { ConfusionTable } from '../../shared/charts/confusionTable.tsx';
import { confusionView, MOST_IN_TABLE, worstClasses } from '../../shared/charts/confusionView.ts';
import { HeatMap } from '../../shared/charts/heatMap.tsx';
import { Section } from '../../shared/components/section.tsx';
import { Table } from '../../shared/components/table.tsx';
import { type Cut, matrixOf } from '../model/cuts.ts';

export interface ConfusionProps {
  readonly evaluation: PageEvaluation;
  readonly cuts: readonly Cut[];
  /** Which of the cuts is shown. */
  readonly index: number;
  /** Undefined: that of the evaluation. */
  readonly onThreshold: (threshold: number | undefined) => void;
}

/** What was taken for what; with two classes by a threshold that moves ROC, precision and recall too. */
export function Confusion({ evaluation, cuts, index, onThreshold }: ConfusionProps) {
  const { confusion } = evaluation.curves;
  if (confusion === undefined) return null;
  const cut = cuts[index];
  const matrix = cut === undefined ? confusion.matrix : matrixOf(cut);
  const view = confusionView(confusion.classes, matrix);
  const at = cut === undefined ? '' : ` at threshold ${screenFigure(cut.threshold)}`;
  const isLarge = confusion.classes.length > MOST_IN_TABLE;
  return (
    <Section
      title="Confusion"
      caption={
        cut === undefined ? (
          sizeText(confusion)
        ) : (
          <Threshold cuts={cuts} index={index} evaluated={confusion.threshold} onThreshold={onThreshold} />
        )
      }
    >
      {isLarge ? (
        <>
          <WorstClasses classes={confusion.classes} matrix={matrix} />
          <h3 class="heat-title">All classes</h3>
          <HeatMap
            label={`Confusion of ${confusion.classes.length} classes. ${view.sentence}`}
            classes={confusion.classes}
            matrix={matrix}
          />
        </>
      ) : (
        <ConfusionTable label={`Confusion matrix${at}`} classes={view.classes} cells={view.cells} />
      )}
      <p class="small dim said">{view.sentence}</p>
    </Section>
  );
}

function sizeText({ classes, total }: { readonly classes: readonly string[]; readonly total: number }): string {
  return total > classes.length
    ? `${count(classes.length)} of ${count(total)} classes, those with most rows`
    : 'rows are what is so, columns what was predicted';
}

interface ThresholdProps extends Pick<ConfusionProps, 'cuts' | 'index' | 'onThreshold'> {
  readonly evaluated: number | undefined;
}

function Threshold({ cuts, index, evaluated, onThreshold }: ThresholdProps) {
  const id = useId();
  const threshold = cuts[index]?.threshold ?? 0;
  const isMoved = threshold !== evaluated;
  return (
    <span class="threshold">
      <label for={id}>threshold</label>
      <input
        id={id}
        type="range"
        min="0"
        max={cuts.length - 1}
        step="1"
        value={index}
        aria-valuetext={screenFigure(threshold)}
        disabled={cuts.length < 2}
        onInput={({ currentTarget }) => onThreshold(cuts[currentTarget.valueAsNumber]?.threshold)}
      />
      <output class="chip t" for={id}>
        {screenFigure(threshold)}
      </output>
      {isMoved && evaluated !== undefined ? (
        <button type="button" class="link" onClick={() => onThreshold(undefined)}>
          back to {screenFigure(evaluated)}
        </button>
      ) : (
        <span>as evaluated</span>
      )}
    </span>
  );
}

function WorstClasses({
  classes,
  matrix,
}: {
  readonly classes: readonly string[];
  readonly matrix: readonly (readonly number[])[];
}) {
  return (
    <Table
      label="Classes that are found least"
      rows={worstClasses(classes, matrix)}
      keyOf={({ name }) => name}
      columns={[
        { key: 'name', title: 'Found least', isHeader: true, cell: ({ name }) => name },
        { key: 'rows', title: 'Rows', isFigure: true, class: 'dim', cell: ({ rows }) => count(rows) },
        { key: 'recall', title: 'Found', isFigure: true, cell: ({ recall }) => percent(recall, 1) },
        {
          key: 'taken',
          title: 'Most often taken for',
          cell: ({ takenFor }) =>
            takenFor === undefined ? <span class="dim">-</span> : `${takenFor.name}, ${count(takenFor.rows)} rows`,
        },
      ]}
    />
  );
}
