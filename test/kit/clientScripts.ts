import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { servedProject } from './serveProcess.ts';

/** Set by `npm run test:python`; these tests take a minute. */
const WANTED = process.env['MODELYARD_TEST_PYTHON'] !== undefined;

const GUARDED = "policy: default\napplies_to: ['*']\naliases:\n  production:\n    gates: []\n";

/** The Python of a virtual environment in .cache. */
export function cachedPython(name: string): string | undefined {
  const python = fileURLToPath(new URL(`../../.cache/${name}/bin/python`, import.meta.url));
  return existsSync(python) ? python : undefined;
}

/**
 * Scripts of test/python/client, such as users write them, each against a service of its own: they say by `assert` what they
 * expect, and end with 0 where it holds.
 */
export function testClientScripts(names: readonly string[], python: string | undefined): void {
  const skip = WANTED && python ? false : '`npm run test:python` runs it';
  for (const name of names)
    test(`MLflow's own client: ${name}`, { skip }, async (t) => {
      const project = servedProject(t);
      writeFileSync(join(project.root, 'default.policy.yaml'), GUARDED);
      const { ready, end } = await project.serve();
      const file = fileURLToPath(new URL(`../python/client/${name}.py`, import.meta.url));
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
}
