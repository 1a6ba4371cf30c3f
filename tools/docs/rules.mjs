import { posix as path } from 'node:path';
import { docsPage, rules } from '../../engine/src/checks/all.ts';
import { code, table } from './markdown.mjs';

const byCode = [...rules].sort((a, b) => (a.code < b.code ? -1 : 1));

/** A page for each rule, by its path below docs/; problems name it. */
export const rulePages = Object.fromEntries(byCode.map((rule) => [pathOf(rule), () => rulePage(rule)]));

/** All rules in one table. */
export function rulesPage() {
  return [
    '# Rules',
    'What `modelyard validate` looks for. `# modelyard-ignore CODE` at the end of a line, or on the line above, silences a rule there.',
    table(
      ['rule', 'severity', 'looks at', 'what it says'],
      byCode.map((rule) => [
        `[${code(rule.code)}](${path.relative('reference', pathOf(rule))})`,
        rule.severity,
        looksAt(rule),
        rule.title,
      ]),
    ),
  ].join('\n\n');
}

function rulePage(rule) {
  return [
    `# ${rule.code}`,
    `**${rule.title}.** ${rule.severity}, looks at ${looksAt(rule)}.`,
    rule.docs,
    `To silence it in one place: ${code(`# modelyard-ignore ${rule.code}`)} at the end of the line, or on the line above.`,
  ].join('\n\n');
}

function looksAt(rule) {
  return rule.pace === 'slow' ? 'files and data' : 'files';
}

function pathOf(rule) {
  return path.relative('docs', docsPage(rule.code));
}
