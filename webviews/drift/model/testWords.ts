/** What a test is called on screen, and what it says, by its code. */
interface TestWords {
  readonly name: string;
  readonly says: string;
  /** Judged by its p alone; the others by their distance. */
  readonly byP: boolean;
}

const WORDS: Readonly<Record<string, TestWords>> = {
  psi: { name: 'PSI', says: 'Population stability index: how far shares of bins or categories went apart', byP: false },
  kl: { name: 'Kullback-Leibler', says: 'Divergence of the reference’s shares from the current ones', byP: false },
  js: { name: 'Jensen-Shannon', says: 'Distance of shares, from 0 (the same) to 1 (nothing in common)', byP: false },
  hellinger: { name: 'Hellinger', says: 'Distance of shares, from 0 (the same) to 1 (nothing in common)', byP: false },
  wasserstein: {
    name: 'Wasserstein',
    says: 'How far values moved on average, in standard deviations of the reference',
    byP: false,
  },
  ks: { name: 'Kolmogorov-Smirnov', says: 'Largest distance of the two shares below a value', byP: true },
  chi_square: { name: 'Chi-square', says: 'Whether the counts of categories may come from the same shares', byP: true },
  z: { name: 'Z', says: 'Whether two shares may be the same', byP: true },
  g: {
    name: 'G',
    says: 'Whether the counts of categories may come from the same shares, by their likelihood',
    byP: true,
  },
  anderson_darling: {
    name: 'Anderson-Darling',
    says: 'Whether both samples may have the same distribution, its ends weighted more',
    byP: true,
  },
};

/** A test that is not known keeps its code. */
export function testWords(code: string): TestWords {
  return WORDS[code] ?? { name: code, says: '', byP: false };
}

/** Whether it is a test: `auto` and `evidently` choose one for each column, and none for one that cannot be judged. */
export function isChosen(code: string): boolean {
  return code !== 'auto' && code !== 'evidently';
}

/** A rule as it is called. */
export function ruleName(code: string): string {
  return isChosen(code) ? testWords(code).name : code;
}
