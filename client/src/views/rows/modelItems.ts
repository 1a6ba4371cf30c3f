import { bytes, count } from '../../../../engine/src/language/figures.ts';
import { valueText } from '../../../../engine/src/language/screenFigures.ts';
import { tableTime } from '../../../../engine/src/language/times.ts';
import type { MetricRow } from '../../../../engine/src/operations/runs/page/runPage.ts';
import type { CardRow, ModelRow, VersionRow } from '../../../../server/src/views/models.ts';
import { COLORS, type ItemLook } from './itemLook.ts';
import { code, cut, facts, paragraphs, plain, prose } from './markdown.ts';
import { comparedWords, intervalText, metricFact } from './metricText.ts';
import { exactly } from './times.ts';

export function modelLook({ name, versions }: ModelRow): ItemLook {
  const description = versions.length === 1 ? '1 version' : `${count(versions.length)} versions`;
  const aliased = versions.flatMap(({ version, aliases }) => aliases.map((alias) => `${alias} is v${version}`));
  return {
    label: cut(name, 200),
    description,
    icon: { id: 'package' },
    tooltip: paragraphs(`**${plain(name)}** ${description}`, plain(aliased.slice(0, 10).join(', '))),
    aria: `Model ${[name, description, ...aliased.slice(0, 10)].join(', ')}.`,
    context: 'model',
  };
}

/** A version: aliases and its one figure. */
export function versionLook(version: VersionRow, model: string, now: number): ItemLook {
  const { metric, aliases } = version;
  const known = metric === null ? [] : [valueText(metric)];
  const absent = version.isHere ? [] : ['not on this machine'];
  const names = aliases.length === 0 ? [version.semver] : aliases;
  const said = metric === null ? 'no metric' : comparedWords(metric);
  return {
    label: `v${version.version}`,
    description: [...names, ...known, ...absent].filter((text) => text !== '').join(', '),
    icon: { id: 'tag' },
    tooltip: versionTooltip(version, model),
    aria: `${[`Version ${version.version} of ${model}`, ...aliases, said, ...absent].join(', ')}. Made ${tableTime(version.created, { now })}.`,
    context: [
      'version',
      ...(version.hasRun ? ['run'] : []),
      ...(version.format === 'onnx' ? [] : [version.format]),
    ].join('.'),
  };
}

export function cardLook({ problem, place }: CardRow, model: string): ItemLook {
  return {
    label: 'card',
    description: problem === null ? '' : cut(problem, 120),
    icon: problem === null ? { id: 'note' } : { id: 'warning', color: COLORS.warning },
    tooltip: paragraphs(`**Model card** of ${plain(model)}`, problem && prose(problem), plain(place.file)),
    aria: `Card of ${model}${problem === null ? '' : `, warning: ${problem}`}.`,
    context: 'card.placed',
  };
}

const MOST_METRICS = 8;

function versionTooltip(version: VersionRow, model: string): string {
  const { semver, aliases, metric, metrics, run, hasRun } = version;
  const others = Object.entries(metrics).filter(([name]) => name !== metric?.name);
  const shown = others.slice(0, MOST_METRICS).map(([name, measured]) => [name, plain(intervalText(measured))] as const);
  const more = others.length - shown.length;
  return paragraphs(
    `**${plain(`${model}:${version.version}`)}** ${plain([semver, ...aliases].filter((text) => text !== '').join(', '))}`,
    facts([...mainFact(metric), ...shown, ...(more > 0 ? ([['and', `${count(more)} more`]] as const) : [])]),
    facts([
      ['made', exactly(version.created)],
      ['by', plain(version.by)],
      ['run', run === '' ? null : `${code(run.slice(0, 8))}${hasRun ? '' : ', not on this machine'}`],
      [
        'model',
        [
          plain(version.format),
          ...(version.size > 0 ? [bytes(version.size)] : []),
          ...(version.isHere ? [] : ['not on this machine']),
        ].join(', '),
      ],
      ['sha256', version.sha256 === '' ? null : code(version.sha256.slice(0, 12))],
    ]),
  );
}

function mainFact(metric: MetricRow | null): readonly (readonly [string, string])[] {
  return metric === null ? [] : [metricFact(metric)];
}
