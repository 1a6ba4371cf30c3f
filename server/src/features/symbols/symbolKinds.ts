import { SymbolKind } from 'vscode-languageserver';
import type { SpecSymbol, SymbolKind as SpecSymbolKind } from '../../../../engine/src/project/symbols/symbol.ts';

/** How editors draw our kinds of symbols. */
export const SYMBOL_KINDS: Readonly<Record<SpecSymbolKind, SymbolKind>> = {
  project: SymbolKind.Package,
  environment: SymbolKind.Namespace,
  variable: SymbolKind.Variable,
  dataset: SymbolKind.Struct,
  column: SymbolKind.Field,
  check: SymbolKind.Event,
  view: SymbolKind.Interface,
  field: SymbolKind.Field,
  entity: SymbolKind.Key,
  pipeline: SymbolKind.Module,
  param: SymbolKind.Variable,
  step: SymbolKind.Function,
  input: SymbolKind.Property,
  output: SymbolKind.Property,
  axis: SymbolKind.Enum,
  'example-column': SymbolKind.Field,
  metric: SymbolKind.Number,
  model: SymbolKind.Class,
  version: SymbolKind.Constant,
  alias: SymbolKind.Key,
  card: SymbolKind.File,
  policy: SymbolKind.TypeParameter,
  gate: SymbolKind.Event,
  role: SymbolKind.Enum,
  monitor: SymbolKind.Object,
};

/** A symbol as references write it: `flight-delay:3`, `flight-delay@production`, else its name. */
export function displayName({ kind, name, of }: SpecSymbol): string {
  if (of === undefined) return name;
  if (kind === 'version') return `${of}:${name}`;
  return kind === 'alias' ? `${of}@${name}` : name;
}
