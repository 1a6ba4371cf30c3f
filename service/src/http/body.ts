import type { IncomingMessage } from 'node:http';
import { isRecord } from '../../../engine/src/language/isRecord.ts';
import { MlflowError } from '../mlflow/errors.ts';
import type { JsonObject } from './route.ts';

/** Bytes; a dataset may come with a profile of 16 MB. */
export const JSON_LIMIT = 32 * 1024 * 1024;

/** The body in pieces. Throws where it is longer than `limit`, or the client leaves before it has sent all. */
export async function* pieces(request: IncomingMessage, limit = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
  if (announced(request) > limit) throw tooLarge(limit);
  let size = 0;
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false })) {
      size += (piece as Buffer).length;
      if (size > limit) throw tooLarge(limit);
      yield piece as Buffer;
    }
  } catch (error) {
    throw isCutOff(error) ? cutOff() : error;
  }
  if (!request.complete) throw cutOff();
}

/** The arguments of a request; empty where there are none, or what came is no object, as MLflow has it. */
export async function readJson(request: IncomingMessage): Promise<JsonObject> {
  const text = await wholeText(request, JSON_LIMIT);
  if (text === '') return {};
  refuseOtherType(request);
  return parsedObject(text);
}

/** As `pieces`; by events, for what is logged comes in many small bodies, and an iterator costs more than reading one. */
function wholeText(request: IncomingMessage, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    if (announced(request) > limit) throw tooLarge(limit);
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size <= limit) chunks.push(piece);
      else {
        chunks = [];
        reject(tooLarge(limit));
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', (error) => reject(isCutOff(error) ? cutOff() : error));
    request.on('close', () => {
      if (!request.complete) reject(cutOff());
    });
  });
}

function announced(request: IncomingMessage): number {
  return Number(request.headers['content-length'] ?? 0);
}

function isCutOff(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ECONNRESET';
}

/** What is no JSON would let a page of another site write without being asked. */
function refuseOtherType(request: IncomingMessage): void {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw new MlflowError('BAD_REQUEST', `Bodies are taken as they are, not as ${encoding.slice(0, 50)}.`, {
      status: 415,
    });
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new MlflowError('INVALID_PARAMETER_VALUE', "Bad Request. Content-Type must be one of ['application/json'].");
}

function parsedObject(text: string): JsonObject {
  const value = parsed(text);
  const inner = typeof value === 'string' ? parsed(value) : value;
  return isRecord(inner) ? (inner as JsonObject) : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tooLarge(limit: number): MlflowError {
  return new MlflowError('BAD_REQUEST', `The body is larger than ${limit} bytes.`, { status: 413 });
}

function cutOff(): MlflowError {
  return new MlflowError('CANCELLED', 'The client left before it had sent the whole body.');
}
