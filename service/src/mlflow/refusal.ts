import { Failure } from '../../../engine/src/failure.ts';
import { type MlflowCode, MlflowError } from './errors.ts';

/** The engine's reasons in MLflow's words; any other reason is a value that cannot be taken. */
const CODES: Readonly<Record<string, MlflowCode>> = {
  'run-not-found': 'RESOURCE_DOES_NOT_EXIST',
  'experiment-not-found': 'RESOURCE_DOES_NOT_EXIST',
  'model-not-found': 'RESOURCE_DOES_NOT_EXIST',
  'version-not-found': 'RESOURCE_DOES_NOT_EXIST',
  'object-missing': 'RESOURCE_DOES_NOT_EXIST',
  'experiment-exists': 'RESOURCE_ALREADY_EXISTS',
  'model-exists': 'RESOURCE_ALREADY_EXISTS',
  // Never 5xx but this: clients do not ask again.
  'model-has-versions': 'NOT_IMPLEMENTED',
  'name-taken': 'RESOURCE_ALREADY_EXISTS',
  'alias-guarded': 'PERMISSION_DENIED',
  'run-held': 'RESOURCE_CONFLICT',
  'file-changed': 'RESOURCE_CONFLICT',
  // Passes by itself: clients try again.
  'store-busy': 'TEMPORARILY_UNAVAILABLE',
  'object-damaged': 'DATA_LOSS',
  'disk-full': 'INTERNAL_ERROR',
  'disk-error': 'INTERNAL_ERROR',
  'store-not-writable': 'INTERNAL_ERROR',
  'store-corrupt': 'INTERNAL_ERROR',
  'store-newer': 'INTERNAL_ERROR',
  'store-foreign': 'INTERNAL_ERROR',
};

/** What was refused, as MLflow's clients are told; undefined for a mistake of ours. */
export function refusalOf(error: unknown): MlflowError | undefined {
  if (error instanceof MlflowError) return error;
  if (!(error instanceof Failure)) return undefined;
  const message = error.next === undefined ? error.message : `${error.message} ${error.next}`;
  return new MlflowError(CODES[error.reason] ?? 'INVALID_PARAMETER_VALUE', message, { cause: error });
}
