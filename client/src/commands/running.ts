import { tasks, Uri } from 'vscode';
import type { DatasetArgument, PipelineArgument, StepArgument } from '../../../server/src/protocol.ts';
import { runTask } from '../tasks/runTask.ts';
import { validations } from '../tasks/taskProvider.ts';
import { sayNothingHere } from './nothingHere.ts';
import { pickSpec, pickStep } from './picking.ts';

/** Runs a pipeline as a task, one that the user picks where none is given. */
export async function runPipeline(given: PipelineArgument | undefined, program: string): Promise<void> {
  const { root, name } = placed(given?.root, given?.pipeline) ?? (await pickSpec('pipeline', 'Pipeline to run')) ?? {};
  if (root && name !== undefined) await runTask(root, { command: 'run', pipeline: name }, program);
}

/** Runs a step and what it needs, one that the user picks where none is given. */
export async function runToStep(given: StepArgument | undefined, program: string): Promise<void> {
  const chosen = given ?? (await pickStep('Step to run to'));
  if (chosen === undefined) return;
  await runTask(Uri.parse(chosen.root), { command: 'run', pipeline: chosen.pipeline, until: chosen.step }, program);
}

/** Locks a dataset, one that the user picks where none is given. */
export async function lockData(given: DatasetArgument | undefined, program: string): Promise<void> {
  const { root, name } = placed(given?.root, given?.dataset) ?? (await pickSpec('dataset', 'Dataset to lock')) ?? {};
  if (root && name !== undefined) await runTask(root, { command: 'lock', dataset: name }, program);
}

/** Checks every project of the workspace as the command line does. */
export async function validateWorkspace(program: string): Promise<void> {
  const checks = await validations(program);
  if (checks.length === 0) void sayNothingHere('spec');
  for (const check of checks) await tasks.executeTask(check);
}

interface Placed {
  readonly root: Uri;
  readonly name: string;
}

function placed(root: string | undefined, name: string | undefined): Placed | undefined {
  return root === undefined || name === undefined ? undefined : { root: Uri.parse(root), name };
}
