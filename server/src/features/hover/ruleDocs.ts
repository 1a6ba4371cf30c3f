import { docsPage, rules } from '../../../../engine/src/checks/all.ts';
import { code, paragraphs } from '../markdown.ts';
import type { Spot } from '../spot.ts';
import type { Part } from './part.ts';

/** The rule whose code stands there behind `# modelyard-ignore`. */
export function ruleDocsAt({ file: { tree }, offset }: Spot): Part | undefined {
  const { line, character } = tree.lines.position(offset);
  if (!tree.comments.some((comment) => comment.line === line)) return undefined;
  const text = tree.lines.line(line);
  const start = text.search(/#\s*modelyard-ignore\s/);
  if (start === -1) return undefined;
  for (const match of text.slice(start).matchAll(/[a-z][a-z0-9-]*/g)) {
    const from = start + match.index;
    const rule = rules.find(({ code: known }) => known === match[0]);
    if (rule === undefined || character < from || character > from + match[0].length) continue;
    return {
      text: paragraphs([`**rule** ${code(rule.code)}: ${rule.title} (${rule.severity})`, rule.docs])!,
      page: docsPage(rule.code),
      range: { start: { line, character: from }, end: { line, character: from + match[0].length } },
    };
  }
  return undefined;
}
