import { readLine } from './line.ts';

/** Ids of steps with what they use, from the lines alone: what a broken file still tells. */
export function stepLines(text: string): ReadonlyMap<string, string | undefined> {
  const steps = new Map<string, string | undefined>();
  const head = /^steps:[ \t]*\r?$/m.exec(text);
  if (head === null) return steps;
  let column: number | undefined;
  let id: string | undefined;
  for (let start = head.index + head[0].length + 1; start < text.length; ) {
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next;
    const line = readLine(text, { start, end: text[end - 1] === '\r' ? end - 1 : end });
    start = end + 1;
    if (line.key === undefined || line.dashes.length > 0) continue;
    if (line.indent === 0) break;
    column ??= line.indent;
    if (line.indent === column) {
      id = line.key.text;
      steps.set(id, undefined);
    } else if (id !== undefined && line.key.text === 'uses' && steps.get(id) === undefined)
      steps.set(id, text.slice(line.value.start, line.value.end));
  }
  return steps;
}
