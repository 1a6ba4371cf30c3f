import './why.css';
import { tableTime } from '../../../engine/src/language/times.ts';
import type { KeptExplanation } from '../../../engine/src/operations/models/explain/keptExplanations.ts';
import { Button, Link } from '../../shared/components/button.tsx';
import { Answered, Empty, Problem } from '../../shared/components/states.tsx';
import { useAct, useChannel } from '../../shared/hooks.ts';
import type { RunPair } from '../../shared/protocol.ts';
import type { CompareState } from '../compareState.ts';
import { isElsewhere, shortRun } from '../model/runLooks.ts';
import { type ExplainingNow, type ExplainProgress, useExplaining } from './useExplaining.ts';
import { whyPair } from './whyPair.ts';
import { WhyResult } from './whyResult.tsx';

/** Why the main metric changed between two runs: what each thing that differs did to it. */
export function Why({ state }: { readonly state: CompareState }) {
  const pair = whyPair(state);
  if (pair === undefined)
    return (
      <Empty
        title="Two runs are compared here"
        text="Select two runs, or one beside the baseline, to see what changed the metric from the earlier to the later one."
      />
    );
  if (isElsewhere(pair.a) || isElsewhere(pair.b))
    return (
      <Empty
        title="Only runs of this project are explained"
        text="What another tool’s run was made of cannot be swapped. Select two runs of this project’s pipelines."
      />
    );
  const table = state.table.value;
  const names = { a: shortRun(table, pair.a), b: shortRun(table, pair.b) };
  return <Explained key={`${pair.a} ${pair.b}`} pair={pair} names={names} />;
}

function Explained({ pair, names }: { readonly pair: RunPair; readonly names: RunPair }) {
  const now = useExplaining(pair);
  useAct('explain', now.start);
  return (
    <div class="why">
      <Answered answer={now.answer} rows={3}>
        {(kept) => (kept === null ? <Unasked {...{ pair, names, now }} /> : <Asked {...{ kept, pair, names, now }} />)}
      </Answered>
    </div>
  );
}

interface AskedProps {
  readonly pair: RunPair;
  /** Beginnings of their ids. */
  readonly names: RunPair;
  readonly now: ExplainingNow;
}

function Asked({ kept: { at, modelyard, explanation }, names, now }: AskedProps & { readonly kept: KeptExplanation }) {
  return (
    <>
      <WhyResult explanation={explanation} />
      <p class="cap">
        {names.a} to {names.b}, explained {tableTime(at, { now: Date.now() })} by Modelyard {modelyard}.{' '}
        {now.progress === undefined && <Link onClick={now.start}>Explain again</Link>}
      </p>
      <Work now={now} />
    </>
  );
}

function Unasked({ pair, names, now }: AskedProps) {
  const channel = useChannel();
  const command = `modelyard models explain-change ${pair.a.slice(0, 8)} ${pair.b.slice(0, 8)}`;
  return (
    <>
      <p>
        Swaps what differs between {names.a} and {names.b} one factor after the other: data, features, steps, params,
        seed, version of Modelyard. After each swap the metric is measured, so that the changes add up to the whole
        difference.
      </p>
      <p class="dim">
        It takes at most as long as one run for each factor and ten runs with other seeds, which show what chance does.
        Steps that a swap does not touch are taken as they were recorded. No run is made and no program of yours is
        started; what is measured is remembered, so that stopping loses little.
      </p>
      {now.progress === undefined && (
        <div class="why-work">
          <Button kind="primary" onClick={now.start}>
            Explain change
          </Button>
          <Link onClick={() => channel.copy(command)} label="Copy the command that does the same in a terminal">
            Copy as command
          </Link>
        </div>
      )}
      <Work now={now} />
    </>
  );
}

/** How far it is, or why it came to no end. */
function Work({ now: { progress, refusal, stop, start } }: Pick<AskedProps, 'now'>) {
  if (refusal !== undefined)
    return (
      <Problem title={refusal.message} text={refusal.next}>
        <Link onClick={start}>Try again</Link>
      </Problem>
    );
  if (progress === undefined) return null;
  return (
    <div class="why-work">
      <progress aria-label="Explaining the change" {...barOf(progress)} />
      <span role="status">{progressText(progress)}</span>
      <Button onClick={stop}>Cancel</Button>
    </div>
  );
}

function barOf({ done, total }: ExplainProgress) {
  return total > 0 ? { max: total, value: done } : {};
}

function progressText({ done, total, message }: ExplainProgress): string {
  if (total === 0) return 'Looking for what differs';
  return [`${done} of ${total}`, message].filter(Boolean).join(': ');
}
