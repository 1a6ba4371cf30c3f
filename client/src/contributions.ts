import type { Uri } from 'vscode';
import { COMMANDS, type CommandArguments, type RunArgument } from '../../server/src/protocol.ts';
import type { MonitorGiven } from './monitors/pickMonitor.ts';
import type { FilesArgument } from './panels/compareDataFiles.ts';
import type { MoveGiven } from './promotion/moveGiven.ts';
import type { SourceArgument } from './sources/sourceArgument.ts';
import type { Subject } from './views/row.ts';

/** What package.json contributes, by name and type; a test holds the two against each other. */

export const LANGUAGE = 'modelyard';

/** Command -> its argument; the palette gives none. */
export interface Commands {
  readonly [COMMANDS.runPipeline]: CommandArguments[typeof COMMANDS.runPipeline] | undefined;
  readonly [COMMANDS.runToStep]: CommandArguments[typeof COMMANDS.runToStep] | undefined;
  readonly [COMMANDS.debugStep]: CommandArguments[typeof COMMANDS.debugStep] | undefined;
  readonly [COMMANDS.lockData]: CommandArguments[typeof COMMANDS.lockData] | undefined;
  readonly [COMMANDS.openRun]: CommandArguments[typeof COMMANDS.openRun] | undefined;
  readonly [COMMANDS.compareRuns]: CommandArguments[typeof COMMANDS.compareRuns] | undefined;
  readonly [COMMANDS.openReport]: CommandArguments[typeof COMMANDS.openReport];
  readonly [COMMANDS.showReferences]: CommandArguments[typeof COMMANDS.showReferences];
  readonly [COMMANDS.promoteVersion]: MoveGiven | undefined;
  readonly [COMMANDS.compareVersions]: MoveGiven | undefined;
  readonly [COMMANDS.rollBackAlias]: MoveGiven | undefined;
  readonly [COMMANDS.checkMonitor]: MonitorGiven | undefined;
  readonly [COMMANDS.openDriftReport]: (MonitorGiven & { readonly check?: string }) | undefined;
  readonly 'modelyard.compareDataFiles': Uri | FilesArgument | undefined;
  readonly 'modelyard.muteMonitor': MonitorGiven | undefined;
  readonly 'modelyard.unmuteMonitor': MonitorGiven | undefined;
  readonly 'modelyard.approveVersion': MoveGiven | undefined;
  readonly 'modelyard.showAliasHistory': MoveGiven | undefined;
  readonly 'modelyard.writePolicy': MoveGiven | undefined;
  readonly 'modelyard.showAudit': MoveGiven | undefined;
  readonly 'modelyard.showCommitOf': Subject | undefined;
  readonly 'modelyard.validateWorkspace': undefined;
  readonly 'modelyard.cancelRun': RunArgument | undefined;
  readonly 'modelyard.attachRun': RunArgument | undefined;
  readonly 'modelyard.resumeRun': RunArgument | undefined;
  readonly 'modelyard.showRuns': undefined;
  readonly 'modelyard.predict': PredictArgument | Uri | undefined;
  readonly 'modelyard.newRunId': undefined;
  readonly 'modelyard.newSpec': undefined;
  readonly 'modelyard.createSample': SampleArgument | undefined;
  readonly 'modelyard.useAsDataset': TableArgument | Uri | undefined;
  readonly 'modelyard.makeStep': StepFileArgument | Uri | undefined;
  readonly 'modelyard.newProject': FolderArgument | undefined;
  readonly 'modelyard.registerModel': RegisterArgument | Uri | undefined;
  readonly 'modelyard.doctor': undefined;
  readonly 'modelyard.filterRuns': undefined;
  readonly 'modelyard.clearRunsFilter': unknown;
  readonly 'modelyard.refreshViews': unknown;
  readonly 'modelyard.showMore': Subject;
  readonly 'modelyard.openSpecLine': Subject | undefined;
  readonly 'modelyard.openArtifact': Subject | undefined;
  readonly 'modelyard.openRunOf': Subject | undefined;
  readonly 'modelyard.compareRunsOf': Subject | undefined;
  readonly 'modelyard.compareSelectedRuns': Subject | undefined;
  readonly 'modelyard.copyId': Subject | undefined;
  readonly 'modelyard.copyReference': Subject | undefined;
  readonly 'modelyard.copyCommand': Subject | undefined;
  readonly 'modelyard.showRun': Subject | undefined;
  readonly 'modelyard.deleteRun': Subject | undefined;
  readonly 'modelyard.tagRun': Subject | undefined;
  readonly 'modelyard.noteRun': Subject | undefined;
  readonly 'modelyard.openSpecOf': Subject | undefined;
  readonly 'modelyard.openArtifactsOf': Subject | undefined;
  readonly 'modelyard.openCommit': Subject | undefined;
  readonly 'modelyard.rerunWithChanges': Subject | undefined;
  readonly 'modelyard.reproduceRun': Subject | undefined;
  readonly 'modelyard.starRun': Subject | undefined;
  readonly 'modelyard.setBaseline': Subject | undefined;
  readonly 'modelyard.compareWithProduction': Subject | undefined;
  readonly 'modelyard.pinRun': Subject | undefined;
  readonly 'modelyard.copyRunsAsMarkdown': Subject | undefined;
  readonly 'modelyard.explainChange': Subject | undefined;
  readonly 'modelyard.exportRuns': undefined;
  readonly 'modelyard.addRunsToComparison': undefined;
  readonly 'modelyard.openComparisonView': undefined;
  readonly 'modelyard.saveComparisonView': undefined;
  readonly 'modelyard.saveComparisonViewAs': undefined;
  readonly 'modelyard.verifyModel': Subject | undefined;
  readonly 'modelyard.convertModel': Subject | undefined;
  readonly 'modelyard.validateData': Subject | undefined;
  readonly 'modelyard.profileData': Subject | undefined;
  readonly 'modelyard.addRunSource': SourceArgument | undefined;
  readonly 'modelyard.removeRunSource': Subject | undefined;
  readonly 'modelyard.enterSourceToken': Subject | undefined;
  readonly 'modelyard.importRuns': Subject | undefined;
  readonly 'modelyard.logPythonRuns': undefined;
  readonly 'modelyard.stopLoggingPythonRuns': undefined;
  /** As the toolbar of notebooks gives it. */
  readonly 'modelyard.logNotebookRuns': unknown;
  readonly 'modelyard.restartServer': undefined;
  readonly 'modelyard.showOutput': undefined;
}

