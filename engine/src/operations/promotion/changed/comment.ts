import { bytes, count, figure, interval } from '../../../language/figures.ts';
import { markdownCode, markdownTable, markdownText } from '../../../language/markdown.ts';
import type { MetricFact } from '../../../ports/modelRegistry.ts';
import { personText } from '../../../registry/approvals/personText.ts';
import { approvalsText, figureText, limitText, SOURCES } from '../gateWords.ts';
import type {
  ChangedData,
  ChangedMetric,
  ChangedParts,
  ChangedResult,
  ChangedVersion,
  JudgedAlias,
  JudgedGate,
} from './changedResult.ts';

/** Told in a comment of its own: nothing that is looked at differs. A workflow writes no new comment then. */
export const NOTHING_CHANGED = '<!-- modelyard: nothing changed -->';
/** Git hosts take 65,536 characters or more. */
const LONGEST = 60_000;
const MOST_ROWS = 25;

/**
 * First line of the comment of a project; no other begins so.
 * @param inside the folder of the project in its repository
 */
export function markerOf(inside: string): string {
  const place = inside.replace(/[^\w./ -]|-{2,}/g, '_');
  return `<!-- modelyard: gate${place === '' ? '' : ` of ${place}`} -->`;
}

/** What a pull request changes, as Markdown: the verdict first, then gates, metrics, data, features, cards and policies. */
export function commentBody(marker: string, result: Omit<ChangedResult, 'comment'>): string {
  if (!result.changed)
    return `${marker}\n${NOTHING_CHANGED}\n**Modelyard**: no model, alias, data, feature, card or policy changes.\n`;
  const parts = [
    `${marker}\n### ${headline(result)}`,
    ...result.aliases.map(aliasPart),
    ...problemsPart('The registry', result.problems),
    ...result.versions.map(versionPart),
    ...listPart('Data', result.data.map(dataLine)),
    ...listPart('Features', result.features.map(partsLine)),
    ...listPart('Model cards', result.cards.map(partsLine)),
    ...policiesPart(result),
    `<sub>${markdownText(footer(result))}</sub>`,
  ];
  return cutShort(parts);
}

function headline({ allowed, aliases }: Omit<ChangedResult, 'comment'>): string {
  const guarded = aliases.filter((one) => one.guarded);
  const [only] = guarded;
  if (only === undefined) return allowed ? 'Modelyard: what changes' : '❌ Modelyard: the registry was edited';
  if (guarded.length > 1 || !allowed !== !only.allowed) {
    const refused = guarded.filter((one) => !one.allowed).length;
    return allowed
      ? `✅ Modelyard: ${guarded.length} aliases may move`
      : `❌ Modelyard: ${refused} of ${guarded.length} aliases may not move`;
  }
  return `${allowed ? '✅' : '❌'} Modelyard: ${markdownCode(only.alias)} of ${markdownCode(only.model)} ${allowed ? 'may' : 'may not'} move ${movedText(only)}`;
}

function movedText({ from, to }: JudgedAlias): string {
  const before = from === null ? '' : `from version ${from} `;
  return `${before}to ${to === null ? 'nothing' : `version ${to}`}`;
}

const SIGNS = { passed: '✅ passed', failed: '❌ failed', unknown: '❔ unknown' };

function aliasPart(judged: JudgedAlias): string {
  const { alias, model, guarded, allowed, gates, approvals, problems, reason } = judged;
  const title = `**${markdownCode(`${model}@${alias}`)}** ${movedText(judged)}: ${guarded ? (allowed ? 'may move' : 'may not move') : 'no policy guards it'}`;
  const rows = gates.map((gate) => [SIGNS[gate.status], markdownCode(gate.name), ...gateCells(gate)]);
  const stands = gates.filter(({ status }) => status !== 'passed').map(gateLine);
  const lines = [...problems.map(problemLine), ...stands];
  return [
    title,
    ...(reason === null ? [] : [`Back to an earlier version: ${markdownText(reason)}`]),
    ...(rows.length === 0 ? [] : [markdownTable(['', 'Gate', 'Figure', 'Asked', 'Source'], rows)]),
    ...(lines.length === 0 ? [] : [lines.join('\n')]),
    ...(approvals === null ? [] : [approvalsLine(approvals)]),
  ].join('\n\n');
}

