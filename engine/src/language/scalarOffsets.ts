import type { ScalarNode } from './node.ts';

/**
 * Offsets in the document for each index of the scalar's text, plus one for its end: where a character of
 * a quoted, escaped, folded or indented scalar stands in the file. Exact for every character that is not
 * part of a line break; a folded line break maps into the run of blanks it came from.
 */
export function scalarOffsets(node: ScalarNode): readonly number[] {
  if (node.style === 'literal') return literalOffsets(node);
  return alignedOffsets(node);
}

function literalOffsets(node: ScalarNode): readonly number[] {
  const offsets: number[] = [];
  const rawLines = linesOf(node.raw);
  const last = node.contentStart + node.raw.length;
  node.text.split('\n').forEach((line, i) => {
    const raw = rawLines[i];
    const start = raw === undefined ? last : node.contentStart + raw.start + Math.max(0, raw.length - line.length);
    for (let c = 0; c <= line.length; c++) offsets.push(Math.min(start + c, last));
  });
  return offsets;
}

function linesOf(raw: string): { readonly start: number; readonly length: number }[] {
  const lines = [];
  let start = 0;
  for (const match of raw.matchAll(/\r\n|\n/g)) {
    lines.push({ start, length: match.index - start });
    start = match.index + match[0].length;
  }
  lines.push({ start, length: raw.length - start });
  return lines;
}

/** A visible unit of the raw content (a character, `''` or an escape) or a run of blanks and line breaks. */
interface Unit {
  readonly start: number;
  readonly end: number;
  /** UTF-16 units of text that it stands for; undefined for a run of blanks with a line break in it. */
  readonly length: number | undefined;
}

function alignedOffsets({ style, text, raw, contentStart }: ScalarNode): readonly number[] {
  const units = unitsOf(raw, style);
  const offsets: number[] = [];
  units.forEach((unit, i) => {
    const length = unit.length ?? foldedLength(unit, raw, { style, text, from: offsets.length, next: units[i + 1] });
    for (let c = 0; c < length && offsets.length < text.length; c++) {
      offsets.push(contentStart + positionIn(unit, { index: c, length, raw }));
    }
  });
  const content = style === 'folded' ? raw.trimEnd().length : raw.length;
  const end = Math.max(contentStart + content, offsets.at(-1) ?? 0);
  while (offsets.length <= text.length) offsets.push(end);
  return offsets;
}

function positionIn(unit: Unit, at: { readonly index: number; readonly length: number; readonly raw: string }): number {
  if (unit.length !== undefined) {
    return unit.end - unit.start === unit.length ? unit.start + at.index : unit.start;
  }
  if (unit.end === at.raw.length) return Math.min(unit.start + at.index, unit.end);
  const fromEnd = (index: number) => Math.max(unit.start, unit.end - (at.length - index));
  const lineBreak = at.raw.slice(unit.start, unit.end).search(/[\r\n]/);
  if (at.index > 0 || lineBreak === -1) return fromEnd(at.index);
  // Before the break there may be more blanks than are left of the run behind it.
  return Math.min(unit.start + lineBreak, at.length > 1 ? fromEnd(1) : unit.end);
}

function unitsOf(raw: string, style: ScalarNode['style']): Unit[] {
  const units: Unit[] = [];
  let i = 0;
  while (i < raw.length) {
    const unit = unitAt(raw, i, style);
    units.push(unit);
    i = unit.end;
  }
  return units;
}

function unitAt(raw: string, start: number, style: ScalarNode['style']): Unit {
  const char = raw[start]!;
  if (isBlank(char)) {
    let end = start;
    while (end < raw.length && isBlank(raw[end]!)) end++;
    const broken = /[\r\n]/.test(raw.slice(start, end)) || (style === 'folded' && start === 0);
    return { start, end, length: broken ? undefined : end - start };
  }
  if (style === 'single' && raw.startsWith("''", start)) return { start, end: start + 2, length: 1 };
  if (style === 'double' && char === '\\') return escapeAt(raw, start);
  return { start, end: start + 1, length: 1 };
}

function escapeAt(raw: string, start: number): Unit {
  const lineBreak = /^\\\r?\n[ \t]*/.exec(raw.slice(start, start + 4096));
  if (lineBreak !== null) return { start, end: start + lineBreak[0].length, length: 0 };
  const digits = { x: 2, u: 4, U: 8 }[raw[start + 1] ?? ''] ?? 0;
  const end = Math.min(raw.length, start + 2 + digits);
  const code = digits === 8 ? Number.parseInt(raw.slice(start + 2, end), 16) : 0;
  return { start, end, length: code > 0xffff ? 2 : 1 };
}

/** Text that a run of blanks with a line break becomes: as long as what stands before the next visible character. */
function foldedLength(
  unit: Unit,
  raw: string,
  at: {
    readonly style: ScalarNode['style'];
    readonly text: string;
    readonly from: number;
    readonly next: Unit | undefined;
  },
): number {
  if (at.style === 'folded') {
    const next = at.next === undefined ? at.text.length : nextVisible(at.text, at.from);
    return next - at.from;
  }
  const breaks = raw.slice(unit.start, unit.end).match(/\n/g)?.length ?? 0;
  return breaks === 1 ? 1 : Math.max(0, breaks - 1);
}

function nextVisible(text: string, from: number): number {
  let i = from;
  while (i < text.length && isBlank(text[i]!)) i++;
  return i;
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r';
}
