import type { Comparison } from './filter.ts';

/** Whether one value fulfils a comparison: one that is missing fulfils IS NULL alone. */
export function holds(comparison: Comparison, value: string | number | undefined): boolean {
  if (comparison.kind === 'presence') return (value === undefined) === (comparison.operator === 'IS NULL');
  if (value === undefined) return false;
  switch (comparison.kind) {
    case 'number':
      return numberHolds(comparison, Number(value));
    case 'list':
      return comparison.values.includes(String(value)) === (comparison.operator === 'IN');
    case 'text':
      return textHolds(comparison, String(value));
  }
}

function numberHolds({ operator, value }: Extract<Comparison, { kind: 'number' }>, found: number): boolean {
  switch (operator) {
    case '=':
      return found === value;
    case '!=':
      return found !== value;
    case '<':
      return found < value;
    case '<=':
      return found <= value;
    case '>':
      return found > value;
    case '>=':
      return found >= value;
  }
}

function textHolds({ operator, value }: Extract<Comparison, { kind: 'text' }>, found: string): boolean {
  switch (operator) {
    case '=':
      return found === value;
    case '!=':
      return found !== value;
    case 'LIKE':
      return likeHolds(found, value);
    case 'ILIKE':
      return likeHolds(asciiLower(found), asciiLower(value));
  }
}

/** `%` is any text, `_` any character. Goes back to the last `%` only, so that no pattern takes long. */
function likeHolds(text: string, pattern: string): boolean {
  const [chars, wanted] = [[...text], [...pattern]];
  let [at, want, star, from] = [0, 0, -1, 0];
  while (at < chars.length) {
    if (wanted[want] === '%') {
      star = want++;
      from = at;
    } else if (want < wanted.length && (wanted[want] === '_' || wanted[want] === chars[at])) {
      want++;
      at++;
    } else if (star !== -1) {
      want = star + 1;
      at = ++from;
    } else return false;
  }
  return wanted.slice(want).every((char) => char === '%');
}

/** As SQLite has it: letters beyond ASCII keep their case. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
