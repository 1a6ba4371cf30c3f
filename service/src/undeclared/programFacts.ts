import { posix as path } from 'node:path';
import { shellWord } from '../../../engine/src/language/shellText.ts';
import type { CallingProcess } from '../../../engine/src/ports/callers.ts';
import type { PythonFacts } from '../../../engine/src/ports/python.ts';
import type { RunArtifact } from '../../../engine/src/ports/runStore.ts';
import { PYTHON_TAG, pythonArtifacts } from '../../../engine/src/steps/script/python.ts';
import { maskedArguments } from '../../../engine/src/tracking/maskedArguments.ts';
import { RUN_TAGS } from '../../../engine/src/tracking/tags.ts';
import type { FactsPlace } from './gitFacts.ts';

/** Longer command lines are cut. */
const LONGEST = 8000;

/** Machine, command line, working folder and Python of a program, as far as the system tells. */
export async function programFacts(
  caller: CallingProcess | undefined,
  place: FactsPlace,
): Promise<{ readonly tags: Readonly<Record<string, string>>; readonly artifacts: readonly RunArtifact[] }> {
  const { modelyard, platform, threads, memory } = place.host.machine;
  const facts = caller && (await factsOfPython(caller, place));
  const environment = {
    ...(facts === undefined ? {} : { python: facts.version }),
    ...(caller?.folder === undefined ? {} : { folder: shownFolder(caller.folder, place.root) }),
    ...{ modelyard, platform, threads, memory },
  };
  return {
    tags: {
      [RUN_TAGS.environment]: JSON.stringify(environment),
      ...(caller && caller.arguments.length > 0 ? commandTags(caller, place) : {}),
      ...(facts === undefined ? {} : { [PYTHON_TAG]: facts.version }),
    },
    artifacts: caller && facts ? await pythonArtifacts({ python: pythonOf(caller), facts }, ofProject(place)) : [],
  };
}

function commandTags(caller: CallingProcess, { host }: FactsPlace): Record<string, string> {
  const words = maskedArguments(caller.arguments, host.machine.variables, caller.variables ?? {});
  const [program = '', ...others] = words;
  const command = [path.basename(program.replaceAll('\\', '/')), ...others].map((word) => shellWord(word)).join(' ');
  const script = isPython(caller) ? words.slice(1).find((word) => !word.startsWith('-')) : undefined;
  return {
    [RUN_TAGS.command]: command.length > LONGEST ? `${command.slice(0, LONGEST)}...` : command,
    ...(script !== undefined && /\.py$/i.test(script)
      ? { [RUN_TAGS.source]: script, [RUN_TAGS.sourceType]: 'LOCAL' }
      : {}),
  };
}

async function factsOfPython(caller: CallingProcess, { host, stores }: FactsPlace): Promise<PythonFacts | undefined> {
  if (!isPython(caller)) return undefined;
  try {
    return await host.pythons.describe({ ...pythonOf(caller), folders: [], environment: {} }, stores.memo);
  } catch (error) {
    host.log.warn(`packages of ${caller.program} are not kept: ${String(error)}`);
    return undefined;
  }
}

function isPython({ program = '' }: CallingProcess): boolean {
  return /(^|\/)(python|pypy)[^/]*$/i.test(program);
}

function pythonOf({ program = '' }: CallingProcess): { readonly file: string; readonly why: string } {
  return { file: program, why: 'the program that logged' };
}

function ofProject({ host, root, stores }: FactsPlace) {
  return { files: host.files, artifacts: stores.artifacts, projectRoot: root };
}

/** Relative to the project where it lies in it. */
function shownFolder(folder: string, root: string): string {
  const inside = path.relative(root, folder);
  if (inside === '') return '.';
  return inside.startsWith('../') || inside === '..' ? folder : inside;
}
