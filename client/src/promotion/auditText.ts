import { fullTime } from '../../../engine/src/language/times.ts';
import type { Audit, AuditEntry } from '../../../engine/src/registry/audit/audit.ts';

/** The history of a registry for people: whether it holds, then what happened, the newest first. Commits stand at the beginning of lines. */
export function auditText({ entries, valid, tip }: Audit, project: string): string {
  const broken = entries.filter(({ problems }) => problems.length > 0);
  const many = entries.length === 1 ? '1 entry' : `${entries.length} entries`;
  const verdict = valid
    ? `Valid: ${many} up to ${short(tip)}, each as its policy asked.`
    : `Broken: ${broken.length} of ${many} up to ${short(tip)} ${broken.length === 1 ? 'does' : 'do'} not hold.`;
  const parts = [
    `# Audit of ${project}`,
    verdict,
    ...(broken.length === 0 ? [] : ['## What does not hold', ...broken.map(entryText)]),
    '## What happened',
    ...(entries.length === 0 ? ['Nothing is registered in a commit yet.'] : entries.toReversed().map(entryText)),
    'Tamper-evident as long as nobody can rewrite the protected branch.',
  ];
  return `${parts.join('\n\n')}\n`;
}

function entryText(entry: AuditEntry): string {
  const { commit, at, author, problems, report, approvals, reason } = entry;
  const rests = [
    ...(reason === null ? [] : [`Reason: ${reason}`]),
    ...(report === null ? [] : [`Gates: ${report}`]),
    ...(approvals.length === 0 ? [] : [`Approvals: ${approvals.map(({ by, name }) => name ?? by).join(', ')}`]),
    ...problems.map(({ code, file, message }) => `Broken (${code}): ${message}, ${file}`),
  ];
  const first = `${short(commit)}  ${whatText(entry)}, ${fullTime(at)}, ${author.name}`;
  return [first, ...rests.map((line) => `- ${line}`)].join('\n');
}

/** `flight-delay v8 promoted to production, before v7`. */
function whatText({ model, version, alias, from, what }: AuditEntry): string {
  const of = [model, ...(version === null ? [] : [`v${version}`])].filter(Boolean).join(' ');
  const to =
    alias === null
      ? ''
      : ` ${what === 'promoted' || what === 'pointed' || what === 'rolled back' ? 'to' : 'for'} ${alias}`;
  const before = from === null ? '' : `, before v${from}`;
  return `${of === '' ? 'Registry' : of} ${what}${to}${before}`;
}

/** Where commits stand in the text: offset and length of each id. */
export function commitsIn(text: string): readonly { readonly at: number; readonly commit: string }[] {
  return [...text.matchAll(/^([0-9a-f]{7}) {2}/gm)].map((match) => ({ at: match.index, commit: match[1]! }));
}

/** Where files of the registry stand in the text, such as gate reports: offset and path of each. */
export function filesIn(text: string): readonly { readonly at: number; readonly file: string }[] {
  return [...text.matchAll(/(?<=^- .*)\bregistry\/\S+\.(?:json|yaml)\b/gm)].map((match) => ({
    at: match.index,
    file: match[0],
  }));
}

function short(commit: string): string {
  return commit.slice(0, 7);
}
