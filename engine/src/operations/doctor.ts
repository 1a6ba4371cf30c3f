import { CHECK_NAMES, type Check, type CheckName, ESSENTIAL } from './doctor/check.ts';
import { machineChecks } from './doctor/machineChecks.ts';
import { placeChecks } from './doctor/placeChecks.ts';
import { operation } from './operation.ts';

export interface Diagnosis {
  readonly checks: readonly Check[];
  /** Names of those that were asked for and are not well. */
  readonly missing: readonly CheckName[];
}

/** `doctor`: looks at the machine and the project, and changes neither. */
export const doctor = operation({
  name: 'doctor',
  title: 'See what works here, what is missing, and how to mend it',
  examples: [
    { command: 'modelyard doctor', does: 'Libraries, programs, the project and its store.' },
    { command: 'modelyard doctor --require git --require python', does: 'Exit code 1 unless both are there.' },
  ],
  arguments: {
    require: {
      type: 'string',
      description: `What must be well for exit code 0. Default: ${ESSENTIAL.join(', ')}.`,
      choices: CHECK_NAMES,
      multiple: true,
    },
  },
  result: 'doctor',
  async run(host, args): Promise<Diagnosis> {
    const found = [...(await machineChecks(host)), ...(await placeChecks(host))];
    const checks = CHECK_NAMES.flatMap((name) => found.filter((check) => check.name === name));
    const asked: readonly string[] = args.require.length > 0 ? args.require : ESSENTIAL;
    return { checks, missing: checks.filter(({ name, ok }) => !ok && asked.includes(name)).map(({ name }) => name) };
  },
  verdict: ({ missing }) => (missing.length === 0 ? 0 : 1),
});
