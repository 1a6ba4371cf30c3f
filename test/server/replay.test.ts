import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Hover } from 'vscode-languageserver';
import { uriOfPath } from '../../server/src/workspace/uris.ts';
import { CHURN } from '../kit/churn.ts';
import { codes, isClean, shows } from '../kit/diagnostics.ts';
import { writeFiles } from '../kit/lspClient.ts';
import { sharedServer } from '../kit/sharedServer.ts';

const SHOP = '#- modelyard.yaml\nproject: shop\nlanguage: 1\n';

describe('the language server over stdio', { concurrency: 4 }, () => {
  const server = sharedServer();
  const watched = (...paths: readonly string[]) =>
    server.client.notify('workspace/didChangeWatchedFiles', {
      changes: paths.map((path) => ({ uri: uriOfPath(path), type: 2 })),
    });

  test('a wrong column is told as it is typed, and gone when it is mended', async (t) => {
    const { client } = server;
    const folder = await server.folder(t, CHURN);
    const path = await server.open(folder, CHURN, 'churn.pipeline.yaml');
    await client.settled();
    const at = client.text(path).indexOf('tenure}');
    const version = await client.type(path, at, at + 6, 'tenur');
    const [problem] = await client.diagnostics(path, shows('unknown-column'));
    assert.equal(client.last(path)?.version, version);
    assert.equal(problem?.source, 'modelyard');
    assert.match(problem?.codeDescription?.href ?? '', /^file:\/\/.*\/docs\/rules\/unknown-column\.md$/);
    assert.deepEqual(problem?.range, { start: { line: 7, character: 24 }, end: { line: 7, character: 29 } });
    const mended = await client.type(path, at, at + 5, 'tenure');
    await client.diagnostics(path, (told) => told.version === mended && isClean(told));
    await client.close(path);
  });

  test('files that nobody opened are checked, and told anew when the data or another file changes', async (t) => {
    const { client } = server;
    const folder = await server.folder(t, CHURN);
    const [dataset, pipeline] = ['churn.dataset.yaml', 'churn.pipeline.yaml'].map((file) => join(folder, file));
    await client.settled();
    assert.equal(client.last(pipeline!), undefined);
    writeFiles(folder, [['churn.csv', 'id,months,churned\n1,3,true\n']]);
    await watched(join(folder, 'churn.csv'));
    await client.diagnostics(pipeline!, shows('unknown-column'));
    rmSync(dataset!);
    await watched(dataset!);
    await client.diagnostics(pipeline!, shows('unknown-dataset'));
    rmSync(pipeline!);
    await watched(pipeline!);
    await client.diagnostics(pipeline!, isClean);
  });

  test('what an editor has open counts, not what is on disk, also after the file was deleted', async (t) => {
    const { client } = server;
    const folder = await server.folder(t, CHURN);
    const path = await server.open(folder, CHURN, 'churn.dataset.yaml');
    const pipeline = join(folder, 'churn.pipeline.yaml');
    await client.settled();
    await client.type(path, 'dataset: '.length, 'dataset: churn'.length, 'clients');
    await client.diagnostics(pipeline, shows('unknown-dataset'));
    rmSync(path);
    await watched(path);
    await client.type(path, 'dataset: '.length, 'dataset: clients'.length, 'churn');
    await client.diagnostics(pipeline, isClean);
    await client.close(path);
    await client.diagnostics(pipeline, shows('unknown-dataset'));
  });

  test('a file that is renamed takes its problems along', async (t) => {
    const { client } = server;
    const folder = await server.folder(t, CHURN);
    writeFiles(folder, [['old.pipeline.yaml', 'pipeline: other\nsteps: 3\n']]);
    await watched(join(folder, 'old.pipeline.yaml'));
    await client.diagnostics(join(folder, 'old.pipeline.yaml'), shows('wrong-type'));
    rmSync(join(folder, 'old.pipeline.yaml'));
    writeFiles(folder, [['new.pipeline.yaml', 'pipeline: other\nsteps: 3\n']]);
    await watched(join(folder, 'old.pipeline.yaml'), join(folder, 'new.pipeline.yaml'));
    await client.diagnostics(join(folder, 'new.pipeline.yaml'), shows('wrong-type'));
    await client.diagnostics(join(folder, 'old.pipeline.yaml'), isClean);
  });

  test('a file without a project is held against its schema alone; a modelyard.yaml above it makes it one', async (t) => {
    const { client } = server;
    const alone = CHURN.replace(/#- modelyard[^#]*/, '');
    const folder = await server.folder(t, alone);
    const path = await server.open(folder, alone, 'churn.pipeline.yaml');
    const at = client.text(path).indexOf('from: churn');
    await client.type(path, at, at, 'fro: x\n      ');
    assert.deepEqual(codes(await client.diagnostics(path, (told) => told.version === 2)), ['unknown-key']);
    await client.type(path, at, at + 'fro: x\n      '.length, '');
    await client.type(path, at + 6, at + 11, 'nobody');
    await client.diagnostics(path, (told) => told.version === 4 && isClean(told));
    writeFiles(folder, [['modelyard.yaml', 'project: shop\nlanguage: 1\n']]);
    await watched(join(folder, 'modelyard.yaml'));
    await client.diagnostics(path, shows('unknown-dataset'));
    rmSync(join(folder, 'modelyard.yaml'));
    await watched(join(folder, 'modelyard.yaml'));
    await client.diagnostics(path, isClean);
    await client.close(path);
  });

  test('a modelyard.yaml that is broken is told; the rest goes on', async (t) => {
    const { client } = server;
    const folder = await server.folder(t, CHURN);
    const settings = await server.open(folder, CHURN, 'modelyard.yaml');
    await client.settled();
    await client.type(settings, 0, 'project'.length, 'project: {[\nproject');
    await client.diagnostics(settings, shows('yaml-syntax'));
    const path = await server.open(folder, CHURN, 'churn.pipeline.yaml');
    const symbols = await client.request('textDocument/documentSymbol', client.at(path, 0));
    assert.ok(Array.isArray(symbols));
    await client.close(path);
    await client.close(settings);
  });

  test('two projects, one in the other, do not see each other', async (t) => {
    const { client } = server;
    const inner = CHURN.replaceAll('#- ', '#- inner/').replace('from: churn', 'from: sales');
    const fixture = `${CHURN}${inner.slice(1)}`;
    const folder = await server.folder(t, fixture);
    await client.diagnostics(join(folder, 'inner/churn.pipeline.yaml'), shows('unknown-dataset'));
    const { projects } = await client.settled();
    const own = projects.filter(({ root }) => root.startsWith(uriOfPath(folder)));
    assert.deepEqual(own.map(({ root, files }) => [root, files]).sort(), [
      [uriOfPath(folder), 3],
      [uriOfPath(join(folder, 'inner')), 3],
    ]);
    assert.deepEqual(client.last(join(folder, 'churn.pipeline.yaml')), undefined);
  });

  for (const [what, text] of [
    ['a byte order mark', '\uFEFFpipeline: odd\nsteps: 3\n'],
    ['CRLF', 'pipeline: odd\r\nsteps: 3\r\n'],
    ['tabs', 'pipeline: odd\nsteps:\n\t3\n'],
    ['conflict markers', '<<<<<<< ours\npipeline: odd\n=======\npipeline: even\n>>>>>>> theirs\nsteps: 3\n'],
    ['10,000 aliases', `pipeline: odd\nsteps: &a [${'*a, '.repeat(10_000)}1]\n`],
    ['deep nesting', `pipeline: odd\nsteps: ${'{a: '.repeat(3000)}`],
    ['any bytes', 'pipeline: odd\nsteps: \u0000\uD800\u2028 3\n'],
    ['two documents', 'pipeline: odd\nsteps: 3\n---\npipeline: even\n'],
  ] as const)
    test(`${what}: problems are told, requests answered`, async (t) => {
      const { client } = server;
      const folder = await server.folder(t, SHOP);
      const path = join(folder, 'odd.pipeline.yaml');
      await client.open(path, text);
      assert.notDeepEqual(await client.diagnostics(path, (told) => told.version === 1), []);
      for (const at of [0, 10, 20, text.length]) {
        const place = client.at(path, at);
        await client.request('textDocument/completion', place);
        await client.request('textDocument/hover', place);
      }
      await client.type(path, text.length, text.length, '\n# more');
      await client.diagnostics(path, (told) => told.version === 2);
      await client.close(path);
    });

  test('bytes on disk that are no UTF-8 are told, not thrown', async (t) => {
    const { client } = server;
    const folder = await server.folder(t, SHOP);
    writeFiles(folder, [['odd.pipeline.yaml', Buffer.from([0x70, 0xff, 0xfe, 0x3a, 0x0a, 0x80])]]);
    await watched(join(folder, 'odd.pipeline.yaml'));
    await client.diagnostics(join(folder, 'odd.pipeline.yaml'), (told) => told.diagnostics.length > 0);
  });

  test('a file above 1 MiB has one problem and no features; others still know its name', async (t) => {
    const { client } = server;
    const folder = await server.folder(t, CHURN);
    const path = join(folder, 'churn.dataset.yaml');
    await client.open(path, `dataset: churn\n# ${'x'.repeat(2 ** 20)}\nsourc: churn.csv\n`);
    assert.deepEqual(codes(await client.diagnostics(path, (told) => told.version === 1)), ['file-too-large']);
    assert.equal(await client.request<Hover | null>('textDocument/hover', client.at(path, 2)), null);
    await client.settled();
    assert.equal(client.last(join(folder, 'churn.pipeline.yaml')), undefined);
    await client.close(path);
  });

  test('requests about files that are not there have empty answers', async (t) => {
    const { client } = server;
    const folder = await server.folder(t, SHOP);
    const nowhere = {
      textDocument: { uri: uriOfPath(join(folder, 'no.pipeline.yaml')) },
      position: { line: 0, character: 0 },
    };
    assert.equal(await client.request('textDocument/hover', nowhere), null);
    const other = { ...nowhere, textDocument: { uri: 'untitled:Untitled-1' } };
    assert.equal(await client.request('textDocument/definition', other), null);
    await assert.rejects(client.request('workspace/executeCommand', { command: 'no' }), /no command/);
  });

  test('an operation is run as the command line runs it', async (t) => {
    const { client } = server;
    const folder = await server.folder(t, CHURN);
    await client.settled();
    const outcome = await client.request<{ code: number; out: string }>('workspace/executeCommand', {
      command: 'modelyard.operation',
      arguments: [{ root: uriOfPath(folder), line: ['validate', '--format', 'json'] }],
    });
    assert.deepEqual(JSON.parse(outcome.out).problems, []);
    assert.equal(outcome.code, 0);
  });
});
