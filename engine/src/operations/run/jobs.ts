import { usage } from '../../failure.ts';

/** `--jobs N` of what runs. */
export const JOBS = {
  type: 'integer',
  description: 'Wait while N runs of the project are at work, or others wait already. Default: begin at once.',
  placeholder: 'N',
} as const;

/** `--outlive` of what runs. */
export const OUTLIVE = {
  type: 'boolean',
  description:
    'Run in a process of its own that goes on when this terminal is closed or killed; Ctrl-C still cancels the run.',
} as const;

/** The number that was given, which is 1 at least. */
export function jobsOf(jobs: number | undefined): number | undefined {
  if (jobs === undefined || jobs >= 1) return jobs;
  throw usage(`\`--jobs ${jobs}\` would let no run begin.`, 'Say 1 or more.');
}

export function jobsFlag(jobs: number | undefined): readonly string[] {
  return jobs === undefined ? [] : ['--jobs', String(jobs)];
}
