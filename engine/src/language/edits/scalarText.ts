import type { Json } from '../tree.ts';

/** Where a text is to stand, and how it was quoted before. */
export interface ScalarForm {
  /** Inside `{}` or `[]`. */
  readonly flow: boolean;
  readonly quote?: '"' | "'" | undefined;
}

/** A text as a scalar that reads as exactly this text; quoted where YAML needs it or where it was before. */
export function yamlText(text: string, { flow, quote }: ScalarForm): string {
  if (quote === undefined && isPlain(text, flow)) return text;
  if (quote === undefined && text.includes('${{') && !/["\\]/.test(text)) return JSON.stringify(text);
  if (quote !== '"' && !CONTROL.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text);
}

/** A value of the core schema as it is written on one line. */
export function flowText(value: Json, quote?: ScalarForm['quote']): string {
  if (typeof value === 'string') return yamlText(value, { flow: true, quote });
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => flowText(item)).join(', ')}]`;
  const entries = Object.entries(value as { readonly [key: string]: Json });
  return `{${entries.map(([key, inner]) => `${yamlText(key, { flow: true })}: ${flowText(inner)}`).join(', ')}}`;
}

/** Lines of `key: value` in block style, the first without indentation. */
export function blockEntry(key: string, value: Json, unit: string): readonly string[] {
  const head = `${yamlText(key, { flow: false })}:`;
  const below = blockLines(value, unit);
  if (below === undefined) return [`${head} ${leaf(value)}`];
  return [head, ...below.map((line) => unit + line)];
}

/** A block of lines; undefined for what stands on one line. */
function blockLines(value: Json, unit: string): readonly string[] | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) {
    if (value.length === 0 || value.every((item) => item === null || typeof item !== 'object')) return undefined;
    return value.flatMap((item) => {
      const lines = blockLines(item, unit) ?? [leaf(item)];
      return lines.map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
    });
  }
  const entries = Object.entries(value as { readonly [key: string]: Json });
  return entries.length === 0 ? undefined : entries.flatMap(([key, inner]) => blockEntry(key, inner, unit));
}

function leaf(value: Json): string {
  return typeof value === 'string' ? yamlText(value, { flow: false }) : flowText(value);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a single-quoted scalar cannot hold
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;

/** Whether a text can stand without quotes and still be read as this text. */
export function isPlain(text: string, flow: boolean): boolean {
  if (text === '' || text !== text.trim() || CONTROL.test(text)) return false;
  if (/^(?:[,[\]{}#&*!|>'"%@`]|[-?:](?:\s|$)|<<$)/.test(text)) return false;
  if (/:(?:\s|$)|\s#/.test(text)) return false;
  if (flow && (/[,[\]{}]/.test(text) || /^[-?:]/.test(text))) return false;
  return !isOtherType(text);
}

/** What YAML 1.2 core reads as null, a boolean or a number. */
function isOtherType(text: string): boolean {
  return /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|0o[0-7]+|0x[\da-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)$/.test(
    text,
  );
}
