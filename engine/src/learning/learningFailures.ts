import { Failure } from '../failure.ts';

/** Refusals of a training, one function per message. */

export function emptyTable(part: 'training' | 'validation'): Failure {
  return new Failure('empty-table', `The ${part} table has no rows.`, {
    next:
      part === 'training'
        ? 'See what the steps before kept: filters and splits.'
        : 'Give a larger share of rows to validation, or leave validation out.',
  });
}

export function missingColumn(column: string, part: 'training' | 'validation', known: readonly string[]): Failure {
  return new Failure('missing-column', `The ${part} table has no column \`${column}\`.`, {
    next: `It has: ${known.slice(0, 30).join(', ')}.`,
  });
}

export function unlearnableInput(column: string, type: string): Failure {
  return new Failure('input-type', `The input \`${column}\` is a ${type}; a model reads numbers, booleans and texts.`, {
    next: 'Derive numbers or texts from it, such as `hour(date)`, or leave it out.',
  });
}

export function badTargets(column: string, part: string, count: number, firstRow: number, numeric: boolean): Failure {
  const what = numeric ? 'missing, NaN or infinite' : 'missing';
  return new Failure(
    'bad-target',
    `The target \`${column}\` is ${what} in ${rows(count)} of the ${part} table, first in row ${firstRow}.`,
    { next: `Leave these rows out, such as with \`where: ${column} is not null\`.` },
  );
}

export function unlearnableTarget(column: string, type: string): Failure {
  return new Failure('target-type', `The target \`${column}\` is a ${type}, which no learner predicts.`, {
    next: 'Make it a boolean, a number or a text.',
  });
}

export function textRegression(column: string): Failure {
  return new Failure('target-type', `The target \`${column}\` holds texts, and a regression predicts numbers.`, {
    next: 'Choose `task: multiclass`, or a target of numbers.',
  });
}

export function oneClass(column: string, label: string): Failure {
  return new Failure(
    'one-class',
    `The target \`${column}\` is \`${label}\` in every row: there is nothing to tell apart.`,
    {
      next: 'See whether the label or a filter before is right.',
    },
  );
}

export function constantTarget(column: string, value: number): Failure {
  return new Failure(
    'constant-target',
    `The target \`${column}\` is ${value} in every row: there is nothing to learn.`,
    {
      next: 'See whether the label or a filter before is right.',
    },
  );
}

export function notBinary(column: string, classes: number): Failure {
  return new Failure('not-binary', `The target \`${column}\` has ${classes} values; \`task: binary\` takes two.`, {
    next: 'Choose `task: multiclass`, or a label of two values.',
  });
}

export function tooManyClasses(column: string, classes: number, most: number): Failure {
  return new Failure(
    'too-many-classes',
    `The target \`${column}\` has ${classes} values; at most ${most} classes are told apart.`,
    {
      next: 'Choose `task: regression` for numbers, or group rare classes.',
    },
  );
}

export function tooLargeTarget(column: string, value: number): Failure {
  return new Failure('target-range', `The target \`${column}\` reaches ${value}, beyond what 32-bit floats hold.`, {
    next: 'Scale the target, or predict its logarithm.',
  });
}

export function unseenClasses(column: string, labels: readonly string[], count: number, firstRow: number): Failure {
  return new Failure(
    'unseen-class',
    `The validation table has ${rows(count)} of classes that the training table lacks (${labels.join(', ')}), first in row ${firstRow}.`,
    { next: `Split so that every value of \`${column}\` is in both tables, or leave these rows out.` },
  );
}

export function badWeights(column: string, part: string, count: number, firstRow: number): Failure {
  return new Failure(
    'bad-weight',
    `The weight \`${column}\` is missing, negative or infinite in ${rows(count)} of the ${part} table, first in row ${firstRow}.`,
    { next: 'Give every row a weight of 0 or more.' },
  );
}

export function noWeight(column: string, label: string | undefined): Failure {
  const of = label === undefined ? 'all rows' : `all rows of the class \`${label}\``;
  return new Failure('bad-weight', `The weight \`${column}\` of ${of} is 0.`, {
    next: 'Give some rows a weight above 0.',
  });
}

export function unknownClassWeight(label: string, classes: readonly string[]): Failure {
  return new Failure('class-weights', `\`class_weights\` names the class \`${label}\`, which the target never is.`, {
    next: `The classes are: ${classes.slice(0, 30).join(', ')}.`,
  });
}

export function badClassWeight(label: string): Failure {
  return new Failure('class-weights', `The weight of the class \`${label}\` is not above 0.`, {
    next: 'Give a number above 0.',
  });
}

export function regressionClassWeights(): Failure {
  return new Failure('class-weights', 'A regression has no classes, so `class_weights` means nothing.', {
    next: 'Leave `class_weights` out, or use a column of weights.',
  });
}

export function nameClash(name: string): Failure {
  return new Failure('name-clash', `The input \`${name}\` has the name of an output of the model.`, {
    next: 'Rename the input.',
  });
}

export function noInputs(): Failure {
  return new Failure('no-inputs', 'There is no input column to learn from.', {
    next: 'Add columns next to the target and the weight.',
  });
}

export function tooLarge(needed: number, limit: number, rowCount: number, fitting: number): Failure {
  const message = `Training on ${rows(rowCount)} needs about ${megabytes(needed)}; the limit is ${megabytes(limit)}.`;
  return new Failure('memory', message, {
    next:
      fitting > 0
        ? `About ${rows(fitting)} would fit: take a sample, fewer columns or fewer leaves, or raise the limit.`
        : 'Use fewer columns or fewer leaves, or raise the limit.',
  });
}

export function parityBroken(maxDifference: number, limit: number): Failure {
  return new Failure(
    'parity',
    `The exported model differs from the trained one by ${maxDifference.toExponential(2)}, more than ${limit}.`,
    { next: 'Scale targets and inputs of very large size; if that does not help, please report it.' },
  );
}

function rows(count: number): string {
  return count === 1 ? '1 row' : `${count.toLocaleString('en-US')} rows`;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en-US')} MB`;
}
