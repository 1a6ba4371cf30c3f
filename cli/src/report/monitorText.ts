import type { MonitorRun } from '../../../engine/src/operations/monitor/run.ts';
import type { OperationEvent } from '../../../engine/src/operations/operation.ts';
import type { Progress } from '../command.ts';
import type { Style, Terminal } from '../terminal.ts';
import { driftText } from './driftText.ts';
import { checkLines } from './monitorLines.ts';

/** The report of one check, or a line a check. */
export function monitorRunText({ report, checks, cached }: MonitorRun, style: Style): string {
  if (checks !== null) return checkLines(checks, style);
  const again = cached
    ? style.dim(`As it was found at ${report.made}: version, data and spec are the same; --again looks again.`)
    : undefined;
  return [driftText(report, style), ...(again === undefined ? [] : ['', again])].join('\n');
}

/** Says what is looked at, where lines may be drawn over. */
export function monitorProgress(sink: { write(text: string): void }, terminal: Terminal): Progress {
  let drawn = false;
  return {
    event(event: OperationEvent) {
      const { fraction, message = '' } = event as { readonly fraction?: number; readonly message?: string };
      if (!terminal.live || fraction === undefined) return;
      sink.write(`\r\u001b[2K${`${Math.floor(fraction * 100)}% ${message}`.slice(0, terminal.columns - 1)}`);
      drawn = true;
    },
    end() {
      if (drawn) sink.write('\r\u001b[2K');
    },
  };
}