function approvalsLine(approvals: NonNullable<JudgedAlias['approvals']>): string {
  const voids = approvals.void.map((one) => `- void: ${markdownCode(personText(one))}: ${markdownText(one.why)}`);
  return [`Approvals: ${markdownText(approvalsText(approvals))}.`, ...voids].join('\n');
}

function gateCells({ figures: [first], how }: JudgedGate): readonly string[] {
  const source = SOURCES[how];
  if (first === undefined) return ['-', '', source];
  return [markdownText(figureText(first)), markdownText(limitText(first)), source];
}

function gateLine({ name, reason, next }: JudgedGate): string {
  return `- ${markdownCode(name)}: ${plain(reason)}${next === null ? '' : `. ${plain(next)}`}`;
}

function problemLine({ code, file, message }: JudgedAlias['problems'][number]): string {
  return `- ❌ ${markdownCode(code)} ${plain(message)} (${markdownCode(file)})`;
}

function problemsPart(title: string, problems: JudgedAlias['problems']): readonly string[] {
  return problems.length === 0 ? [] : [`**${title}**\n\n${problems.map(problemLine).join('\n')}`];
}

function versionPart(version: ChangedVersion): string {
  const { model, version: number, change, against, metrics, differences, semver, run, dirty, promoted } = version;
  const what = change === 'added' ? 'new' : promoted ? 'promoted' : change;
  const facts = [semver, run === null ? null : `run ${run.slice(0, 8)}`, dirty ? 'uncommitted changes' : null];
  const title = `**${markdownCode(`${model}:${number}`)}** ${what} (${facts.filter((fact) => fact !== null).join(', ')})${against === null ? '' : `, beside version ${against}`}`;
  const rows = metrics
    .slice(0, MOST_ROWS)
    .map((metric) => [
      markdownCode(metric.name),
      factText(metric.b),
      ...(against === null ? [] : [factText(metric.a), differenceText(metric)]),
    ]);
  const head = ['Metric', `Version ${number}`, ...(against === null ? [] : [`Version ${against}`, 'Difference'])];
  const others = differences
    .slice(0, MOST_ROWS)
    .map(({ of, name, a, b }) => `- ${OF[of] ?? of} ${markdownCode(name)}: ${valueText(of, a)} → ${valueText(of, b)}`);
  const more = differences.length - others.length;
  if (more > 0) others.push(`- and ${more} more`);
  return [
    title,
    ...(rows.length === 0 ? [] : [markdownTable(head, rows)]),
    ...(others.length === 0 ? [] : [others.join('\n')]),
  ].join('\n\n');
}

/** Where rows were paired, that interval tells most; else whether the two intervals overlap. */
function differenceText({ difference, overlap, paired }: ChangedMetric): string {
  if (paired !== null) return `better by ${factText(paired)}, paired`;
  if (difference === undefined) return '-';
  const signed = `${difference > 0 ? '+' : ''}${figure(difference)}`;
  return overlap === true ? `${signed}, intervals overlap` : signed;
}

const OF: Readonly<Record<string, string>> = {
  inputs: 'input',
  outputs: 'output',
  params: 'parameter',
  data: 'data',
  features: 'features',
};

function factText(fact: MetricFact | undefined): string {
  if (fact === undefined) return '-';
  const { value, low, high } = fact;
  return markdownText(low === undefined || high === undefined ? figure(value) : interval(value, low, high));
}

