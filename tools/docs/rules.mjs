import { families } from '../../engine/src/checks/all.ts';
import { code, table } from './markdown.mjs';

/** Every rule: a table, then a paragraph each. */
export function rulesPage() {
  const rules = families.flatMap((family) => family.rules).sort((a, b) => (a.code < b.code ? -1 : 1));
  return [
    '# Rules',
    'What `modelyard validate` and the editor look for. `# modelyard-ignore CODE` at the end of a line, or on the line above, silences a rule there.',
    table(
      ['rule', 'severity', 'looks at', 'what it says'],
      rules.map((rule) => [
        `[${code(rule.code)}](#${rule.code})`,
        rule.severity,
        rule.pace === 'slow' ? 'files and data' : 'files',
        rule.title,
      ]),
    ),
    ...rules.flatMap((rule) => [`## ${rule.code}`, rule.docs]),
  ].join('\n\n');
}
