import './fields.css';
import type { Signal } from '@preact/signals';
import { useId } from 'preact/hooks';

export interface SliceFieldsProps {
  readonly column: string;
  readonly search: Signal<string>;
  /** What counts while the user has chosen none. */
  readonly minRows: number;
  readonly chosenLeast: Signal<number | undefined>;
}

/** Leave the slices whose name is searched for, and that have enough rows. */
export function SliceFields({ column, search, minRows, chosenLeast }: SliceFieldsProps) {
  const id = useId();
  return (
    <>
      <input
        type="search"
        aria-label={`Search ${column}`}
        placeholder={`Search ${column}`}
        value={search.value}
        onInput={({ currentTarget }) => (search.value = currentTarget.value)}
      />
      <label class="cap" for={id}>
        at least
      </label>
      <input
        id={id}
        type="number"
        min="0"
        step="100"
        value={minRows}
        onInput={({ currentTarget }) => (chosenLeast.value = Math.max(0, currentTarget.valueAsNumber || 0))}
      />
      <span class="cap">rows</span>
    </>
  );
}
