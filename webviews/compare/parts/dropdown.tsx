import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Icon } from '../../shared/components/icon.tsx';
import { nextIndex } from '../../shared/roving.ts';

export interface DropdownProps {
  /** Of the button, for readers, where its words do not say it. */
  readonly label?: string;
  /** What is in it, for readers. */
  readonly title: string;
  readonly button: ComponentChildren;
  /** A menu of items, or a dialog with fields. */
  readonly role: 'menu' | 'dialog';
  readonly class?: string;
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button with what opens below it; arrows go through a menu, Esc closes. */
export function Dropdown({ label, title, button, role, children, ...props }: DropdownProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const named = { role, 'aria-label': title };
  const press = (event: KeyboardEvent) => {
    if (role !== 'menu') return;
    const items = [...(box.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
    const next = nextIndex(event.key, items.indexOf(document.activeElement as HTMLElement), items.length, 'down');
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  };
  return (
    <span class={`dropdown ${props.class ?? ''}`}>
      <button type="button" class="btn secondary" aria-label={label} aria-haspopup={role} popovertarget={id}>
        {button}
        <Icon name="down" />
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it has the role of a menu or a dialog */}
      <div
        id={id}
        class="drop"
        popover="auto"
        {...named}
        tabIndex={-1}
        ref={box}
        onKeyDown={press}
        onToggle={({ newState }) => {
          if (newState === 'open') box.current?.querySelector<HTMLElement>('input, [role^="menuitem"]')?.focus();
        }}
      >
        {children(() => box.current?.hidePopover())}
      </div>
    </span>
  );
}

export interface MenuItemProps {
  readonly isOn: boolean;
  /** One of several that exclude each other. */
  readonly isRadio?: boolean;
  readonly detail?: string | undefined;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

export function MenuItem({ isOn, isRadio = false, detail, onClick, children }: MenuItemProps) {
  return (
    <button
      type="button"
      {...{ role: isRadio ? 'menuitemradio' : 'menuitemcheckbox', 'aria-checked': isOn }}
      tabIndex={-1}
      onClick={onClick}
    >
      <span class="tick">{isOn && <Icon name="check" />}</span>
      <span class="cut">{children}</span>
      {detail !== undefined && <span class="dim cut">{detail}</span>}
    </button>
  );
}
