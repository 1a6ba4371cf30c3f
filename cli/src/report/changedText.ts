import { count, figure } from '../../../engine/src/language/figures.ts';
import type {
  ChangedData,
  ChangedMetric,
  ChangedParts,
  ChangedResult,
  ChangedVersion,
  JudgedAlias,
} from '../../../engine/src/operations/promotion/changed/changedResult.ts';
import { approvalsText, figureText, limitText, SOURCES } from '../../../engine/src/operations/promotion/gateWords.ts';
import { personText } from '../../../engine/src/registry/approvals/personText.ts';
import { type Style, textTable } from '../terminal.ts';
import { factText } from './factText.ts';

/** What a branch changes: each alias with its gates and where their answers come from, then the rest in a line each. */
export function changedText(result: ChangedResult, style: Style): string {
  const { base, head, aliases, problems, versions, data, features, cards, policies, uncommitted } = result;
  const compared = style.dim(`${head.slice(0, 8)} against ${base.ref} (${base.commit.slice(0, 8)})`);
  const left = uncommitted.map((file) => style.yellow(`${file} is not committed, and not looked at`));
  if (!result.changed) return ['No model, alias, data, feature, card or policy changes.', ...left, compared].join('\n');
  const parts = [
    ...aliases.map((alias) => aliasText(alias, style)),
    ...problems.map(({ code, file, message }) => `${style.red(code)} ${file}: ${message}`),
    ...versions.map(versionText),
    ...data.map(dataText),
    ...features.map((part) => partsText('features', part)),
    ...cards.map((part) => partsText('card', part)),
    ...policies.map((part) => partsText('policy', part)),
    ...left,
    compared,
  ];
  return parts.join('\n');
}

function aliasText(judged: JudgedAlias, style: Style): string {
  const { model, alias, from, to, guarded, allowed, gates, approvals, problems, reason } = judged;
  const sign = allowed ? style.green('✓') : style.red('✗');
  const verdict = guarded ? (allowed ? 'may move' : 'may not move') : 'no policy guards it';
  const moved = `${from === null ? '' : `from version ${from} `}to ${to === null ? 'nothing' : `version ${to}`}`;
  const rows = gates.map(({ status, name, figures: [first], how }) => [
    status,
    name,
    first === undefined ? '' : figureText(first),
    first === undefined ? '' : limitText(first),
    SOURCES[how],
  ]);
  const stands = gates.filter(({ status }) => status !== 'passed');
  return [
    `${sign} ${style.bold(`${model}@${alias}`)} ${moved}: ${verdict}`,
    ...(reason === null ? [] : [`  back to an earlier version: ${reason}`]),
    ...(rows.length === 0 ? [] : [indented(textTable(['', 'gate', 'figure', 'asked', 'source'], rows))]),
    ...problems.map(({ code, file, message }) => `  ${style.red(code)} ${file}: ${message}`),
    ...stands.map(
      ({ name, status, reason: why, next }) =>
        `  ${style.yellow(status)} ${name}: ${why}${next === null ? '' : `. ${next}`}`,
    ),
    ...(approvals === null ? [] : [`  ${approvalsText(approvals)}`]),
    ...(approvals?.void ?? []).map((one) => `  ${style.yellow('void')} ${personText(one)}: ${one.why}`),
    '',
  ].join('\n');
}

function versionText({ model, version, change, against, metrics, differences }: ChangedVersion): string {
  const rows = metrics.map((metric) => [
    metric.name,
    factText(metric.b),
    ...(against === null ? [] : [factText(metric.a), differenceText(metric)]),
  ]);
  const head = ['', `version ${version}`, ...(against === null ? [] : [`version ${against}`, 'difference'])];
  return [
    `${model}:${version} ${change}${against === null ? '' : `, beside version ${against}`}`,
    ...(rows.length === 0 ? [] : [indented(textTable(head, rows))]),
    ...(differences.length === 0
      ? []
      : [`  differs in ${differences.map(({ of, name }) => `${of}.${name}`).join(', ')}`]),
    '',
  ].join('\n');
}

function differenceText({ difference, overlap, paired }: ChangedMetric): string {
  if (paired !== null) return `better by ${factText(paired)}, paired`;
  if (difference === undefined) return '-';
  return `${overlap ? '≈ ' : ''}${difference > 0 ? '+' : ''}${figure(difference)}`;
}

function dataText({ dataset, change, rows, columns }: ChangedData): string {
  if (change === 'removed') return `data ${dataset}: its lock is taken away`;
  const moved = [
    `${rows.before === null ? '' : `${count(rows.before)} → `}${rows.after === null ? 'no' : count(rows.after)} rows`,
    ...(columns.added.length === 0 ? [] : [`added ${columns.added.join(', ')}`]),
    ...(columns.removed.length === 0 ? [] : [`removed ${columns.removed.join(', ')}`]),
    ...columns.retyped.map(({ name, before, after }) => `${name} was ${before} and is ${after}`),
  ];
  return `data ${dataset}: ${moved.join('; ')}`;
}

function partsText(what: string, { name, change, added, removed, changed }: ChangedParts): string {
  if (change !== 'changed') return `${what} ${name}: ${change === 'added' ? 'new' : 'taken away'}`;
  const said = Object.entries({ changed, added, removed }).filter(([, names]) => names.length > 0);
  return `${what} ${name}: ${said.map(([word, names]) => `${word} ${names.join(', ')}`).join('; ')}`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
