import { isRecord } from '../../language/isRecord.ts';
export function isTexts(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((one) => typeof one === 'string');
}

/** A text, or nothing. */
export function isTextIfAny(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

export function isRunId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
}

export function isArtifact(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { path, size, sha256 } = value;
  return (
    typeof path === 'string' && isPlainPath(path) && Number.isSafeInteger(size) && /^[0-9a-f]{64}$/.test(String(sha256))
  );
}

/** Nothing, or a list of which each is so. */
export function isListIfAny(value: unknown, is: (one: unknown) => boolean): boolean {
  return value === undefined || (Array.isArray(value) && value.every(is));
}

/** Leads nowhere but down. */
function isPlainPath(path: string): boolean {
  return (
    !/[\\\0]|^\/|\/$|\/\//.test(path) && path !== '' && !path.split('/').some((part) => part === '.' || part === '..')
  );
}
