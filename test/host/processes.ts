import { execFileSync } from 'node:child_process';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly words: string;
}

/** Processes whose command line matches. */
export function processes(pattern: RegExp): readonly Process[] {
  const table = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return table
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
    .filter(([, , , words]) => words !== undefined && pattern.test(words))
    .map(([, pid, parent, words]) => ({ pid: Number(pid), parent: Number(parent), words: words ?? '' }));
}
