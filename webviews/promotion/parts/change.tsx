import { forExport } from '../../../engine/src/language/screenFigures.ts';
import type { ChangedLine, PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
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
export function Change({ page: { change, guard, pending }, rows }: ChangeProps) {
  if (change === null) return null;
  const { file, lines, message } = change;
  const isGuarded = guard.kind === 'rules';
  const caption = isGuarded ? 'this file and the gate report, nothing else' : 'this file; you commit it';
  const does = isGuarded ? 'commit' : 'write';
  return (
    <Section title={`What ${pending === null ? 'Promote' : 'Finish'} would ${does}`} caption={caption}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keys */}
      <section class="diff" aria-label={`Change of ${file}`} tabIndex={0}>
        <div class="f">{file}</div>
        {lines.map(({ kind, text }) => (
          <div key={`${kind} ${text}`} class={CLASSES[kind]}>
            {SIGNS[kind]} {text}
          </div>
        ))}
      </section>
      {isGuarded && (
        <p class="small dim cmn">
          <span class="mono">{messageOf(message, rows)}</span>
        </p>
      )}
    </Section>
  );
}

/** With what decides once it is measured, as the commit will say it: the paired difference, else the first metric. */
function messageOf(message: string, rows: readonly GateRow[]): string {
  const deciding = rows.flatMap(({ figures }) => figures.slice(0, 1));
  const shown = deciding.find(({ unit }) => unit === 'difference') ?? deciding.find(({ unit }) => unit === 'metric');
  if (shown === undefined) return message;
  return `${message}: ${shown.name} ${forExport(figureText(shown, { kind: 'card', name: '' }).whole)}`;
}

const SIGNS: Readonly<Record<ChangedLine['kind'], string>> = { same: ' ', added: '+', removed: '-' };
const CLASSES: Readonly<Record<ChangedLine['kind'], string>> = { same: '', added: 'add', removed: 'del' };
