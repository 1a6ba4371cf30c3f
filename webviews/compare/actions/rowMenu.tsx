import './rowMenu.css';
import { Icon } from '../../shared/components/icon.tsx';

/** The same for every row: never looked at again. */
const MORE = <Icon name="more" />;

/** Opens the menu of a row, which a right click and Shift+F10 open too: the editor's own, by what the row says of itself. */
export function RowMenu({ run }: { readonly run: string }) {
  return (
    <button
      type="button"
      class="row-menu"
      tabIndex={-1}
      aria-label={`Actions on run ${run}`}
      title="Actions (Shift+F10)"
      onClick={(event) => {
        event.stopPropagation();
        const button = event.currentTarget;
        const { left, bottom } = button.getBoundingClientRect();
        const at = { bubbles: true, cancelable: true, clientX: left, clientY: bottom };
        button.dispatchEvent(new MouseEvent('contextmenu', at));
      }}
    >
      {MORE}
    </button>
  );
}
