import { DiagnosticSeverity, Disposable, languages, type TaskProcessEndEvent, tasks, workspace } from 'vscode';
import { LANGUAGE, TASK_TYPE } from '../contributions.ts';
import { namedSpecs, projectFolders } from '../projects.ts';
import type { Milestones } from './milestones.ts';
import { hasScriptStep, milestonesOfTask } from './reading.ts';

/** Notes what happens in this window: projects, problems, runs, models, whoever made them. */
export function followMilestones(milestones: Milestones): Disposable {
  const versions = workspace.createFileSystemWatcher('**/registry/*/v*.version.yaml', false, true, true);
  const projects = workspace.createFileSystemWatcher('**/modelyard.yaml', false, true, true);
  void lookOnce(milestones);
  return Disposable.from(
    versions,
    projects,
    versions.onDidCreate(() => milestones.reached('modelRegistered')),
    projects.onDidCreate(() => milestones.reached('projectMade')),
    followProblems(milestones),
    workspace.onDidSaveTextDocument((document) => {
      if (document.languageId === LANGUAGE && hasScriptStep(document.getText())) milestones.reached('scriptWritten');
    }),
    tasks.onDidEndTaskProcess((ended) => void noteTask(ended, milestones)),
  );
}

async function lookOnce(milestones: Milestones): Promise<void> {
  if ((await projectFolders()).length > 0) milestones.reached('projectMade');
  const [version] = await workspace.findFiles('**/registry/*/v*.version.yaml', '**/node_modules/**', 1);
  if (version !== undefined) milestones.reached('modelRegistered');
}

/** A file of ours with errors, and then without: somebody mended it. */
function followProblems(milestones: Milestones): Disposable {
  const wrong = new Set<string>();
  return languages.onDidChangeDiagnostics(({ uris }) => {
    for (const uri of uris) {
      const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
      if (open?.languageId !== LANGUAGE) continue;
      const errors = languages.getDiagnostics(uri).filter(({ severity }) => severity === DiagnosticSeverity.Error);
      if (errors.length > 0) wrong.add(uri.toString());
      else if (wrong.delete(uri.toString())) milestones.reached('problemFixed');
    }
  });
}

async function noteTask({ execution, exitCode }: TaskProcessEndEvent, milestones: Milestones): Promise<void> {
  const { definition } = execution.task;
  if (definition.type !== TASK_TYPE || exitCode !== 0) return;
  milestones.reached(...milestonesOfTask(definition));
  if (definition['command'] !== 'run') return;
  const pipelines = await namedSpecs('pipeline');
  const ran = pipelines.find(({ name }) => name === definition['pipeline']);
  if (ran === undefined) return;
  const bytes = await workspace.fs.readFile(ran.file);
  if (hasScriptStep(new TextDecoder().decode(bytes))) milestones.reached('scriptRan');
}
