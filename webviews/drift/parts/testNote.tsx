import type { ComponentChildren } from 'preact';
import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import { Link } from '../../shared/components/button.tsx';
import { shownWords } from '../model/shownTest.ts';

export interface TestNoteProps {
  readonly columns: readonly ColumnReport[];
  readonly test: string;
  /** The rule that decides, by its name. */
  readonly rule: string;
  readonly onBack: () => void;
  /** How the next check is judged by it. */
  readonly toJudge: ComponentChildren;
}

/** That columns are shown by another test than the one that decides: what it says, and that no verdict has changed. */
export function TestNote({ columns, test, rule, onBack, toJudge }: TestNoteProps) {
  return (
    <p class="test-note small" role="status">
      {shownWords(columns, test)}. It is shown and decides nothing: the verdict is that of <b>{rule}</b>. {toJudge}{' '}
      <span class="not-printed">
        <Link onClick={onBack}>Show by {rule}</Link>
      </span>
    </p>
  );
}
