import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Server } from './servers.ts';

/** Milliseconds. */
const LOOKS_OUT = 0.2;

/**
 * One connection to a server that is kept, with one request at a time. It costs as little as a client can, on the machine that
 * the server works on too: a request is one write, and of an answer nothing is read but its status, its length and its body.
 * It looks out for the answer for a moment before it sleeps: to wake a process takes a virtual machine longer than a server that
 * does nothing takes to answer, and is not the server's time.
 */
export class Client {
  readonly #socket: Socket;
  readonly #token: string | undefined;
  #answer = emptyAnswer();
  #looksOutUntil = 0;
  #isLookingOut = false;

  static async open({ port, token }: Pick<Server, 'port' | 'token'>): Promise<Client> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new Client(socket, token);
  }

  private constructor(socket: Socket, token: string | undefined) {
    this.#socket = socket;
    this.#token = token;
    socket.on('data', (piece: Buffer) => this.#read(piece));
    socket.on('error', (error) => this.#answer.reject(error));
    socket.on('close', () => this.#answer.reject(new Error('The server closed the connection.')));
  }

  /** Body of the answer. `body`: JSON. Rejects where the answer is not 200. */
  async ask(path: string, body: string): Promise<string> {
    if (this.#socket.destroyed) throw new Error('The server has closed the connection.');
    this.#answer = emptyAnswer();
    const authorization = this.#token === undefined ? '' : `Authorization: Bearer ${this.#token}\r\n`;
    this.#socket.write(
      `POST /api/2.0/mlflow/${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${authorization}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    this.#looksOutUntil = performance.now() + LOOKS_OUT;
    if (!this.#isLookingOut) setImmediate(this.#lookOut);
    this.#isLookingOut = true;
    return this.#answer.promise;
  }

  /** While an immediate waits, the event loop does not sleep. */
  readonly #lookOut = (): void => {
    this.#isLookingOut = performance.now() < this.#looksOutUntil;
    if (this.#isLookingOut) setImmediate(this.#lookOut);
  };

  close(): void {
    this.#socket.destroy();
  }

  #read(piece: Buffer): void {
    const answer = this.#answer;
    answer.pieces.push(piece);
    answer.size += piece.length;
    answer.head ??= headOf(answer);
    if (answer.head === undefined || answer.size < answer.head.bytes + answer.head.bodyBytes) return;
    const text = Buffer.concat(answer.pieces).toString('utf8', answer.head.bytes);
    if (answer.head.status === 200) answer.resolve(text);
    else answer.reject(new Error(`${answer.head.status} ${text.slice(0, 300)}`));
  }
}

interface Answer extends PromiseWithResolvers<string> {
  readonly pieces: Buffer[];
  size: number;
  head: Head | undefined;
}

interface Head {
  readonly status: number;
  readonly bytes: number;
  readonly bodyBytes: number;
}

function emptyAnswer(): Answer {
  return { ...Promise.withResolvers<string>(), pieces: [], size: 0, head: undefined };
}

/** Undefined until all of it has come. */
function headOf({ pieces }: Answer): Head | undefined {
  const text = Buffer.concat(pieces).toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`The answer does not say how long it is:\n${head}`);
  return { status: Number(head.slice(9, 12)), bytes: end + 4, bodyBytes: Number(length) };
}
