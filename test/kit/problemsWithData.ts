import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { openDuckDb } from '../../engine/src/adapters/duckdb/duckDb.ts';
import { localFiles } from '../../engine/src/adapters/files/localFiles.ts';
import { checkProject, type FoundProblem } from '../../engine/src/checks/all.ts';
import { FactGatherer } from '../../engine/src/facts/factGatherer.ts';
import { loadProject } from '../../engine/src/project/load.ts';
import type { Project } from '../../engine/src/project/project.ts';
import { type Fixture, readFixture } from './fixture.ts';
import { compare, specTexts } from './problems.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** As `problems`, with the files of the fixture on disk and its SQL bound by DuckDB. */
export async function problemsWithData(
  t: TestContext,
  text: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<readonly FoundProblem[]> {
  const fixture = readFixture(text);
  const found = checkProject(await gatheredProject(t, fixture, variables));
  compare(fixture, found);
  return found;
}

/** The snapshot of a fixture's files with all that can be known. */
export async function gatheredProject(
  t: TestContext,
  fixture: Fixture,
  variables: Readonly<Record<string, string>> = {},
): Promise<Project> {
  const root = temporaryFolder(t);
  for (const [path, content] of [...fixture.files, ...specTexts(fixture)]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const tmpFolder = join(root, '.modelyard/tmp');
  mkdirSync(tmpFolder, { recursive: true });
  const files = localFiles();
  const openData = (readable: readonly string[]) => openDuckDb({ tmpFolder, readable, threads: 1 });
  return new FactGatherer({ root, files, openData, variables }).gather(await loadProject(files, root));
}
