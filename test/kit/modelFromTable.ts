import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Initialised } from '../../engine/src/operations/init.ts';
import { commandLine } from './project.ts';

/** What came of a table without an edit by hand. */
export interface ModelFromTable {
  readonly folder: string;
  readonly made: Initialised;
  /** Of the model's file. */
  readonly sha256: string;
  /** Of its dataset and pipeline, as `init` wrote them. */
  readonly dataset: string;
  readonly pipeline: string;
  /** From the version file, as `name: value`. */
  readonly version: string;
  readonly seconds: number;
}

/** `init --data`, `validate` and `run` in a new project below `place`; each has to go well, with no problem found. */
export async function modelFromTable(
  place: string,
  data: string,
  target: string,
  ...more: readonly string[]
): Promise<ModelFromTable> {
  const from = performance.now();
  const said = await commandLine(place, ['init', '--data', data, '--target', target, ...more, '--format', 'json']);
  assert.equal(said.code, 0, said.err);
  const made = said.json<Initialised>();
  const { folder, draft } = made;
  assert.ok(draft);
  const checked = await commandLine(folder, 'validate --format json');
  assert.deepEqual([checked.code, checked.json<{ problems: unknown }>().problems], [0, []], checked.err);
  const run = await commandLine(folder, ['run', draft.pipeline, '--format', 'ndjson']);
  const end = run.events().findLast((event) => event.type === 'run.finished');
  assert.deepEqual(
    end?.type === 'run.finished' && end.models,
    [{ name: draft.pipeline, version: 1 }],
    run.out + run.err,
  );
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  const version = read(`registry/${draft.pipeline}/v1.version.yaml`);
  const [, sha256] = /^sha256: (\w{64})$/m.exec(version) ?? [];
  assert.ok(sha256, version);
  return {
    folder,
    made,
    sha256,
    dataset: read(`${draft.pipeline}.dataset.yaml`),
    pipeline: read(`${draft.pipeline}.pipeline.yaml`),
    version,
    seconds: (performance.now() - from) / 1000,
  };
}
