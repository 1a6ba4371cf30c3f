import type { Values } from '../ports/dataSource.ts';

/** Gathers a column of numbers that comes in parts. */
export function numberCollector() {
  let values = new Float64Array(1024);
  let rows = 0;
  return {
    add(part: Values): void {
      if (part.kind !== 'numbers') throw new Error(`numbers expected, ${part.kind} came`);
      if (rows + part.values.length > values.length) {
        const wider = new Float64Array(Math.max(values.length * 2, rows + part.values.length));
        wider.set(values.subarray(0, rows));
        values = wider;
      }
      values.set(part.values, rows);
      rows += part.values.length;
    },
    values: () => values.subarray(0, rows),
  };
}

/** Gathers a column of texts as codes; null, and with fixed classes what is none of them, is -1. */
export function columnCollector(fixed?: readonly string[]) {
  const dictionary = [...(fixed ?? [])];
  const codes = new Map(dictionary.map((text, code) => [text, code]));
  const collected = numberCollector();
  const codeOf = (text: string | null): number => {
    if (text === null) return -1;
    const known = codes.get(text);
    if (known !== undefined) return known;
    if (fixed) return -1;
    codes.set(text, dictionary.length);
    return dictionary.push(text) - 1;
  };
  return {
    add(part: Values): void {
      if (part.kind !== 'texts') throw new Error(`texts expected, ${part.kind} came`);
      collected.add({ kind: 'numbers', values: Float64Array.from(part.values, codeOf) });
    },
    values: () => Int32Array.from(collected.values()),
    result: () => ({ codes: Int32Array.from(collected.values()), dictionary: dictionary as readonly string[] }),
  };
}
