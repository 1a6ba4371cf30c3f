import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { lenses } from './answers.ts';
import { addressOf, closeAll, eventually, show } from './workspace.ts';

const FILES = ['own.pipeline.yaml', 'own.mjs', 'input.txt'];

suite('debugging', () => {
  suiteSetup(async () => {
    await write('own.pipeline.yaml', PIPELINE);
    await write('own.mjs', SCRIPT);
    await write('input.txt', 'seven\n');
  });

  suiteTeardown(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await closeAll();
    // As the Explorer does: a document that only its file was taken from stays open for minutes.
    const edit = new vscode.WorkspaceEdit();
    for (const file of FILES) edit.deleteFile(addressOf(file));
    await vscode.workspace.applyEdit(edit);
  });

  test('the lens to debug stands above programs of the user and no other steps', async () => {
    const document = await show('own.pipeline.yaml');
    const found = await eventually(
      'the lenses',
      () => lenses(document.uri),
      (all) => all.some(({ command }) => command?.command === 'modelyard.debugStep'),
    );
    const lines = found.flatMap(({ command, range }) =>
      command?.command === 'modelyard.debugStep' ? [range.start.line + 1] : [],
    );
    assert.deepEqual(lines, [5, 8]);
  });

  test('a script of Node stops at a breakpoint under the editor’s debugger, with what a run gives it', async function () {
    this.timeout(60_000);
    const line = SCRIPT.split('\n').findIndex((text) => text.includes('const said'));
    vscode.debug.addBreakpoints([
      new vscode.SourceBreakpoint(new vscode.Location(addressOf('own.mjs'), new vscode.Position(line + 1, 0))),
    ]);
    const stopped = nextStop();
    const argument = { root: addressOf('').toString(), pipeline: 'own', step: 'count' };
    await vscode.commands.executeCommand('modelyard.debugStep', argument);
    const { session, threadId } = await stopped;
    const { stackFrames } = await session.customRequest('stackTrace', { threadId, startFrame: 0, levels: 1 });
    const said = await session.customRequest('evaluate', { expression: 'said', frameId: stackFrames[0].id });
    assert.match(String(said.result), /size=4 step=count input=seven first=first/);
    const ended = nextEnd();
    await session.customRequest('continue', { threadId });
    await ended;
    const written = addressOf('.modelyard/tmp/debug-own/count/out/count.json');
    assert.match(new TextDecoder().decode(await vscode.workspace.fs.readFile(written)), /"size":4/);
  });
});

function nextStop(): Promise<{ readonly session: vscode.DebugSession; readonly threadId: number }> {
  return new Promise((resolve) => {
    const tracker = vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage(message: { event?: string; body?: { threadId?: number } }) {
          if (message.event !== 'stopped') return;
          tracker.dispose();
          resolve({ session, threadId: message.body?.threadId ?? 0 });
        },
      }),
    });
  });
}

function nextEnd(): Promise<void> {
  return new Promise((resolve) => {
    const listener = vscode.debug.onDidTerminateDebugSession(({ parentSession }) => {
      if (parentSession !== undefined) return;
      listener.dispose();
      resolve();
    });
  });
}

async function write(path: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(addressOf(path), new TextEncoder().encode(text));
}

const PIPELINE = `pipeline: own
params: { size: 2 }
steps:
  # What comes before runs first, from the cache where it can.
  first:
    run: node own.mjs first \${{ outputs.made }}
    outputs: { made: made.json }
  count:
    run: node own.mjs \${{ steps.first.made.word }} \${{ outputs.made }}
    inputs: { text: input.txt }
    outputs: { made: count.json }
    env: { SIZE: "\${{ params.size * 2 }}" }
  check:
    uses: data/validate
    with: { data: ships }
`;

const SCRIPT = `import { readFileSync, writeFileSync } from 'node:fs';
const { argv, env } = process;
const input = env.MODELYARD_INPUT_TEXT ? readFileSync(env.MODELYARD_INPUT_TEXT, 'utf8').trim() : '';
const said = \`size=\${env.SIZE} step=\${env.MODELYARD_STEP} input=\${input} first=\${argv[2]}\`;
console.log(said);
writeFileSync(argv[3], JSON.stringify({ word: argv[2], size: Number(env.SIZE) }));
`;
