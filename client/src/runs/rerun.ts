import { type QuickPickItem, QuickPickItemKind, Uri, window } from 'vscode';
import type { RerunForm, RerunParam } from '../../../server/src/views/runs.ts';
import { runTask } from '../tasks/runTask.ts';
import { refusalText } from '../views/outcome.ts';
import type { Subject } from '../views/row.ts';
import type { RowCommandOptions } from '../views/rowCommands.ts';
import { kindText, valuesOf, wrongValue } from './paramInput.ts';
import { runsOf } from './runsOf.ts';

/** Runs the pipeline of a run once more, with its params but for those that the user changes. */
export async function rerunWithChanges(subject: Subject, { asking, program }: RowCommandOptions): Promise<void> {
  const [run, ...others] = runsOf(subject);
  if (run === undefined) return;
  if (others.length > 0) {
    void window.showInformationMessage('Select one run: its params are what the new run begins with.');
    return;
  }
  const root = Uri.parse(subject.root);
  const told = await asking.ask(root, 'rerun', { run });
  if (told.kind === 'refused') return void window.showWarningMessage(refusalText(told));
  const { pipeline, environment, from, until } = told.value;
  if (pipeline === null) return void window.showInformationMessage('No pipeline of this project made this run.');
  const params = await changedParams(run, told.value);
  if (params === undefined) return;
  const part = { ...(from !== null && { from }), ...(until !== null && { until }) };
  const inEnvironment = environment === null ? {} : { environment };
  await runTask(root, { command: 'run', pipeline, params, ...part, ...inEnvironment }, program);
}

interface Item extends QuickPickItem {
  readonly param?: RerunParam;
  readonly isRun?: true;
}

type Values = ReadonlyMap<string, string>;

/** All values, once the user has changed what is to be changed; undefined where the user left. */
async function changedParams(
  run: string,
  { pipeline, params }: RerunForm,
): Promise<Readonly<Record<string, string>> | undefined> {
  let changed: Values = new Map();
  for (;;) {
    const picked = await window.showQuickPick(itemsOf(params, changed), {
      title: `Run ${pipeline} again, as run ${run.slice(0, 4)}`,
      placeHolder: 'Param to change, or run',
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (picked === undefined) return undefined;
    const missing = params.find(({ name, value }) => value === null && !changed.has(name));
    const param = picked.isRun ? missing : picked.param;
    if (param === undefined) return valuesIn(params, changed);
    const value = await askForValue(param, changed.get(param.name) ?? param.value ?? '');
    if (value !== undefined) changed = new Map(changed).set(param.name, value);
  }
}

function itemsOf(params: readonly RerunParam[], changed: Values): readonly Item[] {
  const moved = params.filter(({ name, value }) => changed.has(name) && changed.get(name) !== value);
  const how = moved.map(({ name }) => `${name}=${changed.get(name)}`).join(', ');
  return [
    { label: '$(play) Run', description: how === '' ? 'with nothing changed' : `with ${how}`, isRun: true },
    ...(params.length === 0 ? [] : [{ label: 'Params', kind: QuickPickItemKind.Separator }]),
    ...params.map((param): Item => {
      const { name, value, description } = param;
      const now = changed.get(name) ?? value;
      const was = changed.has(name) && now !== value ? `, was ${value ?? 'not set'}` : '';
      return {
        label: name,
        description: `${now ?? 'not set yet'}${was}`,
        detail: [kindText(param), description].filter(Boolean).join('. '),
        param,
      };
    }),
  ];
}

async function askForValue(param: RerunParam, value: string): Promise<string | undefined> {
  const title = `Value of ${param.name}`;
  const values = valuesOf(param);
  if (values !== undefined) return window.showQuickPick(values, { title, placeHolder: `Now ${value}` });
  return window.showInputBox({
    title,
    prompt: [kindText(param), param.description].filter(Boolean).join('. '),
    value,
    validateInput: (text) => wrongValue(param, text),
  });
}

function valuesIn(params: readonly RerunParam[], changed: Values): Readonly<Record<string, string>> {
  return Object.fromEntries(
    params.flatMap(({ name, value }) => {
      const now = changed.get(name) ?? value;
      return now === null ? [] : [[name, now]];
    }),
  );
}
