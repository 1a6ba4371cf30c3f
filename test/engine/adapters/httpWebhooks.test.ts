import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { httpWebhooks } from '../../../engine/src/adapters/webhooks/httpWebhooks.ts';
import { Cancelled, Failure } from '../../../engine/src/failure.ts';

type Answers = (request: IncomingMessage, response: ServerResponse) => void;

/** A receiver on this machine; its address with a secret in it. */
async function receiver(t: TestContext, answers: Answers): Promise<string> {
  const server = createServer(answers).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://ada:p%40ss@127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`;
}

const CALL = { headers: { 'content-type': 'application/json' }, body: '{"a":1}', within: 5000 };

test('a message is posted as it is, a user of the address as authorization', async (t) => {
  const seen: unknown[] = [];
  const url = await receiver(t, async (request, response) => {
    let body = '';
    for await (const piece of request.setEncoding('utf8')) body += piece;
    seen.push([request.method, request.url, request.headers.authorization, request.headers['content-type'], body]);
    response.writeHead(202).end('a long answer that nobody reads');
  });
  assert.equal(await httpWebhooks.post({ ...CALL, url }), 202);
  const basic = `Basic ${Buffer.from('ada:p@ss').toString('base64')}`;
  assert.deepEqual(seen, [['POST', '/secret-path', basic, 'application/json', '{"a":1}']]);
});

test('a redirect is the answer, and nobody follows it', async (t) => {
  let calls = 0;
  const url = await receiver(t, (_request, response) => {
    calls++;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  assert.deepEqual([await httpWebhooks.post({ ...CALL, url }), calls], [302, 1]);
});

test('a receiver that hangs is cut off, and its address not told', async (t) => {
  const url = await receiver(t, () => undefined);
  await assert.rejects(httpWebhooks.post({ ...CALL, url, within: 50 }), (error) => {
    assert.ok(error instanceof Failure);
    assert.deepEqual([error.reason, error.message], ['webhook-late', 'No answer within 0.05 s.']);
    return true;
  });
});

test('one that is not there is said without its address', async (t) => {
  const url = await receiver(t, (request) => request.socket.destroy());
  for (const one of [url, url.replace(/:\d+\//, ':1/')])
    await assert.rejects(httpWebhooks.post({ ...CALL, url: one }), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.reason, 'webhook-unreachable');
      assert.doesNotMatch(error.message, /secret|127/);
      return true;
    });
});

test('a signal ends it', async (t) => {
  const stop = new AbortController();
  const url = await receiver(t, () => stop.abort());
  await assert.rejects(httpWebhooks.post({ ...CALL, url, signal: stop.signal }), Cancelled);
});
