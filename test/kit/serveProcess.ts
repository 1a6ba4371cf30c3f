import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ServiceFile } from '../../service/src/serviceFile.ts';
import { temporaryFolder } from './temporaryFolder.ts';

export interface Ready {
  readonly type: 'serve.ready';
  readonly url: string;
  readonly token: string;
  readonly pid: number;
  readonly started: boolean;
}

export interface ServeProcess {
  readonly ready: Ready;
  readonly child: ChildProcess;
  /** Ends it with a signal; gives its exit code, or null. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** When it leaves by itself. */
  ended(): Promise<number | null>;
}

const program = fileURLToPath(new URL('../../bin/modelyard.mjs', import.meta.url));

/** A project, or a folder that is none, whose service is started in processes of their own. */
export function servedProject(t: Pick<TestContext, 'after'>, { isProject = true } = {}) {
  const root = join(temporaryFolder(t), 'project');
  mkdirSync(root);
  if (isProject) writeFileSync(join(root, 'modelyard.yaml'), 'project: served\nlanguage: 1\n');
  const begin = (args: readonly string[]): ChildProcess => {
    const child = spawn(process.execPath, [program, 'serve', ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    t.after(() => child.kill('SIGKILL'));
    return child;
  };
  return {
    root,
    /** Resolves with its first line. */
    async serve(...args: readonly string[]): Promise<ServeProcess> {
      const child = begin(['--format', 'ndjson', ...args]);
      let err = '';
      child.stderr!.setEncoding('utf8').on('data', (text: string) => {
        err += text;
      });
      const left = once(child, 'close') as Promise<[number | null]>;
      const line = once(createInterface({ input: child.stdout! }), 'line') as Promise<[string]>;
      const first = await Promise.race([line, left]);
      if (typeof first[0] !== 'string') throw new Error(`serve ended with ${first[0]}: ${err}`);
      const ended = async () => (await left)[0];
      return {
        ready: JSON.parse(first[0]) as Ready,
        child,
        ended,
        end(signal) {
          child.kill(signal);
          return ended();
        },
      };
    },
    /** To its end. */
    async say(
      ...args: readonly string[]
    ): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
      const child = begin(args);
      let out = '';
      let err = '';
      child.stdout!.setEncoding('utf8').on('data', (text: string) => {
        out += text;
      });
      child.stderr!.setEncoding('utf8').on('data', (text: string) => {
        err += text;
      });
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, out, err };
    },
    file: () => JSON.parse(readFileSync(join(root, '.modelyard/service.json'), 'utf8')) as ServiceFile,
  };
}
