import { Uri, workspace } from 'vscode';
import type { Initialised } from '../../../engine/src/operations/init.ts';
import type { SampleArgument } from '../contributions.ts';
import { busy } from './busy.ts';
import { askForFolder, freeFolder, isEmptyFolder } from './folders.ts';
import { askProgram } from './program.ts';
import type { Start } from './start.ts';

/** Makes the flights sample in a folder that is given or asked for, shows its pipeline and runs it. */
export async function createSample(given: SampleArgument | undefined, start: Start): Promise<void> {
  const root = await placeOf(given);
  if (root === undefined) return;
  const words = ['init', root.fsPath, '--sample', 'flights', '--rows', 'sample'];
  const made = await busy('Making the flights sample', (signal) =>
    askProgram<Initialised>(words, { program: start.program, signal }),
  );
  if (made === undefined) return;
  start.milestones.reached('projectMade', 'sampleMade');
  await start.openings.open({ root, file: 'flight-delay.pipeline.yaml', pipeline: 'flight-delay' });
}

/** An empty workspace folder, else `flights` in a folder that the user picks. */
async function placeOf(given: SampleArgument | undefined): Promise<Uri | undefined> {
  if (given?.parent !== undefined) return freeFolder(Uri.parse(given.parent), SAMPLE);
  for (const { uri } of workspace.workspaceFolders ?? []) if (await isEmptyFolder(uri)) return uri;
  const parent = await askForFolder('Folder that the sample project is made in', 'Make Sample Here');
  return parent && freeFolder(parent, SAMPLE);
}

const SAMPLE = 'flights';
