import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { count } from '../../../engine/src/language/figures.ts';
import { Key } from '../../shared/components/chip.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import type { CompareState } from '../compareState.ts';
import { type Completion, completed, completions } from '../model/completions.ts';
import { setFilter } from './setFilter.ts';

const APPLIES_AFTER = 120;
const REMEMBERED = 20;

export interface FilterFieldProps {
  readonly state: CompareState;
  readonly input: RefObject<HTMLInputElement | null>;
  /** Esc in the field leads there. */
  readonly onLeave: () => void;
}

/** The filter with its list of what may stand at the caret; typing applies it, and a wrong one leaves the last good result. */
export function FilterField({ state, input, onLeave }: FilterFieldProps) {
  const list = useId();
  const text = useSignal(state.view.peek().filter);
  const caret = useSignal(text.peek().length);
  const isOpen = useSignal(false);
  const active = useSignal(-1);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const history = useRef<string[]>([]);
  const table = state.table.value;
  const applied = state.view.value.filter;
  // Others change the filter too: a brush, a saved view, `Clear filter`.
  useEffect(() => {
    if (timer.current === undefined) text.value = applied;
  }, [applied, text]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const found = isOpen.value && table !== undefined ? completions(text.value, caret.value, table) : undefined;
  const items = found?.items ?? [];
  const apply = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (text.peek() !== state.view.peek().filter) void setFilter(state, text.peek());
  };
  const write = (next: string, at: number) => {
    text.value = next;
    caret.value = at;
    active.value = -1;
    clearTimeout(timer.current);
    if (state.foresee(next)) apply();
    else timer.current = setTimeout(apply, APPLIES_AFTER);
  };
  const take = (item: Completion) => {
    if (found === undefined) return;
    const after = completed(text.peek(), found, item);
    write(after.text, after.caret);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(after.caret, after.caret);
    });
  };
  const remember = () => {
    const filter = text.peek().trim();
    if (filter !== '')
      history.current = [filter, ...history.current.filter((one) => one !== filter)].slice(0, REMEMBERED);
  };
  const step = (by: number) => {
    active.value = (active.value + by + items.length + (active.value < 0 && by < 0 ? 1 : 0)) % items.length;
  };
  const recall = () => {
    const at = history.current.indexOf(text.peek().trim());
    const before = history.current[at + 1];
    if (before !== undefined) write(before, before.length);
  };
  const press = (event: KeyboardEvent) => {
    const chosen = items[active.value];
    if (event.key === 'ArrowDown' && !isOpen.value) isOpen.value = true;
    else if (event.key === 'ArrowDown' && items.length > 0) step(1);
    else if (event.key === 'ArrowUp' && active.value >= 0) step(-1);
    else if (event.key === 'ArrowUp') recall();
    else if (event.key === 'Enter' && chosen !== undefined) take(chosen);
    else if (event.key === 'Enter') {
      isOpen.value = false;
      remember();
      apply();
    } else if (event.key === 'Tab' && chosen !== undefined) take(chosen);
    else if (event.key === 'Escape' && isOpen.value) isOpen.value = false;
    else if (event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const refusal = state.filterRefusal.value;
  const isListed = isOpen.value && items.length > 0;
  return (
    <div class="filter" aria-busy={timer.current !== undefined}>
      <div class={`field ${refusal === undefined ? '' : 'wrong'}`}>
        <Icon name="filter" />
        <input
          ref={input}
          type="text"
          class="mono"
          role="combobox"
          aria-label="Filter runs"
          aria-autocomplete="list"
          aria-expanded={isListed}
          aria-controls={list}
          aria-activedescendant={isListed && active.value >= 0 ? `${list}-${active.value}` : undefined}
          aria-invalid={refusal !== undefined}
          aria-describedby={refusal === undefined ? undefined : `${list}-wrong`}
          placeholder="metrics.roc_auc > 0.7 AND params.learner = 'linear', or words"
          spellcheck={false}
          autocomplete="off"
          value={text.value}
          onInput={({ currentTarget: { value, selectionStart } }) => {
            isOpen.value = true;
            write(value, selectionStart ?? value.length);
          }}
          onSelect={({ currentTarget: { selectionStart } }) => {
            caret.value = selectionStart ?? 0;
          }}
          onKeyDown={press}
          onBlur={() => {
            isOpen.value = false;
            remember();
          }}
        />
        <span class="end">
          <Count state={state} /> <Key>/</Key>
        </span>
      </div>
      <div id={list} class="choices" role="listbox" aria-label="What may stand here" hidden={!isListed}>
        {items.map((item, index) => (
          <div
            key={item.text}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active.value}
            ref={(element) => {
              if (index === active.value) element?.scrollIntoView({ block: 'nearest' });
            }}
            // The field keeps the focus.
            onMouseDown={(event) => {
              event.preventDefault();
              take(item);
            }}
          >
            <span class="mono cut">{item.text}</span>
            <span class="dim cut">{item.detail}</span>
          </div>
        ))}
      </div>
      {refusal !== undefined && (
        <p class="filter-wrong" id={`${list}-wrong`} role="alert">
          <span class="bad">{refusal.message}</span> {refusal.next} The result before it stays.
        </p>
      )}
    </div>
  );
}

/** `49 of 214`, for readers as it changes. */
function Count({ state }: { readonly state: CompareState }) {
  // Until the runs are told nobody knows how many there are.
  const all = state.table.value?.runs.length;
  const { taken } = state.lines.value;
  return (
    <span role="status" class="t dim">
      {all === undefined
        ? ''
        : taken.length === all
          ? `${count(all)} ${all === 1 ? 'run' : 'runs'}`
          : `${count(taken.length)} of ${count(all)}`}
    </span>
  );
}
