import type { ViewAnswers } from '../protocol.ts';
import { artifact } from './artifact.ts';
import { artifactPreview } from './artifactPreview.ts';
import { datasets } from './datasets.ts';
import { experiments } from './experiments.ts';
import { models } from './models.ts';
import { runLog } from './runLog.ts';
import { runPage } from './runPage.ts';
import { runParts } from './runParts.ts';
import { runRows } from './runRows.ts';
import { series } from './series.ts';

/** How each question of the views is answered. */
export const viewAnswers: ViewAnswers = {
  sources: (asked) => asked.sources.rows(asked),
  experiments,
  runs: runRows,
  runParts,
  models,
  datasets,
  live: (asked) => asked.liveRuns.all(asked),
  runPage,
  series,
  log: runLog,
  artifact,
  artifactPreview,
};
