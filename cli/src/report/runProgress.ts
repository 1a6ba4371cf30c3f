import { duration, figure } from '../../../engine/src/language/figures.ts';
import type { RunEvent, StepStatus } from '../../../engine/src/pipeline/events.ts';
import type { Style, Terminal } from '../terminal.ts';

export interface ProgressReport {
  event(event: RunEvent): void;
  /** Leaves the last state standing. */
  end(): void;
}

interface Sink {
  write(text: string): void;
}

const MARKS: Readonly<Record<StepStatus, string>> = {
  done: '✓',
  cached: '=',
  failed: '✗',
  skipped: '-',
  cancelled: '!',
};
const BAR = 24;
const REDRAW = 80;
/** Time goes on where a step tells nothing. */
const TICK = 1000;

/** One line a finished step, and below them the running ones with bars where lines may be drawn over. */
export function runProgress(
  sink: Sink,
  terminal: Terminal,
  style: Style,
  options: { readonly logs: boolean },
): ProgressReport {
  const running = new Map<
    string,
    { fraction: number | undefined; message: string; metrics: Map<string, number>; since: number }
  >();
  let width = 8;
  let drawn = 0;
  let last = 0;
  let ticking: NodeJS.Timeout | undefined;
  const tick = () => {
    if (running.size > 0 && terminal.live) ticking ??= setInterval(() => draw(false), TICK).unref();
    else {
      clearInterval(ticking);
      ticking = undefined;
    }
  };
  const erase = () => {
    if (drawn > 0) sink.write(`\u001b[${drawn}A\u001b[0J`);
    drawn = 0;
  };
  const draw = (force: boolean) => {
    if (!terminal.live || (!force && Date.now() - last < REDRAW)) return;
    last = Date.now();
    erase();
    for (const [step, state] of running) {
      sink.write(`${cut(liveLine(step.padEnd(width), state, style), terminal.columns)}\n`);
      drawn += 1;
    }
  };
  const print = (line: string) => {
    erase();
    sink.write(`${line}\n`);
    draw(true);
  };
  return {
    event(event) {
      const state = 'step' in event ? running.get(event.step) : undefined;
      if (event.type === 'run.queued') {
        print(style.dim(queuedLine(event)));
      } else if (event.type === 'run.started') {
        width = Math.max(...event.steps.map((step) => step.step.length), width);
        print(style.dim(`run ${event.run.slice(0, 8)} of ${event.pipeline}${event.resumed ? ', resumed' : ''}`));
      } else if (event.type === 'step.started') {
        running.set(event.step, { fraction: undefined, message: '', metrics: new Map(), since: Date.parse(event.at) });
        tick();
        draw(true);
      } else if (event.type === 'step.progress' && state) {
        state.fraction = event.fraction;
        state.message = event.message ?? state.message;
        draw(false);
      } else if (event.type === 'metric' && state) {
        if (typeof event.value === 'number') state.metrics.set(event.name, event.value);
        draw(false);
      } else if (event.type === 'log' && options.logs) {
        print(`${style.dim(`${event.step} |`)} ${event.line}`);
      } else if (event.type === 'step.finished') {
        running.delete(event.step);
        tick();
        print(finishedLine(event, width, style));
      }
    },
    end: () => draw(true),
  };
}

function queuedLine({ run, pipeline, after, before }: Extract<RunEvent, { type: 'run.queued' }>): string {
  const short = `${pipeline} ${run.slice(0, 8)}`;
  const what = after === null ? 'its turn' : `${after.pipeline} ${after.run.slice(0, 8)}`;
  return `${short} waits for ${what}${before === 0 ? '' : ` (${before} before it)`}`;
}

function finishedLine(event: Extract<RunEvent, { type: 'step.finished' }>, width: number, style: Style): string {
  const paint = {
    done: style.green,
    cached: style.cyan,
    failed: style.red,
    skipped: style.dim,
    cancelled: style.yellow,
  }[event.status];
  const time = event.status === 'done' || event.status === 'failed' ? duration(event.seconds) : event.status;
  const why = event.reason ? `  ${event.status === 'failed' ? event.reason : style.dim(event.reason)}` : '';
  const next = event.status === 'failed' && event.next ? `\n  ${style.bold('Next:')} ${event.next}` : '';
  return `${paint(MARKS[event.status])} ${event.step.padEnd(width)}  ${time.padStart(9)}${why}${next}`;
}

function liveLine(
  label: string,
  state: { fraction: number | undefined; message: string; metrics: ReadonlyMap<string, number>; since: number },
  style: Style,
): string {
  const full = Math.round(BAR * Math.min(1, Math.max(0, state.fraction ?? 0)));
  const share = state.fraction === undefined ? '' : `${Math.floor(state.fraction * 100)}%`;
  const bar = `${'━'.repeat(full)}${style.dim('─'.repeat(BAR - full))}`;
  const time = duration((Date.now() - state.since) / 1000);
  const figures = [...state.metrics].map(([name, value]) => `${name} ${figure(value)}`).join('  ');
  return `  ${label}  ${bar} ${share.padStart(4)}  ${time}  ${style.dim([state.message, figures].filter(Boolean).join('  '))}`;
}

/** Cuts a line with colour codes at the width of the terminal, so that it never wraps. */
function cut(line: string, columns: number): string {
  let seen = 0;
  let out = '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with the escape character
  for (const part of line.split(/(\u001b\[\d+m)/)) {
    if (part.startsWith('\u001b')) out += part;
    else {
      out += part.slice(0, Math.max(0, columns - 1 - seen));
      seen += part.length;
    }
  }
  return out;
}
