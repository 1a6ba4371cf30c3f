import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type {
  CompletionList,
  DocumentDiagnosticReport,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { uriOfPath } from '../../server/src/workspace/uris.ts';
import { CHURN } from '../kit/churn.ts';
import { codes, isClean, shows } from '../kit/diagnostics.ts';
import { readFixture } from '../kit/fixture.ts';
import { lspClient, writeFiles } from '../kit/lspClient.ts';
import { sharedServer } from '../kit/sharedServer.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

describe('the language server and what it is told', () => {
  const server = sharedServer();

  test('completions that are taken back are not computed', async (t) => {
    const { client } = server;
    const folder = await server.folder(t, CHURN);
    const path = await server.open(folder, CHURN, 'churn.pipeline.yaml');
    const before = await client.settled();
    const answers = Array.from({ length: 120 }, (_, index) => {
      const control = new AbortController();
      const answer = client.request<CompletionList>('textDocument/completion', client.at(path, 30), control.signal);
      if (index < 119) control.abort();
      return answer.then(
        () => 'answered',
        () => 'cancelled',
      );
    });
    const said = await Promise.all(answers);
    assert.equal(said.at(-1), 'answered');
    const { begun } = await client.settled();
    assert.ok(begun - before.begun <= 10, `${begun - before.begun} were begun`);
    await client.close(path);
  });

  test('severities are a setting, and so is silence', async (t) => {
    const { client } = server;
    const folder = await server.folder(t, CHURN);
    const path = await server.open(folder, CHURN, 'churn.pipeline.yaml');
    await client.settled();
    const at = client.text(path).indexOf('tenure}');
    await client.type(path, at, at + 6, 'tenur');
    await client.diagnostics(path, shows('unknown-column'));
    const set = (settings: object) => client.notify('workspace/didChangeConfiguration', { settings });
    await set({ modelyard: { severities: { 'unknown-column': 'hint' } } });
    await client.diagnostics(path, (told) => told.diagnostics[0]?.severity === 4);
    await set({ modelyard: { severities: { 'unknown-column': 'off' }, environment: 'nowhere' } });
    await client.diagnostics(path, isClean);
    assert.ok(client.asked.some(({ method }) => method === 'window/showMessage'));
    await set({ modelyard: {} });
    await client.diagnostics(path, shows('unknown-column'));
    await client.type(path, at, at, 'tenur}  # modelyard-ignore unknown-column\n#');
    await client.diagnostics(path, isClean);
    await client.close(path);
  });

  test('the data child is killed: answers go on, and it is started again', async (t) => {
    const { client } = server;
    const folder = await server.folder(t, CHURN);
    const path = await server.open(folder, CHURN, 'churn.pipeline.yaml');
    const own = async () => {
      const { projects } = await client.settled();
      return projects.find(({ root }) => root === uriOfPath(folder))?.dataProcess;
    };
    const first = await own();
    assert.ok(first);
    process.kill(first, 'SIGKILL');
    assert.ok(await client.request('textDocument/documentSymbol', client.at(path, 0)));
    const at = client.text(path).indexOf('tenure}');
    await client.type(path, at, at + 6, 'length(tenur)');
    await client.diagnostics(path, shows('unknown-column'));
    const second = await own();
    assert.ok(second !== undefined && second !== first);
    await client.close(path);
  });
});

describe('processes of the language server', { concurrency: 4 }, () => {
  test('it ends with 0 after a goodbye, with 1 without one', async (t) => {
    assert.equal(await (await lspClient(t)).leave(), 0);
    const rude = await lspClient(t);
    await rude.notify('exit', undefined);
    assert.equal(await rude.ended, 1);
  });

  test('it ends when its client is gone, and its data child with it', async (t) => {
    const folder = projectFolder(t);
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    t.after(() => other.kill('SIGKILL'));
    const client = await lspClient(t, { folders: [folder], processId: other.pid! });
    const { projects } = await client.settled();
    const child = projects[0]?.dataProcess;
    assert.ok(child);
    other.kill('SIGKILL');
    assert.equal(await client.ended, 1);
    while (isAlive(child)) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  test('SIGTERM ends it', async (t) => {
    const client = await lspClient(t);
    client.child.kill('SIGTERM');
    assert.equal(await client.ended, 130);
  });

  test('stdout carries the protocol alone, and nothing is said on stderr', async (t) => {
    const client = await lspClient(t, { folders: [projectFolder(t)] });
    await client.settled();
    assert.equal(await client.leave(), 0);
    assert.equal(client.said.err, '');
  });

  test('in a workspace that is not trusted nothing is run and no data opened', async (t) => {
    const folder = projectFolder(t);
    const client = await lspClient(t, { folders: [folder], options: { trusted: false } });
    const path = join(folder, 'churn.pipeline.yaml');
    await client.open(path, readFixture(CHURN).files.get('churn.pipeline.yaml')!.replace('from: churn', 'from: chorn'));
    assert.deepEqual(codes(await client.diagnostics(path, shows('unknown-dataset'))), ['unknown-dataset']);
    const { projects } = await client.settled();
    assert.deepEqual(
      projects.map(({ dataProcess }) => dataProcess),
      [undefined],
    );
    const run = { command: 'modelyard.operation', arguments: [{ root: uriOfPath(folder), line: ['validate'] }] };
    await assert.rejects(client.request('workspace/executeCommand', run), /not trusted/);
    assert.ok(!existsSync(join(folder, '.modelyard')));
  });

  test('a client that asks for diagnostics gets them, and hears only of what is new', async (t) => {
    const folder = projectFolder(t);
    const client = await lspClient(t, {
      folders: [folder],
      capabilities: { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
    });
    const path = join(folder, 'churn.pipeline.yaml');
    const text = readFixture(CHURN).files.get('churn.pipeline.yaml')!;
    await client.open(path, text.replace('from: churn', 'from: chorn'));
    const { textDocument } = client.at(path, 0);
    const report = await client.request<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument });
    assert.ok(report.kind === 'full');
    assert.deepEqual(codes(report.items), ['unknown-dataset']);
    await client.settled();
    const again = await client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument,
      previousResultId: report.resultId,
    });
    assert.deepEqual(again, { kind: 'unchanged', resultId: report.resultId });
    const all = await client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: [] });
    assert.deepEqual(all.items.map(nameAndCodes), [[uriOfPath(path), ['unknown-dataset']]]);
    const at = client.text(path).indexOf('chorn');
    await client.type(path, at, at + 5, 'churn');
    const previousResultIds = [{ uri: uriOfPath(path), value: report.resultId! }];
    const mended = await client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds });
    assert.deepEqual(mended.items.map(nameAndCodes), [[uriOfPath(path), []]]);
    assert.equal(client.last(path), undefined);
    assert.ok(client.asked.some(({ method }) => method === 'workspace/diagnostic/refresh'));
  });

  test('a client that asks for open documents only is told of the others', async (t) => {
    const folder = projectFolder(t);
    const pipeline = join(folder, 'churn.pipeline.yaml');
    writeFiles(folder, [['churn.dataset.yaml', 'dataset: churned\nsource: churn.csv\n']]);
    const client = await lspClient(t, {
      folders: [folder],
      capabilities: { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
    });
    await client.diagnostics(pipeline, shows('unknown-dataset'));
    await client.open(pipeline, readFixture(CHURN).files.get('churn.pipeline.yaml')!);
    await client.diagnostics(pipeline, isClean);
    await client.close(pipeline);
    await client.diagnostics(pipeline, shows('unknown-dataset'));
  });

  test('a client that does not watch files is told what changes on disk nevertheless', async (t) => {
    const folder = projectFolder(t);
    const client = await lspClient(t, { folders: [folder] });
    await client.settled();
    const pipeline = join(folder, 'churn.pipeline.yaml');
    writeFiles(folder, [['churn.csv', 'id,months,churned\n1,3,true\n']]);
    await client.diagnostics(pipeline, shows('unknown-column'));
    writeFiles(folder, [['churn.csv', 'id,tenure,churned\n1,3,true\n']]);
    await client.diagnostics(pipeline, isClean);
  });

  const dist = fileURLToPath(new URL('../../dist/server.js', import.meta.url));
  test('the bundle serves as the sources do', { skip: !existsSync(dist) }, async (t) => {
    const folder = projectFolder(t);
    const client = await lspClient(t, { folders: [folder], command: [dist, '--stdio'] });
    const path = join(folder, 'churn.pipeline.yaml');
    await client.open(path, readFixture(CHURN).files.get('churn.pipeline.yaml')!.replace('tenure', 'tenur'));
    await client.diagnostics(path, shows('unknown-column'));
    assert.equal(await client.leave(), 0);
  });
});

function projectFolder(t: Parameters<typeof temporaryFolder>[0]): string {
  const folder = temporaryFolder(t);
  writeFiles(folder, readFixture(CHURN).files);
  return folder;
}

function nameAndCodes(report: WorkspaceDocumentDiagnosticReport): unknown {
  return [report.uri, report.kind === 'full' ? codes(report.items) : report.kind];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
