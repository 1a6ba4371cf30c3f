import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { count } from '../../../engine/src/language/figures.ts';
import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Button } from '../../shared/components/button.tsx';
import { LogTail } from '../../shared/components/logTail.tsx';
import { Section } from '../../shared/components/section.tsx';
import { useChannel } from '../../shared/hooks.ts';
import { PAGE_COMMANDS } from '../../shared/protocol.ts';

const ROWS = 28;

/** The whole log, its end in sight; Ctrl+F looks for words in it. */
export function Log({ page: { id } }: { readonly page: RunPage }) {
  const channel = useChannel();
  const search = useRef<HTMLInputElement>(null);
  const words = useSignal('');
  const counts = useSignal({ total: 0, found: 0 });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      search.current?.focus();
      search.current?.select();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  const { total, found } = counts.value;
  return (
    <Section
      title="Log"
      caption={
        <span role="status">
          {words.value === '' ? `${count(total)} lines` : `${count(found)} of ${count(total)} lines`}
        </span>
      }
      end={<Button onClick={() => channel.command(PAGE_COMMANDS.openLog, { run: id })}>Open as text</Button>}
    >
      <p class="log-search">
        <input
          type="search"
          ref={search}
          aria-label="Search the log"
          placeholder="Search the log"
          value={words.value}
          onInput={({ currentTarget }) => (words.value = currentTarget.value)}
          onKeyDown={({ key }) => {
            if (key === 'Escape') words.value = '';
          }}
        />
      </p>
      <LogTail
        run={id}
        rows={ROWS}
        words={words.value}
        onTotal={(lines, matching) => (counts.value = { total: lines, found: matching })}
      />
    </Section>
  );
}
