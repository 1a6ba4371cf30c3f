import assert from 'node:assert/strict';
import { test } from 'node:test';
import { named, plainText, TEMPLATES, type TemplateKind } from '../../client/src/start/templates.ts';
import { defaultPath } from '../../engine/src/language/kinds.ts';
import { problems } from '../kit/problems.ts';

/** What the templates speak of. */
const around = (kind: TemplateKind) => `
#- dataset.dataset.yaml
dataset: dataset
source: data/table.csv
${kind === 'monitor' || kind === 'features' ? 'timestamp: date' : ''}
columns:
  column: {type: float}
  target: {type: boolean}
  date: {type: timestamp}
#- scripts/train.py
print(1)
#- scripts/report.mjs
console.log(1)
`;

for (const { label, kind, body } of TEMPLATES)
  test(`${label}: is a spec without mistakes once its names are there`, () => {
    const text = plainText(body, 'mine');
    assert.match(text, new RegExp(`^${kind}: mine\\n`));
    assert.doesNotMatch(text.replaceAll(/\$\{\{.*?\}\}/g, ''), /\$|\\/);
    problems(`${around(kind)}#- ${defaultPath(kind, 'mine')}\n${text}\n`);
  });

test('the name of a spec stands wherever its template repeats it', () => {
  assert.equal(named('a: ${1:name}\nb: ${2:x}\nc: ${1:name} $1 $10', 'n'), 'a: n\nb: ${2:x}\nc: n n $10');
  assert.equal(plainText('a: ${1:name}\nd: ${2|p,q|}$0 \\${{ e \\}\\}'), 'a: name\nd: p ${{ e }}');
});
