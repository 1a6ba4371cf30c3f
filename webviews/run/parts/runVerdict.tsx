import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { IconName } from '../../shared/components/icon.tsx';
import { Verdict, type VerdictProps } from '../../shared/components/page.tsx';
import { type Verdict as RunVerdictText, verdictOf } from '../model/verdict.ts';
import type { RunSubject } from '../protocol.ts';
import { Sentences } from './sentence.tsx';

const LOOKS: Readonly<
  Record<RunVerdictText['tone'], { readonly kind: NonNullable<VerdictProps['kind']>; readonly icon: IconName }>
> = {
  better: { kind: 'good', icon: 'passed' },
  worse: { kind: 'bad', icon: 'failed' },
  plain: { kind: 'none', icon: 'beaker' },
  failed: { kind: 'bad', icon: 'failed' },
  stopped: { kind: 'warn', icon: 'cross' },
  live: { kind: 'none', icon: 'arrows' },
};

/** What is so, and why. */
export function RunVerdict({ page, subject }: { readonly page: RunPage; readonly subject: RunSubject }) {
  const { tone, title, lines } = verdictOf(page);
  return (
    <Verdict {...LOOKS[tone]} title={title}>
      {lines.length > 0 && <Sentences sentences={lines} root={subject.root} />}
    </Verdict>
  );
}
