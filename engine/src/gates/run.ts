import { posix as path } from 'node:path';
import { Cancelled, Failure } from '../failure.ts';
import { splitWords } from '../language/words.ts';
import type { Command, JobResult } from '../ports/executor.ts';
import type { GateAnswer, GateContext, GateEvidence, GateFigure, GateKind, GateRule } from '../ports/gate.ts';
import { gateFiles } from '../project/programFiles.ts';
import { placeFolder } from '../registry/openMlflowModel.ts';
import { writeVersionFile } from '../registry/versionFile.ts';
import { namesPython, withInterpreter } from '../steps/script/python.ts';
import { failed, passed, unknown } from './answers.ts';

type RunRule = Extract<GateRule, { readonly kind: 'run' }>;

/** Milliseconds that a program may take. */
const LONGEST = 600_000;
const LAST_LINES = 3;

/**
 * A program of the team's own: exit code 0 passes. Its script and its inputs come from the state that decides, so that a change
 * cannot weaken its own gate, and stand in a folder of their own in which it runs.
 */
export const runGate: GateKind<RunRule> = {
  kind: 'run',
  async judge(rule, context) {
    const folder = path.join(context.tmpFolder, `gate-${context.host.ids.runId().slice(0, 12)}`);
    const placed = await placeFiles(rule, folder, context);
    if (placed.missing !== undefined)
      return unknown(
        'gate-file-missing',
        `\`${placed.missing}\` is not there, which the program of the gate needs`,
        'Bring the file back, or correct the policy.',
      );
    const tail: string[] = [];
    const evidence: readonly GateEvidence[] = placed.files.map((file) => ({
      kind: 'file',
      what: 'file of the gate',
      file,
    }));
    try {
      return answerOf(await run(rule, { folder, tail, context }), tail, evidence);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const next = error.next ?? 'Correct `run` of the gate.';
      return unknown(error.reason, error.message, next, { evidence });
    }
  },
};

interface Placed {
  readonly files: readonly string[];
  /** The first that is nowhere. */
  readonly missing?: string;
}

async function placeFiles(rule: RunRule, folder: string, { host, fileOfRules }: GateContext): Promise<Placed> {
  const { run, inputs } = rule;
  const found = gateFiles({ path: [], alias: '', name: rule.name, values: { run, inputs } });
  const files = [
    ...new Set([...found.map((file) => path.normalize(file.path)), ...inputs.map((file) => path.normalize(file))]),
  ];
  await host.files.makeFolder(folder);
  for (const file of files) {
    const bytes = isInside(file) ? await fileOfRules(file) : undefined;
    if (bytes === undefined) return { files, missing: file };
    await host.files.write(path.join(folder, file), bytes);
  }
  return { files };
}

function isInside(file: string): boolean {
  return !path.isAbsolute(file) && file !== '..' && !file.startsWith('../');
}

interface Running {
  readonly folder: string;
  /** Takes the last lines that it prints. */
  readonly tail: string[];
  readonly context: GateContext;
}

async function run(rule: RunRule, { folder, tail, context }: Running): Promise<JobResult> {
  const { host, root, signal } = context;
  const command = commandOf(rule);
  const asksForPython = command.kind === 'arguments' && namesPython(command.arguments[0]);
  const python = asksForPython ? await host.pythons.find({ root, variables: host.machine.variables }) : undefined;
  return host.executor.run({
    command: withInterpreter(command, python),
    folder,
    environment: { ...(await environmentOf(folder, context)), ...python?.environment, PYTHONUNBUFFERED: '1' },
    ...(python !== undefined && python.folders.length > 0 ? { path: python.folders } : {}),
    timeout: LONGEST,
    signal,
    output(_, line) {
      tail.push(line);
      if (tail.length > LAST_LINES) tail.shift();
    },
  });
}

function commandOf({ run: text }: RunRule): Command {
  const cut = splitWords(text);
  const [program, ...more] = cut.kind === 'words' ? cut.words : [];
  if (program !== undefined) return { kind: 'arguments', arguments: [program, ...more] };
  throw new Failure(
    'gate-command',
    `\`${text}\` is no command: ${cut.kind === 'words' ? 'it is empty' : cut.message}`,
    {
      next: 'Correct `run` of the gate.',
    },
  );
}

/**
 * What the program is told of the version: its facts, and paths of its bytes, which are fetched where they are not here. What is on no
 * machine of the team is not named: the program decides.
 */
async function environmentOf(folder: string, { candidate, alias, champion, stores, root, host }: GateContext) {
  const facts = path.join(folder, '.modelyard', 'version.yaml');
  await host.files.write(facts, writeVersionFile(candidate));
  const before = await champion(alias);
  const { artifacts } = stores;
  const object = async (name: string, sha256: string | undefined, what: string) => {
    const file = sha256 === undefined ? undefined : await unlessMissing(artifacts.path(sha256, what));
    return file === undefined ? {} : { [name]: file };
  };
  const place = path.join(folder, '.modelyard', 'model');
  const reference = `${candidate.name}:${candidate.version}`;
  const model = { reference, folder: candidate.folder ?? candidate.sha256 };
  const isPlaced =
    candidate.format !== 'onnx' &&
    (await unlessMissing(placeFolder(model, { artifacts, files: host.files, place }).then(() => true)));
  return {
    MODELYARD_PROJECT: root,
    MODELYARD_MODEL: candidate.name,
    MODELYARD_VERSION: String(candidate.version),
    MODELYARD_ALIAS: alias,
    MODELYARD_VERSION_FILE: facts,
    ...(before === undefined ? {} : { MODELYARD_CHAMPION: String(before.version) }),
    ...(isPlaced ? { MODELYARD_MODEL_FOLDER: place } : {}),
    ...(await object('MODELYARD_MODEL_FILE', candidate.format === 'onnx' ? candidate.sha256 : undefined, 'the model')),
    ...(await object('MODELYARD_SCORES', candidate.evidence.scores, 'scores of the test rows')),
    ...(await object('MODELYARD_TEST', candidate.evidence.test, 'test rows')),
  };
}

async function unlessMissing<T>(bytes: Promise<T>): Promise<T | undefined> {
  try {
    return await bytes;
  } catch (error) {
    if (error instanceof Failure && error.reason === 'object-missing') return undefined;
    throw error;
  }
}

function answerOf(result: JobResult, tail: readonly string[], evidence: readonly GateEvidence[]): GateAnswer {
  if (result.end === 'cancelled') throw new Cancelled();
  const said = tail.length === 0 ? '' : `: ${tail.join(' | ').slice(0, 600)}`;
  if (result.end === 'timeout')
    return unknown(
      'gate-timeout',
      `The program was stopped after ${LONGEST / 60_000} minutes${said}`,
      'Make it faster.',
      { evidence },
    );
  if (result.end === 'signalled' || result.code === undefined)
    return unknown(
      'gate-ended',
      `The program was ended by ${result.signalName ?? 'the system'}${said}`,
      'Look at what it prints.',
      { evidence },
    );
  const figure: GateFigure = { name: 'exit', value: result.code, unit: 'count', max: 0 };
  if (result.code === 0) return passed(`The program ended with exit code 0${said}`, { figures: [figure], evidence });
  return failed('program-failed', `The program ended with exit code ${result.code}${said}`, {
    figures: [figure],
    evidence,
    next: 'Do what the program asks for, or change it on the branch that decides.',
  });
}
