import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { KINDS, type Kind } from '../../../engine/src/language/kinds.ts';
import type { Json } from '../../../engine/src/language/node.ts';
import type { Schema } from '../../../engine/src/language/schema.ts';
import { discriminator, SCHEMAS, schemaAt } from '../../../engine/src/language/schemas.ts';
import { specValidators, stepValidators } from '../../../engine/src/language/validators.generated.js';

/** Every schema inside a schema, with the way to it. */
function* inside(schema: Schema, way: string): Generator<readonly [way: string, schema: Schema]> {
  if (schema.$ref === undefined) yield [way, schema];
  for (const [key, inner] of Object.entries(schema.$defs ?? {})) yield* inside(inner, `${way} ${key}`);
  for (const [key, inner] of Object.entries(schema.properties ?? {})) yield* inside(inner, `${way} ${key}`);
  if (typeof schema.additionalProperties === 'object') yield* inside(schema.additionalProperties, `${way} *`);
  if (schema.items !== undefined) yield* inside(schema.items, `${way} []`);
  for (const [i, inner] of (schema.oneOf ?? []).entries()) yield* inside(inner, `${way} |${i}`);
}

const everything = KINDS.flatMap((kind) => [...inside(SCHEMAS[kind], kind)]);

test('every key has a title, a description and an example', () => {
  for (const [way, { title, description, examples }] of everything) {
    assert.ok(
      (title !== undefined && description !== undefined && (examples?.length ?? 0) > 0) ||
        (way.split(' ').length === 2 && description !== undefined),
      way,
    );
    assert.match(description ?? '', /^[A-Z`].*\.$/s, `${way}: a description is sentences`);
  }
});

test('maps are closed, or say what every value is', () => {
  for (const [way, schema] of everything) {
    if (schema.type !== 'object' || schema.oneOf !== undefined || schema['x-schema'] !== undefined) continue;
    assert.ok(schema.additionalProperties !== undefined, way);
  }
});

test('each branch of a union is told by its type or by one key', () => {
  const resolve = (schema: Schema, root: Schema) => root.$defs?.[schema.$ref?.replace('#/$defs/', '') ?? ''] ?? schema;
  for (const kind of KINDS) {
    for (const [way, { oneOf }] of inside(SCHEMAS[kind], kind)) {
      const branches = (oneOf ?? []).map((branch) => resolve(branch, SCHEMAS[kind]));
      const signs = branches.map((branch) => discriminator(branch, branches) ?? JSON.stringify(branch.type));
      assert.equal(new Set(signs).size, branches.length, way);
    }
  }
});

test('the examples of a kind are valid', () => {
  for (const kind of KINDS) {
    for (const example of SCHEMAS[kind].examples ?? [])
      assert.ok(specValidators[kind]?.(example), JSON.stringify(specValidators[kind]?.errors));
  }
});

test('the examples of a key are valid in its place', () => {
  for (const kind of KINDS) {
    for (const [key, schema] of Object.entries(SCHEMAS[kind].properties ?? {})) {
      for (const example of schema.examples ?? []) {
        const spec = { ...(SCHEMAS[kind].examples?.[0] as object), [key]: example };
        assert.ok(specValidators[kind]?.(spec), `${kind} ${key} ${JSON.stringify(specValidators[kind]?.errors)}`);
      }
    }
  }
});

test('the examples of a step are valid', async () => {
  for (const uses of Object.keys(stepValidators)) {
    const path = new URL(`../../../schemas/steps/${uses.replace('/', '-')}.schema.json`, import.meta.url);
    const schema = JSON.parse(readFileSync(path, 'utf8')) as Schema;
    for (const example of schema.examples ?? []) assert.ok(stepValidators[uses]?.(example), uses);
  }
});

test('types and validators are those of the schemas', async () => {
  const tool = new URL('../../../tools/schemas.mjs', import.meta.url).href;
  const { generated } = (await import(tool)) as { generated: () => Promise<Record<string, string>> };
  for (const [file, text] of Object.entries(await generated())) {
    const path = new URL(`../../../engine/src/language/${file}`, import.meta.url);
    assert.ok(
      readFileSync(path, 'utf8') === text,
      `${file} is out of date: run \`node bin/node.mjs tools/schemas.mjs\``,
    );
  }
});

test('what the schemas say about a place follows the value', () => {
  const at = (kind: Kind, value: Json, ...path: (string | number)[]) => schemaAt(kind, value, path)?.schema.title;
  const pipeline = { steps: { a: { run: 'x', inputs: { d: { from: 'y' } } }, b: { uses: 'x' }, c: {} } };
  assert.equal(at('pipeline', pipeline, 'steps', 'a'), 'Own step');
  assert.equal(at('pipeline', pipeline, 'steps', 'a', 'inputs', 'd', 'from'), 'From');
  assert.equal(at('pipeline', pipeline, 'steps', 'b', 'with'), 'With');
  assert.equal(at('pipeline', pipeline, 'steps', 'c'), 'Step');
  assert.equal(at('pipeline', pipeline, 'steps', 'b', 'run'), undefined);
  assert.equal(at('dataset', { checks: [{ rows: 'a' }] }, 'checks', 0, 'rows'), 'Rows');
});

test('contexts of expressions are said once and hold below', () => {
  const at = (...path: string[]) => schemaAt('pipeline', { steps: { a: { run: 'x' } } }, path)?.contexts;
  assert.deepEqual(at('steps', 'a', 'retries'), ['params', 'steps', 'matrix', 'run', 'git', 'env']);
  assert.ok(at('steps', 'a', 'run')?.includes('inputs'));
  assert.ok(at('steps', 'a', 'env', 'TOKEN')?.includes('secrets'));
  assert.deepEqual(at('steps', 'a', 'needs'), []);
  assert.deepEqual(at('params', 'x'), []);
});
