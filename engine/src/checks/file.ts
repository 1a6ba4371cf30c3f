import { PROJECT_FILE } from '../language/kinds.ts';
import { nearest } from '../language/nearest.ts';
import type { SpecFile } from '../project/specFile.ts';
import type { Family, Rule } from './rule.ts';

/** What each file says wrongly on its own: YAML, and the schema of its kind. */
export const file: Family = {
  rules: [
    rule(
      'yaml-syntax',
      'The YAML cannot be read',
      'The file is not YAML 1.2 from this place on, so that what follows is a guess. Common causes: a tab instead of spaces, a line that is not indented like its neighbours, a quote or bracket that is never closed, an unquoted `${{ }}` inside `{}` or `[]`, the marks of a merge conflict.',
    ),
    rule(
      'duplicate-key',
      'A key stands twice in one map',
      'YAML knows each key of a map once. The first one counts here; take the other one out.',
    ),
    rule(
      'alias-blow-up',
      'Aliases make the file grow without bounds',
      'A few aliases that refer to each other can stand for billions of values. What is beyond the limit is not read; write the values out.',
    ),
    rule(
      'unknown-key',
      'There is no such key',
      'Every object of the language is closed: a key that it does not know would be ignored, and that is never what was meant. Often it is a slip of the pen; the message names the nearest key.',
    ),
    rule('missing-key', 'A key is missing', 'The object cannot mean anything without this key.'),
    rule(
      'wrong-type',
      'A value has the wrong type',
      'Text, number, true or false, list and map are told apart. Mind that `on` and `yes` are text in YAML 1.2, and that a number in quotes is text.',
    ),
    rule('not-one-of', 'A value is none of those allowed', 'Only the listed values mean something here.'),
    rule(
      'bad-format',
      'A value is not written as it must be',
      'Names, durations (`30s`, `15m`, `6h`, `2d`), shares (`15%`) and the like have a form of their own. Expressions may not stand where a value must be known before anything runs.',
    ),
    rule(
      'out-of-range',
      'A value is too small or too large',
      'The value lies outside of the limits that the message names.',
    ),
    rule(
      'duplicate-value',
      'A value stands twice in a list',
      'The list names different things; the second mention has no effect.',
    ),
    rule(
      'sql-cut-by-yaml',
      'YAML has cut SQL short',
      'YAML has rules of its own for some characters: behind ` #` a comment begins, `: ` makes a map, and inside `{}` a comma ends the value, so that part of the SQL is silently gone. Put it in quotes, or behind `|` on lines of its own.',
    ),
    rule(
      'language-too-new',
      'The project is written in a newer version of the language',
      'This Modelyard is older than the project. Update it; it will not guess what newer specs mean.',
    ),
    {
      code: 'file-too-large',
      title: 'A file is too long to be a spec',
      severity: 'information',
      pace: 'fast',
      docs: 'A file of more than 1,048,576 characters is not read beyond its first key, so that it cannot slow down everything else: nothing in it is checked, and nothing but its name is known. Specs are written by people and have a few thousand lines at most; keep data in data files, or name the file under `exclude:` in modelyard.yaml.',
    },
    {
      code: 'foreign-file',
      title: 'A file with an ending of ours begins with another key',
      severity: 'hint',
      pace: 'fast',
      docs: 'Files of Modelyard begin with the key of their kind: a `*.dataset.yaml` with `dataset:`. This one begins with another key, so that it is taken for a file of another tool and not checked. If it is yours, mend the first key; if not, name it under `exclude:` in modelyard.yaml.',
    },
  ],
  *check(_, spec) {
    for (const problem of spec.problems) yield { ...problem, file: spec.path };
    if (spec.foreign !== undefined) yield foreignFile(spec, spec.foreign);
  },
};

function rule(code: string, title: string, docs: string): Rule {
  return { code, title, severity: 'error', pace: 'fast', docs };
}

function foreignFile({ path, tree }: SpecFile, kind: string) {
  const first = tree.firstKey;
  const near = first === undefined ? undefined : nearest(first, [kind]);
  const isOurs = near !== undefined || path === PROJECT_FILE;
  return {
    code: 'foreign-file',
    file: path,
    ...(isOurs ? { severity: 'warning' as const } : {}),
    range: first === undefined ? tree.lines.range(0, 0) : tree.range([first], 'key'),
    message: `The first key is not \`${kind}\`, so this is not checked${isOurs ? `; did you mean \`${kind}\`?` : ''}`,
    ...(near === undefined ? {} : { data: { replacement: near } }),
  };
}
