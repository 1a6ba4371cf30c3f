import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ArtifactOwner } from '../../engine/src/ports/artifactIndex.ts';
import { type Contract, NEW } from './runStoreContract.ts';

const file = (path: string, size = 1) => ({ path, size, sha256: 'aa' });

/** What every implementation of `ArtifactIndex` keeps to. */
export function artifactContract(contract: Contract): void {
  contract('a folder of artifacts lists what lies directly in it', async (store) => {
    const run = await store.createRun(NEW);
    const of: ArtifactOwner = { kind: 'run', id: run.id };
    const paths = ['a.txt', 'model/MLmodel', 'model/data/deep/x', 'model.txt', 'größe/ä b.csv', 'plots/roc.json'];
    await store.log(run.id, { artifacts: paths.map((path) => file(path)) });
    const listed = async (folder: string) =>
      (await store.artifactsIn(of, folder)).map((one) => (one.kind === 'folder' ? `${one.path}/` : one.path));
    assert.deepEqual(await listed(''), ['a.txt', 'größe/', 'model/', 'model.txt', 'plots/']);
    assert.deepEqual(await listed('model'), ['model/MLmodel', 'model/data/']);
    assert.deepEqual(await listed('model/data'), ['model/data/deep/']);
    assert.deepEqual(await listed('größe'), ['größe/ä b.csv']);
    assert.deepEqual(await listed('mod'), []);
    assert.deepEqual(await listed('a.txt'), []);
    assert.deepEqual(await store.artifactsIn(of, 'plots'), [{ kind: 'file', ...file('plots/roc.json') }]);
  });

  contract('artifacts of runs and of logged models are put, replaced and removed', async (store) => {
    const run = await store.createRun(NEW);
    const model = await store.createLoggedModel({ experiment: run.experimentId, name: 'm' });
    const owners: readonly ArtifactOwner[] = [
      { kind: 'run', id: run.id },
      { kind: 'model', id: model.id },
    ];
    for (const of of owners) {
      for (const path of ['model/a', 'model/b/c', 'model0', 'models/x']) await store.putArtifact(of, file(path));
      await store.putArtifact(of, file('model/a', 2));
      assert.deepEqual(await store.artifact(of, 'model/a'), file('model/a', 2));
      assert.equal(await store.artifact(of, 'model'), undefined);
      assert.equal(await store.removeArtifacts(of, 'model'), 2);
      assert.deepEqual(
        (await store.artifactsIn(of, '')).map(({ path }) => path),
        ['model0', 'models'],
      );
      assert.equal(await store.removeArtifacts(of, 'model0'), 1);
      assert.equal(await store.removeArtifacts(of, 'model0'), 0);
      assert.equal(await store.removeArtifacts(of, ''), 1);
    }
    assert.deepEqual((await store.run(run.id)).artifacts, []);
  });

  contract('a path is a file or a folder, not both', async (store) => {
    const { id } = await store.createRun(NEW);
    const of: ArtifactOwner = { kind: 'run', id };
    await store.putArtifact(of, file('a/b'));
    await assert.rejects(store.putArtifact(of, file('a')), { reason: 'artifact-path' });
    await assert.rejects(store.putArtifact(of, file('a/b/c/d')), { reason: 'artifact-path' });
    await store.putArtifact(of, file('a/c'));
  });

  contract('a deleted owner keeps its artifacts as they are, and one that is not there has none', async (store) => {
    const { id, experimentId } = await store.createRun(NEW);
    const of: ArtifactOwner = { kind: 'run', id };
    await store.putArtifact(of, file('a'));
    await store.deleteRun(id);
    await assert.rejects(store.putArtifact(of, file('b')), { reason: 'run-deleted' });
    await assert.rejects(store.removeArtifacts(of, 'a'), { reason: 'run-deleted' });
    assert.deepEqual(await store.artifact(of, 'a'), file('a'));
    const model = await store.createLoggedModel({ experiment: experimentId, name: 'm' });
    await store.deleteLoggedModel(model.id);
    await assert.rejects(store.putArtifact({ kind: 'model', id: model.id }, file('b')), { reason: 'model-not-found' });
    await assert.rejects(store.artifactsIn({ kind: 'model', id: 'm-none' }, ''), { reason: 'model-not-found' });
    await assert.rejects(store.artifactsIn({ kind: 'run', id: 'f'.repeat(32) }, ''), { reason: 'run-not-found' });
  });

  contract('going down all folders finds every artifact once', async (store) => {
    const name = fc.constantFrom('a', 'b', 'ab', 'a.b', 'a b', 'ä', '😀');
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(path, { maxLength: 12 }), async (paths) => {
        const files = paths.filter((one) => !paths.some((other) => other.startsWith(`${one}/`)));
        const { id } = await store.createRun(NEW);
        const of: ArtifactOwner = { kind: 'run', id };
        for (const one of files) await store.putArtifact(of, file(one));
        const found: string[] = [];
        const folders = [''];
        for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
          for (const entry of await store.artifactsIn(of, folder))
            (entry.kind === 'file' ? found : folders).push(entry.path);
        assert.deepEqual(found.sort(), files.sort());
      }),
      { numRuns: 25 },
    );
  });
}
