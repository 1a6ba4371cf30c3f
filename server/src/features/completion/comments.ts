import { CompletionItemKind } from 'vscode-languageserver';
import { families, rules } from '../../../../engine/src/checks/all.ts';
import type { Ask } from './ask.ts';
import type { Choice } from './choice.ts';

const IGNORE = 'modelyard-ignore';

/** `modelyard-ignore CODE`, the codes of problems that the comment would silence first. */
export function commentChoices({ spot }: Ask): readonly Choice[] {
  const { file, offset } = spot;
  const { lines } = file.tree;
  const { line, character } = lines.position(offset);
  const content = lines.line(line);
  const match = /(?:^|\s)#\s*((?:[\w-]+[\s,]+)*)([\w-]*)$/.exec(content.slice(0, character));
  if (match === null) return [];
  const [, words = '', word = ''] = match;
  const isAlone = content.slice(0, character).trimStart().startsWith('#');
  const silenced = isAlone ? line + 1 : line;
  const written = words.split(/[\s,]+/).filter((each) => each !== '');
  const span = { start: offset - word.length, end: offset + /^[\w-]*/.exec(content.slice(character))![0].length };
  if (written.length > 0 ? written[0] !== IGNORE : !IGNORE.startsWith(word)) return [];
  const codes = codesOn(spot, silenced);
  const prefix = written.length > 0 ? '' : `${IGNORE} `;
  const others = written.length > 0 ? rules.map(({ code }) => code) : [];
  const offered = [...new Set([...codes, ...others])].filter((code) => !written.includes(code));
  const choices = offered.map(
    (code): Choice => ({
      label: prefix + code,
      kind: CompletionItemKind.EnumMember,
      text: prefix + code,
      detail: rules.find((rule) => rule.code === code)?.title ?? '',
      rank: codes.includes(code) ? 'best' : 'rest',
      doc: { kind: 'rule', code },
      span,
    }),
  );
  if (prefix === '') return choices;
  return [...choices, { label: IGNORE, kind: CompletionItemKind.Keyword, text: prefix, rank: 'usual', span }];
}

function codesOn({ file, snapshot }: Ask['spot'], line: number): readonly string[] {
  const found = families.flatMap((family) => [...(family.check?.(snapshot.project, file) ?? [])]);
  return [...new Set(found.filter(({ range }) => range.start.line === line).map(({ code }) => code))];
}