function valueText(of: string, value: unknown): string {
  if (value === undefined) return '-';
  if (of === 'data') {
    const { version, rows } = value as { readonly version: string; readonly rows: number };
    return `${markdownCode(version.slice(0, 12))} (${count(rows)} rows)`;
  }
  if (of === 'features') return markdownCode(String(value).slice(0, 12));
  return markdownCode(typeof value === 'string' ? value : JSON.stringify(value));
}

function dataLine({ dataset, change, version, rows, columns }: ChangedData): string {
  if (change === 'removed') return `- ${markdownCode(dataset)}: its lock is taken away`;
  const moved = [
    version.before === version.after
      ? 'the same version'
      : `version ${short(version.before)} → ${short(version.after)}`,
    rows.before === rows.after ? `${rowsText(rows.after)}` : `${rowsText(rows.before)} → ${rowsText(rows.after)}`,
    ...columnsText('added', columns.added),
    ...columnsText('removed', columns.removed),
    ...columns.retyped
      .slice(0, MOST_ROWS)
      .map(
        ({ name, before, after }) => `${markdownCode(name)} was ${markdownText(before)} and is ${markdownText(after)}`,
      ),
  ];
  return `- ${markdownCode(dataset)}: ${moved.join(', ')}`;
}

function short(version: string | null): string {
  return version === null ? 'none' : markdownCode(version.slice(0, 12));
}

function rowsText(rows: number | null): string {
  return rows === null ? 'no rows known' : `${count(rows)} rows`;
}

function columnsText(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${names.length === 1 ? 'column' : 'columns'} ${what}: ${listed(names)}`];
}

function partsLine({ name, change, added, removed, changed }: ChangedParts): string {
  if (change !== 'changed') return `- ${markdownCode(name)}: ${change === 'added' ? 'new' : 'taken away'}`;
  const said = [
    ...(changed.length === 0 ? [] : [`changed ${listed(changed)}`]),
    ...(added.length === 0 ? [] : [`added ${listed(added)}`]),
    ...(removed.length === 0 ? [] : [`removed ${listed(removed)}`]),
  ];
  return `- ${markdownCode(name)}: ${said.join('; ')}`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_ROWS).map(markdownCode).join(', ');
  return names.length > MOST_ROWS ? `${shown} and ${names.length - MOST_ROWS} more` : shown;
}

function listPart(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const more = lines.length > MOST_ROWS ? [`- and ${lines.length - MOST_ROWS} more`] : [];
  return [`**${title}**\n\n${[...lines.slice(0, MOST_ROWS), ...more].join('\n')}`];
}

function policiesPart({ policies, base }: Omit<ChangedResult, 'comment'>): readonly string[] {
  const [part] = listPart('Policies', policies.map(partsLine));
  if (part === undefined) return [];
  return [
    `${part}\n\nA change of policy does not decide about its own branch: what ${markdownCode(base.ref)} asks for holds as well.`,
  ];
}

function footer({ base, head, modelyard, uncommitted }: Omit<ChangedResult, 'comment'>): string {
  const left = uncommitted.length === 0 ? '' : ` Not looked at, because not committed: ${uncommitted.join(', ')}.`;
  return `${head.slice(0, 8)} against ${base.ref} (${base.commit.slice(0, 8)}), by Modelyard ${modelyard}.${left}`;
}

function plain(text: string): string {
  return markdownText(text.replaceAll('`', ''));
}

/** Whole parts, as many as a comment may hold. */
function cutShort(parts: readonly string[]): string {
  const kept: string[] = [];
  let length = 0;
  for (const part of parts) {
    length += part.length + 2;
    if (length > LONGEST) break;
    kept.push(part);
  }
  const left = parts.length - kept.length;
  const room = bytes(LONGEST);
  return `${kept.join('\n\n')}${left === 0 ? '' : `\n\nMore than ${room}: ${left} parts are left out; \`modelyard gate --changed\` shows them.`}\n`;
}
