import type { AuditResult } from '../../../engine/src/operations/audit/readAudit.ts';
import { personText } from '../../../engine/src/registry/approvals/personText.ts';
import type { AuditEntry } from '../../../engine/src/registry/audit/audit.ts';
import { type Style, textTable } from '../terminal.ts';

/** One line where all is well, else what does not fit, commit by commit. */
export function auditText({ entries, valid, tip }: AuditResult, style: Style): string {
  if (entries.length === 0) return 'The registry has no history yet: nothing below registry/ is committed.';
  const moves = entries.filter(({ what }) => what === 'promoted' || what === 'rolled back').length;
  const looked = `${counted(entries.length, 'change')}, ${counted(moves, 'move')} of guarded aliases, up to ${tip.slice(0, 8)}`;
  if (valid) return `${style.green('✓')} ${looked}: every one by its rules, and nothing was changed afterwards.`;
  const broken = entries.filter(({ problems }) => problems.length > 0);
  return [
    `${style.red('✗')} ${looked}: ${counted(broken.length, 'change')} ${broken.length === 1 ? 'does' : 'do'} not fit.`,
    ...broken.flatMap((entry) => [
      '',
      `${style.bold(entry.commit.slice(0, 8))} ${entry.at} ${plain(entry.author.name)}: ${plain(entry.subject)}`,
      ...entry.problems.map(({ code, file, message }) => `  ${style.red(code)} ${file}\n    ${message}`),
    ]),
  ].join('\n');
}

/** A line an entry, newest first. */
export function auditTable({ entries }: AuditResult, style: Style): string {
  if (entries.length === 0) return 'The registry has no history yet: nothing below registry/ is committed.';
  const rows = entries
    .toReversed()
    .map((entry) => [
      entry.at.slice(0, 10),
      entry.commit.slice(0, 8),
      entry.author.name,
      whatText(entry),
      entry.approvals.map(({ by, name }) => name ?? by).join(', ') || '-',
      entry.problems.length === 0 ? '-' : style.red(entry.problems.map(({ code }) => code).join(', ')),
    ]);
  return textTable(['date', 'commit', 'who', 'what', 'approved by', 'problems'], rows);
}

/** For spreadsheets: what could be read as a formula is quoted. */
export function auditCsv({ entries }: AuditResult): string {
  const rows = entries.map((entry) => columnsOf(entry).map(([, value]) => cell(value)));
  return `${[COLUMNS, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

export function auditMarkdown({ entries, valid, brokenAt, tip }: AuditResult): string {
  const verdict = valid
    ? `All ${counted(entries.length, 'change')} up to \`${tip.slice(0, 8)}\` were made by their rules.`
    : `The history does not hold from commit \`${brokenAt?.slice(0, 8)}\` on.`;
  const rows = entries.map((entry) =>
    [
      entry.at,
      `\`${entry.commit.slice(0, 8)}\``,
      entry.author.name,
      whatText(entry),
      entry.report === null ? '' : `\`${entry.report}\``,
      entry.approvals.map(personText).join(', '),
      entry.problems.map(({ code, message }) => `**${code}**: ${message}`).join('; '),
    ].map((text) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ')),
  );
  const head = ['When', 'Commit', 'Who', 'What', 'Gate report', 'Approved by', 'Problems'];
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  return ['# Changes of the registry', '', verdict, '', ...lines, ''].join('\n');
}

/** `production of flight-delay from version 7 to 8`. */
function whatText({ what, model, version, alias, from, reason }: AuditEntry): string {
  const of = `${model ?? ''}${version === null ? '' : `:${version}`}`;
  if (what === 'promoted' || what === 'rolled back' || what === 'pointed')
    return `${what} ${alias} of ${of}${from === null ? '' : `, before ${from}`}${reason === null ? '' : ` (${reason})`}`;
  return [what, of, alias === null ? '' : `for ${alias}`].filter(Boolean).join(' ');
}

function columnsOf(entry: AuditEntry): readonly (readonly [string, string])[] {
  return [
    ['at', entry.at],
    ['commit', entry.commit],
    ['author', entry.author.name],
    ['email', entry.author.email],
    ['subject', entry.subject],
    ['model', entry.model ?? ''],
    ['what', entry.what],
    ['version', String(entry.version ?? '')],
    ['alias', entry.alias ?? ''],
    ['from', String(entry.from ?? '')],
    ['report', entry.report ?? ''],
    ['approvals', entry.approvals.map(personText).join(', ')],
    ['reason', entry.reason ?? ''],
    ['problems', entry.problems.map(({ code, message }) => `${code}: ${message}`).join('; ')],
  ];
}

const COLUMNS: readonly string[] =
  'at commit author email subject model what version alias from report approvals reason problems'.split(' ');

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Without what would steer a terminal. */
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