export type CommandId = keyof Commands;

/** What of a prediction is not to be asked for. */
export interface PredictArgument {
  /** Address of the project's folder. */
  readonly root: string;
  readonly model: string;
  readonly version?: number;
}

/** Addresses, where they are not to be asked for. */
export interface SampleArgument {
  /** Folder that the sample's own is made in. */
  readonly parent: string;
}

export interface TableArgument {
  readonly file: string;
  readonly target?: string;
  readonly project?: string;
}

/** A script or notebook, and the pipeline it becomes a step of where that is not to be asked for. */
export interface StepFileArgument {
  readonly file: string;
  readonly pipeline?: string;
}

/** A file, or the model of a run. */
export type RegisterArgument = { readonly name?: string } & (
  | { readonly file: string }
  | { readonly root: string; readonly run: string }
);

export interface FolderArgument {
  readonly folder: string;
}

/** Commands about versions and aliases; they ask for what they are not given. */
export const PROMOTION_COMMANDS = [
  COMMANDS.promoteVersion,
  COMMANDS.compareVersions,
  COMMANDS.rollBackAlias,
  'modelyard.approveVersion',
  'modelyard.showAliasHistory',
  'modelyard.writePolicy',
  'modelyard.showAudit',
] as const satisfies readonly CommandId[];

/** Commands that run something: not in a restricted workspace. */
export const RUNNING_COMMANDS = [
  COMMANDS.runPipeline,
  COMMANDS.runToStep,
  COMMANDS.debugStep,
  COMMANDS.lockData,
  'modelyard.validateWorkspace',
  'modelyard.cancelRun',
  'modelyard.attachRun',
  'modelyard.resumeRun',
  'modelyard.predict',
  'modelyard.createSample',
  'modelyard.useAsDataset',
  'modelyard.makeStep',
  'modelyard.newProject',
  'modelyard.registerModel',
  'modelyard.doctor',
  'modelyard.logPythonRuns',
  'modelyard.stopLoggingPythonRuns',
  'modelyard.logNotebookRuns',
  'modelyard.filterRuns',
  'modelyard.showRun',
  'modelyard.deleteRun',
  'modelyard.tagRun',
  'modelyard.noteRun',
  'modelyard.openCommit',
  'modelyard.rerunWithChanges',
  'modelyard.reproduceRun',
  'modelyard.starRun',
  'modelyard.explainChange',
  'modelyard.verifyModel',
  'modelyard.convertModel',
  'modelyard.validateData',
  'modelyard.profileData',
  'modelyard.addRunSource',
  'modelyard.removeRunSource',
  'modelyard.enterSourceToken',
  'modelyard.importRuns',
  COMMANDS.rollBackAlias,
  'modelyard.approveVersion',
  'modelyard.showAudit',
  'modelyard.showCommitOf',
  COMMANDS.checkMonitor,
  'modelyard.compareDataFiles',
  'modelyard.muteMonitor',
  'modelyard.unmuteMonitor',
] as const satisfies readonly CommandId[];

