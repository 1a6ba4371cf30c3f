import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sample, Samples } from '../../ports/samples.ts';
import { globFiles } from '../files/globFiles.ts';

/** What running a sample leaves in its folder, and what `init` writes itself. */
const NOT_SAMPLE = ['data/**', 'registry/**', '.modelyard/**', '**/__pycache__/**', '**/.gitignore', '**/*.lock.yaml'];

/** The samples of this installation: `examples/` of a checkout, `samples/` beside the bundles of a package. */
export function installedSamples(): Samples {
  return {
    async find(name) {
      const folder = name === 'flights' ? sampleFolder(name) : undefined;
      if (folder === undefined) return undefined;
      const files = await globFiles(folder, ['**'], { exclude: NOT_SAMPLE });
      return { folder: portable(folder), files, table: flightsTable(folder) };
    },
  };
}

function flightsTable(folder: string): Sample['table'] {
  const all = packageFile('vega-datasets', 'data/flights-3m.parquet');
  const tenth = `${folder}-tenth.parquet`;
  return {
    path: 'data/flights.parquet',
    ...(all === undefined ? {} : { all: portable(all) }),
    ...(existsSync(tenth) ? { tenth: portable(tenth) } : {}),
  };
}

/** The nearest `samples/NAME` or `examples/NAME` above this file, up to the root of the installation. */
function sampleFolder(name: string): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = ['samples', 'examples'].map((place) => join(folder, place, name)).find(isProject);
    if (found !== undefined) return found;
    if (existsSync(join(folder, 'package.json')) || dirname(folder) === folder) return undefined;
  }
}

function isProject(folder: string): boolean {
  return existsSync(join(folder, 'modelyard.yaml'));
}

function packageFile(name: string, path: string): string | undefined {
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    const file = join(folder, name, path);
    if (existsSync(file)) return file;
  }
  return undefined;
}

function portable(path: string): string {
  return path.split(sep).join('/');
}
