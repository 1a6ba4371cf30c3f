/**
 * Writes the codes of all rules into package.json, for the completion of `modelyard.severities`.
 * `node bin/node.mjs tools/severities.mjs` writes them; `--check` only says whether they are up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { rules } from '../engine/src/checks/all.ts';

const file = new URL('../package.json', import.meta.url);
const text = readFileSync(file, 'utf8');
const manifest = JSON.parse(text);
const setting = manifest.contributes.configuration.properties['modelyard.severities'];
const byCode = [...rules].sort((a, b) => (a.code < b.code ? -1 : 1));
setting.propertyNames = {
  enum: byCode.map(({ code }) => code),
  enumDescriptions: byCode.map(({ title, severity }) => `${title} (${severity})`),
};
const wanted = `${JSON.stringify(manifest, null, 2)}\n`;
const isStale = wanted !== text;
if (process.argv.includes('--check') && isStale) {
  console.error('The rules of `modelyard.severities` in package.json are not up to date.');
  process.exitCode = 1;
} else if (isStale) writeFileSync(file, wanted);
console.log(`package.json: ${byCode.length} codes of rules${isStale ? '' : ', none to change'}`);
