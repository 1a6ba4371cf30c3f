import type { Page } from '@playwright/test';

/** Has the workbench note when the pointer goes down next, and when the heading of a panel is painted after it. */
export async function watchPaint(workbench: Page): Promise<void> {
  await workbench.evaluate(WATCH);
}

/** Milliseconds from the press to the heading. */
export async function paintedAfter(workbench: Page): Promise<number> {
  return workbench.evaluate<number>('globalThis.benchPainted');
}

/**
 * Frames of panels share the workbench's thread in a browser, and are painted with it. The heading is seen once both frames around
 * it are; a message that is sent while a picture is begun is heard when it is painted.
 */
const WATCH = `globalThis.benchPainted = new Promise((resolve) => {
  const isSeen = () => {
    const outer = [...document.querySelectorAll('iframe.webview')].at(-1);
    const inner = outer?.contentDocument?.querySelector('#active-frame');
    const heading = inner?.contentDocument?.querySelector('h1:not(.sr)');
    return heading?.checkVisibility() === true && [outer, inner].every((frame) => frame.checkVisibility({ visibilityProperty: true }));
  };
  addEventListener('pointerdown', ({ timeStamp }) => {
    const painted = new MessageChannel();
    painted.port1.onmessage = () => resolve(performance.now() - timeStamp);
    const look = () => {
      if (isSeen()) painted.port2.postMessage(undefined);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, { capture: true, once: true });
}); undefined`;
