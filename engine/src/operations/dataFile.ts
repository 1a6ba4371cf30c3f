import { posix as path } from 'node:path';
import { Failure } from '../failure.ts';
import type { DataSource } from '../ports/dataSource.ts';
import type { Host, OpenDataOptions } from '../ports/host.ts';

/** A file that the user named, seen from where they stand. */
export function fileNamed(host: Host, named: string): string {
  const portable = named.replaceAll('\\', '/');
  return /^(\/|[A-Za-z]:\/)/.test(portable) ? path.normalize(portable) : path.join(host.folder, portable);
}

/** As `fileNamed`; throws a `Failure` `file-not-found` where nothing is there. */
export async function inputNamed(host: Host, named: string): Promise<string> {
  const file = fileNamed(host, named);
  if ((await host.files.stat(file)) !== undefined) return file;
  throw new Failure('file-not-found', `${named} is not there.`, {
    next: 'Check the path; it is relative to where you stand.',
  });
}

/** The path of a new folder outside of any project, which may be read-only; whoever uses it removes it. */
export function temporaryFolder(host: Host): string {
  return path.join(host.tmpFolder, `modelyard-${host.ids.runId().slice(0, 12)}`);
}

/** Works with a data source that may read these files, and a folder of its own that is gone afterwards. */
export async function withData<T>(
  host: Host,
  readable: readonly string[],
  work: (data: DataSource, tmpFolder: string) => Promise<T>,
  options: Pick<OpenDataOptions, 'threads'> = {},
): Promise<T> {
  const tmpFolder = temporaryFolder(host);
  const data = await host.openData({ tmpFolder, readable, ...options });
  try {
    return await work(data, tmpFolder);
  } finally {
    await data.close();
    await host.files.remove(tmpFolder);
  }
}
