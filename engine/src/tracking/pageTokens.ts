import { Failure, usage } from '../failure.ts';
import type { Page, Paging } from '../ports/page.ts';

/** Where a page lies in its list, to be asked for with one item more than it shows. */
export interface Window {
  readonly offset: number;
  readonly limit: number;
}

/** @throws Failure `page-token`, `usage` */
export function windowOf({ limit, pageToken }: Paging, things: string): Window {
  if (!Number.isSafeInteger(limit) || limit < 1) throw usage(`${limit} is not a number of ${things}: at least 1.`);
  return { offset: offsetOf(pageToken), limit };
}

/** The page out of its items and the first of the next, where there is one. */
export function pageOf<T>(found: readonly T[], { offset, limit }: Window): Page<T> {
  if (found.length <= limit) return { items: found };
  return { items: found.slice(0, limit), nextPageToken: tokenOf(offset + limit) };
}

/** MLflow's page tokens: base64 of `{"offset": n}`. */
export function tokenOf(offset: number): string {
  return Buffer.from(JSON.stringify({ offset })).toString('base64');
}

/** @throws Failure `page-token` */
export function offsetOf(token: string | undefined): number {
  if (token === undefined || token === '') return 0;
  const { offset } = tokenContent(token);
  if (!Number.isSafeInteger(offset) || (offset as number) < 0) throw badPageToken(token);
  return offset as number;
}

export function badPageToken(token: string): Failure {
  return new Failure('page-token', `'${token.length > 60 ? `${token.slice(0, 60)}...` : token}' is not a page token.`, {
    next: 'Use the one the page before gave.',
  });
}

/** @throws Failure `page-token` */
export function tokenContent(token: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    if (typeof content === 'object' && content !== null) return content as Readonly<Record<string, unknown>>;
  } catch {
    throw badPageToken(token);
  }
  throw badPageToken(token);
}
