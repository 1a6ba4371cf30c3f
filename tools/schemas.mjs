/**
 * Generates from schemas/ what engine/src/language reads: types and compiled validators.
 * `node tools/schemas.mjs` writes them; `--check` only says whether they are up to date.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { compile } from 'json-schema-to-typescript';
import { dispatched } from './schemas/dispatched.mjs';

const root = new URL('../', import.meta.url);
const target = new URL('engine/src/language/', root);
const BANNER = '// Generated from schemas/ by tools/schemas.mjs; edit those.';

/** The kinds of spec and the name of the type of each. */
const KINDS = {
  project: 'modelyard',
  dataset: 'dataset',
  dataset_lock: 'dataset_lock',
  features: 'features',
  pipeline: 'pipeline',
  modelcard: 'modelcard',
  policy: 'policy',
  monitor: 'monitor',
  model_version: 'model_version',
  model_notes: 'model_notes',
  model_alias: 'model_alias',
  approval: 'approval',
};

/** `x-type` as JSON Schema; engine/src/language/values.ts reads such values. */
const VALUE_TYPES = {
  duration: { pattern: '^(0|[1-9][0-9]{0,8})(ms|s|m|h|d)$' },
  share: { pattern: '^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$', minimum: 0, maximum: 1 },
  // What is wrong with a schedule is said by the rule `bad-cron`.
  cron: {},
};

export async function generated() {
  const specs = Object.entries(KINDS).map(([kind, file]) => ({ kind, schema: read(`schemas/${file}.schema.json`) }));
  const steps = readdirSync(new URL('schemas/steps/', root))
    .filter((file) => file.endsWith('.schema.json'))
    .sort()
    .map((file) => ({ uses: read(`schemas/steps/${file}`).title, schema: read(`schemas/steps/${file}`) }));
  return {
    'specs.generated.ts': await types(specs, steps),
    'validators.generated.js': await validators(specs, steps),
    'validators.generated.d.ts': DECLARATIONS,
  };
}

async function types(specs, steps) {
  const parts = [];
  for (const { kind, schema } of specs) parts.push(await typesOf(schema, `${pascal(kind)}Spec`));
  for (const { uses, schema } of steps) parts.push(await typesOf(schema, `${pascal(uses)}With`));
  return `${BANNER}\n\n${parts.join('\n')}`;
}

async function typesOf(schema, name) {
  const text = await compile(nameless(schema), name, {
    bannerComment: '',
    declareExternallyReferenced: true,
    ignoreMinAndMaxItems: true,
    style: { singleQuote: true, printWidth: 120 },
  });
  return text
    .replace(/^( +)(?=(?:[\w$]+|'[^']+'|\[k: string\])\??:)/gm, '$1readonly ')
    .replace(/^(?! *\*).*\[\]/gm, (line) => line.replace(/(\b\w+|\([^()]+\))\[\]/g, 'readonly $1[]'));
}

/** Titles would become names of types; the names of `$defs` are better ones. */
function nameless(schema) {
  if (Array.isArray(schema)) return schema.map(nameless);
  if (schema === null || typeof schema !== 'object') return schema;
  const entries = Object.entries(schema).filter(
    ([key, value]) => !(key === 'title' && typeof value === 'string') && !['$id', 'examples', 'default'].includes(key),
  );
  return Object.fromEntries(
    entries.map(([key, value]) => {
      if (key !== 'properties' && key !== '$defs') return [key, nameless(value)];
      return [key, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, nameless(inner)]))];
    }),
  );
}

function pascal(name) {
  return name.replace(/(?:^|[/_-])([a-z])/g, (_, letter) => letter.toUpperCase());
}

async function validators(specs, steps) {
  const ajv = new Ajv2020({
    allErrors: true,
    allowUnionTypes: true,
    messages: false,
    inlineRefs: false,
    ownProperties: true,
    strict: true,
    strictRequired: false,
    code: { source: true, esm: true, lines: false },
  });
  ajv.addKeyword({ keyword: 'x-type', macro: (name) => VALUE_TYPES[name] });
  const names = {};
  const table = (list, prefix, key) =>
    list.map((item, i) => {
      ajv.addSchema(dispatched(item.schema));
      names[`${prefix}${i}`] = item.schema.$id;
      return `${JSON.stringify(item[key])}: ${prefix}${i}`;
    });
  const specTable = table(specs, 'spec', 'kind');
  const stepTable = table(steps, 'step', 'uses');
  const code = linear(standaloneCode(ajv, names));
  const exported = `${code}\nexport const specValidators = {${specTable}};\nexport const stepValidators = {${stepTable}};`;
  return bundle(exported);
}

/** ajv copies all errors so far for each list item or entry with errors, so that 40,000 of them take 20 seconds. */
function linear(code) {
  const append = 'function append(all, more) { for (const each of more) all.push(each); return all; }';
  return `${code.replace(/(vErrors)\.concat\((\w+)\.errors\)/g, 'append($1, $2.errors)')}\n${append}`;
}

/** Puts ajv's runtime helpers into the file, so that it needs nothing. */
async function bundle(code) {
  const entry = `${code.replace(/export const (spec|step)(\d+) =/g, 'const $1$2 =').replace(/export default [^;]*;/, '')}`;
  const result = await build({
    stdin: { contents: entry, resolveDir: fileURLToPath(root), loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
  });
  return `${BANNER}\n${result.outputFiles[0].text}`;
}

const DECLARATIONS = `${BANNER}
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Set when the name of a key was judged, not its value. */
  readonly propertyName?: string;
}

export interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
}

/** By kind of spec. */
export const specValidators: Readonly<Record<string, Validator>>;
/** The \`with\` of built-in steps, by \`uses\`. */
export const stepValidators: Readonly<Record<string, Validator>>;
`;

function read(path) {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, text] of Object.entries(await generated())) {
    const url = new URL(file, target);
    if (!process.argv.includes('--check')) writeFileSync(url, text);
    else if (readFileSync(url, 'utf8') !== text) {
      console.error(`engine/src/language/${file} is out of date: run \`node bin/node.mjs tools/schemas.mjs\``);
      process.exitCode = 1;
    }
  }
}
