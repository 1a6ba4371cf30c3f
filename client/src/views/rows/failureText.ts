/** Why a step failed, in short: of a program what it said last. */
export function failureText(failure: string): string {
  const [, words] = LAST_WORDS.exec(failure) ?? [];
  return (words ?? failure).replaceAll('`', '');
}

/** The same of a run, which names the step: `evaluate failed: 1 class only`. */
export function runFailureText(failure: string): string {
  const [, step] = /step `([^`]+)`/.exec(failure) ?? [];
  const isOfProgram = step !== undefined && LAST_WORDS.test(failure);
  return isOfProgram ? `${step} failed: ${failureText(failure)}` : failureText(failure);
}

const LAST_WORDS = / Its last words: (.+)$/;
