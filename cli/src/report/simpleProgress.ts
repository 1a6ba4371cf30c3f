import { count } from '../../../engine/src/language/figures.ts';
import type { OperationEvent } from '../../../engine/src/operations/operation.ts';
import type { Terminal } from '../terminal.ts';

/** One line that says how far the work is, where lines may be drawn over; nothing elsewhere. */
export function simpleProgress(
  sink: { write(text: string): void },
  terminal: Terminal,
): { event(event: OperationEvent): void; end(): void } {
  let drawn = false;
  const draw = (text: string) => {
    if (!terminal.live) return;
    sink.write(`\r\u001b[2K${text.slice(0, terminal.columns - 1)}`);
    drawn = true;
  };
  return {
    event(event) {
      const { fraction, rows, message } = event as { fraction?: number; rows?: number; message?: string };
      if (fraction !== undefined) draw([`${Math.floor(fraction * 100)}%`, message].filter(Boolean).join(' '));
      else if (rows !== undefined) draw(`${count(rows)} rows`);
    },
    end() {
      if (drawn) sink.write('\r\u001b[2K');
    },
  };
}
