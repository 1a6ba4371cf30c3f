import { useId, useRef } from 'preact/hooks';
import { Icon } from '../../shared/components/icon.tsx';
import { nextIndex } from '../../shared/roving.ts';

export interface MoreItem {
  readonly text: string;
  readonly onClick: () => void;
}

/** Actions for which a narrow page has no room. */
export function More({ items }: { readonly items: readonly MoreItem[] }) {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent) => {
    const buttons = [...(menu.current?.querySelectorAll('button') ?? [])];
    const next = nextIndex(
      event.key,
      buttons.indexOf(document.activeElement as HTMLButtonElement),
      buttons.length,
      'down',
    );
    if (next === undefined) return;
    event.preventDefault();
    buttons[next]?.focus();
  };
  return (
    <span class="more not-wide">
      <button type="button" class="btn ghost" aria-label="More actions" aria-haspopup="menu" popovertarget={id}>
        <Icon name="more" />
      </button>
      <div
        id={id}
        class="menu"
        popover="auto"
        role="menu"
        tabIndex={-1}
        ref={menu}
        onKeyDown={press}
        onToggle={({ newState }) => {
          if (newState === 'open') menu.current?.querySelector('button')?.focus();
        }}
      >
        {items.map(({ text, onClick }) => (
          <button
            key={text}
            type="button"
            role="menuitem"
            onClick={() => {
              menu.current?.hidePopover();
              onClick();
            }}
          >
            {text}
          </button>
        ))}
      </div>
    </span>
  );
}
