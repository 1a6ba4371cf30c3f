/** Why a step failed, in short: of a program what it said last. */
export function failureText(failure: string): string {
  const [, words] = LAST_WORDS.exec(failure) ?? [];
  return (words ?? failure).replaceAll('`', '');
}

/** The same of a run, which names the step: `evaluate failed: 1 class only`. */
export function runFailureText(failure: string, step: string | null): string {
  const words = failureText(failure);
  return step === null || words.includes(step) ? words : `${step} failed: ${words}`;
}

const LAST_WORDS = / Its last words: (.+)$/;
