import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { openMlflowServer } from '../../../engine/src/adapters/mlflow/server/serverSource.ts';
import type { RunSource } from '../../../engine/src/ports/runSource.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function server(t: TestContext, answer: Answer, token?: string): Promise<RunSource> {
  const http = createServer(answer);
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  t.after(() => {
    http.closeAllConnections();
    http.close();
  });
  const address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return openMlflowServer(address, { pause: 1, timeout: 500, ...(token === undefined ? {} : { token }) });
}

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof value === 'string' ? value : JSON.stringify(value));
}

test('a server that is busy for a moment is asked again', async (t) => {
  let asked = 0;
  const source = await server(t, (_, response) => {
    asked++;
    if (asked < 3) json(response, {}, 503);
    else json(response, { experiments: [{ experiment_id: '1', name: 'a', creation_time: '5' }] });
  });
  const [one, ...more] = await source.experiments();
  assert.deepEqual([one?.name, one?.createdAt, more.length, asked], ['a', 5, 0, 3]);
});

test('what is no server of MLflow is refused in a sentence', async (t) => {
  const page = await server(t, (_, response) => response.end('<html>hello</html>'));
  await assert.rejects(page.experiments(), { reason: 'run-source' });
  const silent = await server(t, () => {});
  await assert.rejects(silent.experiments(), /does not answer/);
  await assert.rejects(openMlflowServer('http://127.0.0.1:1', { pause: 1 }).experiments(), /does not answer/);
  assert.throws(() => openMlflowServer('ftp://host'), { reason: 'run-source' });
});

test('a server that wants a token says so, in whatever words it has', async (t) => {
  for (const status of [401, 403]) {
    const plain = await server(t, (_, response) => response.writeHead(status).end('You are not logged in.'));
    await assert.rejects(plain.experiments(), { reason: 'source-token' });
    const inJson = await server(t, (_, response) => json(response, { error_code: 'PERMISSION_DENIED' }, status));
    await assert.rejects(inJson.experiments(), { reason: 'source-token', message: new RegExp(`\\(${status}\\)`) });
  }
});

test('credentials go into the header and nowhere else', async (t) => {
  const seen: (string | undefined)[] = [];
  const remember: Answer = ({ headers, url }, response) => {
    seen.push(headers.authorization);
    assert.ok(!/secret/.test(url ?? ''));
    json(response, {});
  };
  await (await server(t, remember, 'secret')).experiments();
  await (await server(t, remember, 'ana:secret')).experiments();
  const place = (await server(t, remember)).origin.place.replace('://', '://ana:secret@');
  const named = openMlflowServer(place);
  assert.ok(!named.origin.place.includes('secret'));
  await named.experiments();
  const basic = `Basic ${Buffer.from('ana:secret').toString('base64')}`;
  assert.deepEqual(seen, ['Bearer secret', basic, basic]);
});

test('pages without an end, odd values and names of files that lead away do no harm', async (t) => {
  const source = await server(t, ({ url = '' }, response) => {
    if (url.includes('experiments/search'))
      json(response, { experiments: [{ experiment_id: '1', name: 'a' }], next_page_token: 'same' });
    else if (url.includes('runs/search'))
      json(
        response,
        `{"runs": [{"info": {"run_id": "r", "experiment_id": "1", "status": "NEW", "start_time": "x"},
        "data": {"metrics": [{"key": "m", "value": NaN, "timestamp": 1, "step": 0}, {"key": "w", "value": "-Infinity"}, {"value": 1}, 7], "params": "none"}}]}`,
      );
    else if (url.includes('runs/get')) json(response, { run: { info: { run_id: 'r', artifact_uri: 's3://bucket' } } });
    else if (url.includes('artifacts/list') && !url.includes('path='))
      json(response, {
        files: [
          { path: '../../etc/passwd', file_size: '3' },
          { path: '..', is_dir: true },
          { path: '/' },
          { path: 'a', is_dir: true },
        ],
      });
    else json(response, { files: [] });
  });
  assert.equal((await source.experiments()).length, 2);
  const [run] = (await source.search({ limit: 5 })).runs;
  assert.deepEqual([run?.status, run?.startTime, run?.params], ['running', 0, {}]);
  assert.ok(Number.isNaN(run?.metrics['m']?.value));
  assert.equal(run?.metrics['w']?.value, Number.NEGATIVE_INFINITY);
  assert.deepEqual(await source.artifacts({ kind: 'run', id: 'r' }), [{ path: 'passwd', size: 3 }]);
});
