import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ONNX_RUNTIME, type Target } from './targets.ts';

/**
 * Copies an unpacked package to where no node_modules is above it, and has its programs do what an editor has them do:
 * the language server answers, and the sample project is made, checked and (with ONNX Runtime) trained. Throws where one fails.
 */
export async function tryPackage(staged: string, target: Target): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'modelyard ü '));
  try {
    const extension = join(folder, 'extension');
    const project = join(folder, 'project');
    cpSync(staged, extension, { recursive: true });
    const launcher = join(extension, 'bin/modelyard.mjs');
    await initialize(launcher, folder);
    const begin = performance.now();
    const run = (args: readonly string[]) =>
      execFileSync(process.execPath, [launcher, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    run(['init', project, '--sample', 'flights']);
    run(['validate', '--project', project]);
    if (ONNX_RUNTIME[target].length > 0) run(['run', 'flight-delay', '--project', project]);
    console.log(`  tried: language server and sample project, ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Starts the language server, and ends it as the protocol says once it has told what it can. */
function initialize(launcher: string, folder: string): Promise<void> {
  return new Promise((done, fail) => {
    const server = spawn(process.execPath, [launcher, 'lsp', '--stdio'], {
      cwd: folder,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let said = '';
    let answered = false;
    server.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString('latin1');
      if (answered || !said.includes('"capabilities"')) return;
      answered = true;
      server.stdin.write(message({ id: 2, method: 'shutdown' }) + message({ method: 'exit' }));
    });
    server.on('error', fail);
    server.on('exit', (code) => {
      if (answered && code === 0) done();
      else fail(new Error(`The language server ended with ${code}, ${answered ? 'after' : 'before'} its answer.`));
    });
    const params = { processId: process.pid, rootUri: null, capabilities: {} };
    server.stdin.write(message({ id: 1, method: 'initialize', params }));
  });
}

function message(content: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify({ jsonrpc: '2.0', ...content });
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}
