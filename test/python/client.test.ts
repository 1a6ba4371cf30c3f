import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { servedProject } from '../kit/serveProcess.ts';

/** Made by `npm run test:python`; the other by its short form. */
const LEARNERS = venv('own-python-venv');
const CLIENT = LEARNERS ?? venv('mlflow-client-venv');

const GUARDED = "policy: default\napplies_to: ['*']\naliases:\n  production:\n    gates: []\n";

/** Scripts that a user could have written; each says by `assert` what it expects, and ends with 0 where it holds. */
for (const [script, python] of [
  ['tracking', CLIENT],
  ['search', CLIENT],
  ['registry', CLIENT],
  ['deletes', CLIENT],
  ['models', LEARNERS],
  ['autolog', LEARNERS],
] as const)
  test(`MLflow's own client: ${script}`, { skip: python ? false : 'its Python is not in .cache' }, async (t) => {
    const project = servedProject(t);
    writeFileSync(join(project.root, 'default.policy.yaml'), GUARDED);
    const { ready, end } = await project.serve();
    const file = fileURLToPath(new URL(`client/${script}.py`, import.meta.url));
    const env = {
      ...process.env,
      ...{ MLFLOW_TRACKING_URI: ready.url, MLFLOW_TRACKING_TOKEN: ready.token },
      // A 5xx is a mistake of ours: it is to be seen, not to be tried again.
      ...{ MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0', MLFLOW_DISABLE_TELEMETRY: 'true', GIT_PYTHON_REFRESH: 'quiet' },
    };
    const failed = await promisify(execFile)(python!, ['-W', 'ignore', file], { cwd: project.root, env }).then(
      () => undefined,
      ({ stderr }: { readonly stderr: string }) => stderr,
    );
    assert.equal(failed, undefined);
    assert.equal(await end('SIGTERM'), 0);
  });

function venv(name: string): string | undefined {
  const python = fileURLToPath(new URL(`../../.cache/${name}/bin/python`, import.meta.url));
  return existsSync(python) ? python : undefined;
}
