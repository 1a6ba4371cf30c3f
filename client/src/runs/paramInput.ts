import type { RerunParam } from '../../../server/src/views/runs.ts';

/** What is wrong with a value that was typed for a param; undefined where it fits. The pipeline checks again. */
export function wrongValue({ type, min, max, choices }: RerunParam, text: string): string | undefined {
  if (choices !== null) return choices.includes(text) ? undefined : `It is one of ${choices.join(', ')}.`;
  if (type === 'string') return undefined;
  if (type === 'boolean') return text === 'true' || text === 'false' ? undefined : 'It is true or false.';
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return 'It is a number.';
  if (type === 'integer' && !Number.isSafeInteger(number)) return 'It is a whole number.';
  if ((min !== null && number < min) || (max !== null && number > max)) return `It is ${rangeText(min, max)}.`;
  return undefined;
}

/** Values to choose from, where a param has only some. */
export function valuesOf({ type, choices }: RerunParam): readonly string[] | undefined {
  return choices ?? (type === 'boolean' ? ['true', 'false'] : undefined);
}

/** What may be typed: `integer, 1 to 99`. */
export function kindText({ type, min, max, choices }: RerunParam): string {
  if (choices !== null) return choices.join(', ');
  return min === null && max === null ? type : `${type}, ${rangeText(min, max)}`;
}

function rangeText(min: number | null, max: number | null): string {
  if (min === null) return `at most ${max}`;
  return max === null ? `at least ${min}` : `${min} to ${max}`;
}
