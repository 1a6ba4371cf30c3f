import type { RunFailure, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Link } from '../../shared/components/button.tsx';
import { Section } from '../../shared/components/section.tsx';
import { useChannel } from '../../shared/hooks.ts';
import { namesError } from '../../shared/logLines.ts';
import { PAGE_COMMANDS } from '../../shared/protocol.ts';

/** The last lines of what failed, those that name an error marked. */
export function FailureLog({ page, failure }: { readonly page: RunPage; readonly failure: RunFailure }) {
  const channel = useChannel();
  const lines = failure.log.length;
  return (
    <Section
      title={failure.step === null ? 'Log' : `Log of ${failure.step}`}
      caption={lines === 1 ? 'last line' : `last ${lines} lines`}
      end={<Link onClick={() => channel.command(PAGE_COMMANDS.openLog, { run: page.id })}>Open whole log</Link>}
    >
      <pre class="log failure">
        {failure.log.map((line, i) => (
          <div key={`${i}`} class={namesError(line) ? 'bad' : undefined}>
            {line}
          </div>
        ))}
      </pre>
    </Section>
  );
}