/** Commands that mean nothing without an argument: not in the palette. */
export const HIDDEN_COMMANDS = [
  COMMANDS.openReport,
  COMMANDS.showReferences,
  'modelyard.newRunId',
  'modelyard.showMore',
] as const satisfies readonly CommandId[];

/** Commands on a row of the side panel -> the rows they are for; in the palette while such a one is selected. */
export const ROW_COMMANDS = {
  'modelyard.openSpecLine': '.*\\.placed|version',
  'modelyard.openArtifact': 'artifact',
  'modelyard.openRunOf': 'run|version|sourceRun|sourceVersion\\.run',
  'modelyard.compareRunsOf': 'experiment|branch|sourceExperiment',
  'modelyard.compareSelectedRuns': 'run|sourceRun',
  'modelyard.copyId': 'run|sourceRun|dataVersion',
  'modelyard.copyReference': 'model|version|dataset|dataVersion',
  'modelyard.copyCommand': 'run',
  'modelyard.showRun': 'run',
  'modelyard.deleteRun': 'run',
  'modelyard.tagRun': 'run',
  'modelyard.noteRun': 'run',
  'modelyard.openSpecOf': 'run',
  'modelyard.openArtifactsOf': 'run',
  'modelyard.openCommit': 'run',
  'modelyard.showCommitOf': 'hold',
  'modelyard.rerunWithChanges': 'run',
  'modelyard.reproduceRun': 'run',
  'modelyard.starRun': 'run',
  'modelyard.verifyModel': 'model|version',
  'modelyard.convertModel': 'version(\\.run)?\\.mlflow',
  'modelyard.validateData': 'dataset',
  'modelyard.profileData': 'dataset|dataVersion',
} as const satisfies Partial<Record<CommandId, string>>;

/** Those of them that a comparison in front takes for its runs: in the palette then too. */
export const COMPARED_RUN_COMMANDS = [
  'modelyard.openRunOf',
  'modelyard.openSpecOf',
  'modelyard.openArtifactsOf',
  'modelyard.openCommit',
  'modelyard.rerunWithChanges',
  'modelyard.reproduceRun',
  'modelyard.starRun',
  'modelyard.noteRun',
  'modelyard.tagRun',
  'modelyard.copyCommand',
  'modelyard.deleteRun',
] as const satisfies readonly (keyof typeof ROW_COMMANDS)[];

/** Commands of a comparison in front -> what its page is told to do. */
export const COMPARISON_COMMANDS = {
  'modelyard.setBaseline': 'baseline',
  'modelyard.compareWithProduction': 'production',
  'modelyard.pinRun': 'pin',
  'modelyard.copyRunsAsMarkdown': 'copyRows',
  'modelyard.explainChange': 'why',
  'modelyard.exportRuns': 'pickExport',
  'modelyard.addRunsToComparison': 'addRuns',
  'modelyard.openComparisonView': 'openView',
  'modelyard.saveComparisonView': 'saveView',
  'modelyard.saveComparisonViewAs': 'saveViewAs',
} as const satisfies Partial<Record<CommandId, string>>;

export const COMMAND_IDS = [
  ...RUNNING_COMMANDS,
  COMMANDS.openRun,
  COMMANDS.compareRuns,
  COMMANDS.openReport,
  COMMANDS.openDriftReport,
  COMMANDS.showReferences,
  'modelyard.clearRunsFilter',
  'modelyard.refreshViews',
  'modelyard.showMore',
  'modelyard.openSpecLine',
  'modelyard.openArtifact',
  'modelyard.openRunOf',
  'modelyard.openSpecOf',
  'modelyard.openArtifactsOf',
  'modelyard.setBaseline',
  'modelyard.compareWithProduction',
  'modelyard.pinRun',
  'modelyard.copyRunsAsMarkdown',
  'modelyard.exportRuns',
  'modelyard.addRunsToComparison',
  'modelyard.openComparisonView',
  'modelyard.saveComparisonView',
  'modelyard.saveComparisonViewAs',
  'modelyard.compareRunsOf',
  'modelyard.compareSelectedRuns',
  'modelyard.copyId',
  'modelyard.copyReference',
  'modelyard.copyCommand',
  'modelyard.showRuns',
  'modelyard.newRunId',
  COMMANDS.promoteVersion,
  COMMANDS.compareVersions,
  'modelyard.showAliasHistory',
  'modelyard.writePolicy',
  'modelyard.newSpec',
  'modelyard.restartServer',
  'modelyard.showOutput',
] as const satisfies readonly CommandId[];

