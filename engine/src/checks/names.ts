import { REGISTRY_KINDS } from '../language/kinds.ts';
import type { Project } from '../project/project.ts';
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
  *run(project) {
    for (const files of byName(project).values()) {
      for (const file of files.length > 1 ? files : []) yield duplicate(file, files);
    }
  },
};

type Named = { readonly path: string; readonly kind: string; readonly name: string; readonly range: Found['range'] };

function byName(project: Project): ReadonlyMap<string, readonly Named[]> {
  const groups = new Map<string, Named[]>();
  for (const { path, kind, name, tree } of project.files.values()) {
    if (kind === undefined || name === undefined || REGISTRY_KINDS.includes(kind)) continue;
    const key = `${kind}:${name}`;
    groups.set(key, [...(groups.get(key) ?? []), { path, kind, name, range: tree.range([kind]) }]);
  }
  return groups;
}

function duplicate({ path, kind, name, range }: Named, all: readonly Named[]): Found {
  const others = all.filter((other) => other.path !== path);
  return {
    code: 'duplicate-name',
    file: path,
    range,
    message: `Another ${kind.replace('_', ' ')} is called \`${name}\` too: ${others.map((other) => other.path).join(', ')}`,
    related: others.map((other) => ({ message: `also \`${name}\``, range: other.range, file: other.path })),
  };
}
