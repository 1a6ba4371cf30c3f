import './run.css';
import { Answered } from '../shared/components/states.tsx';
import { useAnswer, useChannel } from '../shared/hooks.ts';
import type { RunSubject } from './protocol.ts';
import { RunView } from './runView.tsx';

/** The page of one run: asked for once its subject is known, and again whenever runs change. */
export function RunPanel() {
  const channel = useChannel();
  const subject = channel.subject.value as RunSubject | undefined;
  const answer = useAnswer('runPage', subject === undefined ? undefined : { run: subject.run }, [
    'runs',
    'models',
    'data',
  ]);
  if (subject === undefined) return null;
  if (answer.value === undefined)
    return (
      <main class="page-state">
        <Answered answer={answer} rows={8}>
          {() => null}
        </Answered>
      </main>
    );
  const live = channel.live.value.find(({ run }) => run === answer.value?.id) ?? answer.value.live;
  const page = answer.value.status === 'running' ? { ...answer.value, live } : answer.value;
  return <RunView page={page} subject={subject} refusal={answer.refusal} />;
}
