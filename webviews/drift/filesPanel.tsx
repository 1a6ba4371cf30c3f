import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button, Link } from '../shared/components/button.tsx';
import { Loading, Problem } from '../shared/components/states.tsx';
import { useAct, useChannel } from '../shared/hooks.ts';
import { PAGE_COMMANDS } from '../shared/protocol.ts';
import { DriftView } from './driftView.tsx';
import { NO_HISTORY } from './exports/noHistory.ts';
import { Export } from './parts/export.tsx';
import { COMPARING, type ComparingTold, type FilesSubject } from './protocol.ts';

/** The report of two files: made when the page is opened, and again when the user asks. */
export function FilesPanel({ subject }: { readonly subject: FilesSubject }) {
  const channel = useChannel();
  const told = useSignal<ComparingTold>({ kind: 'begun' });
  const report = useSignal<Extract<ComparingTold, { readonly kind: 'done' }>['report'] | undefined>(undefined);
  const { reference, current } = subject;
  const pair = { reference, current };
  useAct(COMPARING, (argument) => {
    const heard = argument as unknown as ComparingTold;
    told.value = heard;
    if (heard.kind === 'done') report.value = heard.report;
  });
  const compare = () => channel.command(PAGE_COMMANDS.compareFiles, pair);
  useEffect(() => {
    report.value = undefined;
    compare();
  }, [reference, current]);
  const { value } = report;
  const problem = told.value.kind === 'refused' && (
    <section class="sec">
      <Problem title={told.value.message} text={told.value.next}>
        <Link onClick={compare}>Compare again</Link>
      </Problem>
    </section>
  );
  if (value === undefined)
    return (
      <main class="page-state">
        <h1>Drift of two files</h1>
        {problem || <Loading rows={8} />}
      </main>
    );
  return (
    <DriftView
      page={{ report: value, history: NO_HISTORY }}
      notice={problem || undefined}
      toJudge={(test) => (
        <>
          To judge by it: <code>modelyard drift --test {test}</code>.
        </>
      )}
      actions={
        <>
          <Button
            onClick={compare}
            disabledBecause={told.value.kind === 'begun' ? 'The files are being compared' : undefined}
          >
            Compare again
          </Button>
          <Export report={value} name="drift" html={() => channel.command(PAGE_COMMANDS.saveFilesReport, pair)} />
        </>
      }
    />
  );
}
