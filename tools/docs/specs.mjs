import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { steps } from '../../engine/src/catalog/catalog.ts';
import { block, code, table } from './markdown.mjs';

/** One kind of spec: what it is, an example, and every key. */
export function specPage(schemaName, fileName) {
  const schema = JSON.parse(readFileSync(new URL(`../../schemas/${schemaName}.schema.json`, import.meta.url), 'utf8'));
  return [
    `# ${schema.title}`,
    `File: ${code(fileName)}. ${schema.description}`,
    ...examples(schema),
    ...sections(schema, 'Keys', schema),
  ].join('\n\n');
}

/** Every built-in step: what stands under `with`, what comes out. */
export function stepsPage() {
  return [
    '# Built-in steps',
    'What may stand after `uses` in a pipeline. A step of your own has `run` instead: see [pipeline](pipeline.md).',
    ...steps.flatMap((step) => [
      `## ${step.uses}`,
      step.description,
      ...examples({ examples: step.with.examples?.map((value) => ({ uses: step.uses, with: value })) }),
      ...sections(step.with, 'with', step.with, 3),
      '### Outputs',
      table(
        ['output', 'type', 'what it is'],
        Object.entries(step.outputs).map(([name, { type, description }]) => [code(name), type, description]),
      ),
    ]),
  ].join('\n\n');
}

function examples(schema) {
  return (schema.examples ?? []).slice(0, 1).map((example) => block('yaml', stringify(example, { lineWidth: 110 })));
}

/** A heading and table for the keys of an object, then the same for the objects in it, each once. */
function sections(schema, heading, root, level = 2) {
  const out = [];
  const seen = new Set();
  const waiting = [{ schema, heading }];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (seen.has(next.heading)) continue;
    seen.add(next.heading);
    out.push(`${'#'.repeat(level)} ${next.heading}`);
    if (next.schema !== schema && next.schema.description) out.push(next.schema.description);
    out.push(keysTable(next.schema, root));
    for (const [key, value] of Object.entries(next.schema.properties))
      waiting.push(...objectsIn(value, root).map((found) => ({ schema: found, heading: headingOf(found, key) })));
  }
  return out;
}

function headingOf(schema, key) {
  return schema.title ? `${key}: ${schema.title.toLowerCase()}` : key;
}

function keysTable(schema, root) {
  const required = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties).map(([key, value]) => {
    const resolved = resolve(value, root);
    const fallback = resolved.default === undefined ? '' : ` Default: ${code(JSON.stringify(resolved.default))}.`;
    const example = resolved.examples?.[0];
    const shown =
      example === undefined || typeof example === 'object' ? '' : code(stringify(example, { lineWidth: 0 }).trim());
    const name = required.has(key) ? `**${code(key)}** (required)` : code(key);
    return [name, typeText(resolved, root), `${resolved.description ?? ''}${fallback}`, shown];
  });
  return table(['key', 'value', 'what it is', 'example'], rows);
}

/** Objects with keys of their own that a value may be or hold. */
function objectsIn(value, root) {
  const schema = resolve(value, root);
  if (schema.oneOf) return schema.oneOf.flatMap((one) => objectsIn(one, root));
  if (schema.items) return objectsIn(schema.items, root);
  if (schema.properties) return [schema];
  return typeof schema.additionalProperties === 'object' ? objectsIn(schema.additionalProperties, root) : [];
}

/** Names that need more than `name of a ...`. */
const REFERENCES = {
  step: '[built-in step](steps.md)',
  'step-id': 'id of a step',
  metric: '[metric](metrics.md)',
  learner: '[learner](learners.md)',
  'learner-params': 'parameters of the [learner](learners.md)',
  model: 'name of a model, or an expression',
  'model-name': 'name of a model',
  alias: 'name of an alias',
  entity: 'name of an entity',
  'drift-test': '[drift test](drift-tests.md)',
  path: 'path of a file',
};

function typeText(value, root) {
  const schema = resolve(value, root);
  if (schema.oneOf) return [...new Set(schema.oneOf.map((one) => typeText(one, root)))].join(' or ');
  if (schema.enum) return schema.enum.map((one) => code(one)).join(', ');
  if (schema['x-sql']) return `SQL ${schema['x-sql']}`;
  if (schema['x-type']) return schema['x-type'];
  if (schema['x-value']) return schema['x-value'];
  if (schema['x-reference']) return REFERENCES[schema['x-reference']] ?? `name of a ${schema['x-reference']}`;
  if (schema['x-schema']) return 'keys of the [step](steps.md)';
  if (schema.type === 'array') return `list of ${typeText(schema.items ?? {}, root)}`;
  if (schema.type === 'object' && !schema.properties && typeof schema.additionalProperties === 'object')
    return `map from name to ${typeText(schema.additionalProperties, root)}`;
  if (schema.type === 'object') return schema.title?.toLowerCase() ?? 'object';
  const types = [schema.type ?? 'anything'].flat().join(' or ');
  return types + rangeText(schema);
}

function rangeText({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }) {
  const bounds = [
    minimum === undefined ? '' : `≥ ${minimum}`,
    exclusiveMinimum === undefined ? '' : `> ${exclusiveMinimum}`,
    maximum === undefined ? '' : `≤ ${maximum}`,
    exclusiveMaximum === undefined ? '' : `< ${exclusiveMaximum}`,
  ].filter(Boolean);
  return bounds.length === 0 ? '' : `, ${bounds.join(', ')}`;
}

function resolve(schema, root) {
  const name = schema.$ref?.match(/^#\/\$defs\/(.+)$/)?.[1];
  return name === undefined ? schema : resolve({ ...root.$defs[name], ...without(schema, '$ref') }, root);
}

function without(object, key) {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}