/** Container of the side panel, and its views from top to bottom. */
export const VIEW_CONTAINER = 'modelyard';

export const VIEW_IDS = ['modelyard.experiments', 'modelyard.models', 'modelyard.data', 'modelyard.monitors'] as const;

export type ViewId = (typeof VIEW_IDS)[number];

/** Keys that `when` in package.json reads and the client sets. */
export const CONTEXT_KEYS = [
  'modelyard.server',
  'modelyard.projects',
  'modelyard.runs',
  'modelyard.models',
  'modelyard.data',
  'modelyard.monitors',
  'modelyard.filtered',
  'modelyard.selection',
  'modelyard.otherTools',
  'modelyard.pythonRuns',
  'modelyard.pythonNotebook',
] as const;

export type ContextKey = (typeof CONTEXT_KEYS)[number];

/** Settings below `modelyard` with what they are where nobody set them. */
export const SETTINGS = {
  severities: {},
  environment: '',
  jobs: 1,
  runSources: [],
  notifications: 'all',
  'python.logRuns': 'ask',
  'trace.server': 'messages',
} as const;

export const TASK_TYPE = 'modelyard';

/** A task of tasks.json, or one that a lens starts. */
export type TaskDefinition =
  | RunDefinition
  | OfRunDefinition
  | PredictDefinition
  | ValidateDefinition
  | LockDefinition
  | MonitorDefinition;

interface InProject {
  readonly type: typeof TASK_TYPE;
  /** Folder of the project, from the workspace folder; default: the workspace folder. */
  readonly project?: string;
}

export interface RunDefinition extends InProject {
  readonly command: 'run';
  readonly pipeline: string;
  readonly from?: string;
  readonly until?: string;
  readonly params?: Readonly<Record<string, string | number | boolean>>;
  readonly environment?: string;
  /** Makes it another task than the same one that is at work already. */
  readonly again?: number;
}

/** Follows a run that goes on, goes on with one that does not, or repeats one. */
export interface OfRunDefinition extends InProject {
  readonly command: 'attach' | 'resume' | 'reproduce';
  /** Id, or its first four digits or more. */
  readonly run: string;
}

export interface PredictDefinition extends InProject {
  readonly command: 'predict';
  /** NAME, NAME:VERSION or NAME@ALIAS. */
  readonly model: string;
  readonly input: string;
  readonly output: string;
}

export interface ValidateDefinition extends InProject {
  readonly command: 'validate';
  readonly environment?: string;
}

export interface LockDefinition extends InProject {
  readonly command: 'lock';
  readonly dataset: string;
}

/** Checks what a monitor watches. */
export interface MonitorDefinition extends InProject {
  readonly command: 'monitor';
  readonly monitor: string;
}

export const TASK_PROPERTIES = [
  'command',
  'project',
  'pipeline',
  'from',
  'until',
  'params',
  'environment',
  'again',
  'dataset',
  'run',
  'model',
  'input',
  'output',
  'monitor',
] as const satisfies readonly (
  | keyof Omit<RunDefinition, 'type'>
  | keyof Omit<OfRunDefinition, 'type'>
  | keyof Omit<PredictDefinition, 'type'>
  | keyof Omit<ValidateDefinition, 'type'>
  | keyof Omit<LockDefinition, 'type'>
  | keyof Omit<MonitorDefinition, 'type'>
)[];

/** What a user has done once; walkthroughs tick their steps by these. */
export const MILESTONES = [
  'projectMade',
  'sampleMade',
  'datasetDrafted',
  'dataLocked',
  'problemFixed',
  'predicted',
  'runFinished',
  'modelRegistered',
  'scriptWritten',
  'scriptRan',
] as const;

export type Milestone = (typeof MILESTONES)[number];

/** Context key, true once the milestone was reached. */
export function contextKeyOf<M extends Milestone>(milestone: M): `modelyard.reached.${M}` {
  return `modelyard.reached.${milestone}`;
}
