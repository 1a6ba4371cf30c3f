import { count } from '../../../engine/src/language/figures.ts';
import { percent, valueText } from '../../../engine/src/language/screenFigures.ts';
import type { Separation as Separated } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { Figure } from '../../shared/components/figure.tsx';
import { Section } from '../../shared/components/section.tsx';
import { intervalText } from '../../shared/figureTexts.ts';

const MOST = 8;

/** What tells the current rows from the reference: how well it can be told, and by which columns. */
export function Separation({ separation }: { readonly separation: Separated | null }) {
  if (separation === null) return null;
  const { auc, low, high, rows, columns } = separation;
  const measured = { value: auc, low, high };
  return (
    <Section title="What tells the rows apart" caption="a classifier between reference and current">
      <p class="small">
        It tells them apart with roc_auc{' '}
        <Figure
          label={`roc_auc ${valueText(measured)}`}
          copies={String(auc)}
          explain={() => ({
            title: 'roc_auc',
            note: '0.5 is chance, 1 is always right',
            pairs: [
              { key: 'value', name: 'value', value: String(auc) },
              { key: 'interval', name: 'interval', value: `${low} to ${high}` },
              { key: 'rows', name: 'measured on', value: `${count(rows)} rows that it did not learn from` },
            ],
          })}
        >
          <b>{valueText(measured)}</b>
        </Figure>{' '}
        <span class="dim t">{intervalText(measured)}</span>
        {low <= 0.5 ? ': no better than chance.' : '.'}
      </p>
      <ul class="shares small" aria-label="Share of each column in it">
        {columns.slice(0, MOST).map(({ column, share }) => (
          <li key={column}>
            <span class="cut" title={column}>
              {column}
            </span>
            <svg width="120" height="12" aria-hidden="true">
              <path class="gl" d="M0 6H120" />
              <rect class="hc" x="0" y="2" width={Math.max(0, Math.min(1, share)) * 120} height="8" />
            </svg>
            <span class="n">{percent(share, 0)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
