import { useId } from 'preact/hooks';
import { count } from '../../../engine/src/language/figures.ts';
import type { TestChoice } from '../model/shownTest.ts';

export interface TestChooserProps {
  /** The rule that decides, by its name. */
  readonly rule: string;
  readonly choices: readonly TestChoice[];
  /** Of all columns. */
  readonly columns: number;
  /** Undefined: as the rule judges. */
  readonly test: string | undefined;
  /** There is no other that fits a column. */
  readonly areAll: boolean;
  readonly onChoose: (test: string | undefined) => void;
}

/** By which test the columns are shown; the verdict is the rule's in any case. */
export function TestChooser({ rule, choices, columns, test, areAll, onChoose }: TestChooserProps) {
  const id = useId();
  return (
    <span class="test-chooser not-printed">
      <label for={id}>Test</label>{' '}
      <select
        id={id}
        value={test ?? ''}
        title="By which test the columns are shown; the verdict stays with the rule"
        onChange={({ currentTarget }) => onChoose(currentTarget.value === '' ? undefined : currentTarget.value)}
      >
        <option value="">{rule} (decides)</option>
        {choices.map((choice) => (
          <option key={choice.test} value={choice.test}>
            {choice.name}
            {choice.columns < columns && ` (${count(choice.columns)} of ${count(columns)})`}
          </option>
        ))}
        {!areAll && <option disabled>Others: check with --all-tests</option>}
      </select>
    </span>
  );
}
