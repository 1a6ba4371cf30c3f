import type { Ask } from './ask.ts';

/** The text of a scalar around the cursor, as it is written. */
export interface ScalarAround {
  readonly before: string;
  readonly after: string;
}

export function scalarAround({ spot, where }: Ask): ScalarAround {
  const { text } = spot.file;
  const line = text.indexOf('\n', spot.offset);
  const end = where.style === 'block' || where.end < spot.offset ? (line === -1 ? text.length : line) : where.end;
  return {
    before: text.slice(Math.min(where.textStart, spot.offset), spot.offset),
    after: text.slice(spot.offset, Math.max(end, spot.offset)),
  };
}

/** Where the expression begins that a text ends in; undefined where it ends in none. */
export function openExpression(before: string): number | undefined {
  let open: number | undefined;
  let quote: string | undefined;
  for (let at = 0; at < before.length; at++) {
    if (open === undefined) {
      if (before.startsWith('${{', at)) {
        open = at + 3;
        at += 2;
      }
      continue;
    }
    const char = before[at];
    if (quote !== undefined) quote = char === quote ? undefined : quote;
    else if (char === "'" || char === '"') quote = char;
    else if (before.startsWith('}}', at)) {
      open = undefined;
      at++;
    }
  }
  return open;
}
