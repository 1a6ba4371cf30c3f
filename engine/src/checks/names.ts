import { type Kind, REGISTRY_KINDS } from '../language/kinds.ts';
import type { SpecFile } from '../project/specFile.ts';
import type { Family, Found } from './rule.ts';

/** Names that several files or places claim. */
export const names: Family = {
  rules: [
    {
      code: 'duplicate-name',
      title: 'Two files of one kind have the same name',
      severity: 'error',
      pace: 'fast',
      docs: 'Names are unique per kind in a project: with two datasets called `flights` nobody can tell which one `from: flights` means. Rename one of them, or exclude a copy with `exclude:` in modelyard.yaml.',
    },
  ],
  *check(project, file) {
    const { kind, name } = file;
    if (kind === undefined || name === undefined || REGISTRY_KINDS.includes(kind)) return;
    const all = project.index.named(kind, name);
    if (all.length > 1) yield duplicate({ file, kind, name }, all);
  },
};

interface Named {
  readonly file: SpecFile;
  readonly kind: Kind;
  readonly name: string;
}

/** Of very many files with one name the first are told. */
const MOST = 8;

function duplicate({ file, kind, name }: Named, all: readonly SpecFile[]): Found {
  const others = all.filter((other) => other !== file);
  const told = others.slice(0, MOST);
  const more = others.length > MOST ? ` and ${others.length - MOST} more` : '';
  const paths = told.map(({ path }) => path).join(', ');
  return {
    code: 'duplicate-name',
    file: file.path,
    range: file.tree.range([kind]),
    message: `Another ${kind.replace('_', ' ')} is called \`${name}\` too: ${paths}${more}`,
    related: told.map(({ path, tree }) => ({ message: `also \`${name}\``, range: tree.range([kind]), file: path })),
  };
}
