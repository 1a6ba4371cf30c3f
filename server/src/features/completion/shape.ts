import type { Json } from '../../../../engine/src/language/node.ts';
import { unquoted } from './line.ts';

/** The plain value of a scalar as it is written on one line; of a map or list an empty one, of nothing null. */
export function scalarShape(text: string): Json {
  if (text === '' || text === '~' || text === 'null') return null;
  if (text.startsWith('{')) return {};
  if (text.startsWith('[')) return [];
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text)) return Number(text);
  return /^(".*"|'.*')$/s.test(text) ? unquoted(text) : text;
}
