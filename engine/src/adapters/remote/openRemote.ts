import { Failure } from '../../failure.ts';
import type { RemoteObjects } from '../../ports/remoteObjects.ts';
import type { S3Place } from './s3.ts';

export type RemotePlace = { readonly kind: 'folder'; readonly url: string } | ({ readonly kind: 's3' } & S3Place);

/** The remote behind an address; what it needs is loaded here. */
export async function openRemote(
  place: RemotePlace,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<RemoteObjects> {
  if (place.kind === 's3') return (await import('./s3.ts')).s3Remote(place, { variables });
  const { folderRemote } = await import('./folder.ts');
  try {
    return folderRemote(place.url);
  } catch (error) {
    throw new Failure('remote-url', `${place.url} is no folder on this system.`, {
      next: 'Write the whole path, on Windows with the drive or the server: `file:///D:/models`, `file://server/share/models`.',
      cause: error,
    });
  }
}
