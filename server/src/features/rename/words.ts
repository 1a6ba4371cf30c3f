import type { SpecSymbol, SymbolKind } from '../../../../engine/src/project/symbols/symbol.ts';

const WORDS: Partial<Readonly<Record<SymbolKind, string>>> = {
  variable: 'environment variable',
  view: 'feature view',
  axis: 'axis of a matrix',
  'example-column': 'column of examples',
  card: 'model card',
};

/** A kind in words. */
export function kindInWords(kind: SymbolKind): string {
  return WORDS[kind] ?? kind;
}

/** `a step`, `an environment`. */
export function oneOf(kind: SymbolKind): string {
  const words = kindInWords(kind);
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}

/** `the param rounds of flight-delay` */
export function inWords({ kind, name, of }: SpecSymbol): string {
  return `the ${kindInWords(kind)} \`${name}\`${of === undefined ? '' : ` of \`${of}\``}`;
}
