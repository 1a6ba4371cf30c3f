import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { logFolder } from './logs.ts';
import { repository } from './repository.ts';
import type { Machine } from './setup.ts';

/** A VS Code that serves its workbench on this machine: windows are pages of a browser, extensions run in Node. */
export interface VscodeServer {
  readonly origin: string;
  /**
   * Folder of the extension: a link to this checkout. Themes in folders below an extension under development replace the
   * user's, and VS Code itself lies below the checkout.
   */
  readonly extension: string;
  /** Where user settings lie. */
  readonly settingsFile: string;
  /** Folder of its logs. */
  readonly logs: string;
  stop(): Promise<void>;
}

const STARTS_WITHIN = 30_000;
const STOPS_WITHIN = 5_000;

export interface ServeOptions {
  /**
   * A package that is installed as users do, in a server as users have it: notifications are shown and folders must be
   * trusted. Without one the extension is that of this checkout, named by each window's address.
   */
  readonly vsix?: string;
  /** Folders of extensions that are installed beside ours. */
  readonly others?: readonly string[];
}

/** Starts a server with a profile of its own that is gone when it stops. Rejects with its output when it does not start. */
export async function startVscode(machine: Machine, { vsix, others = [] }: ServeOptions = {}): Promise<VscodeServer> {
  const port = await freePort();
  const profile = mkdtempSync(join(tmpdir(), 'modelyard-vscode-'));
  const settingsFile = join(profile, 'data/User/settings.json');
  mkdirSync(dirname(settingsFile), { recursive: true });
  writeSettings(settingsFile);
  const extension = join(profile, 'extension');
  symlinkSync(repository, extension);
  if (vsix !== undefined) install(machine, vsix, profile);
  mkdirSync(join(profile, 'extensions'), { recursive: true });
  for (const folder of others) symlinkSync(folder, join(profile, 'extensions', basename(folder)));
  const child = spawn(machine.node, serverArguments(port, profile, vsix === undefined), {
    cwd: machine.server,
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const stop = async () => {
    await stopGroup(child);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    await listening(child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin: `http://127.0.0.1:${port}`, extension, settingsFile, logs: logFolder(profile), stop };
}

/** Settings of the user, with nothing in them that asks a network or covers the page. */
export function writeSettings(file: string, settings: Readonly<Record<string, unknown>> = {}): void {
  writeFileSync(file, JSON.stringify({ ...QUIET, ...settings }, null, 2));
}

/** Address of a window on `folder`, of an empty one without; `environment` are what would be arguments of desktop VS Code. */
export function windowAddress(
  origin: string,
  folder: string | undefined,
  environment: Readonly<Record<string, string>>,
): string {
  const payload = JSON.stringify(Object.entries(environment));
  const query = new URLSearchParams({ ...(folder === undefined ? { ew: 'true' } : { folder }), payload });
  return `${origin}/?${query}`;
}

/** A path of this machine as the workbench names it. */
export function remoteAddress(origin: string, path: string): string {
  return `vscode-remote://${new URL(origin).host}${resolve(path)}`;
}

const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.showReleaseNotes': false,
  'telemetry.telemetryLevel': 'off',
  // The editor's own extension of that name: it runs git in repositories that tests make and remove.
  'git.enabled': false,
  'files.autoSave': 'off',
  // Settings and trust would cover the window.
  'workbench.editor.useModal': 'off',
  // A terminal's text then stands in the page.
  'terminal.integrated.gpuAcceleration': 'off',
  'editor.wordBasedSuggestions': 'off',
  'window.confirmBeforeClose': 'never',
};

function install(machine: Machine, vsix: string, profile: string): void {
  const done = spawnSync(
    machine.node,
    ['out/server-main.js', '--install-extension', vsix, ...foldersOf(profile), '--accept-server-license-terms'],
    { cwd: machine.server, encoding: 'utf8' },
  );
  if (done.status !== 0) throw new Error(`${vsix} could not be installed:\n${done.stdout}${done.stderr}`);
}

function foldersOf(profile: string): readonly string[] {
  return ['--server-data-dir', profile, '--extensions-dir', join(profile, 'extensions')];
}

function serverArguments(port: number, profile: string, isTest: boolean): readonly string[] {
  return [
    'out/server-main.js',
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--accept-server-license-terms'],
    ...[...foldersOf(profile), '--telemetry-level', 'off', '--disable-experiments'],
    // Lets an address name the extension under development and its tests; notifications are not shown then.
    ...(isTest ? ['--enable-smoke-test-driver', '--disable-workspace-trust'] : []),
  ];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
      });
  });
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (reason: string) => reject(new Error(`VS Code's server ${reason}:\n${said}`));
    const timer = setTimeout(() => fail(`did not start in ${STARTS_WITHIN} ms`), STARTS_WITHIN);
    const hear = (data: Buffer) => {
      said += data;
      if (!said.includes('Extension host agent listening on')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
}

/** The whole group: extension hosts and language servers would outlive the server. */
async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const { pid } = child;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  signalGroup(pid, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), STOPS_WITHIN);
  await gone;
  clearTimeout(timer);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}
