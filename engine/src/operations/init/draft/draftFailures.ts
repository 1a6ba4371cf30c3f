import { Failure, usage } from '../../../failure.ts';
import { count } from '../../../language/figures.ts';
import { nearest } from '../../../language/nearest.ts';

export function noTable(file: string, why: string): Failure {
  return new Failure('no-table', `${file}: ${why}`, {
    place: { file },
    next: 'Name a file with a row of column names and rows of values below it.',
  });
}

export function tooManyColumns(file: string, columns: number, most: number): Failure {
  return new Failure(
    'too-many-columns',
    `${file}: ${count(columns)} columns; a draft that names every one is of use for ${count(most)} at most`,
    {
      place: { file },
      next: 'Choose the columns that matter into a file of its own, or write the dataset and its pipeline by hand (`modelyard init`).',
    },
  );
}

/** `option` is the flag that named the column. */
export function noSuchColumn(name: string, columns: readonly string[], option: string): Failure {
  const near = nearest(name, columns);
  const some = `${columns.slice(0, 20).join(', ')}${columns.length > 20 ? ` and ${columns.length - 20} more` : ''}`;
  return new Failure('unknown-column', `${option} ${name}: the table has no column \`${name}\`.`, {
    next: near === undefined ? `It has: ${some}.` : `Did you mean \`${near}\`?`,
  });
}

export function badTarget(name: string, why: string): Failure {
  return new Failure('bad-target', `\`${name}\` cannot be learned: ${why}.`, {
    next: 'Name the column that the model shall answer with `--target`.',
  });
}

export function badPositive(value: string, values: readonly string[]): Failure {
  return usage(`--positive ${value}: the target has no such value.`, `It has ${values.join(' and ')}.`);
}

export function positiveOfMany(target: string): Failure {
  return usage('`--positive` is about a target of two values.', `\`${target}\` has more; leave it out.`);
}

export function noTime(name: string, sqlType: string): Failure {
  return new Failure('no-time', `--time ${name}: the column is ${sqlType}, not a timestamp or a date.`, {
    next: 'Write its values as in 2001-01-31 or 2001-01-31T18:30:00Z, or name another column.',
  });
}

export function keyDoesNotHold(names: readonly string[], why: string): Failure {
  return new Failure('key-not-unique', `--key ${names.join(' --key ')}: ${why}.`, {
    next: 'Name columns whose values together differ in every row, or leave `--key` out.',
  });
}

export function nothingToLearnFrom(target: string, reasons: readonly string[]): Failure {
  const why = reasons.length === 0 ? 'the table has no other column' : reasons.slice(0, 5).join('; ');
  return new Failure('no-inputs', `No column is left to tell \`${target}\` from: ${why}.`, {
    next: 'Add columns that are known before the answer is.',
  });
}
