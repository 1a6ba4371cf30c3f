import { yamlText as scalar } from '../../language/edits/scalarText.ts';
import { comment } from '../init/yamlText.ts';
import type { DraftEntry, DraftParam, StepDraft } from './stepDraft.ts';

/** The step as lines of YAML, as they stand below `steps`. */
export function stepLines(draft: StepDraft, file: string): readonly string[] {
  const { venv, requirements } = draft.python;
  return [
    ...comment(`Drafted from the text of ${file}; nothing of it was run.`).split('\n'),
    ...draft.notes.flatMap((note) => comment(`- ${note}`, '', '  ').split('\n')),
    `${draft.id}:`,
    `  run: ${plain(draft.command.map(word).join(' '))}`,
    ...block('inputs', draft.inputs),
    ...block('outputs', draft.outputs),
    ...(draft.cache ? [] : ['  cache: false # nothing tells what it reads, so that it runs every time']),
    ...block('python', [
      ...(venv === undefined ? [] : [{ name: 'venv', value: venv }]),
      ...(requirements === undefined ? [] : [{ name: 'requirements', value: requirements }]),
    ]),
  ];
}

function block(key: string, entries: readonly DraftEntry[]): readonly string[] {
  if (entries.length === 0) return [];
  const line = ({ name, value, comment: why }: DraftEntry) =>
    `    ${name}: ${plain(value)}${why === undefined ? '' : ` # ${why}`}`;
  return [`  ${key}:`, ...entries.map(line)];
}

/** A param as lines of YAML, as they stand below `params`. */
export function paramLines(param: DraftParam): readonly string[] {
  const { name, type, choices, description } = param;
  const value = param.default;
  const written = value === undefined ? undefined : defaultText(value, type);
  if (written !== undefined && choices === undefined && description === undefined) return [`${name}: ${written}`];
  return [
    `${name}:`,
    `  type: ${type}`,
    ...(written === undefined ? [] : [`  default: ${written}`]),
    ...(choices === undefined ? [] : [`  enum: [${choices.map((one) => choiceText(one, type)).join(', ')}]`]),
    ...(description === undefined ? [] : [`  description: ${plain(described(description))}`]),
  ];
}

/** A float keeps its point, by which it is one. */
function defaultText(value: number | string | boolean, type: DraftParam['type']): string {
  if (typeof value === 'string') return plain(value);
  return type === 'float' && Number.isInteger(value) ? `${value}.0` : String(value);
}

function choiceText(value: number | string, type: DraftParam['type']): string {
  return typeof value === 'string' ? scalar(value, { flow: true }) : defaultText(value, type);
}

/** `%(default)s` and the like mean something to argparse only. */
function described(help: string): string {
  return help
    .replace(/[([]?(?:default[:=]? *)?%\([a-z]+\)\w[)\]]?/gi, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function plain(text: string): string {
  return scalar(text, { flow: false });
}

/** A word of a command as POSIX shells and `run` read it; an expression stands as it is. */
function word(text: string): string {
  if (/^\$\{\{ [^}]* \}\}$/.test(text) || /^[\w@%+=:,./-]+$/u.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
