import type { CheckRow, MonitorReportTold } from '../../server/src/views/monitors.ts';
import type { Answer } from '../shared/asker.ts';
import { Link } from '../shared/components/button.tsx';
import { Answered, Empty, Refused, Stale } from '../shared/components/states.tsx';
import { useAct, useAnswer, useChannel, useKept } from '../shared/hooks.ts';
import { PAGE_COMMANDS } from '../shared/protocol.ts';
import { DriftView } from './driftView.tsx';
import { momentText } from './model/driftTexts.ts';
import { WindowProvider } from './parts/changed.tsx';
import { EARLIER, MonitorActions } from './parts/monitorActions.tsx';
import type { MonitorSubject } from './protocol.ts';

/** The report of a monitor's check: asked for again whenever one was made. */
export function MonitorPanel({ subject }: { readonly subject: MonitorSubject }) {
  const channel = useChannel();
  const picked = useKept('picked', readPicked);
  const about = JSON.stringify(subject);
  const check = picked.value.of === about ? picked.value.check : subject.check;
  const pick = (chosen: string | undefined) => {
    picked.value = { of: about, check: chosen };
  };
  const params = { monitor: subject.monitor, ...(check !== undefined && { check }) };
  const answer = useAnswer('monitorReport', params, ['monitors']);
  const { value, refusal } = answer;
  const newest = value?.newest ?? undefined;
  useAct(EARLIER, ({ ids }) => {
    const [chosen] = Array.isArray(ids) ? (ids as readonly string[]) : [];
    if (chosen !== undefined) pick(chosen === newest?.id ? undefined : chosen);
  });
  if (value === undefined || (value.page === null && refusal === undefined))
    return (
      <Nothing subject={subject} answer={answer} onNewest={check === undefined ? undefined : () => pick(undefined)} />
    );
  if (value.page === null || value.page.report.monitor !== subject.monitor) return null;
  const { window, rule } = value;
  const useWindow = (days: string) => {
    if (window === null || window.text === days) return undefined;
    return () => channel.command(PAGE_COMMANDS.replaceText, { ...window, by: days });
  };
  const toJudge = (test: string) => (
    <>
      To judge by it from the next check on, say <code>test: {test}</code> in{' '}
      {rule === null ? (
        'its spec'
      ) : (
        <Link onClick={() => channel.command(PAGE_COMMANDS.openPlace, rule)}>{rule.file}</Link>
      )}
      .
    </>
  );
  return (
    <WindowProvider value={useWindow}>
      <DriftView
        page={value.page}
        toJudge={toJudge}
        actions={<MonitorActions page={value.page} told={value} subject={subject} />}
        notice={
          <>
            {refusal !== undefined && (
              <section class="sec">
                <Refused refusal={refusal} />
              </section>
            )}
            <Earlier shown={value.page.report.id} newest={newest} onNewest={() => pick(undefined)} />
            {value.mute !== null && (
              <Stale>
                Muted{value.mute.until === null ? '' : ` until ${momentText(value.mute.until)}`} by {value.mute.by}
                {value.mute.why !== null && `: ${value.mute.why}`}.{' '}
                <Link onClick={() => channel.command('modelyard.unmuteMonitor', { monitor: subject.monitor })}>
                  Unmute
                </Link>
              </Stale>
            )}
          </>
        }
        onPick={(chosen) => pick(chosen === newest?.id ? undefined : chosen)}
      />
    </WindowProvider>
  );
}

/** That there is a newer check than the one that is shown. */
function Earlier({
  shown,
  newest,
  onNewest,
}: {
  readonly shown: string | null;
  readonly newest: CheckRow | undefined;
  readonly onNewest: () => void;
}) {
  if (newest === undefined || newest.id === shown) return null;
  return (
    <Stale>
      This is an earlier check; the newest is of {momentText(newest.due)}. <Link onClick={onNewest}>Show it</Link>
    </Stale>
  );
}

interface NothingProps {
  readonly subject: MonitorSubject;
  readonly answer: Answer<MonitorReportTold>;
  readonly onNewest: (() => void) | undefined;
}

/** While nothing is known, where nothing was checked yet, and where it may not be told. */
function Nothing({ subject: { monitor }, answer, onNewest }: NothingProps) {
  const channel = useChannel();
  const { value, refusal } = answer;
  return (
    <main class="page-state">
      <h1>Drift of {monitor}</h1>
      {value !== undefined && (
        <Empty title="This monitor has not run.">
          <Link onClick={() => channel.command('modelyard.checkMonitor', { monitor })}>Check now</Link>
          {value.place !== null && (
            <>
              {' '}
              <Link onClick={() => channel.command(PAGE_COMMANDS.openPlace, value.place)}>Open its spec</Link>
            </>
          )}
        </Empty>
      )}
      {value === undefined && (
        <Answered answer={answer} rows={8}>
          {() => null}
        </Answered>
      )}
      {refusal !== undefined && onNewest !== undefined && (
        <p>
          <Link onClick={onNewest}>Show the newest check</Link>
        </p>
      )}
    </main>
  );
}

interface Picked {
  /** The subject that it was chosen for. */
  readonly of: string;
  /** Absent: the newest. */
  readonly check: string | undefined;
}

function readPicked(kept: unknown): Picked {
  const { of, check } = (kept ?? {}) as Partial<Record<keyof Picked, unknown>>;
  return typeof of === 'string'
    ? { of, check: typeof check === 'string' ? check : undefined }
    : { of: '', check: undefined };
}
