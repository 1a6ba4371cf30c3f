import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

const SECOND = 1000;

/** Milliseconds since 1970, told anew each second while something is at work. */
export function useNow(isTicking: boolean): number {
  const now = useSignal(Date.now());
  useEffect(() => {
    if (!isTicking) return undefined;
    // It may have stood still since the page was opened.
    now.value = Date.now();
    const timer = setInterval(() => {
      now.value = Date.now();
    }, SECOND);
    return () => clearInterval(timer);
  }, [isTicking, now]);
  return now.value;
}
