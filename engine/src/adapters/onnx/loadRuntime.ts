import { Failure } from '../../failure.ts';

export type Ort = typeof import('onnxruntime-node');

/** Of macOS on Intel there is no ONNX Runtime any more. */
const WITHOUT = 'darwin-x64';

/** ONNX Runtime, or a `Failure` that says why there is none. The telemetry switch must have been set in the process before. */
export async function loadRuntime(
  load: () => Promise<Ort> = () => import('onnxruntime-node'),
  machine = `${process.platform}-${process.arch}`,
): Promise<Ort> {
  try {
    return await load();
  } catch (cause) {
    throw machine === WITHOUT ? notMadeFor(cause) : cannotLoadRuntime(cause);
  }
}

function notMadeFor(cause: unknown): Failure {
  return new Failure(
    'no-runtime',
    'There is no ONNX Runtime for macOS on Intel: models are not trained or used here.',
    {
      next: 'Train on Linux, on Windows or on a Mac with Apple silicon; specs, data and features can be checked here.',
      cause,
    },
  );
}

function cannotLoadRuntime(cause: unknown): Failure {
  const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return new Failure('no-runtime', `ONNX Runtime could not be loaded: ${reason}`, {
    next: 'See what it needs in docs/installing.md; specs, data and features can be checked without it.',
    cause,
  });
}
