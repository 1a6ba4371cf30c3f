import './drift.css';
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { ColumnReport } from '../../engine/src/monitoring/report/columnReport.ts';
import type { DriftPage } from '../../engine/src/monitoring/report/driftPage.ts';
import { Page } from '../shared/components/page.tsx';
import { Empty } from '../shared/components/states.tsx';
import { useKept } from '../shared/hooks.ts';
import { useKeyHints } from '../shared/keys.ts';
import { NO_HISTORY } from './exports/noHistory.ts';
import { columnRows, openAtFirst } from './model/rows.ts';
import { shownBy, testChoices } from './model/shownTest.ts';
import { ruleName } from './model/testWords.ts';
import { Alerts } from './parts/alerts.tsx';
import { Bar } from './parts/bar.tsx';
import { Columns } from './parts/columns.tsx';
import { Correlations } from './parts/correlations.tsx';
import { Crumb } from './parts/crumb.tsx';
import { DriftVerdict } from './parts/driftVerdict.tsx';
import { Foot } from './parts/foot.tsx';
import { PaperHead } from './parts/paperHead.tsx';
import { Separation } from './parts/separation.tsx';
import { TestChooser } from './parts/testChooser.tsx';
import { TestNote } from './parts/testNote.tsx';
import { Tiles } from './parts/tiles.tsx';
import { Unusual } from './parts/unusual.tsx';

export interface DriftViewProps {
  readonly page: DriftPage;
  /** Buttons, where something can be done. */
  readonly actions?: ComponentChildren;
  /** Before everything else in the body. */
  readonly notice?: ComponentChildren;
  /** A point of a time line was chosen. */
  readonly onPick?: (check: string) => void;
  /** How the next check is judged by a test that was chosen to look at. */
  readonly toJudge?: (test: string) => ComponentChildren;
}

/** A drift report, the same in the editor and in a file: verdict, checks, columns that open, and what explains them. */
export function DriftView({ page, actions, notice, onPick, toJudge = inWords }: DriftViewProps) {
  const { report } = page;
  const search = useSignal('');
  const driftedFirst = useKept('driftedFirst', (kept) => kept !== false);
  const unfolded = useSignal(false);
  const toggled = useKept('toggled', readToggled);
  const chosenTest = useKept('test', (kept) => (typeof kept === 'string' ? kept : undefined));
  useKeyHints(HINTS);
  const choices = testChoices(report.columns);
  const test = choices.find((choice) => choice.test === chosenTest.value)?.test;
  const columns = test === undefined ? report.columns : shownBy(report.columns, test);
  const inputs = columns.filter(({ role }) => role === 'input');
  const outputs = columns.filter(({ role }) => role === 'output');
  const rule = ruleName(report.drift?.test ?? 'auto');
  const choose = (wanted: string | undefined) => {
    chosenTest.value = wanted;
  };
  const asked = { search: search.value, driftedFirst: driftedFirst.value, unfolded: unfolded.value };
  const rows = columnRows(inputs, asked);
  const outputRows = columnRows(outputs, { ...asked, unfolded: true });
  const first = useRef<{ readonly of: unknown; readonly open: ReadonlySet<string> }>(undefined);
  if (first.current?.of !== report.id) {
    const room = { height: innerHeight, rows: rows.shown.length };
    first.current = { of: report.id, open: openAtFirst(report.columns, room) };
  }
  const openFirst = first.current.open;
  const chosen = new Map(toggled.value);
  const isOpen = ({ column }: ColumnReport) => chosen.get(column) ?? openFirst.has(column);
  const onToggle = (column: ColumnReport) => {
    toggled.value = [...chosen.set(column.column, !isOpen(column))].slice(-MOST_KEPT);
  };
  // What is known of earlier checks is what decided them.
  const known = test === undefined ? page : { report, history: NO_HISTORY };
  const hasHistory = report.monitor !== null && test === undefined;
  const shared = { page: known, hasHistory, unfolded, isOpen, onToggle, onPick };
  const found = rows.shown.length + outputRows.shown.length;
  return (
    <>
      <PaperHead report={report} />
      <Page
        crumb={<Crumb report={report} />}
        {...(actions !== undefined && { actions })}
        verdict={
          <>
            <DriftVerdict report={report} />
            <Tiles report={report} history={page.history} />
          </>
        }
        bar={
          <Bar report={report} search={search} driftedFirst={driftedFirst} found={found}>
            {choices.length > 1 && (
              <TestChooser
                {...{ rule, choices, test }}
                columns={report.columns.length}
                areAll={report.allTests === true}
                onChoose={choose}
              />
            )}
          </Bar>
        }
      >
        {notice}
        {test !== undefined && (
          <TestNote {...{ columns, test, rule }} onBack={() => choose(undefined)} toJudge={toJudge(test)} />
        )}
        {rows.shown.length + rows.folded.length > 0 && (
          <section class="sec list">
            <h2 class="sr">Columns</h2>
            <Columns label="Columns" columns={rows.shown} folded={rows.folded.length} {...shared} />
          </section>
        )}
        {outputRows.shown.length > 0 && (
          <section class="sec list">
            <h2>What comes out of the model</h2>
            <Columns label="What comes out of the model" columns={outputRows.shown} folded={0} {...shared} />
          </section>
        )}
        {found + rows.folded.length === 0 && report.columns.length > 0 && (
          <Empty title={`No column has ${search.value.trim()} in its name, its type or what changed.`}>
            <button type="button" class="link" onClick={() => (search.value = '')}>
              Clear search
            </button>
          </Empty>
        )}
        {report.columns.length === 0 && <Empty title="This check looked at no columns." />}
        <div class="beside">
          <Correlations changes={report.correlations} />
          <Separation separation={report.separation} />
        </div>
        <Unusual unusual={report.unusual} />
        <Alerts alerts={report.alerts} />
        <Foot report={report} />
      </Page>
    </>
  );
}

const MOST_KEPT = 500;

function inWords(test: string): ComponentChildren {
  return (
    <>
      The rule is{' '}
      <code>
        drift: {'{'}test: {test}
        {'}'}
      </code>{' '}
      of a monitor, <code>--test {test}</code> of <code>modelyard drift</code>.
    </>
  );
}

/** Rows that the user opened or closed, by column. */
function readToggled(kept: unknown): readonly (readonly [string, boolean])[] {
  if (!Array.isArray(kept)) return [];
  return kept.filter((one) => Array.isArray(one) && typeof one[0] === 'string' && typeof one[1] === 'boolean');
}

const HINTS = [
  { keys: '↑ ↓', does: 'Next column' },
  { keys: 'Enter → ←', does: 'Open or close the column' },
  { keys: 'F2 E', does: 'Explain the column’s value' },
  { keys: '/', does: 'Search columns' },
];
