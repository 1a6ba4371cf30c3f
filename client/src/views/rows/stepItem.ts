import { bytes, count } from '../../../../engine/src/language/figures.ts';
import { stepProgressText } from '../../../../engine/src/language/progressText.ts';
import type { ArtifactRow, LiveRun, MetricRow, StepRow } from '../../../../engine/src/operations/runs/page/runPage.ts';
import { failureText } from './failureText.ts';
import { COLORS, type Icon, type ItemLook } from './itemLook.ts';
import { code, cut, facts, paragraphs, plain, prose } from './markdown.ts';
import { comparedText, comparedWords, intervalText, metricFact } from './metricText.ts';
import { lasted } from './times.ts';

/** @param live the run's, where this is its step at work */
export function stepLook(step: StepRow, live: LiveRun | null): ItemLook {
  const [metric] = step.metrics;
  const description = describe(step, live);
  const said = metric === undefined ? '' : `, ${comparedWords(metric)}`;
  return {
    label: cut(step.step, 200),
    description,
    icon: ICONS[step.status],
    tooltip: paragraphs(
      `**${plain(step.step)}** ${code(step.uses)}, ${step.status}`,
      step.reason === null ? null : prose(cut(step.reason, 400)),
      facts([['took', lasted(step.seconds)], ...step.metrics.slice(0, 8).map(metricFact)]),
    ),
    aria: `Step ${step.step}, ${WORDS[step.status]}${description === '' || metric !== undefined ? '' : `, ${description}`}${said}.`,
    context: ['step', step.status, ...(step.place === null ? [] : ['placed'])].join('.'),
  };
}

export function metricLook(metric: MetricRow): ItemLook {
  const [name, value] = metricFact(metric);
  return {
    label: name,
    description: comparedText(metric),
    icon: { id: 'symbol-number' },
    tooltip: paragraphs(`**${plain(name)}**`, value, againstText(metric)),
    aria: `Metric ${comparedWords(metric)}.`,
    context: 'metric',
  };
}

export function artifactsLook(artifacts: readonly ArtifactRow[]): ItemLook {
  const size = bytes(artifacts.reduce((sum, one) => sum + one.size, 0));
  const description = `${artifacts.length === 1 ? '1 file' : `${count(artifacts.length)} files`}, ${size}`;
  return {
    label: 'artifacts',
    description,
    icon: { id: 'files' },
    tooltip: `**artifacts** ${description}`,
    aria: `Artifacts, ${description}.`,
    context: 'artifacts',
  };
}

export function artifactLook({ path, size, sha256, isHere }: ArtifactRow): ItemLook {
  const absent = isHere ? '' : ', not on this machine';
  return {
    label: path,
    description: `${bytes(size)}${absent}`,
    icon: isHere ? { id: 'file' } : { id: 'cloud' },
    tooltip: paragraphs(
      plain(path),
      facts([
        ['size', `${count(size)} bytes${absent}`],
        ['sha256', code(sha256)],
      ]),
    ),
    aria: `Artifact ${path}, ${bytes(size)}${absent}.`,
    context: isHere ? 'artifact.here' : 'artifact',
  };
}

const ICONS: Readonly<Record<StepRow['status'], Icon>> = {
  waiting: { id: 'circle-outline' },
  running: { id: 'sync~spin', color: COLORS.live },
  done: { id: 'pass', color: COLORS.good },
  cached: { id: 'history' },
  failed: { id: 'error', color: COLORS.bad },
  skipped: { id: 'dash' },
  cancelled: { id: 'circle-slash' },
  interrupted: { id: 'warning', color: COLORS.warning },
};

const WORDS: Readonly<Record<StepRow['status'], string>> = {
  waiting: 'waits',
  running: 'running',
  done: 'done',
  cached: 'taken from the cache',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
};

function describe(step: StepRow, live: LiveRun | null): string {
  const [metric] = step.metrics;
  const time = lasted(step.seconds) ?? '';
  switch (step.status) {
    case 'running':
      return live === null ? 'running' : stepProgressText(live);
    case 'done':
      return metric === undefined ? time : comparedText(metric);
    case 'cached':
      return metric === undefined ? 'cached' : `${comparedText(metric)}, cached`;
    case 'waiting':
      return 'not yet';
    default:
      return step.reason === null ? step.status : cut(failureText(step.reason), 120);
  }
}

function againstText({ against }: MetricRow): string | null {
  return against === null ? null : plain(`${against.alias}, v${against.version}: ${intervalText(against)}`);
}
