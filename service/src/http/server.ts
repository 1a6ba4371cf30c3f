import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { LocalConnection } from '../../../engine/src/ports/callers.ts';
import { MlflowError } from '../mlflow/errors.ts';
import { refusalOf } from '../mlflow/refusal.ts';
import { Activity } from './activity.ts';
import { pieces, readJson } from './body.ts';
import { refuseForeign, refuseStranger } from './guard.ts';
import type { Ask, Method, Route, ServiceContext } from './route.ts';
import { createRouter, type Router } from './router.ts';
import { sendAnswer, sendError } from './send.ts';

export interface HttpServerOptions {
  readonly routes: readonly Route[];
  /** Texts that anybody on this machine may read, by path. */
  readonly open: Readonly<Record<string, string>>;
  readonly token: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Asked for each request, for stores may be replaced. */
  context(): Promise<ServiceContext>;
  /** Of a mistake of ours. */
  report(error: unknown): void;
}

export interface HttpServer {
  readonly port: number;
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string;
  /** Milliseconds nobody has asked anything; 0 while a request is open. */
  quiet(): number;
  /** Lets open requests end, for a moment. */
  close(): Promise<void>;
}

const HEADER_BYTES = 64 * 1024;
const HEADERS_WITHIN = 15_000;
/** Of a connection: longer than clients keep one that they want to use again. */
const SILENCE = 120_000;
const LAST_WORDS = 2000;

/** Answers on 127.0.0.1 only. Rejects with Node's error where the port is taken. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const handling = { ...options, router: createRouter(options.routes) };
  const activity = new Activity();
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: HEADERS_WITHIN,
      // A large upload takes its time; one that stands still is ended by the silence.
      requestTimeout: 0,
      // The silence ends a connection between two requests too: a timer of its own would be begun anew with each of them.
      keepAliveTimeout: 0,
      noDelay: true,
    },
    (request, response) => {
      activity.begin(response);
      void handle(request, response, handling);
    },
  );
  server.setTimeout(SILENCE);
  server.on('clientError', answerUnreadable);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: '127.0.0.1' }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    quiet: () => activity.quiet(),
    close: () =>
      new Promise((resolve) => {
        const late = setTimeout(() => server.closeAllConnections(), LAST_WORDS);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

interface Handling extends HttpServerOptions {
  readonly router: Router;
}

async function handle(request: IncomingMessage, response: ServerResponse, handling: Handling): Promise<void> {
  try {
    await answer(request, response, handling);
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal && !isGone(error, response)) handling.report(error);
    if (response.headersSent || response.destroyed) response.destroy();
    else refuse(request, response, refusal ?? ours());
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, handling: Handling): Promise<void> {
  const method = request.method ?? '';
  refuseForeign(method, request.headers);
  const { path, query } = target(request.url ?? '/');
  const reads = method === 'GET' || method === 'HEAD';
  const open = reads && Object.hasOwn(handling.open, path) ? handling.open[path] : undefined;
  if (open !== undefined) return sendAnswer(response, { kind: 'text', text: open }, method === 'HEAD');
  const { found, methods } = handling.router.match(method === 'HEAD' ? 'GET' : method, path);
  refuseStranger(request.headers, handling.token);
  if (!found) return answerWithoutRoute(response, { method, path, methods });
  const { route, params } = found;
  const ask: Ask = {
    method: route.method,
    params,
    query,
    body: route.takes === 'bytes' || route.method === 'GET' ? {} : await readJson(request),
    headers: request.headers as Ask['headers'],
    connection: connectionOf(request.socket),
    stream: (limit) => pieces(request, limit),
  };
  await sendAnswer(response, await route.answer(ask, await handling.context()), method === 'HEAD');
}

/** What may be asked at the path, or that there is nothing. */
function answerWithoutRoute(
  response: ServerResponse,
  { method, path, methods }: { readonly method: string; readonly path: string; readonly methods: readonly Method[] },
): void {
  if (methods.length === 0) throw new MlflowError('ENDPOINT_NOT_FOUND', `There is nothing at ${shown(path)}.`);
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  if (method === 'OPTIONS') {
    response.writeHead(204, { Allow: allowed }).end();
    return;
  }
  response.setHeader('Allow', allowed);
  throw new MlflowError('ENDPOINT_NOT_FOUND', `${shown(path)} knows ${allowed} only.`, { status: 405 });
}

const connections = new WeakMap<Socket, LocalConnection>();

function connectionOf(socket: Socket): LocalConnection {
  const known = connections.get(socket);
  if (known) return known;
  const connection = { caller: socket.remotePort ?? 0, own: socket.localPort ?? 0 };
  connections.set(socket, connection);
  return connection;
}

/** Path and query as they came: `URL` would resolve `..` before anybody has seen it. */
function target(url: string): { readonly path: string; readonly query: Ask['query'] } {
  const cut = url.indexOf('?');
  if (cut < 0) return { path: url, query: {} };
  const query: Record<string, string[]> = Object.create(null);
  for (const [key, value] of new URLSearchParams(url.slice(cut + 1))) {
    const before = query[key];
    if (before) before.push(value);
    else query[key] = [value];
  }
  return { path: url.slice(0, cut), query };
}

/** What was not read of the body is passed over for a moment, so that the client comes to read the answer. */
function refuse(request: IncomingMessage, response: ServerResponse, error: MlflowError): void {
  sendError(response, error, request.complete ? {} : { Connection: 'close' });
  if (request.complete) return;
  request.resume();
  const late = setTimeout(() => request.destroy(), LAST_WORDS);
  late.unref();
  request.once('close', () => clearTimeout(late));
}

function isGone(error: unknown, response: ServerResponse): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return response.destroyed && (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE');
}

function ours(): MlflowError {
  return new MlflowError(
    'INTERNAL_ERROR',
    'This is a mistake in Modelyard, not yours. The log of the service says more.',
  );
}

/** What is no HTTP, or has a head that is too large or too late. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const isLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const status = isLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const message = isLarge
    ? `The head of the request is larger than ${HEADER_BYTES} bytes.`
    : 'This is no HTTP request.';
  const body = JSON.stringify({ error_code: 'BAD_REQUEST', message });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function shown(path: string): string {
  return path.length > 200 ? `${path.slice(0, 200)}...` : path;
}
