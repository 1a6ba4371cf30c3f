import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openHost } from '../../engine/src/adapters/host.ts';
import { formOf } from '../../engine/src/steps/modelForm.ts';

/** Registers a folder that MLflow saved as the next version of a model, as `serve` does for a client. */
export async function registerFolder(project: string, folder: string, name: string): Promise<number> {
  const host = openHost({ folder: project, projectFolder: undefined, verbose: false, restart: [process.execPath] });
  try {
    const stores = await host.stores(project);
    const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const files = await Promise.all(
      paths.map(async ({ parentPath, name: file }) => {
        const path = join(parentPath, file);
        return { path: relative(folder, path), ...(await stores.artifacts.put(path)) };
      }),
    );
    const { bytes, environment } = await formOf(files, { host, stores });
    const facts = { run: '', pipeline: undefined, params: {}, data: {}, features: {}, metrics: {}, evidence: {} };
    const { version } = await stores.registry.register({ name, ...facts, ...bytes, environment });
    return version.version;
  } finally {
    await host.close();
  }
}
