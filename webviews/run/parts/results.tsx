import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Section } from '../../shared/components/section.tsx';
import { Empty, Stale } from '../../shared/components/states.tsx';
import { useKept } from '../../shared/hooks.ts';
import { cutAt, cutsOf } from '../model/cuts.ts';
import { Confusion } from './confusion.tsx';
import { Curves } from './curves.tsx';
import { FailureLog } from './failureLog.tsx';
import { MetricsTable } from './metricsTable.tsx';
import { Slices } from './slices.tsx';

/** Evidence: metrics, curves, slices and confusion; of a failed run the lines that tell why. */
export function Results({ page }: { readonly page: RunPage }) {
  const { evaluation, failure, metrics, training } = page;
  const kept = useKept<number | undefined>('threshold', (value) => (typeof value === 'number' ? value : undefined));
  const cuts = evaluation === null ? [] : cutsOf(evaluation);
  const index = cutAt(cuts, kept.value ?? evaluation?.curves.confusion?.threshold ?? 0.5);
  const hasConfusion = evaluation?.curves.confusion !== undefined;
  const hasSlices = evaluation !== null && evaluation.slices.length > 0 && metrics.length > 0;
  const isBare = metrics.length === 0 && training === null && failure === null;
  return (
    <>
      {failure !== null && failure.log.length > 0 && <FailureLog page={page} failure={failure} />}
      {metrics.length > 0 && <MetricsTable page={page} />}
      {evaluation?.curvesMissing && (
        <section class="sec">
          <Stale>The curves are not on this machine: the bytes of their file are elsewhere, or were cleaned up.</Stale>
        </section>
      )}
      <Curves page={page} cut={cuts[index]} />
      {(hasConfusion || hasSlices) && (
        <div class={`sec ${hasConfusion && hasSlices ? 'two' : 'one'}`}>
          {hasSlices && <Slices evaluation={evaluation} metrics={metrics} />}
          {hasConfusion && (
            <Confusion
              evaluation={evaluation}
              cuts={cuts}
              index={index}
              onThreshold={(threshold) => {
                kept.value = threshold;
              }}
            />
          )}
        </div>
      )}
      {isBare && (
        <Section title="Metrics">
          <Nothing page={page} />
        </Section>
      )}
    </>
  );
}

function Nothing({ page: { source, status, steps } }: { readonly page: RunPage }) {
  if (source !== null) return <Empty title="Nothing was measured" text="No metric was logged in this run." />;
  const step = steps.find(({ uses }) => uses === 'model/evaluate');
  if (status === 'running')
    return (
      <Empty
        title="Nothing is measured yet"
        text={step === undefined ? undefined : `Metrics come with ${step.step}.`}
      />
    );
  return <Empty title="Nothing was measured" text="No step of this run logged a metric." />;
}
