import type { Column } from '../language/columnType.ts';
import type { ProblemData } from '../language/problem.ts';
import type { Path, Tree } from '../language/tree.ts';
import type { DatasetSource } from '../project/dataset.ts';
import type { Found } from './rule.ts';

interface Named {
  readonly path: string;
  readonly tree: Tree;
}

/**
 * What is wrong with a column that should hold times, and how it is made to.
 * @param source of the dataset in this file; undefined where the file only names a column of one
 */
export function* notATime(file: Named, path: Path, column: Column, source?: DatasetSource): Generator<Found> {
  if (column.type === 'timestamp' || column.type === 'date') return;
  const { next, data } = cure(column, source);
  yield {
    code: 'timestamp-type',
    file: file.path,
    range: file.tree.range(path),
    message: `\`${column.name}\` is ${column.type} (${column.sqlType}), not a timestamp or date${next}`,
    ...(data && { data }),
  };
}

interface Cure {
  readonly next: string;
  readonly data?: ProblemData;
}

function cure({ name, type }: Column, source: DatasetSource | undefined): Cure {
  if (type === 'string' && source !== undefined && isCsv(source))
    return {
      next: `: not all values are times of one form; \`csv: {types: {${name}: TIMESTAMP}}\` finds the one that is none`,
      data: { path: ['csv', 'types', name], replacement: 'TIMESTAMP' },
    };
  const column = /^[a-z_]\w*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
  const made = { string: `${column}::TIMESTAMP`, integer: `to_timestamp(${column})` }[type as string];
  if (made === undefined) return { next: '' };
  return { next: `; a dataset of SQL can make it one: \`SELECT * REPLACE (${made} AS ${column}) FROM ...\`` };
}

function isCsv(source: DatasetSource): boolean {
  if (source.kind === 'sql') return false;
  const patterns = source.kind === 'files' ? source.patterns : [source.output];
  return patterns.length > 0 && patterns.every(({ text }) => /\.(?:csv|tsv)(?:\.gz|\.zst)?$/i.test(text));
}
