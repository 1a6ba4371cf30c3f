import { Failure } from '../../failure.ts';
import type { Host } from '../../ports/host.ts';
import { bad, type Check, good } from './check.ts';

/** The Python that programs of a project run in where a step names none. */
export async function python({ inspection, pythons, machine }: Host, root: string): Promise<Check> {
  try {
    const { file, why } = await pythons.find({ root, variables: machine.variables });
    const asked = await inspection.program(file, ['-c', 'import sys; print(sys.version.split()[0])']);
    const version = asked.kind === 'found' ? asked.detail : asked.why;
    if (/^\d+\.\d+/.test(version)) return good('python', `Python ${version}: ${file} (${why})`);
    return bad('python', `${file} (${why}) is no Python that answers: ${version}`, NEXT);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return bad('python', `${error.message.replace(/\.$/, '')}. Only steps that run Python need it`, error.next ?? NEXT);
  }
}

const NEXT = 'Install Python from https://python.org, or name the program in the step’s `run`.';
