import { SCHEMAS } from '../../../../engine/src/language/schemas.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import type { SpecFile } from '../../../../engine/src/project/specFile.ts';
import { occurrencesOf } from '../../../../engine/src/project/symbols/occurrences.ts';
import type { SpecSymbol } from '../../../../engine/src/project/symbols/symbol.ts';
import { code, listed } from '../markdown.ts';

/** The specs that mean a symbol, beside the one that declares it. */
export function usersOf(project: Project, symbol: SpecSymbol): string | undefined {
  const found = occurrencesOf(project, symbol).filter(({ occurrence }) => occurrence.role === 'reference');
  const users = new Set(found.map(({ file }) => `${kindInWords(file)} ${code(file.name ?? file.path)}`));
  if (users.size === 0) return 'Used nowhere';
  return `Used by ${listed([...users])}`;
}

function kindInWords({ kind }: SpecFile): string {
  return kind === undefined ? 'file' : (SCHEMAS[kind].title ?? kind).toLowerCase();
}
