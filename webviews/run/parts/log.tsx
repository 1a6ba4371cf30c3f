import { useEffect } from 'preact/hooks';
import type { RunPage } from '../../../server/src/views.ts';
import { Button } from '../../shared/components/button.tsx';
import { LogTail } from '../../shared/components/logTail.tsx';
import { Section } from '../../shared/components/section.tsx';
import { useChannel } from '../../shared/hooks.ts';
import { PAGE_COMMANDS } from '../../shared/protocol.ts';

const ROWS = 28;

/** The whole log, its end in sight; Ctrl+F opens it as a text, where the editor searches. */
export function Log({ page: { id } }: { readonly page: RunPage }) {
  const channel = useChannel();
  const open = () => channel.command(PAGE_COMMANDS.openLog, { run: id });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      channel.command(PAGE_COMMANDS.openLog, { run: id });
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [channel, id]);
  return (
    <Section title="Log" end={<Button onClick={open}>Open as text to search</Button>}>
      <LogTail run={id} rows={ROWS} />
    </Section>
  );
}
