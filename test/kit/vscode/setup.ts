import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from './repository.ts';

/** What a real VS Code needs on this machine: paths of programs and folders. */
export interface Machine {
  /** The Node that the server is built for. */
  readonly node: string;
  /** Folder of the VS Code server. */
  readonly server: string;
  readonly chromium: string;
}

/** Puts VS Code into `.cache/vscode` where it is not there yet; undefined when something is missing, which it has then said. */
export function setUpVscode(): Machine | undefined {
  if (process.platform === 'win32') {
    console.error('This needs Linux. Here the same suites run in desktop VS Code: npm run test:vscode:desktop');
    return undefined;
  }
  const setup = spawnSync('bash', [join(repository, 'tools/setupVscode.sh'), join(repository, '.cache/vscode')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (setup.status !== 0) return undefined;
  const variable = (name: string): string => {
    const value = new RegExp(`^export ${name}='(.*)'$`, 'm').exec(setup.stdout)?.[1];
    if (value === undefined) throw new Error(`tools/setupVscode.sh did not say ${name}`);
    return value.replaceAll("'\\''", "'");
  };
  return { node: variable('VSCODE_NODE'), server: variable('VSCODE_SERVER'), chromium: variable('CHROMIUM') };
}
