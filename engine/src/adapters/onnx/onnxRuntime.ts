import { availableParallelism } from 'node:os';
import type { ModelInput, ModelOutput, ModelRuntime, OpenModel } from '../../ports/modelRuntime.ts';
import { ModelThread } from './modelThread.ts';
import type { ModelFacts } from './session.ts';

export interface OnnxRuntimeOptions {
  /** Threads of one prediction of many rows; default: those of the machine, at most 4. */
  readonly threads?: number;
}

type Inputs = Readonly<Record<string, ModelInput>>;
type Outputs = Readonly<Record<string, ModelOutput>>;

const MOST_THREADS = 4;
/** Rows that are worth a thread of their own. */
const ROWS_A_THREAD = 2048;

/** ONNX Runtime in threads of its own, since it blocks the one it runs in. An open model alone does not keep the process alive. */
export function onnxRuntime(options: OnnxRuntimeOptions = {}): ModelRuntime {
  const threads = options.threads ?? Math.min(MOST_THREADS, availableParallelism());
  // A thread has a copy of the environment that native code does not see, so the switch is set here.
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  return {
    async open(file) {
      const first = new ModelThread();
      try {
        return openModel(file, first, await first.open(file), threads);
      } catch (error) {
        await first.end();
        throw error;
      }
    },
  };
}

/** More threads open the model when the first large batch comes. */
function openModel(file: string, first: ModelThread, facts: ModelFacts, threads: number): OpenModel {
  const most = facts.inputs.every(({ shape }) => shape[0] === undefined) ? threads : 1;
  let others: Promise<readonly ModelThread[]> | undefined;

  async function more(): Promise<readonly ModelThread[]> {
    const started = Array.from({ length: most - 1 }, () => new ModelThread());
    await Promise.all(started.map((thread) => thread.open(file)));
    return started;
  }

  return {
    ...facts,
    async predict(inputs, rows) {
      const parts = Math.min(most, Math.floor(rows / ROWS_A_THREAD));
      if (parts < 2) return first.predict(inputs, rows);
      others ??= more();
      const team = [first, ...(await others)].slice(0, parts);
      const place = (part: number) => Math.floor((rows * part) / parts);
      const answers = await Promise.all(
        team.map((thread, i) => thread.predict(rowsOf(inputs, place(i), place(i + 1), rows), place(i + 1) - place(i))),
      );
      return joined(answers);
    },
    async close() {
      const started = (await others?.catch(() => [])) ?? [];
      await Promise.all([first, ...started].map((thread) => thread.close()));
    },
  };
}

function rowsOf(inputs: Inputs, from: number, to: number, rows: number): Inputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, values]) => {
      if (values.length !== rows) throw new Error(`input ${name} has ${values.length} values for ${rows} rows`);
      return [name, values.slice(from, to)];
    }),
  );
}

function joined(answers: readonly Outputs[]): Outputs {
  const names = Object.keys(answers[0]!);
  return Object.fromEntries(names.map((name) => [name, joinedValues(answers.map((answer) => answer[name]!))]));
}

function joinedValues(parts: readonly ModelOutput[]): ModelOutput {
  const [first] = parts;
  if (!(first instanceof Float32Array || first instanceof Float64Array))
    return parts.flatMap((part) => [...part] as string[]);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = first instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part as Float32Array, at);
    at += part.length;
  }
  return whole;
}
