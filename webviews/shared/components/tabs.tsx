import './tabs.css';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { nextIndex } from '../roving.ts';

export interface TabOf<T extends string> {
  readonly id: T;
  readonly label: string;
  /** How much is in it. */
  readonly count?: string;
}

export interface TabsProps<T extends string> {
  /** What the tabs are of, for readers. */
  readonly label: string;
  readonly tabs: readonly TabOf<T>[];
  readonly selected: T;
  readonly onSelect: (tab: T) => void;
}

/** One tab stop; arrows, Home and End go from tab to tab and show it. */
export function Tabs<T extends string>({ label, tabs, selected, onSelect }: TabsProps<T>) {
  const list = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === selected);
    const next = nextIndex(event.key, at, tabs.length, 'across');
    const tab = next === undefined ? undefined : tabs[next];
    if (tab === undefined) return;
    event.preventDefault();
    onSelect(tab.id);
    list.current?.querySelector<HTMLElement>(`#tab-${tab.id}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={press}>
      {tabs.map(({ id, label: text, count }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`tab-${id}`}
          aria-controls="tab-panel"
          aria-selected={id === selected}
          tabIndex={id === selected ? 0 : -1}
          onClick={() => onSelect(id)}
        >
          {text}
          {count !== undefined && <span class="t"> {count}</span>}
        </button>
      ))}
    </div>
  );
}

/** What the selected tab shows. */
export function TabPanel({ tab, children }: { readonly tab: string; readonly children: ComponentChildren }) {
  return (
    <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`} key={tab}>
      {children}
    </div>
  );
}
