import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { parse } from 'yaml';
import { parseTree } from '../../../engine/src/language/tree.ts';
import { validateSpec } from '../../../engine/src/language/validate.ts';
import type { ModelVersion } from '../../../engine/src/ports/modelRegistry.ts';
import { parseAliasFile, writeAliasFile } from '../../../engine/src/registry/aliasFile.ts';
import { parseVersionFile, writeVersionFile } from '../../../engine/src/registry/versionFile.ts';

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const name = fc.string({ minLength: 1, maxLength: 12 });
const number = fc.double({ noNaN: false });
const count = fc.nat();
const map = <T>(value: fc.Arbitrary<T>) => fc.dictionary(name, value, { noNullPrototype: true, maxKeys: 6 });
const plain: typeof fc.record = (model: object, constraints: object = {}) =>
  fc.record(model as never, { noNullPrototype: true, ...constraints } as never) as never;
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const version: fc.Arbitrary<ModelVersion> = plain({
  name,
  version: fc.integer({ min: 1 }),
  semver: fc.constant('1.20.3'),
  created: fc.constant('2026-11-20T10:00:00Z'),
  by: hex(16),
  format: fc.constantFrom('onnx', 'mlflow', 'files'),
  sha256: hex(64),
  size: count,
  signature: plain({
    inputs: map(fc.constantFrom('float', 'string')),
    outputs: map(
      plain({
        task: fc.constant('multiclass' as const),
        label: fc.constant('string' as const),
        classes: fc.array(name),
      }),
    ),
  }),
  run: hex(32),
  commit: optional(hex(40)),
  dirty: fc.boolean(),
  pipeline: optional(name),
  params: map(fc.oneof(number, name, fc.boolean())),
  data: map(plain({ version: hex(64), rows: count })),
  features: map(hex(64)),
  metrics: map(plain({ value: number, low: number, high: number }, { requiredKeys: ['value'], noNullPrototype: true })),
  evidence: plain({ scores: hex(64), baseline: hex(64) }, { requiredKeys: [], noNullPrototype: true }),
  environment: map(name),
});

const schema = (kind: string) =>
  new Ajv2020({ strict: false, allErrors: true }).compile(
    JSON.parse(readFileSync(new URL(`../../../schemas/${kind}.schema.json`, import.meta.url), 'utf8')),
  );

test('a version file says exactly what was written, to the last bit', () => {
  fc.assert(
    fc.property(version, (written) => {
      assert.deepEqual(parseVersionFile(writeVersionFile(written), 'v1.version.yaml'), written);
    }),
  );
});

test('every version file is valid by its schema', () => {
  const valid = schema('model_version');
  fc.assert(
    fc.property(version, (written) => {
      assert.ok(valid(parse(writeVersionFile(written))), JSON.stringify(valid.errors));
    }),
  );
});

test('an editor finds nothing wrong in a version file', () => {
  const allFinite = ({ params, metrics }: ModelVersion) =>
    [...Object.values(params), ...Object.values(metrics).flatMap((metric) => Object.values(metric))].every(
      (value) => typeof value !== 'number' || Number.isFinite(value),
    );
  fc.assert(
    fc.property(version.filter(allFinite), (written) => {
      const tree = parseTree(writeVersionFile(written));
      assert.deepEqual([...tree.problems, ...validateSpec('model_version', tree)], []);
    }),
  );
});

test('an alias file too', () => {
  const valid = schema('model_alias');
  const alias = plain({
    model: name,
    alias: fc.constantFrom('candidate', '007', 'true', '1e3'),
    version: fc.integer({ min: 1 }),
    sha256: hex(64),
    previous: optional(fc.integer({ min: 1 })),
    since: fc.constant('2026-11-20T10:00:00Z'),
  });
  fc.assert(
    fc.property(alias, (written) => {
      const text = writeAliasFile(written);
      assert.deepEqual(parseAliasFile(text, 'x.alias.yaml'), written);
      assert.ok(valid(parse(text)), JSON.stringify(valid.errors));
    }),
  );
});

test('a long map is broken into lines', () => {
  const inputs = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`column_${i}`, 'float']));
  const [written] = fc.sample(version, { numRuns: 1, seed: 7 });
  const text = writeVersionFile({ ...written!, signature: { ...written!.signature, inputs: inputs as never } });
  assert.match(text, /signature:\n {2}inputs:\n {4}column_0: float\n/);
  assert.ok(text.includes('size: '));
});
