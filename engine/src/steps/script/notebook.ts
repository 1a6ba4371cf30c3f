import { posix as path } from 'node:path';
import { Cancelled, Failure } from '../../failure.ts';
import type { Command, JobResult } from '../../ports/executor.ts';
import type { StepContext, StepPython } from '../../ports/step.ts';
import { NOTEBOOK_RUNNER } from './notebookRunner.ts';

/** `run: train.ipynb` */
export function isNotebook(command: Command): boolean {
  return command.kind === 'arguments' && /\.ipynb$/i.test(command.arguments[0]);
}

/** A notebook on its way through the Python of its step. */
export interface NotebookRun {
  readonly command: Command;
  /** As the project names it. */
  readonly notebook: string;
  /** Where it stands with its outputs afterwards. */
  readonly executed: string;
  /** Where it stands how that went. */
  readonly report: string;
}

/** Puts what executes the notebook into the step's folder, with `paramsFile` for the cell that is tagged `parameters`. */
export async function prepareNotebook(
  command: Command,
  { paramsFile, python, context }: { paramsFile: string; python: StepPython; context: StepContext },
): Promise<NotebookRun> {
  const [notebook, ...rest] = command.kind === 'arguments' ? command.arguments : [''];
  if (rest.length > 0)
    throw new Failure('notebook-arguments', `A notebook takes no arguments, and \`${notebook}\` is given some.`, {
      next: 'Give it params: they stand in a cell behind the one that is tagged `parameters`.',
    });
  const file = path.join(context.projectRoot, notebook);
  await notebookSources(context, notebook);
  const runner = path.join(context.workFolder, 'run_notebook.py');
  await context.files.write(runner, NOTEBOOK_RUNNER);
  const executed = path.join(context.workFolder, 'executed.ipynb');
  const report = path.join(context.workFolder, 'notebook.json');
  return {
    command: { kind: 'arguments', arguments: [python.file, runner, file, executed, paramsFile, report] },
    notebook,
    executed,
    report,
  };
}

interface Cell {
  readonly cell_type?: unknown;
  readonly source?: unknown;
  readonly metadata?: { readonly tags?: unknown };
}

/** What of a notebook decides what it does, as text: outputs and counts of former executions are no part of it. */
export async function notebookSources(context: StepContext, notebook: string): Promise<string> {
  const text = await context.files.read(path.join(context.projectRoot, notebook));
  if (text === undefined)
    throw new Failure('notebook-not-found', `There is no notebook \`${notebook}\`.`, {
      next: 'Paths are relative to the folder of modelyard.yaml.',
    });
  let cells: unknown;
  try {
    cells = (JSON.parse(text) as { cells?: unknown } | null)?.cells;
  } catch {
    // Said below.
  }
  if (!Array.isArray(cells))
    throw new Failure('notebook-not-readable', `\`${notebook}\` is no notebook of format 4: it has no list of cells.`, {
      next: 'Open it and save it again; of a file in conflict, settle the conflict first.',
      exitCode: 1,
    });
  const code = (cells as readonly Cell[]).filter((cell) => cell?.cell_type === 'code');
  return JSON.stringify(
    code.map(({ source, metadata }) => [
      Array.isArray(source) ? source.join('') : source,
      Array.isArray(metadata?.tags) ? metadata.tags : [],
    ]),
  );
}

/** Keeps the executed notebook, however its execution ended, and refuses where it did not end well. */
export async function endNotebook(
  run: NotebookRun,
  {
    result,
    tail,
    python,
    context,
  }: { result: JobResult; tail: readonly string[]; python: StepPython; context: StepContext },
): Promise<void> {
  const text = await context.files.read(run.executed);
  if (text !== undefined) {
    const kept = await context.artifacts.putBytes(masked(text, context));
    await context.record({ artifacts: [{ path: `notebook/${path.basename(run.notebook)}`, ...kept }] });
  }
  if (result.end === 'cancelled' || context.signal.aborted) throw new Cancelled();
  if (result.code === 0) return;
  const failure = notebookFailure(run, reportOf(await context.files.read(run.report)), { tail, python, context });
  if (failure !== undefined) throw failure;
}

type Report =
  | { readonly kind: 'missing'; readonly module: string }
  | { readonly kind: 'cell'; readonly cell: number; readonly count: number | null }
  | { readonly kind: 'other' };

function reportOf(text: string | undefined): Report {
  try {
    const said = JSON.parse(text ?? '') as { kind?: unknown; module?: unknown; cell?: unknown; count?: unknown };
    if (said.kind === 'missing') return { kind: 'missing', module: String(said.module) };
    if (said.kind === 'cell' && typeof said.cell === 'number')
      return { kind: 'cell', cell: said.cell, count: typeof said.count === 'number' ? said.count : null };
  } catch {
    // It was ended before it could say.
  }
  return { kind: 'other' };
}

function notebookFailure(
  { notebook }: NotebookRun,
  report: Report,
  { tail, python, context }: { tail: readonly string[]; python: StepPython; context: StepContext },
): Failure | undefined {
  if (report.kind === 'missing')
    return new Failure(
      'notebook-packages-missing',
      `Notebooks run through nbclient, and \`${report.module}\` is not installed in ${python.file} (${python.why}).`,
      { next: `Install it: ${python.file} -m pip install nbclient ipykernel`, exitCode: 1 },
    );
  if (report.kind !== 'cell') return undefined;
  const count = report.count === null ? '' : ` (In [${report.count}])`;
  return new Failure(
    'notebook-cell-failed',
    `Cell ${report.cell}${count} of \`${notebook}\` failed: ${tail.findLast((line) => line.trim() !== '')?.slice(0, 600) ?? 'it said nothing'}`,
    {
      next: `The notebook as far as it came is kept with the run: notebook/${path.basename(notebook)} of step \`${context.run.step}\`.`,
      exitCode: 1,
    },
  );
}

/** Secrets may stand in what cells have printed. */
function masked(notebook: string, { mask }: StepContext): string {
  const hidden: unknown = JSON.parse(notebook, (_, value: unknown) =>
    typeof value === 'string' ? mask(value) : value,
  );
  return `${JSON.stringify(hidden, undefined, 1)}\n`;
}
