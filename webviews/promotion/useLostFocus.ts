import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Where the part that has the focus goes away, as buttons do once they have been pressed, the focus goes on: with its gate, which may
 * stand in another list now, else to the heading, which says what came of it.
 */
export function useLostFocus(heading: RefObject<HTMLElement | null>): void {
  const last = useRef<{ readonly part: Element; readonly gate: string | undefined }>(undefined);
  const goOn = () => {
    const isLost = last.current?.part.isConnected === false && document.activeElement === document.body;
    // While the user is elsewhere in the editor nothing is taken from there.
    if (!isLost || !document.hasFocus()) return;
    const rows = [...document.querySelectorAll<HTMLElement>('[data-gate]')];
    (rows.find((row) => row.dataset['gate'] === last.current?.gate) ?? heading.current)?.focus();
  };
  useEffect(() => {
    const enter = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      last.current = { part: target, gate: target.closest<HTMLElement>('[data-gate]')?.dataset['gate'] };
    };
    addEventListener('focusin', enter);
    addEventListener('focus', goOn);
    return () => {
      removeEventListener('focusin', enter);
      removeEventListener('focus', goOn);
    };
  }, []);
  useLayoutEffect(goOn);
}
