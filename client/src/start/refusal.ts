/** Why the command line did not do what it was asked: its sentence and the next step. */
export interface Refusal {
  readonly message: string;
  readonly next: string | undefined;
}

/** Reads it from what the command line wrote to its errors. */
export function refusalIn(errors: string): Refusal {
  const lines = errors.split(/\r?\n/);
  const begins = lines.findIndex((line) => line.startsWith(ERROR));
  const ends = lines.findIndex((line) => line.startsWith(NEXT));
  if (begins < 0)
    return { message: lines.find((line) => line.trim() !== '') ?? 'The command ended without a word', next: undefined };
  const isOurs = lines[begins]?.includes('a mistake in Modelyard') ?? false;
  const message = lines
    .slice(begins, isOurs ? begins + 2 : ends < 0 ? undefined : ends)
    .join(' ')
    .slice(ERROR.length)
    .trim();
  return { message, next: ends < 0 ? undefined : lines[ends]?.slice(NEXT.length).trim() };
}

/** As a notification shows it. */
export function sentenceOf({ message, next }: Refusal): string {
  return next === undefined ? message : `${/[.!?]$/.test(message) ? message : `${message}.`} ${next}`;
}

const ERROR = 'error: ';
const NEXT = 'next: ';
