import type { Git } from '../../../ports/git.ts';
import type { GitHistory } from '../../../ports/gitHistory.ts';

/** Questions whose answer is the same as long as one page is made. */
const ASKED = ['root', 'identity', 'ignored'] as const satisfies readonly (keyof Git)[];

/**
 * The repository at one moment: what was asked of it is not asked again, and what every page begins with is asked at once. Each
 * question to git is a process of its own.
 */
export function gitAtOnce(git: Git): Git {
  const history = asking<GitHistory>(git.history, () => true);
  const isAsked = (name: string) => ASKED.some((one) => one === name);
  const known = asking<Git>(git, isAsked);
  const once = new Proxy(known, {
    get: (target, name) => (name === 'history' ? history : Reflect.get(target, name)),
  });
  for (const begun of [once.root(), history.commitOf('HEAD'), history.isShallow(), history.defaultBranch()])
    begun.catch(() => {});
  return once;
}

/** Remembers what methods have answered, by their arguments. */
function asking<T extends object>(source: T, isAsked: (name: string) => boolean): T {
  const answers = new Map<string, unknown>();
  return new Proxy(source, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (!isAsked(String(name))) return value.bind(target);
      return (...given: readonly unknown[]) => {
        const key = JSON.stringify([String(name), ...given]);
        if (!answers.has(key)) answers.set(key, Reflect.apply(value, target, given));
        return answers.get(key);
      };
    },
  });
}
