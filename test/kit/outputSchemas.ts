import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const folder = new URL('../../schemas/output/', import.meta.url);

/** Says whether a document follows the schema of what a command prints, by the schema's name: `run`, `events`. */
export function outputSchemas(): (name: string, document: unknown) => void {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, formats: { 'date-time': true } });
  for (const name of globSync('*.schema.json', { cwd: folder }))
    ajv.addSchema(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
  return (name, document) => {
    const check = ajv.getSchema(`output/${name}.schema.json`) as ValidateFunction | undefined;
    assert.ok(check, `a schema of ${name}`);
    assert.ok(check(document), `${name}: ${ajv.errorsText(check.errors)}\n${JSON.stringify(document, undefined, 1)}`);
  };
}
