/**
 * Refusals that the user can act on, one function per message. Hosts test `reason`, never the text.
 * `exitCode` 2: could not be done (usage, missing file, corrupt store); 1: done, and the answer is no.
 */
export class Failure extends Error {
  readonly reason: string;
  readonly exitCode: 1 | 2;
  /** What the user can do next, one sentence; a command stands in backticks. */
  readonly next: string | undefined;
  readonly place: Place | undefined;

  constructor(reason: string, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Failure';
    this.reason = reason;
    this.exitCode = options.exitCode ?? 2;
    this.next = options.next;
    this.place = options.place;
  }
}

/** Where in the user's files; `line` counts from 1 as people do. */
export interface Place {
  readonly file: string;
  readonly line?: number;
}

export interface FailureOptions {
  readonly next?: string;
  readonly exitCode?: 1 | 2;
  readonly place?: Place;
  readonly cause?: unknown;
}

export function usage(message: string, next?: string): Failure {
  return new Failure('usage', message, next === undefined ? {} : { next });
}

export function sourceNotFound(file: string): Failure {
  return new Failure('source-not-found', `${file}: not found`, {
    place: { file },
    next: 'Check the path in `source`; it is relative to the project root.',
  });
}

export function sourceUnreadable(file: string, why: string, next: string): Failure {
  return new Failure('source-unreadable', `${file}: ${why}`, { place: { file }, next });
}

/** Somebody writes to a file that is being read: what was read is of no version. */
export function fileChanged(file: string): Failure {
  return new Failure('file-changed', `${file} changed while it was read.`, {
    place: { file },
    next: 'Wait until nothing writes to it any more and try again.',
  });
}

/** `line` is of the text file; a problem of a binary file has none. */
export function sourceCorrupt(file: string, why: string, next: string, line?: number): Failure {
  return new Failure('source-corrupt', `${file}${line === undefined ? '' : `:${line}`}: ${why}`, {
    place: line === undefined ? { file } : { file, line },
    next,
  });
}

export function sourceDuplicateColumn(file: string, column: string): Failure {
  return new Failure('source-corrupt', `${file}:1: column \`${column}\` stands twice`, {
    place: { file, line: 1 },
    next: 'Give every column a name of its own.',
  });
}

/** `types` of a CSV dialect names a column that the files do not have. */
export function csvTypeOfNoColumn(file: string, column: string, columns: readonly string[]): Failure {
  const listed = columns.slice(0, 8).join(', ');
  return new Failure('csv-types', `${file}: \`csv.types\` names \`${column}\`, which is no column of the file`, {
    place: { file },
    next: `There is ${listed}${columns.length > 8 ? ', ...' : ''}.`,
  });
}

export function csvNoTime(
  file: string,
  { column, text, line }: { readonly column: string; readonly text: string; readonly line: number },
): Failure {
  const next = `Correct the value, or name the text as null under \`csv.nullstr\`.`;
  return sourceCorrupt(file, `\`${text.slice(0, 60)}\` in column \`${column}\` is no time`, next, line);
}

export function csvTypeUnknown(file: string, why: string): Failure {
  return new Failure('csv-types', `${file}: a type under \`csv.types\` is none of DuckDB's: ${why}`, {
    place: { file },
    next: 'Write a type such as `BIGINT`, `DOUBLE`, `VARCHAR`, `DATE` or `TIMESTAMP`.',
  });
}

/** What the data engine refused while it ran SQL that binds: a conversion, a division, an overflow. */
export function queryFailed(why: string, next = 'Look at the values of the columns that the SQL reads.'): Failure {
  return new Failure('query-failed', why, { next });
}

export function outOfMemory(why: string): Failure {
  return new Failure('out-of-memory', `not enough memory: ${why}`, {
    next: 'Read fewer rows or columns, or allow more memory.',
  });
}

export function diskFull(file: string, why: string): Failure {
  return new Failure('disk-full', `${file}: ${why}`, { place: { file }, next: 'Free disk space, then run again.' });
}

export function formatNotWritten(file: string): Failure {
  return new Failure('format-not-written', `${file}: Arrow files are read, not written`, {
    place: { file },
    next: 'Write .parquet, .csv or .ndjson.',
  });
}

export function cannotWrite(file: string, why: string): Failure {
  return new Failure('cannot-write', `${file}: ${why}`, {
    place: { file },
    next: 'Check that the folder exists and may be written to.',
  });
}

export function noRowsToEvaluate(): Failure {
  return new Failure('no-rows', 'there are no rows to evaluate', {
    next: 'Check the filter of the data, and that its split is not empty.',
  });
}

/** `row` counts from 1. */
export function badRow(row: number, why: string, next: string): Failure {
  return new Failure('bad-row', `row ${row}: ${why}`, { next });
}

/** `positive` is what the user called positive, where that is no value of the target. */
export function notBinary(values: readonly string[], positive?: string): Failure {
  const some = values.slice(0, 5).join(', ');
  return new Failure('not-binary', `a binary target has two values, this one has ${values.length} (${some})`, {
    next:
      positive === undefined
        ? 'Evaluate it as multiclass or regression, or name a target of two values.'
        : `No row has the positive value ${positive}: name one that the target has.`,
  });
}

export function noPredictions(): Failure {
  return new Failure('no-predictions', 'there are neither scores nor predictions to evaluate', {
    next: 'Name a column of scores or of predictions, or a model.',
  });
}

export function noScoreOfClass(name: string, classes: number): Failure {
  return new Failure('no-score-of-class', `there is no column of probabilities for class ${name}`, {
    next: `Name one for each of ${classes} classes, or the column of predicted classes alone.`,
  });
}

/** Labels and predictions that cannot be compared, such as `yes` and `1`. */
export function classesDiffer(labels: readonly string[], predicted: readonly string[]): Failure {
  const some = (names: readonly string[]) => `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', ...' : ''}`;
  return new Failure(
    'classes-differ',
    `the target has the classes ${some(labels)}, the predictions have ${some(predicted)}: none is in both`,
    { next: 'Write both columns with the same names of classes.' },
  );
}

export function manyScores(): Failure {
  return new Failure('many-scores', 'a binary target needs one column of probabilities, of its positive class', {
    next: 'Name one score column.',
  });
}

export function metricsDoNotFit(names: readonly string[], task: string, fitting: readonly string[]): Failure {
  return new Failure('metric-does-not-fit', `${names.join(', ')}: no metric of a ${task} task`, {
    next: `Choose from ${fitting.join(', ')}.`,
  });
}

export function metricsNeedScores(names: readonly string[]): Failure {
  return new Failure('metric-needs-scores', `${names.join(', ')}: needs probabilities, and the data has classes only`, {
    next: 'Name the column of probabilities as the score, or leave these metrics out.',
  });
}

/** `id` is undefined where the key is null. */
export function keyNotUnique(key: readonly string[], id: string | undefined, times: number): Failure {
  const names = key.map((name) => `\`${name}\``).join(', ');
  const what =
    id === undefined ? `is null in ${times} rows` : `does not tell rows apart: ${id} stands in ${times} rows`;
  return new Failure('key-not-unique', `key ${names} ${what}`, {
    next: 'Name more columns in `key`, remove `key`, or remove the rows.',
  });
}

/** The work was stopped on request; hosts answer with exit code 130. */
export class Cancelled extends Error {
  constructor(message = 'cancelled') {
    super(message);
    this.name = 'Cancelled';
  }
}
