import { stepSchemas } from '../../../../engine/src/catalog/catalog.ts';
import { schemaAt } from '../../../../engine/src/language/schemas.ts';
import { put } from '../edits/put.ts';
import { type Fix, type Fixing, inFile } from './fix.ts';

/** A secret in plain text, where one may be given by name. The value must be put into the secret storage by hand. */
export function secret(fixing: Fixing): readonly Fix[] {
  const { file, tree, start } = fixing;
  const { path } = tree.pathAt(start);
  const place = file.kind && schemaAt(file.kind, tree.value, path, stepSchemas);
  if (!place?.contexts.includes('secrets')) return [];
  const key = path.findLast((part) => typeof part === 'string') ?? 'SECRET';
  const name = String(key)
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()
    .replace(/^(?=\d)/, '_');
  const title = `Read it from the secret \`${name}\``;
  return inFile(fixing, title, put(tree, path, `\${{ secrets.${name} }}`), { preferred: true });
}

/** A command of Modelyard that mends the problem, such as `modelyard data lock flights`. */
export function command({ problem }: Fixing): readonly Fix[] {
  const line = problem.data?.command;
  if (line === undefined || !line.startsWith('modelyard ')) return [];
  return [
    {
      title: `Run \`${line}\``,
      edits: [],
      line: line.split(' ').slice(1),
      preferred: problem.code.startsWith('lock-'),
    },
  ];
}
