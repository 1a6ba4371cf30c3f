/** Thread of one open model: ONNX Runtime blocks the thread it runs in. */
import { readFile } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { Failure } from '../../failure.ts';
import { sendable } from '../sentFailure.ts';
import type { Answer, Ask } from './messages.ts';
import { openSession, type Session } from './session.ts';

let session: Session | undefined;

parentPort?.on('message', (ask: Ask) => {
  answer(ask).then(
    (message) => parentPort?.postMessage(message),
    (error: unknown) =>
      parentPort?.postMessage({ kind: 'failed', id: ask.id, failure: sendable(error) } satisfies Answer),
  );
});

async function answer(ask: Ask): Promise<Answer> {
  const { id } = ask;
  if (ask.kind === 'open') {
    session = await openSession(await read(ask.file), ask.file);
    const { inputs, outputs, signature, metadata } = session;
    return { kind: 'opened', id, facts: { inputs, outputs, signature, metadata } };
  }
  if (ask.kind === 'predict') return { kind: 'predicted', id, outputs: await session!.run(ask.inputs, ask.rows) };
  await session?.release();
  parentPort?.unref();
  return { kind: 'closed', id };
}

async function read(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new Failure('not-a-model', `The model file ${file} cannot be read: ${(error as Error).message}`, {
      next: 'See that the file is there and may be read.',
    });
  }
}
