import { useEffect } from 'preact/hooks';
import { useKept } from '../shared/hooks.ts';

const KEPT_AFTER = 200;

/** The page is found where it was left, after hiding and after a reload. */
export function useKeptScroll(): void {
  const kept = useKept('scroll', (value) => (typeof value === 'number' ? value : 0));
  useEffect(() => {
    scrollTo(0, kept.peek());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        kept.value = Math.round(scrollY);
      }, KEPT_AFTER);
    };
    addEventListener('scroll', keep, { passive: true });
    return () => {
      clearTimeout(timer);
      removeEventListener('scroll', keep);
    };
  }, [kept]);
}
