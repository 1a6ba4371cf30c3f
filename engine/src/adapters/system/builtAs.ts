import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Which bundles this program is; undefined from source, which is other code whenever somebody edits it. */
export function builtAs(): string | undefined {
  const self = fileURLToPath(import.meta.url);
  if (self.endsWith('.ts')) return undefined;
  const folder = dirname(self);
  const bundles = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const stamps = bundles.sort().map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  return createHash('sha256').update(stamps.join('\n')).digest('hex').slice(0, 16);
}
