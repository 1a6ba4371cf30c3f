import { tasks, Uri, window } from 'vscode';
import type { Kind } from '../../../engine/src/language/kinds.ts';
import type { DatasetArgument, PipelineArgument, StepArgument } from '../../../server/src/protocol.ts';
import { type NamedSpec, namedSpecs } from '../projects.ts';
import { runTask } from '../tasks/runTask.ts';
import { validations } from '../tasks/taskProvider.ts';

/** Runs a pipeline as a task, one that the user picks where none is given. */
export async function runPipeline(given: PipelineArgument | undefined, program: string): Promise<void> {
  const { root, name } = placed(given?.root, given?.pipeline) ?? (await pick('pipeline', 'Pipeline to run')) ?? {};
  if (root && name !== undefined) await runTask(root, { command: 'run', pipeline: name }, program);
}

/** Runs a step and what it needs. */
export async function runToStep({ root, pipeline, step }: StepArgument, program: string): Promise<void> {
  await runTask(Uri.parse(root), { command: 'run', pipeline, until: step }, program);
}

/** Locks a dataset, one that the user picks where none is given. */
export async function lockData(given: DatasetArgument | undefined, program: string): Promise<void> {
  const { root, name } = placed(given?.root, given?.dataset) ?? (await pick('dataset', 'Dataset to lock')) ?? {};
  if (root && name !== undefined) await runTask(root, { command: 'lock', dataset: name }, program);
}

/** Checks every project of the workspace as the command line does. */
export async function validateWorkspace(program: string): Promise<void> {
  const checks = await validations(program);
  if (checks.length === 0) void window.showInformationMessage(NO_PROJECT);
  for (const check of checks) await tasks.executeTask(check);
}

const NO_PROJECT = 'No folder of this workspace holds a modelyard.yaml, so there is no project here';

interface Placed {
  readonly root: Uri;
  readonly name: string;
}

function placed(root: string | undefined, name: string | undefined): Placed | undefined {
  return root === undefined || name === undefined ? undefined : { root: Uri.parse(root), name };
}

async function pick(kind: Exclude<Kind, 'project'>, placeHolder: string): Promise<NamedSpec | undefined> {
  const specs = await namedSpecs(kind);
  if (specs.length === 0) {
    void window.showInformationMessage(`No project of this workspace holds a ${kind}`);
    return undefined;
  }
  const items = specs.map((spec) => ({ label: spec.name, description: spec.file.fsPath, spec }));
  return (await window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.spec;
}
