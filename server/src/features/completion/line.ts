/** One line of YAML, as far as a line alone tells. Offsets are of the whole text, columns of the line. */
export interface Line {
  readonly start: number;
  /** Without the line break. */
  readonly end: number;
  /** Column of the first character that is no blank; of a blank line its length. */
  readonly indent: number;
  /** Columns of the `-` of list items, from the left. */
  readonly dashes: readonly number[];
  /** Where what stands behind blanks and dashes begins; `end` where nothing does. */
  readonly content: number;
  readonly key: KeyToken | undefined;
  /** What stands behind the key, or behind the dashes where there is no key; anchors and tags left out. */
  readonly value: Span;
  /** Where a comment begins. */
  readonly comment: number | undefined;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface KeyToken extends Span {
  /** Without quotes. */
  readonly text: string;
  /** Offset of the colon. */
  readonly colon: number;
}

/** The bounds of the line that an offset is on. */
export function lineBounds(text: string, offset: number): Span {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const next = text.indexOf('\n', offset);
  const end = next === -1 ? text.length : next;
  return { start: startOf(text, start), end: end > start && text[end - 1] === '\r' ? end - 1 : end };
}

/** Behind a byte order mark. */
function startOf(text: string, start: number): number {
  return start === 0 && text.charCodeAt(0) === 0xfeff ? 1 : start;
}

/** Offset of the first character of a span that is no blank; its end where there is none. */
export function behindBlanks(text: string, { start, end }: Span): number {
  let at = start;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  return at;
}

export function readLine(text: string, bounds: Span): Line {
  const { start, end } = bounds;
  const first = behindBlanks(text, bounds);
  const dashes: number[] = [];
  let content = first;
  while (text[content] === '-' && (content + 1 >= end || isBlank(text.charCodeAt(content + 1)))) {
    dashes.push(content - start);
    content = behindBlanks(text, { start: content + 1, end });
  }
  const key = keyAt(text, { start: content, end });
  const valueStart = behindProperties(text, { start: key === undefined ? content : key.colon + 1, end });
  const comment = commentAt(text, { start: valueStart, end });
  return {
    start,
    end,
    indent: first - start,
    dashes,
    content,
    key,
    value: { start: valueStart, end: trimmedEnd(text, { start: valueStart, end: comment ?? end }) },
    comment,
  };
}

function keyAt(text: string, { start, end }: Span): KeyToken | undefined {
  const first = text[start];
  if (start >= end || first === undefined || '{[#|>&*!%@`,'.includes(first)) return undefined;
  if (first === '"' || first === "'") return quotedKey(text, { start, end });
  for (let at = start; at < end; at++) {
    const char = text[at];
    if (char === '$' && text.startsWith('${{', at)) {
      const close = text.indexOf('}}', at);
      if (close === -1 || close >= end) return undefined;
      at = close + 1;
    } else if (char === '#' && isBlank(text.charCodeAt(at - 1))) return undefined;
    else if (char === ':' && (at + 1 >= end || isBlank(text.charCodeAt(at + 1)))) {
      const keyEnd = trimmedEnd(text, { start, end: at });
      return { text: text.slice(start, keyEnd), start, end: keyEnd, colon: at };
    }
  }
  return undefined;
}

function quotedKey(text: string, { start, end }: Span): KeyToken | undefined {
  const close = quoteEnd(text, { start, end });
  if (close === undefined) return undefined;
  const colon = behindBlanks(text, { start: close, end });
  if (text[colon] !== ':' || (colon + 1 < end && !isBlank(text.charCodeAt(colon + 1)))) return undefined;
  return { text: unquoted(text.slice(start, close)), start, end: close, colon };
}

/** Behind the quote that closes what the quote at `start` opens; undefined where none does. */
export function quoteEnd(text: string, { start, end }: Span): number | undefined {
  const quote = text[start];
  for (let at = start + 1; at < end; at++) {
    if (quote === '"' && text[at] === '\\') at++;
    else if (text[at] === quote) {
      if (quote === "'" && text[at + 1] === "'") at++;
      else return at + 1;
    }
  }
  return undefined;
}

export function unquoted(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(["\\/])/g, '$1') : text;
}

/** Behind anchors and tags: `&name !!str value`. */
function behindProperties(text: string, { start, end }: Span): number {
  let at = behindBlanks(text, { start, end });
  while (at < end && (text[at] === '&' || text[at] === '!')) {
    while (at < end && !isBlank(text.charCodeAt(at))) at++;
    at = behindBlanks(text, { start: at, end });
  }
  return at;
}

/** Quotes count where a value begins with one, and everywhere in a flow; in plain text ` #` is always a comment. */
function commentAt(text: string, { start, end }: Span): number | undefined {
  const first = text[start];
  const isFlow = first === '{' || first === '[';
  let at = start;
  if (first === '"' || first === "'") at = quoteEnd(text, { start, end }) ?? end;
  for (; at < end; at++) {
    const char = text[at];
    if (char === '#' && (at === start || isBlank(text.charCodeAt(at - 1)))) return at;
    if (isFlow && (char === '"' || char === "'") && /[\s{[,:]/.test(text[at - 1] ?? ' '))
      at = (quoteEnd(text, { start: at, end }) ?? at + 1) - 1;
  }
  return undefined;
}

export function trimmedEnd(text: string, { start, end }: Span): number {
  let at = end;
  while (at > start && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13;
}
