import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { count } from '../../../engine/src/language/figures.ts';
import type { MonitorReport } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { sideText } from '../model/driftTexts.ts';

export interface BarProps {
  readonly report: MonitorReport;
  readonly search: Signal<string>;
  readonly driftedFirst: Signal<boolean>;
  /** Rows that the search leaves. */
  readonly found: number;
  /** More to choose. */
  readonly children?: ComponentChildren;
}

/** Search and order of the columns, and what outline and fill stand for. */
export function Bar({ report, search, driftedFirst, found, children }: BarProps) {
  const { columns, reference, current } = report;
  return (
    <>
      {columns.length > 1 && (
        <>
          <Search search={search} />
          <Button
            pressed={driftedFirst.value}
            onClick={() => (driftedFirst.value = !driftedFirst.value)}
            class="not-narrow"
          >
            {driftedFirst.value && <Icon name="check" />}
            Drifted first
          </Button>
          <span class="cap" role="status">
            {search.value.trim() === '' ? '' : `${count(found)} of ${count(columns.length)}`}
          </span>
        </>
      )}
      {children}
      <span class="end keys small">
        <span class="key-side">
          <svg class="mk" viewBox="0 0 14 14" aria-hidden="true">
            <path class="hr" d="M2 12V4H12V12" />
          </svg>{' '}
          reference <span class="dim">{sideText(reference)}</span>
        </span>
        <span class="key-side">
          <svg class="mk" viewBox="0 0 14 14" aria-hidden="true">
            <rect class="hc" x="2" y="4" width="10" height="8" />
          </svg>{' '}
          current <span class="dim">{sideText(current)}</span>
        </span>
      </span>
    </>
  );
}

/** `/` leads here from anywhere; Esc empties it, and leads out of it. */
function Search({ search }: Pick<BarProps, 'search'>) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  return (
    <label class="search not-printed">
      <Icon name="search" />
      <span class="sr">Search columns</span>
      <input
        ref={field}
        type="text"
        value={search.value}
        placeholder="Search columns"
        spellcheck={false}
        onInput={({ currentTarget }) => {
          search.value = currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (search.value === '') document.querySelector<HTMLElement>('[data-column][tabindex="0"]')?.focus();
          else search.value = '';
        }}
      />
      <span class="kbd" aria-hidden="true">
        /
      </span>
    </label>
  );
}
