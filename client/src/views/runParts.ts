import type { ArtifactRow, LiveRun, StepRow } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { RunParts } from '../../../server/src/views/runs.ts';
import { moreRow } from './moreRow.ts';
import type { Shown } from './pages.ts';
import { keyOf, type Row } from './row.ts';
import { noteLook } from './rows/messageItem.ts';
import { artifactLook, artifactsLook, metricLook, stepLook } from './rows/stepItem.ts';
import { cutAt } from './sources.ts';

export interface PartsOptions {
  readonly root: string;
  readonly run: string;
  readonly parts: RunParts;
  /** Name of the run's main metric, which stands first. */
  readonly main: string | undefined;
  /** The run's, while it is at work. */
  readonly live: LiveRun | null;
  readonly shown: Shown;
}

/** What stands below a run: its steps in their order with their metrics, then its artifacts. */
export function partRows(options: PartsOptions): readonly Row[] {
  const { parts, shown } = options;
  const list = keyOf(options.root, 'steps', options.run);
  const steps = parts.steps.map((step) => stepRow(options, step));
  return [
    ...cutAt(shown.of(list), steps, (hidden) => moreRow(list, hidden)),
    ...(parts.artifacts.length === 0 ? [] : [artifactsRow(options)]),
    ...(parts.artifactsMissing === undefined
      ? []
      : [{ key: keyOf(list, 'missing'), look: noteLook(parts.artifactsMissing), subject: { root: options.root } }]),
  ];
}

/** The row of a step of a run at work, as it now is. */
export function stepRow({ root, run, main, live }: PartsOptions, told: StepRow): Row {
  const step = { ...told, metrics: told.metrics.toSorted((a, b) => Number(b.name === main) - Number(a.name === main)) };
  const key = keyOf(root, 'step', run, step.step);
  const isAtWork = live !== null && live.step === step.step;
  return {
    key,
    look: stepLook(step, isAtWork ? live : null),
    subject: { root, run, step: step.step, ...(step.place === null ? {} : { place: step.place }) },
    ...(step.place === null ? {} : { opens: OPEN_LINE }),
    ...(step.metrics.length === 0
      ? {}
      : {
          children: () =>
            step.metrics.map((metric) => ({
              key: keyOf(key, metric.name),
              look: metricLook(metric),
              subject: { root, run, step: step.step },
            })),
        }),
  };
}

const OPEN_LINE = { command: 'modelyard.openSpecLine', title: 'Open YAML Line' };
const OPEN_ARTIFACT = { command: 'modelyard.openArtifact', title: 'Open Artifact' };

function artifactsRow({ root, run, parts, shown }: PartsOptions): Row {
  const list = keyOf(root, 'artifacts', run);
  return {
    key: list,
    look: artifactsLook(parts.artifacts),
    subject: { root, run },
    children: () =>
      cutAt(
        shown.of(list),
        parts.artifacts.map((artifact) => artifactRow(root, run, artifact)),
        (hidden) => moreRow(list, hidden),
      ),
  };
}

function artifactRow(root: string, run: string, artifact: ArtifactRow): Row {
  return {
    key: keyOf(root, 'artifact', run, artifact.path),
    look: artifactLook(artifact),
    subject: { root, run, path: artifact.path },
    ...(artifact.isHere ? { opens: OPEN_ARTIFACT } : {}),
  };
}
