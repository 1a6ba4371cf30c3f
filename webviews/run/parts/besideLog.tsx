import { useSignal } from '@preact/signals';
import { count } from '../../../engine/src/language/figures.ts';
import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { LogTail } from '../../shared/components/logTail.tsx';
import { Section } from '../../shared/components/section.tsx';

const ROWS = 6;

/** The end of the log. */
export function BesideLog({ page, onAll }: { readonly page: RunPage; readonly onAll: () => void }) {
  const total = useSignal(0);
  const caption = total.value > ROWS ? `last ${ROWS} of ${count(total.value)} lines` : undefined;
  return (
    <Section
      title="Log"
      end={
        caption !== undefined && (
          <button type="button" class="link" onClick={onAll}>
            {caption}
          </button>
        )
      }
    >
      <LogTail run={page.id} rows={ROWS} isBrief onTotal={(lines) => (total.value = lines)} />
    </Section>
  );
}
