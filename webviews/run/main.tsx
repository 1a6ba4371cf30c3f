import { Page, Verdict } from '../shared/components/page.tsx';
import { Answered } from '../shared/components/states.tsx';
import { useAnswer, useChannel } from '../shared/hooks.ts';
import { mount } from '../shared/mount.tsx';
import type { RunSubject } from './protocol.ts';

mount(RunPage);

function RunPage() {
  const subject = useChannel().subject.value as RunSubject | undefined;
  const answer = useAnswer('runPage', subject && { run: subject.run }, ['runs', 'models', 'data']);
  const run = answer.value;
  return (
    <Page crumb={run?.experiment ?? ''} verdict={<Verdict title={run?.name ?? ''} />}>
      <Answered answer={answer}>{({ status }) => status}</Answered>
    </Page>
  );
}
