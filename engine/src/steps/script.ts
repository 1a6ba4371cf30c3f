import { posix as path } from 'node:path';
import { Cancelled, Failure } from '../failure.ts';
import { isRecord } from '../language/isRecord.ts';
import type { TableFormat } from '../ports/dataSource.ts';
import type { Command, JobResult, ProgramCall } from '../ports/executor.ts';
import type {
  FeatureHashes,
  FileValue,
  Lineage,
  ModelValue,
  Step,
  StepContext,
  StepOutputs,
  StepPython,
  TableValue,
  Value,
} from '../ports/step.ts';
import { readFolder } from '../registry/modelFolder.ts';
import { modelFromFile } from './modelFromFile.ts';
import { modelFromFolder } from './modelFromFolder.ts';
import { endNotebook, isNotebook, type NotebookRun, notebookSources, prepareNotebook } from './script/notebook.ts';
import { hasMlflow, pythonFingerprint, pythonOf, recordPython, withInterpreter } from './script/python.ts';
import { usageRecorder } from './script/recordUsage.ts';
import { takeMeasured } from './script/takeMeasured.ts';
import { isFile, isModel, isTable } from './values.ts';

/**
 * A place in a program's call that stands for a path which only the attempt knows; stays the same from run to run,
 * so that the call can be part of the cache key.
 */
export function pathToken(of: 'inputs' | 'outputs', name: string): string {
  return `\u{F0000}${of}.${name}\u{F0000}`;
}

/** `with` of the user's own program. */
export interface ScriptCall {
  readonly command: Command;
  /** A path in the project, or a value of another step. */
  readonly inputs: Readonly<Record<string, ScriptInput>>;
  /** File names by output. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, Value>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Folder of a Python environment in the project, whose programs come first. */
  readonly venv?: string;
  /** File of the project that lists its packages. */
  readonly requirements?: string;
}

export type ScriptInput =
  | string
  | TableValue
  | ModelValue
  | FileValue
  | { readonly from: TableValue; readonly as: 'csv' | 'ndjson' };

const OUT = 'out';

/** The user's own program: gets files and parameters, gives files. The exit code decides how the step ended. */
export const script: Step = {
  uses: 'run',
  revision: 1,
  async fingerprint({ with: given, context }) {
    const call = given as unknown as ScriptCall;
    const hashes: Record<string, string> = {};
    for (const [name, input] of Object.entries(call.inputs))
      if (typeof input === 'string') hashes[name] = await hashOfPath(context, input);
    return { ...hashes, ...(await hashesOfPython(call, context)) };
  },
  async run({ with: call, context }) {
    return runScript(call as unknown as ScriptCall, context);
  },
};

/** Names that no input has. */
const PYTHON = '(python)';
const NOTEBOOK = '(notebook)';

async function hashesOfPython(call: ScriptCall, context: StepContext): Promise<Record<string, string>> {
  const facts = await (await pythonOf(call, context))?.facts();
  const { command } = call;
  return {
    ...(facts === undefined ? {} : { [PYTHON]: pythonFingerprint(facts) }),
    ...(command.kind === 'arguments' && isNotebook(command)
      ? { [NOTEBOOK]: await notebookSources(context, command.arguments[0]) }
      : {}),
  };
}

