import { posix } from 'node:path';
import { type Memento, type QuickPickItem, QuickPickItemKind, Uri, window, workspace } from 'vscode';
import type { ModelRow } from '../../../server/src/views/models.ts';
import type { Asking } from '../asking.ts';
import type { PredictArgument } from '../contributions.ts';
import { projectFolders, projectOf } from '../projects.ts';
import { TABLE_ENDINGS } from '../start/tableFiles.ts';
import { runTask } from '../tasks/runTask.ts';
import { refusalText } from '../views/outcome.ts';
import { outputBeside, reference, versionItem, versionsInOrder } from './predicting.ts';
import { recentPredictions, rememberPrediction } from './recentPredictions.ts';

export interface PredictOptions {
  readonly asking: Asking;
  readonly program: string;
  /** Of the workspace: keeps the files that were predicted last. */
  readonly memento: Memento;
}

/** Asks for what was not given (model, version, rows, file of the answers) and predicts as a task. */
export async function predictRows(
  given: PredictArgument | Uri | undefined,
  { asking, program, memento }: PredictOptions,
): Promise<void> {
  const input = given instanceof Uri ? given : undefined;
  const argument = given instanceof Uri ? undefined : given;
  const model = argument?.version === undefined ? await pickModel(asking, argument, input) : whole(argument);
  if (model === undefined) return;
  const rows = input ?? (await pickInput(model.root, memento));
  if (rows === undefined) return;
  const output = await window.showSaveDialog({
    title: `Answers of ${model.reference}`,
    saveLabel: 'Predict',
    defaultUri: rows.with({ path: outputBeside(rows.path) }),
    filters: { Parquet: ['parquet'], CSV: ['csv'], 'JSON lines': ['jsonl', 'ndjson'] },
  });
  if (output === undefined) return;
  const files = { input: pathIn(model.root, rows), output: pathIn(model.root, output) };
  const work = { command: 'predict', model: model.reference, ...files } as const;
  await rememberPrediction({ ...work, root: model.root.toString(), rows: rows.toString() }, memento);
  await runTask(model.root, work, program);
}

interface Model {
  readonly root: Uri;
  readonly reference: string;
}

function whole({ root, model, version = 1 }: PredictArgument): Model {
  return { root: Uri.parse(root), reference: reference(model, version) };
}

interface ModelItem extends QuickPickItem {
  readonly root: Uri;
  readonly model: ModelRow;
}

async function pickModel(
  asking: Asking,
  given: PredictArgument | undefined,
  input: Uri | undefined,
): Promise<Model | undefined> {
  const around = input === undefined ? undefined : await projectOf(input);
  const roots = given ? [Uri.parse(given.root)] : around ? [around] : await projectFolders();
  const items = (await Promise.all(roots.map((root) => modelItems(asking, root)))).flat();
  const fitting = given === undefined ? items : items.filter(({ model }) => model.name === given.model);
  if (fitting.length === 0) {
    void window.showInformationMessage('No model is registered here yet: a pipeline with `model/register` makes one');
    return undefined;
  }
  const options = { placeHolder: 'Model to predict with', matchOnDescription: true };
  const picked = fitting.length === 1 ? fitting[0] : await window.showQuickPick(fitting, options);
  if (picked === undefined) return undefined;
  const version = await pickVersion(picked.model);
  return version === undefined ? undefined : { root: picked.root, reference: reference(picked.model.name, version) };
}

async function modelItems(asking: Asking, root: Uri): Promise<readonly ModelItem[]> {
  const told = await asking.ask(root, 'models', {});
  if (told.kind === 'refused') throw new Error(refusalText(told));
  return told.value
    .map((model) => ({ ...model, versions: model.versions.filter(({ format }) => format !== 'files') }))
    .filter(({ versions }) => versions.length > 0)
    .map((model) => {
      const [first] = versionsInOrder(model);
      const { label, description } = versionItem(first!, Date.now());
      return { label: model.name, description: `${label} ${description}`, root, model };
    });
}

async function pickVersion(model: ModelRow): Promise<number | undefined> {
  const versions = versionsInOrder(model);
  if (versions.length < 2) return versions[0]?.version;
  const now = Date.now();
  const items = versions.map((version) => ({ ...versionItem(version, now), version: version.version }));
  const options = { placeHolder: `Version of ${model.name}`, matchOnDescription: true };
  return (await window.showQuickPick(items, options))?.version;
}

/** A file that was predicted before, or another. */
async function pickInput(root: Uri, memento: Memento): Promise<Uri | undefined> {
  const recent = [...new Set(recentPredictions(memento).map(({ rows }) => rows))].map((address) => Uri.parse(address));
  if (recent.length === 0) return browse(root);
  const items = [
    { label: 'Choose a file...', file: undefined },
    { label: 'Predicted before', kind: QuickPickItemKind.Separator, file: undefined },
    ...recent.map((file) => ({ label: posix.basename(file.path), description: posix.dirname(file.path), file })),
  ];
  const picked = await window.showQuickPick(items, { placeHolder: 'Rows to predict', matchOnDescription: true });
  return picked && (picked.file ?? browse(root));
}

async function browse(root: Uri): Promise<Uri | undefined> {
  const data = Uri.joinPath(root, 'data');
  const isThere = await workspace.fs.stat(data).then(
    () => true,
    () => false,
  );
  const [picked] =
    (await window.showOpenDialog({
      title: 'Rows to predict',
      openLabel: 'Predict',
      defaultUri: isThere ? data : root,
      filters: { Tables: [...TABLE_ENDINGS] },
    })) ?? [];
  return picked;
}

/** Relative to the project where it lies in it. */
function pathIn(root: Uri, file: Uri): string {
  return file.path.startsWith(`${root.path}/`) ? posix.relative(root.path, file.path) : file.fsPath;
}
