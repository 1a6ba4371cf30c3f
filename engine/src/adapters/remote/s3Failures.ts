import { Cancelled, Failure } from '../../failure.ts';
import { remoteDenied, remoteFailed, remoteFull, remoteGone, remoteSlow } from './remoteFailures.ts';

const NO_ANSWER: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const LATE: ReadonlySet<string> = new Set([
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeTooSlow',
  'ETIMEDOUT',
  'SlowDown',
  'ServiceUnavailable',
  'Throttling',
  'ThrottlingException',
]);
const FULL: ReadonlySet<string> = new Set([
  'QuotaExceeded',
  'EntityTooLarge',
  'InsufficientStorage',
  'XMinioStorageFull',
  'XMinioAdminBucketQuotaExceeded',
  'StorageFull',
]);

/** What S3 or the way to it said, as a refusal the user can act on; other errors as they are. */
export function s3Failure(place: string, error: unknown, seconds: number): unknown {
  if (error instanceof Failure || error instanceof Cancelled || !(error instanceof Error)) return error;
  const { name } = error;
  if (name === 'AbortError') return new Cancelled();
  const code = codeOf(error);
  const status = statusOf(error);
  const why = `${name === 'Error' ? (code ?? name) : name}${error.message === '' ? '' : `: ${firstLine(error.message)}`}`;
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError')
    return remoteDenied(place, firstLine(error.message), SIGN_IN, error);
  if (name === 'NoSuchBucket') return remoteGone(place, 'there is no such bucket', error);
  if (/region is missing/i.test(error.message))
    return remoteDenied(
      place,
      'no region is known',
      'Set AWS_REGION, or `region` beside the address in modelyard.yaml.',
      error,
    );
  if (FULL.has(name) || status === 507) return remoteFull(place, why, error);
  if (LATE.has(name) || LATE.has(code ?? '') || status === 503) return remoteSlow(place, seconds, error);
  if (status === 401 || status === 403) return remoteDenied(place, why, ALLOW, error);
  if (NO_ANSWER.has(code ?? '')) return remoteGone(place, why, error);
  if (status === 301 || name === 'PermanentRedirect')
    return remoteGone(place, 'the bucket lies in another region; `region` beside the address names it', error);
  if (status !== undefined || code !== undefined) return remoteFailed(place, why, error);
  return error;
}

export function statusOf(error: unknown): number | undefined {
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** Of a server with several addresses, of the first that was tried. */
function codeOf(error: Error): string | undefined {
  const { code, errors, cause } = error as { code?: unknown; errors?: readonly { code?: unknown }[]; cause?: unknown };
  const found = code ?? errors?.[0]?.code ?? (cause as { code?: unknown } | undefined)?.code;
  return typeof found === 'string' ? found : undefined;
}

function firstLine(text: string): string {
  return text.split('\n')[0]!.replace(/\.$/, '').slice(0, 200);
}

const SIGN_IN =
  'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile with AWS_PROFILE, or sign in with `aws sso login`.';
const ALLOW =
  'Check which credentials are used (`aws sts get-caller-identity`), and ask for leave to list, read and write below this address.';
