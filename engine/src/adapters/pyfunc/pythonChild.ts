import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { Cancelled } from '../../failure.ts';
import type { PythonModelRequest } from '../../ports/pythonModel.ts';
import { type Answer, AnswerReader, type Ask, framed } from './frames.ts';
import { ended, notAnswering, notStarted } from './pyfuncFailures.ts';
import { MODEL_SCRIPT } from './script/modelScript.ts';

/** Reads the script from the pipe: a command line would be too short for it on Windows. */
const BEGIN =
  "import os,struct;asks=os.fdopen(os.dup(0),'rb');exec(compile(asks.read(struct.unpack('<I',asks.read(4))[0]),'<modelyard>','exec'))";

const GRACE = 2_000;
const LAST_LINES = 20;

/** A child of the user's Python that has one model open and answers one question at a time. */
export class PythonChild {
  readonly #child: ChildProcess;
  readonly #request: PythonModelRequest;
  readonly #reader = new AnswerReader();
  readonly #tail: string[] = [];
  readonly #onAbort = () => this.#lose(new Cancelled());
  readonly #onExit = () => this.#kill();
  #waiting: PromiseWithResolvers<Answer> | undefined;
  #lost: Error | undefined;
  readonly #closed = Promise.withResolvers<void>();

  constructor(request: PythonModelRequest) {
    this.#request = request;
    this.#child = spawn(request.python.file, ['-u', '-c', BEGIN], {
      cwd: request.root,
      env: environmentOf(request),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.#listen();
    const script = Buffer.from(MODEL_SCRIPT);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(script.length);
    this.#child.stdin?.write(Buffer.concat([length, script]));
  }

  /** @param within milliseconds in which an answer must come */
  async ask(ask: Ask, data: Uint8Array, within: number): Promise<Answer> {
    if (this.#lost) throw this.#lost;
    if (this.#request.signal?.aborted) this.#onAbort();
    const waiting = Promise.withResolvers<Answer>();
    this.#waiting = waiting;
    const timer = setTimeout(() => this.#lose(notAnswering(this.#request, ask.ask, within)), within);
    try {
      if (!this.#lost) this.#child.stdin?.write(framed(ask, data));
      else throw this.#lost;
      return await waiting.promise;
    } finally {
      clearTimeout(timer);
      this.#waiting = undefined;
    }
  }

  async close(): Promise<void> {
    this.#lost ??= new Error('the model is closed');
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.#kill(), GRACE);
    await this.#closed.promise;
    clearTimeout(timer);
  }

  #listen(): void {
    const child = this.#child;
    process.on('exit', this.#onExit);
    this.#request.signal?.addEventListener('abort', this.#onAbort);
    child.stdout?.on('data', (bytes: Buffer) => this.#take(bytes));
    child.stdin?.on('error', () => undefined);
    const rest = this.#lines();
    child.once('error', (error) => {
      this.#lose(notStarted(this.#request, error));
      this.#leave();
    });
    child.once('exit', (code, signal) => {
      // Python's last words may still be in the pipe, which what it started can hold open.
      const over = () => {
        rest();
        this.#lose(ended(this.#request, { code, signal, tail: this.#tail }));
        this.#kill();
        this.#leave();
      };
      const timer = setTimeout(over, GRACE);
      child.once('close', () => {
        clearTimeout(timer);
        over();
      });
    });
  }

  #leave(): void {
    process.off('exit', this.#onExit);
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
    for (const pipe of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) pipe?.destroy();
    this.#closed.resolve();
  }

  #lines(): () => void {
    const decoder = new StringDecoder('utf8');
    let rest = '';
    const line = (text: string) => {
      this.#request.said?.(text);
      this.#tail.push(text);
      if (this.#tail.length > LAST_LINES) this.#tail.shift();
    };
    this.#child.stderr?.on('data', (bytes: Buffer) => {
      const lines = (rest + decoder.write(bytes)).split(/\r?\n|\r/);
      rest = lines.pop() ?? '';
      for (const one of lines) line(one);
    });
    return () => {
      if (rest !== '') line(rest);
      rest = '';
    };
  }

  #take(bytes: Buffer): void {
    try {
      for (const answer of this.#reader.read(bytes)) this.#waiting?.resolve(answer);
    } catch (error) {
      this.#lose(error as Error);
    }
  }

  #lose(error: Error): void {
    if (this.#lost) return;
    this.#lost = error;
    this.#waiting?.reject(error);
    this.#kill();
  }

  /** With what it started, which would outlive it. */
  #kill(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    if (process.platform === 'win32') {
      this.#child.kill();
      return;
    }
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has gone.
    }
  }
}

/** Of secrets that steps name it has none. */
function environmentOf({ python }: PythonModelRequest): NodeJS.ProcessEnv {
  const open = Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith('MODELYARD_SECRET_'));
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(open),
    ...python.environment,
    PYTHONIOENCODING: 'utf-8',
    MLFLOW_DISABLE_TELEMETRY: 'true',
  };
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...env, [key]: [...python.folders, env[key] ?? ''].join(delimiter) };
}
