/**
 * The schema with every `oneOf` as a chain of `if`s: the discriminating key, or the type, picks one branch, so that
 * one mistake gives the errors of one branch. What fits no branch fails `not`.
 */
export function dispatched(schema) {
  return transform(schema, schema);
}

/** What does not take part in judging. */
const ANNOTATIONS = new Set(['title', 'description', 'examples', 'default']);

function transform(schema, root) {
  if (typeof schema !== 'object') return schema;
  const entries = Object.entries(schema).filter(([key]) => key !== 'oneOf' && isJudged(key));
  const judged = Object.fromEntries(entries.map(([key, value]) => [key, transformKeyword(key, value, root)]));
  return schema.oneOf === undefined ? judged : { ...judged, ...chain(schema.oneOf, root) };
}

function isJudged(key) {
  return key === 'x-type' || !(key.startsWith('x-') || ANNOTATIONS.has(key));
}

function transformKeyword(key, value, root) {
  if (key === 'properties' || key === '$defs') {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, transform(inner, root)]));
  }
  return ['items', 'additionalProperties', 'propertyNames'].includes(key) ? transform(value, root) : value;
}

function chain(branches, root) {
  const resolved = branches.map((branch) => resolve(branch, root));
  return branches.reduceRight(
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    (otherwise, branch, i) => ({ if: test(resolved[i], resolved), then: transform(branch, root), else: otherwise }),
    { not: {} },
  );
}

function test(branch, all) {
  const objects = all.filter(({ type }) => type === 'object');
  if (branch.type !== 'object' || objects.length === 1) return { type: branch.type };
  return { type: 'object', required: [discriminator(branch, all)] };
}

/** The required key that no other branch knows, else one that no other requires; engine/src/language/schemas.ts does the same. */
function discriminator(branch, all) {
  const others = all.filter((other) => other !== branch);
  const key =
    branch.required?.find((name) => others.every((other) => !(name in (other.properties ?? {})))) ??
    branch.required?.find((name) => others.every((other) => !other.required?.includes(name)));
  if (key === undefined) throw new Error(`No discriminating key in "${branch.title}"`);
  return key;
}

function resolve(schema, root) {
  return schema.$ref === undefined ? schema : root.$defs[schema.$ref.replace('#/$defs/', '')];
}
