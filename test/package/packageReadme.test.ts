import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageReadme } from '../../tools/package/packageReadme.ts';

test('what leads to files of the checkout is words, and only pictures of web servers are left', () => {
  const readme =
    'See [the guide](docs/guide.md#runs), [ONNX](https://onnx.ai) and [below](#below).\n\n![A run](docs/images/run.png)\n\nEnd.\n';
  assert.equal(packageReadme(readme), 'See the guide, [ONNX](https://onnx.ai) and [below](#below).\n\nEnd.\n');
});

test('no link of the README leads nowhere in the package', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const leads = [...packageReadme(readme).matchAll(/\]\(([^)]*)\)/g)].map(([, target]) => target ?? '');
  assert.deepEqual(
    leads.filter((target) => !/^(https?:|#)/.test(target)),
    [],
  );
});
