import { mkdirSync, writeFileSync } from 'node:fs';
import { request as ask } from 'node:http';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openHost } from '../../engine/src/adapters/host.ts';
import type { Host, Stores } from '../../engine/src/ports/host.ts';
import type { JsonObject } from '../../service/src/http/route.ts';
import { type HttpServer, startHttpServer } from '../../service/src/http/server.ts';
import { OPEN } from '../../service/src/mlflow/server.ts';
import { ROUTES } from '../../service/src/routes.ts';
import { UndeclaredRuns } from '../../service/src/undeclared/undeclaredRuns.ts';
import { temporaryFolder } from './temporaryFolder.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  readonly text: string;
  /** Throws where it is none. */
  json(): Reader;
}

/** What a JSON answer says, to be looked into without types. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape is what they assert
type Reader = any;

export interface Call {
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null: none is sent. */
  readonly token?: string | null;
}

export interface TestService {
  readonly root: string;
  readonly host: Host;
  readonly stores: Stores;
  readonly server: HttpServer;
  readonly token: string;
  readonly undeclared: UndeclaredRuns;
  /** What went wrong on our side. */
  readonly reported: readonly unknown[];
  call(method: string, path: string, call?: Call): Promise<Reply>;
  /** POST below /api/2.0/mlflow that must succeed. */
  post(path: string, json: JsonObject): Promise<Reader>;
  /** GET below /api/2.0/mlflow that must succeed. */
  get(path: string, query?: Call['query']): Promise<Reader>;
}

const TOKEN = 'a-token-of-this-test';

export interface TestServiceOptions {
  /** Puts other things of the machine in the place of the real ones. */
  readonly change?: (host: Host, root: string) => Host;
  /** Whether runs carry what the machine knows of who began them. */
  readonly undeclared?: boolean;
}

/** A service in this process, with real stores in a folder of its own. */
export async function testService(
  t: Pick<TestContext, 'after'>,
  { change = (host) => host, undeclared: isTold = false }: TestServiceOptions = {},
): Promise<TestService> {
  const root = join(temporaryFolder(t), 'project');
  mkdirSync(root);
  writeFileSync(join(root, 'modelyard.yaml'), 'project: test\n');
  const host = change(openHost({ folder: root, projectFolder: undefined, verbose: false, restart: ['false'] }), root);
  const stores = await host.stores(root);
  const undeclared = new UndeclaredRuns(host, root);
  await stores.runs.defaultExperiment();
  const reported: unknown[] = [];
  const server = await startHttpServer({
    routes: ROUTES,
    open: OPEN,
    token: TOKEN,
    port: 0,
    context: async () => ({ host, root, stores, log: host.log, ...(isTold ? { undeclared } : {}) }),
    report: (error) => reported.push(error),
  });
  t.after(async () => {
    await server.close();
    await undeclared.settled();
    await host.close();
  });
  const call: TestService['call'] = (method, path, options = {}) => send(server.port, method, path, options);
  const must = async (method: string, path: string, options: Call): Promise<Reader> => {
    const reply = await call(method, `/api/2.0/mlflow/${path}`, options);
    if (reply.status !== 200) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
    return reply.json();
  };
  return {
    ...{ root, host, stores, server, token: TOKEN, reported, undeclared, call },
    post: (path, json) => must('POST', path, { json }),
    get: (path, query = {}) => must('GET', path, { query }),
  };
}

/** One request, on a connection of its own. */
export function send(port: number, method: string, path: string, call: Call): Promise<Reply> {
  const { query, json, token = TOKEN, headers = {} } = call;
  const body = json === undefined ? call.body : JSON.stringify(json);
  return new Promise((resolve, reject) => {
    const request = ask(
      {
        ...{ host: '127.0.0.1', port, method, path: query ? `${path}?${queryText(query)}` : path, agent: false },
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...(body === undefined || 'transfer-encoding' in headers
            ? {}
            : { 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString('utf8');
          resolve({
            ...{ status: response.statusCode ?? 0, headers: response.headers, bytes, text },
            json: () => JSON.parse(text) as Reader,
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

function queryText(query: NonNullable<Call['query']>): string {
  const text = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    for (const one of typeof value === 'string' ? [value] : value) text.append(key, one);
  return text.toString();
}
