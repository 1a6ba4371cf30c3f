import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { stepEntry, steps, withDefaults } from '../../../engine/src/catalog/catalog.ts';
import type { Schema } from '../../../engine/src/language/schema.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true });

for (const { uses, with: schema, outputs } of steps) {
  test(`${uses}: the schema is valid, and its examples fit it`, () => {
    const validate = ajv.compile(schema);
    for (const example of schema.examples ?? [])
      assert.ok(validate(example), `${JSON.stringify(example)}: ${ajv.errorsText(validate.errors)}`);
  });

  test(`${uses}: every key has a title, a description and examples, and every object is closed`, () => {
    for (const [path, part] of everyKey(schema, uses)) {
      assert.ok(part.title && part.description, `${path} is not described`);
      assert.ok((part.examples?.length ?? 0) > 0, `${path} has no example`);
      if (part.properties) assert.equal(part.additionalProperties, false, `${path} is open`);
    }
  });

  test(`${uses}: every output is described`, () => {
    assert.ok(Object.keys(outputs).length > 0);
    for (const { description } of Object.values(outputs)) assert.match(description, /\.$/);
  });
}

test('a step is found by the name that stands in uses', () => {
  assert.equal(stepEntry('model/train')?.uses, 'model/train');
  assert.equal(stepEntry('model/select'), undefined);
});

test('values that were not given have their defaults', () => {
  const split = stepEntry('data/split')!;
  assert.deepEqual(withDefaults(split, { by: 'random', seed: 7 }), { validation: 0, test: 0, seed: 7, by: 'random' });
});

function everyKey(schema: Schema, path: string): (readonly [string, Schema])[] {
  const below = [
    ...Object.entries(schema.properties ?? {}),
    ...(typeof schema.additionalProperties === 'object' ? [['*', schema.additionalProperties] as const] : []),
    ...(schema.items ? [['[]', schema.items] as const] : []),
    ...(schema.oneOf ?? []).map((part, index) => [`#${index}`, part] as const),
  ];
  return [[path, schema], ...below.flatMap(([key, part]) => everyKey(part, `${path}.${key}`))];
}