/** A program's call with its files in place. */
export interface PreparedScript {
  readonly program: ProgramCall;
  /** What it runs in; absent of programs that say nothing of Python. */
  readonly python?: StepPython;
  readonly notebook?: NotebookRun;
  /** Where it is to write, by output. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** Puts inputs and params into the step's folder and makes the call that names them: what a run starts, and what a debugger starts. */
export async function prepareScript(call: ScriptCall, context: StepContext): Promise<PreparedScript> {
  const paths = new Map<string, string>();
  for (const [name, input] of Object.entries(call.inputs))
    paths.set(pathToken('inputs', name), await placeInput(context, name, input));
  const outFolder = path.join(context.workFolder, OUT);
  await context.files.makeFolder(outFolder);
  const outputs = Object.entries(call.outputs).map(([name, file]): [string, string] => [
    name,
    path.join(outFolder, file).replace(/\/+$/, ''),
  ]);
  for (const [name, file] of outputs) paths.set(pathToken('outputs', name), file);
  const paramsFile = path.join(context.workFolder, 'params.json');
  await context.files.write(paramsFile, JSON.stringify(call.params, undefined, 2));
  const python = await pythonOf(call, context);
  const command = withPaths(call.command, paths);
  const notebook =
    python !== undefined && isNotebook(command)
      ? await prepareNotebook(command, { paramsFile, python, context })
      : undefined;
  return {
    program: {
      command: notebook?.command ?? withInterpreter(command, python),
      folder: context.projectRoot,
      environment: await environmentOf(call, { paths, paramsFile, outFolder, python, context }),
      ...(python && python.folders.length > 0 ? { path: python.folders } : {}),
    },
    ...(python ? { python } : {}),
    ...(notebook ? { notebook } : {}),
    outputs: Object.fromEntries(outputs),
  };
}

/** Lines of a failed program that its failure shows: of a notebook what stands at the end of a traceback. */
const LAST_LINES = 3;

async function runScript(call: ScriptCall, context: StepContext): Promise<StepOutputs> {
  const prepared = await prepareScript(call, context);
  const { python, notebook } = prepared;
  if (python) await recordPython(call, python, context);
  const tail: string[] = [];
  const usage = usageRecorder(context, call.environment);
  const result = await context.executor.run({
    ...prepared.program,
    ...(usage ? { usage } : {}),
    signal: context.signal,
    output(stream, line) {
      context.log(line, stream);
      tail.push(line);
      if (tail.length > LAST_LINES) tail.shift();
    },
  });
  if (python && notebook) await endNotebook(notebook, { result, tail, python, context });
  checkEnd(result, context, tail);
  const outFolder = path.join(context.workFolder, OUT);
  const outputs: Record<string, Value> = {};
  for (const [name, file] of Object.entries(prepared.outputs))
    outputs[name] = await takeOutput(context, call, name, file).catch((error: unknown) => {
      throw withoutFolder(error, outFolder);
    });
  await takeMeasured(outFolder, Object.values(prepared.outputs), context);
  return outputs;
}

/** A failure that names a file as the user knows it, not by the folder that is gone when they read it. */
function withoutFolder(error: unknown, folder: string): unknown {
  if (!(error instanceof Failure) || !error.message.includes(folder)) return error;
  const { reason, next } = error;
  return new Failure(reason, error.message.replaceAll(`${folder}/`, ''), {
    ...(next ? { next: next.replaceAll(`${folder}/`, '') } : {}),
    exitCode: 1,
    cause: error,
  });
}

interface Surroundings {
  readonly paths: ReadonlyMap<string, string>;
  readonly paramsFile: string;
  readonly outFolder: string;
  readonly python: StepPython | undefined;
  readonly context: StepContext;
}

async function environmentOf(
  call: ScriptCall,
  { paths, paramsFile, outFolder, python, context }: Surroundings,
): Promise<Record<string, string>> {
  const named = (of: 'inputs' | 'outputs', names: readonly string[]) =>
    names.map((name) => [
      `MODELYARD_${of.slice(0, -1).toUpperCase()}_${name.toUpperCase()}`,
      paths.get(pathToken(of, name)) ?? '',
    ]);
  const own = { ...call.environment, ...context.secrets };
  return {
    ...Object.fromEntries(named('inputs', Object.keys(call.inputs))),
    ...Object.fromEntries(named('outputs', Object.keys(call.outputs))),
    MODELYARD_OUTPUTS: outFolder,
    MODELYARD_PARAMS: paramsFile,
    MODELYARD_RUN_ID: context.run.id,
    MODELYARD_STEP: context.run.step,
    PYTHONUNBUFFERED: '1',
    ...python?.environment,
    ...(Object.hasOwn(own, 'MLFLOW_TRACKING_URI') ? {} : await context.tracking(await hasMlflow(python))),
    ...own,
  };
}

function withPaths(command: Command, paths: ReadonlyMap<string, string>): Command {
  const replace = (text: string) =>
    text.replace(/\u{F0000}[^\u{F0000}]*\u{F0000}/gu, (token) => paths.get(token) ?? token);
  if (command.kind === 'shell') return { ...command, text: replace(command.text) };
  return { kind: 'arguments', arguments: command.arguments.map(replace) as [string, ...string[]] };
}

function checkEnd(result: JobResult, context: StepContext, tail: readonly string[]): void {
  if (result.end === 'cancelled' || context.signal.aborted) throw new Cancelled();
  if (result.code === 0) return;
  const how = result.end === 'signalled' ? `was ended by ${result.signalName}` : `ended with exit code ${result.code}`;
  const said = tail.length > 0 ? ` Its last words: ${tail.join(' | ').slice(0, 600)}` : ' It printed nothing.';
  throw new Failure('program-failed', `The program of step \`${context.run.step}\` ${how}.${said}`, {
    next: `Its whole output stands in the run: \`modelyard attach ${context.run.id.slice(0, 8)}\`.`,
    exitCode: 1,
  });
}

async function hashOfPath(context: StepContext, relative: string): Promise<string> {
  const file = await insideProject(context, relative);
  const stat = await context.files.stat(file);
  // A checkout on Windows is to find what one on Linux has cached.
  const hash = async (path: string) => (await context.files.hash(path, context.signal, { asText: true })).sha256;
  if (stat?.kind !== 'folder') return hash(file);
  const names = await context.files.glob(file, ['**/*'], {
    exclude: ['**/__pycache__/**', '**/node_modules/**', '**/.git/**'],
  });
  const hashes = await Promise.all(names.map(async (name) => `${name} ${await hash(path.join(file, name))}`));
  return hashes.join('\n');
}

async function insideProject(context: StepContext, relative: string): Promise<string> {
  const wanted = path.join(context.projectRoot, relative);
  const real = await context.files.realPath(wanted);
  if (real === undefined)
    throw new Failure('input-not-found', `The input \`${relative}\` of step \`${context.run.step}\` is not there.`, {
      next: 'Paths are relative to the folder of modelyard.yaml.',
    });
  const root = (await context.files.realPath(context.projectRoot)) ?? context.projectRoot;
  if (real !== root && !real.startsWith(`${root}/`))
    throw new Failure(
      'path-outside',
      `The input \`${relative}\` of step \`${context.run.step}\` lies outside the project.`,
      {
        next: 'Copy it into the project, or make it a dataset.',
      },
    );
  return real;
}

async function placeInput(context: StepContext, name: string, input: ScriptInput): Promise<string> {
  if (typeof input === 'string') return insideProject(context, input);
  const folder = path.join(context.workFolder, 'in');
  await context.files.makeFolder(folder);
  if ('from' in input) {
    const target = path.join(folder, `${name}.${input.as}`);
    const data = await context.data();
    const table = await data.relation({
      files: [await context.artifacts.path(input.from.sha256, `table \`${name}\``)],
      format: 'parquet',
    });
    await data.write(`select * from ${table}`, target, { format: input.as, signal: context.signal });
    return target;
  }
  if (isModel(input) && input.folder !== undefined) {
    await placeFolder(context, input.folder, path.join(folder, name));
    return path.join(folder, name);
  }
  const ending = isTable(input) ? '.parquet' : isModel(input) ? '.onnx' : path.extname(input.name);
  const target = path.join(folder, name + ending);
  await context.files.copy(await context.artifacts.path(input.sha256, `input \`${name}\``), target);
  return target;
}

async function placeFolder(context: StepContext, sha256: string, target: string): Promise<void> {
  for (const file of await readFolder(context.artifacts, sha256, 'the folder of the model'))
    await context.files.copy(await context.artifacts.path(file.sha256, file.path), path.join(target, file.path));
}

const TABLES: Readonly<Record<string, TableFormat>> = {
  '.parquet': 'parquet',
  '.csv': 'csv',
  '.tsv': 'csv',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.arrow': 'arrow',
  '.feather': 'arrow',
};

/** What is called so is a file. */
const FILE_ENDINGS: ReadonlySet<string> = new Set([...Object.keys(TABLES), '.onnx', '.json']);

async function takeOutput(context: StepContext, call: ScriptCall, name: string, file: string): Promise<Value> {
  const ending = path.extname(file).toLowerCase();
  const stat = await context.files.stat(file);
  if (stat?.kind === 'folder' && !FILE_ENDINGS.has(ending)) return takeFolder(context, call, name, file);
  if (stat?.kind !== 'file')
    throw new Failure(
      'output-missing',
      `The program of step \`${context.run.step}\` ended well but wrote no \`${name}\` (${path.basename(file)}).`,
      {
        next: `Write it to the path in \`\${{ outputs.${name} }}\` or MODELYARD_OUTPUT_${name.toUpperCase()}.`,
        exitCode: 1,
      },
    );
  const { lineage, ...made } = originOf(call);
  if (ending === '.onnx')
    return keep(context, name, file, { ...(await modelFromFile(context, file, lineage)), ...made });
  const format = TABLES[ending];
  if (format) return keep(context, name, file, { ...(await tableFromFile(context, file, format, lineage)), ...made });
  if (ending === '.json') return jsonOutput(context, name, file);
  const hash = await context.artifacts.put(file);
  const origin = Object.keys(lineage).length === 0 ? made : { lineage, ...made };
  return keep(context, name, file, { kind: 'file', name: path.basename(file), ...hash, ...origin });
}

/** A folder is a model; its files are shown one by one. */
async function takeFolder(context: StepContext, call: ScriptCall, name: string, folder: string): Promise<ModelValue> {
  const { lineage, ...made } = originOf(call);
  const { value, files } = await modelFromFolder(context, folder, lineage);
  const artifacts = files.map((file) => ({ ...file, path: path.join(name, file.path) }));
  await context.record({ artifacts });
  return { ...value, ...made };
}

async function keep<V extends TableValue | ModelValue | FileValue>(
  context: StepContext,
  name: string,
  file: string,
  value: V,
): Promise<V> {
  const shown = isTable(value) ? `${name}.parquet` : path.basename(file);
  await context.record({ artifacts: [{ path: shown, sha256: value.sha256, size: value.size }] });
  return value;
}

async function tableFromFile(
  context: StepContext,
  file: string,
  format: TableFormat,
  lineage: Lineage,
): Promise<TableValue> {
  const data = await context.data();
  const target = path.join(context.workFolder, 'table.parquet');
  const written = await data.write(`select * from ${await data.relation({ files: [file], format })}`, target, {
    signal: context.signal,
  });
  const hash = await context.artifacts.take(target);
  return { kind: 'table', ...hash, rows: written.rows, columns: written.columns, roles: {}, lineage };
}

/** What a program writes as JSON stands in expressions; its top-level numbers are metrics of the step. */
async function jsonOutput(context: StepContext, name: string, file: string): Promise<Value> {
  const hash = await context.artifacts.put(file);
  await context.record({ artifacts: [{ path: path.basename(file), ...hash }] });
  let value: Value;
  try {
    value = JSON.parse((await context.files.read(file)) ?? '') as Value;
  } catch (cause) {
    throw new Failure(
      'output-not-json',
      `The program of step \`${context.run.step}\` wrote \`${name}\`, which is not JSON.`,
      {
        next: 'Write one JSON document; NaN and Infinity are not JSON.',
        exitCode: 1,
        cause,
      },
    );
  }
  if (isRecord(value))
    for (const [metric, number] of Object.entries(value))
      if (typeof number === 'number') context.metric(metric, number, 0);
  return value;
}

/** The data and the feature views that the inputs of a program came from. */
function originOf(call: ScriptCall): Pick<TableValue, 'lineage' | 'features'> {
  const values = Object.values(call.inputs).flatMap((input): readonly (TableValue | ModelValue)[] => {
    if (typeof input === 'string' || isFile(input as Value)) return [];
    return 'from' in (input as object) ? [(input as { from: TableValue }).from] : [input as TableValue | ModelValue];
  });
  const features = Object.assign({}, ...values.map((value) => value.features ?? {})) as FeatureHashes;
  const lineage = Object.assign({}, ...values.map((value) => value.lineage)) as Lineage;
  return Object.keys(features).length === 0 ? { lineage } : { lineage, features };
}
