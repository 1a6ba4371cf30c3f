import type { ChangedLine, PromotionPage } from '../../../server/src/views.ts';
import { Section } from '../../shared/components/section.tsx';
import { figureText } from '../model/figureText.ts';
import type { GateRow } from '../model/gateRow.ts';
import type { Judging } from '../model/judging.ts';

export interface ChangeProps {
  readonly page: PromotionPage;
  readonly judging: Judging;
  readonly rows: readonly GateRow[];
}

/** The one file that changes, line by line, and the message. */
export function Change({ page: { change, guard }, rows }: ChangeProps) {
  if (change === null) return null;
  const { file, lines, message } = change;
  const caption = guard.kind === 'rules' ? 'this file and the gate report, nothing else' : 'this file, nothing else';
  return (
    <Section title="What Promote would commit" caption={caption}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keys */}
      <section class="diff" aria-label={`Change of ${file}`} tabIndex={0}>
        <div class="f">{file}</div>
        {lines.map(({ kind, text }) => (
          <div key={`${kind} ${text}`} class={CLASSES[kind]}>
            {SIGNS[kind]} {text}
          </div>
        ))}
      </section>
      <p class="small dim cmn">
        <span class="mono">{messageOf(message, rows)}</span>
      </p>
    </Section>
  );
}

/** With the paired difference once it is measured, as the commit will say it. */
function messageOf(message: string, rows: readonly GateRow[]): string {
  const paired = rows.flatMap(({ figures }) => figures.slice(0, 1)).find(({ unit }) => unit === 'difference');
  if (paired === undefined || message.includes(': ')) return message;
  return `${message}: ${paired.name} ${figureText(paired, { kind: 'card', name: '' }).whole}`;
}

const SIGNS: Readonly<Record<ChangedLine['kind'], string>> = { same: ' ', added: '+', removed: '-' };
const CLASSES: Readonly<Record<ChangedLine['kind'], string>> = { same: '', added: 'add', removed: 'del' };
