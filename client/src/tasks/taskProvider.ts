import { type Disposable, type Memento, type Task, type TaskProvider, tasks, Uri, workspace } from 'vscode';
import { TASK_TYPE } from '../contributions.ts';
import { namedSpecs, projectFolders } from '../projects.ts';
import { pythonReady } from '../python/interpreter.ts';
import { recentPredictions } from '../runs/recentPredictions.ts';
import { readTask } from './commandLine.ts';
import { makeTask, taskIn } from './modelyardTask.ts';
import { stepNames } from './stepNames.ts';

/** Offers what can be run in the projects of the workspace as tasks, and runs those of tasks.json. */
export function registerTasks(program: string, memento: Memento): Disposable {
  const provider: TaskProvider = {
    provideTasks: () => tasksOfWorkspace(program, memento),
    async resolveTask(task) {
      const definition = readTask(task.definition);
      if (definition === undefined) return undefined;
      await pythonReady();
      const folder = typeof task.scope === 'object' ? task.scope : workspace.workspaceFolders?.[0];
      const made = makeTask(definition, folder, program);
      // The editor knows the task again by the object that defines it.
      made.definition = task.definition;
      return made;
    },
  };
  return tasks.registerTaskProvider(TASK_TYPE, provider);
}

/** The checks of every project. */
export async function validations(program: string): Promise<readonly Task[]> {
  return (await projectFolders()).map((root) => taskIn(root, { command: 'validate' }, program));
}

async function tasksOfWorkspace(program: string, memento: Memento): Promise<Task[]> {
  await pythonReady();
  const [checks, pipelines, datasets, monitors] = await Promise.all([
    validations(program),
    namedSpecs('pipeline'),
    namedSpecs('dataset'),
    namedSpecs('monitor'),
  ]);
  return [
    ...checks,
    ...pipelines.flatMap(({ root, name, text }) => [
      taskIn(root, { command: 'run', pipeline: name }, program),
      ...stepNames(text).map((until) => taskIn(root, { command: 'run', pipeline: name, until }, program)),
    ]),
    ...recentPredictions(memento).map(({ root, model, input, output }) =>
      taskIn(Uri.parse(root), { command: 'predict', model, input, output }, program),
    ),
    ...datasets.map(({ root, name }) => taskIn(root, { command: 'lock', dataset: name }, program)),
    ...monitors.map(({ root, name }) => taskIn(root, { command: 'monitor', monitor: name }, program)),
  ];
}
