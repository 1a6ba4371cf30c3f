import type { ViewAnswers } from '../protocol.ts';
import { ofRun, ofSource } from '../sources/ofRun.ts';
import { sourceArtifact, sourceArtifactPreview } from '../sources/sourceArtifact.ts';
import { sourceExperiments } from '../sources/sourceExperiments.ts';
import { sourceModels } from '../sources/sourceModels.ts';
import { sourceLog, sourceRunPage, sourceRunParts, sourceSeries } from '../sources/sourceRun.ts';
import { sourceRunRows } from '../sources/sourceRunRows.ts';
import { aliasHistory } from './aliasHistory.ts';
import { artifact } from './artifact.ts';
import { artifactPreview } from './artifactPreview.ts';
import { curves } from './curves.ts';
import { dataMoves } from './dataMoves.ts';
import { datasets } from './datasets.ts';
import { experiments } from './experiments.ts';
import { explanation } from './explanation.ts';
import { models } from './models.ts';
import { monitorReport, monitorReportFile } from './monitorReport.ts';
import { monitors } from './monitors.ts';
import { pairedRun } from './pairedRun.ts';
import { pairing } from './pairing.ts';
import { promotion } from './promotion.ts';
import { rerun } from './rerun.ts';
import { runDifferences } from './runDifferences.ts';
import { runFile } from './runFile.ts';
import { runLog } from './runLog.ts';
import { runPage } from './runPage.ts';
import { runParts } from './runParts.ts';
import { runRows } from './runRows.ts';
import { series } from './series.ts';

/** How each question of the views is answered. */
export const viewAnswers: ViewAnswers = {
  sources: (asked) => asked.sources.rows(asked),
  experiments: ofSource(experiments, sourceExperiments),
  runs: ofSource(runRows, sourceRunRows),
  runParts: ofRun(runParts, sourceRunParts),
  models: ofSource(models, sourceModels),
  datasets,
  monitors,
  monitorReport,
  monitorReportFile,
  live: (asked) => asked.liveRuns.all(asked),
  runPage: ofRun(runPage, sourceRunPage),
  runTable: (asked, params) => asked.runTables.table(asked, params),
  runFilter: (asked, params) => asked.runTables.filtered(asked, params),
  promotion,
  aliasHistory,
  explanation,
  rerun,
  runDifferences,
  dataMoves,
  pairedRun,
  pairing,
  runFile,
  series: ofRun(series, sourceSeries),
  curves,
  log: ofRun(runLog, sourceLog),
  artifact: ofRun(artifact, sourceArtifact),
  artifactPreview: ofRun(artifactPreview, sourceArtifactPreview),
};
