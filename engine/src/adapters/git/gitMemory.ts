import type { GitAnswer } from './gitAnswer.ts';

export interface GitQuestion {
  readonly folder: string;
  readonly args: readonly string[];
  readonly input?: string | undefined;
}

type Ask = () => Promise<GitAnswer | undefined>;

/** Characters that are remembered at most, and of one answer. */
const MOST = 16e6;
const MOST_OF_ONE = 4e6;

/** What git said of objects by their ids, which never changes. For as long as its host. */
export class GitMemory {
  readonly #known = new Map<string, GitAnswer>();
  #size = 0;

  async answer({ folder, args, input = '' }: GitQuestion, ask: Ask): Promise<GitAnswer | undefined> {
    if (!isOfObjects(args, input)) return ask();
    const key = JSON.stringify([folder, args, input]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const answer = await ask();
    if (answer?.code === 0 && !/ missing$/m.test(answer.output)) this.#keep(key, answer);
    return answer;
  }

  #keep(key: string, answer: GitAnswer): void {
    const size = key.length + answer.output.length;
    if (size > MOST_OF_ONE || this.#known.has(key)) return;
    this.#known.set(key, answer);
    this.#size += size;
    for (const [oldest, { output }] of this.#known) {
      if (this.#size <= MOST) return;
      this.#known.delete(oldest);
      this.#size -= oldest.length + output.length;
    }
  }
}

const ID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** Whether all that is asked for is named by its content. */
function isOfObjects([command, ...args]: readonly string[], input: string): boolean {
  if (command === '--literal-pathspecs') return args[0] === 'ls-tree' && ID.test(args[4] ?? '');
  const ids = input.trim().split('\n');
  return command === 'cat-file' && args[0] === '--batch' && ids.every((id) => ID.test(id));
}
