import type { ZipEntry } from './zipEntries.ts';

/** What a part of the package weighs, in bytes: packed in the VSIX, and once installed. */
export interface PartSize {
  readonly part: string;
  readonly packed: number;
  readonly bytes: number;
}

/** Parts of a VSIX, heaviest first: each native package, what of dist/ is ours, samples, and all the rest. */
export function sizesByPart(entries: readonly ZipEntry[]): readonly PartSize[] {
  const sizes = new Map<string, PartSize>();
  for (const { path, packed, bytes } of entries) {
    const part = partOf(path);
    const sum = sizes.get(part) ?? { part, packed: 0, bytes: 0 };
    sizes.set(part, { part, packed: sum.packed + packed, bytes: sum.bytes + bytes });
  }
  return [...sizes.values()].sort((a, b) => b.packed - a.packed);
}

function partOf(path: string): string {
  const native = /^extension\/dist\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  if (native !== undefined) return native;
  if (path.startsWith('extension/dist/samples/')) return 'sample project';
  return path.startsWith('extension/dist/') ? 'programs' : 'everything else';
}
