import { Failure } from '../../failure.ts';
import type { ColumnType } from '../../language/columnType.ts';

/**
 * SQL types of the columns that folders named `column=value` make, in the order of the folders; undefined where there are none.
 * A type is the declared one, else what every value is: whole numbers (`01` is 1), dates, or text, so that it seldom changes when a
 * partition is added or deleted.
 * @param paths relative to the project
 * @throws Failure `source-partitions` where the files do not lie in folders of the same columns, or a value is not of its declared type
 */
export function partitionsOf(
  paths: readonly string[],
  declared: ReadonlyMap<string, ColumnType>,
): Readonly<Record<string, string>> | undefined {
  const [first, ...others] = paths.map((path) => ({ path, values: valuesIn(path) }));
  if (first === undefined) return undefined;
  const names = first.values.map(([name]) => name);
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) throw twice(first.path);
  for (const { path, values } of others)
    if (values.length !== names.length || values.some(([name], index) => name !== names[index]))
      throw differ(first.path, path);
  if (names.length === 0) return undefined;
  return Object.fromEntries(
    names.map((name, index) => {
      const values = [first, ...others].map((one) => one.values[index]![1]);
      return [name, typeOf(name, new Set(values), declared.get(name))];
    }),
  );
}

function valuesIn(path: string): readonly (readonly [name: string, value: string])[] {
  return path
    .split('/')
    .slice(0, -1)
    .flatMap((folder) => {
      const at = folder.indexOf('=');
      return at > 0 ? [[folder.slice(0, at), folder.slice(at + 1)] as const] : [];
    });
}

/** As Hive writes a missing value. */
const MISSING = '__HIVE_DEFAULT_PARTITION__';

const TYPES: readonly { readonly sqlType: string; readonly types: readonly ColumnType[]; readonly pattern: RegExp }[] =
  [
    { sqlType: 'BIGINT', types: ['integer'], pattern: /^[+-]?\d{1,18}$/ },
    { sqlType: 'DATE', types: ['date'], pattern: /^\d{4}-\d{2}-\d{2}$/ },
    { sqlType: 'VARCHAR', types: ['string', 'category'], pattern: /^/ },
  ];

/** Declared types that no pattern tells are cast by the data engine. */
const OTHERS: Readonly<Partial<Record<ColumnType, string>>> = {
  boolean: 'BOOLEAN',
  float: 'DOUBLE',
  timestamp: 'TIMESTAMP',
};

function typeOf(name: string, values: ReadonlySet<string>, declared: ColumnType | undefined): string {
  const known = [...values].filter((value) => value !== MISSING);
  const asDeclared = TYPES.find(({ types }) => declared !== undefined && types.includes(declared));
  if (asDeclared !== undefined) {
    const wrong = known.find((value) => !asDeclared.pattern.test(value));
    if (wrong !== undefined) throw notOfType(name, wrong, declared!);
    return asDeclared.sqlType;
  }
  const other = declared === undefined ? undefined : OTHERS[declared];
  return other ?? TYPES.find(({ pattern }) => known.every((value) => pattern.test(value)))!.sqlType;
}

function twice(path: string): Failure {
  return new Failure('source-partitions', `${path}: two folders of the path name the same column`, {
    place: { file: path },
    next: 'Give every folder `column=value` a column of its own.',
  });
}

function differ(one: string, other: string): Failure {
  return new Failure('source-partitions', `${other}: its folders name other columns than those of ${one}`, {
    place: { file: other },
    next: 'Put all files of a dataset below folders `column=value` of the same columns, in the same order.',
  });
}

function notOfType(name: string, value: string, type: ColumnType): Failure {
  return new Failure(
    'source-partitions',
    `the folder \`${name}=${value}\` holds no ${type}, as \`${name}\` is declared`,
    {
      next: `Rename the folder, or declare another type under \`columns\`.`,
    },
  );
}
