import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface MotoServer {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** A server that speaks S3, from PyPI's moto; it forgets all when it stops. */
export async function startMoto(python: string): Promise<MotoServer> {
  const port = await freePort();
  const child = spawn(python, ['-m', 'moto.server', '-p', String(port), '-H', '127.0.0.1'], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const endpoint = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    const answered = await fetch(`${endpoint}/moto-api/`).then(
      () => true,
      () => false,
    );
    if (answered) break;
    if (tries === 300 || child.exitCode !== null) throw new Error('moto does not start');
    await pause(100);
  }
  return {
    endpoint,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
