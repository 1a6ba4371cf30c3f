import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MlflowError } from '../mlflow/errors.ts';
import type { Answer } from './route.ts';

const SAFE = { 'X-Content-Type-Options': 'nosniff', 'X-Frame-Options': 'SAMEORIGIN', 'Cache-Control': 'no-store' };

/** `isHead`: only what the body would be. */
export async function sendAnswer(response: ServerResponse, answer: Answer, isHead: boolean): Promise<void> {
  if (answer.kind === 'json') return sendText(response, 200, 'application/json', JSON.stringify(answer.value));
  if (answer.kind === 'text') return sendText(response, 200, answer.type ?? 'text/plain; charset=utf-8', answer.text);
  const { from, name, type } = answer;
  const size = 'file' in from ? (await stat(from.file)).size : from.size;
  response.writeHead(200, {
    ...SAFE,
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${plain(name)}"; filename*=UTF-8''${encodeName(name)}`,
    ...(size === undefined ? {} : { 'Content-Length': size }),
  });
  if (isHead) response.end();
  else await pipeline('file' in from ? createReadStream(from.file) : Readable.from(from.stream), response);
}

export function sendError(response: ServerResponse, error: MlflowError, headers: Record<string, string> = {}): void {
  const { code, status, message } = error;
  if (status === 401) headers['WWW-Authenticate'] = 'Bearer realm="Modelyard"';
  sendText(response, status, 'application/json', JSON.stringify({ error_code: code, message }), headers);
}

function sendText(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { ...SAFE, 'Content-Type': type, 'Content-Length': Buffer.byteLength(text), ...headers });
  // A text goes out in one write with its head.
  response.end(text);
}

/** For clients that do not know `filename*`. */
function plain(name: string): string {
  return name.replace(/[^\x20-\x7e]|["\\]/g, '_');
}

function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
