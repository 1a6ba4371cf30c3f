/** Milliseconds after which what waits is done though the page is never at rest. */
const PATIENCE = 200;

/** Does work when the frame that is due has been painted and nothing else is to be done; of several pieces the last. */
export function whenPainted(): (work: () => void) => void {
  let waiting: (() => void) | undefined;
  const run = () => {
    const work = waiting;
    waiting = undefined;
    work?.();
  };
  return (work) => {
    const isNew = waiting === undefined;
    waiting = work;
    if (isNew) requestAnimationFrame(() => setTimeout(() => requestIdleCallback(run, { timeout: PATIENCE })));
  };
}
