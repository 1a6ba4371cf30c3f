import type { Json } from '../../../../engine/src/language/node.ts';
import type { Where } from './where.ts';

type Style = Pick<Where, 'style' | 'flow'>;

export const BLOCK: Style = { style: 'plain', flow: false };
export const FLOW: Style = { style: 'plain', flow: true };

/** A text as it is written at a place, so that YAML reads this text and no other. */
export function yamlText(text: string, { style, flow }: Style): string {
  if (style === 'block') return text;
  if (style === 'single') return text.replaceAll("'", "''");
  if (style === 'double') return text.replace(/["\\]/g, '\\$&');
  return isPlain(text, flow) ? text : /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

/** A value as it is written: texts that read as something else in quotes. */
export function yamlValue(value: Json, style: Style): string {
  if (typeof value === 'string') return yamlText(value, style);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function isPlain(text: string, flow: boolean): boolean {
  if (text === '' || text !== text.trim() || /[\n\t]/.test(text) || /: |\s#|:$/.test(text)) return false;
  if (/^[-?:](?:\s|$)|^[,[\]{}#&*!|>'"%@`]/.test(text)) return false;
  if (flow && /[,[\]{}]/.test(text)) return false;
  return !/^(?:true|false|null|~|[-+]?(?:\d[\d_]*)?\.?\d+(?:e[-+]?\d+)?|[-+]?\.inf|\.nan|0[xo][\da-f]+)$/i.test(text);
}
