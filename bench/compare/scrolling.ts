import type { Browser, Frame, Page } from '@playwright/test';

/** What frames took while the grid was scrolled, in milliseconds. */
export interface Scrolling {
  /** From one frame to the next; 95 of 100 are shorter. */
  readonly between: number;
  /** Of the processor, for a frame. */
  readonly work: FrameWork;
}

/** Work of one thread, which a browser gives to the page and to VS Code's own window. */
export interface FrameWork {
  /** Scripts, style and layout of the page. */
  readonly page: number;
  /** Drawing of the window with all pages in it. */
  readonly drawing: number;
  readonly others: number;
}

const FRAMES = 120;

/**
 * Scrolls by eight rows each frame, so that each has as many new ones; then once more, while the browser writes down what its threads
 * do, which takes some of its time.
 */
export async function scrolling(browser: Browser, frame: Frame): Promise<Scrolling> {
  const between = mostOf(await frame.evaluate<number[]>(SCROLL));
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', { traceConfig: { includedCategories: ['toplevel', 'devtools.timeline'] } });
  const times = await frame.evaluate<number[]>(SCROLL);
  const written = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await written;
  await session.detach();
  return { between, work: workIn(events, times.length) };
}

/** From one frame to the next while VS Code's own editor, in front with a long file, is scrolled as far. */
export async function editorScrolling(page: Page): Promise<number> {
  return mostOf(await page.evaluate<number[]>(SCROLL_EDITOR));
}

function mostOf(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
}

const SCROLL = framesOf(
  `[...document.querySelectorAll('[role=grid], [role=grid] *')].find((one) => one.scrollHeight > one.clientHeight + 1000)`,
  'box.scrollTop += 208',
);
const SCROLL_EDITOR = framesOf(
  `document.querySelector('.editor-instance .editor-scrollable')`,
  `box.dispatchEvent(new WheelEvent('wheel', { deltaY: 208, bubbles: true, cancelable: true }))`,
);

/** A promise of the milliseconds between frames, in each of which `scroll` moves `box` on. */
function framesOf(box: string, scroll: string): string {
  return `new Promise((resolve) => {
  const box = ${box};
  const times = [];
  let last = performance.now();
  const step = (now) => {
    times.push(now - last);
    last = now;
    ${scroll};
    if (times.length < ${FRAMES}) requestAnimationFrame(step);
    else resolve(times.slice(2));
  };
  requestAnimationFrame(step);
})`;
}

/** As Chromium's format has them; `tts` and `tdur` are microseconds of the processor. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly tts?: number;
  readonly tdur?: number;
  readonly args?: {
    readonly data?: { readonly frame?: string };
    readonly beginData?: { readonly frame?: string };
  };
}

const DRAWING: ReadonlySet<string> = new Set(['PrePaint', 'Paint', 'Layerize', 'Commit', 'UpdateLayerTree']);

/** Each piece of work counts once, without those inside of it, which may be for somebody else. */
function workIn(events: readonly TraceEvent[], frames: number): FrameWork {
  const asked = events.filter(({ name }) => name === 'FireAnimationFrame');
  const page = mostOften(asked.map(frameOf));
  const thread = mostOften(asked.filter((event) => frameOf(event) === page).map(threadOf));
  const work = { page: 0, drawing: 0, others: 0 };
  const around: { readonly end: number; readonly kind: keyof FrameWork }[] = [];
  const timed = events.flatMap((event) => {
    const { tts, tdur } = event;
    return threadOf(event) !== thread || tts === undefined || tdur === undefined ? [] : [{ event, tts, tdur }];
  });
  for (const { event, tts, tdur } of timed.sort((a, b) => a.tts - b.tts || b.tdur - a.tdur)) {
    while ((around.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= tts) around.pop();
    const outer = around.at(-1)?.kind;
    const of = frameOf(event);
    const kind = DRAWING.has(event.name)
      ? 'drawing'
      : of === undefined
        ? (outer ?? 'others')
        : of === page
          ? 'page'
          : 'others';
    work[kind] += tdur / 1000 / frames;
    if (outer !== undefined) work[outer] -= tdur / 1000 / frames;
    around.push({ end: tts + tdur, kind });
  }
  return work;
}

function frameOf({ args }: TraceEvent): string | undefined {
  return args?.data?.frame ?? args?.beginData?.frame;
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid} ${tid}`;
}

function mostOften<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}
