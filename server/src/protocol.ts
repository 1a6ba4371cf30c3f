import type { LiveRun } from '../../engine/src/operations/runs/page/runPage.ts';
import type { ViewQuestion, ViewQuestions } from './views/viewQuestions.ts';

/** What client and server say to each other beyond LSP itself. */

/** Commands that lenses, hovers and quick fixes name; the client makes them happen. Each takes one argument. */
export const COMMANDS = {
  runPipeline: 'modelyard.runPipeline',
  runToStep: 'modelyard.runToStep',
  debugStep: 'modelyard.debugStep',
  openRun: 'modelyard.openRun',
  compareRuns: 'modelyard.compareRuns',
  openReport: 'modelyard.openReport',
  lockData: 'modelyard.lockData',
  promoteVersion: 'modelyard.promoteVersion',
  compareVersions: 'modelyard.compareVersions',
  rollBackAlias: 'modelyard.rollBackAlias',
  checkMonitor: 'modelyard.checkMonitor',
  openDriftReport: 'modelyard.openDriftReport',
  showReferences: 'modelyard.showReferences',
} as const;

export interface CommandArguments {
  readonly [COMMANDS.runPipeline]: PipelineArgument;
  readonly [COMMANDS.runToStep]: StepArgument;
  readonly [COMMANDS.debugStep]: StepArgument;
  readonly [COMMANDS.openRun]: RunArgument;
  readonly [COMMANDS.compareRuns]: CompareArgument;
  readonly [COMMANDS.openReport]: ReportArgument;
  readonly [COMMANDS.lockData]: DatasetArgument;
  readonly [COMMANDS.promoteVersion]: MoveArgument;
  readonly [COMMANDS.compareVersions]: MoveArgument;
  readonly [COMMANDS.rollBackAlias]: AliasArgument;
  readonly [COMMANDS.checkMonitor]: MonitorArgument;
  readonly [COMMANDS.openDriftReport]: CheckArgument;
  readonly [COMMANDS.showReferences]: ReferencesArgument;
}

interface InProject {
  /** Address of the project's folder. */
  readonly root: string;
}

export interface PipelineArgument extends InProject {
  readonly pipeline: string;
}

export interface StepArgument extends PipelineArgument {
  readonly step: string;
}

export interface RunArgument extends InProject {
  readonly run: string;
}

export interface CompareArgument extends InProject {
  /** Runs of this pipeline; without one and without experiments of all. */
  readonly pipeline?: string;
  readonly experiments?: readonly string[];
  /** Ids of runs to select. */
  readonly runs?: readonly string[];
  readonly filter?: string;
  /** What another tool keeps, instead of the project's own runs. */
  readonly source?: ComparedStore;
  /** Runs of other stores in the same table; null: the project's own. */
  readonly also?: readonly { readonly source: ComparedStore | null; readonly experiments: readonly string[] }[];
}

interface ComparedStore {
  readonly id: string;
  readonly name: string;
  readonly isAway: boolean;
}

export interface ReportArgument extends RunArgument {
  readonly step: string;
}

export interface DatasetArgument extends InProject {
  readonly dataset: string;
}

export interface AliasArgument extends InProject {
  readonly model: string;
  readonly alias: string;
}

/** The version that the alias is to point at, or that what it points at is compared with. */
export interface MoveArgument extends AliasArgument {
  readonly version: number;
}

export interface MonitorArgument extends InProject {
  readonly monitor: string;
}

export interface CheckArgument extends MonitorArgument {
  /** Id of a recorded check; the newest where absent. */
  readonly check?: string;
}

export interface ReferencesArgument {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}

/** Runs an operation of the engine as the command line does: `workspace/executeCommand` with one `OperationArgument`. */
export const OPERATION_COMMAND = 'modelyard.operation';

export interface OperationArgument extends InProject {
  /** As typed after `modelyard`: `['data', 'lock', 'flights']`. */
  readonly line: readonly string[];
}

/** Asks what only stores and data can tell: `AskParams` -> `Told`. */
export const ASK_REQUEST = 'modelyard/ask';

export interface AskParams<Q extends ViewQuestion = ViewQuestion> extends InProject {
  readonly question: Q;
  readonly params: ViewQuestions[Q]['params'];
}

/**
 * From the client, at the start and whenever it is other: what the user added to the sources of a project beyond its folder.
 * Kept in memory, and told to nobody but the process that opens them.
 */
export const SOURCES_NOTIFICATION = 'modelyard/sources';

export interface Sources {
  /** Address of the project's folder; absent: all projects. */
  readonly root?: string;
  readonly addresses: readonly AddedSource[];
}

export interface AddedSource {
  /** An address, or an absolute path. */
  readonly place: string;
  /** Bearer token, or `user:password`, of a server. */
  readonly token?: string;
}

/**
 * From the client, at the start and whenever another is selected: the Python of each project in the editor. Processes that are started from
 * then on have it in MODELYARD_PYTHON.
 */
export const PYTHON_NOTIFICATION = 'modelyard/python';

export interface SelectedPythons {
  /** `file`: an interpreter or the folder of an environment, by its absolute path; null: none is selected. */
  readonly pythons: readonly (InProject & { readonly file: string | null })[];
}

/** From the server: what was told may be other now. Sent soon after a change by any process, at most a few times a second. */
export const CHANGED_NOTIFICATION = 'modelyard/changed';

/** `figures`: runs may have logged; told at once, before anything is looked at, and `runs` a moment later where lists of runs may be others. `monitors`: checks, alerts and mutes. */
export type Topic = 'runs' | 'figures' | 'models' | 'data' | 'monitors';

export interface Changed extends InProject {
  readonly topics: readonly Topic[];
}

/** From the server: all runs at work in a project, told anew whenever one of them has moved on; none at the end. */
export const LIVE_NOTIFICATION = 'modelyard/live';

export interface Live extends InProject {
  readonly runs: readonly LiveRun[];
}

/** Asks what can be tested, as the specs stand: no parameters -> `readonly ProjectTests[]`. */
export const TESTS_REQUEST = 'modelyard/tests';

/** From the server, to who has asked for tests: specs were looked at anew, and other things may be tested now. No parameters. */
export const SPECS_CHANGED_NOTIFICATION = 'modelyard/specsChanged';

export interface ProjectTests extends InProject {
  readonly name: string;
  readonly datasets: readonly DatasetTests[];
  readonly pipelines: readonly PipelineTests[];
  /** Moves of guarded aliases to the newest versions, by the policies as they are here. */
  readonly moves: readonly MoveTests[];
  readonly monitors: readonly MonitorTests[];
}

interface TestsOfSpec {
  readonly name: string;
  readonly uri: string;
  readonly range: TextRange;
}

export interface DatasetTests extends TestsOfSpec {
  /** By name and kind as `modelyard data validate` tells them, and in its order. */
  readonly checks: readonly { readonly name: string; readonly kind: string; readonly range: TextRange }[];
}

export interface PipelineTests extends TestsOfSpec {
  readonly thresholds: readonly ThresholdTest[];
}

/** What a model's newest version must show before an alias may point at it; `name` is the model's. */
export interface MoveTests extends TestsOfSpec {
  readonly version: number;
  readonly alias: string;
  /** In the policy's order. */
  readonly gates: readonly { readonly name: string; readonly range: TextRange }[];
}

/** What a monitor holds a model in use against. */
export interface MonitorTests extends TestsOfSpec {
  /** As the spec has it: NAME, NAME:VERSION or NAME@ALIAS. */
  readonly model: string;
  /** That it stands for now; null where there is none. */
  readonly version: number | null;
  /** Hash of all that the spec asks, as reports have it. */
  readonly asked: string;
  readonly checks: readonly MonitorTest[];
}

export interface MonitorTest {
  /** Of the check in a report: `drift`, `missing`, `sql: NAME`; `performance[SLICE=` begins those of the parts of a slice. */
  readonly id: string;
  readonly label: string;
  /** As the spec has its limits, in a short text that is other when they are. */
  readonly limit: string;
  readonly range: TextRange;
  /** Of `drift`: the model's inputs, as far as they are known. */
  readonly inputs: readonly { readonly name: string; readonly range: TextRange }[];
}

/** A metric of a step that another asks for before it runs. */
export interface ThresholdTest {
  readonly step: string;
  readonly metric: string;
  readonly operator: '<' | '<=' | '>' | '>=' | '==';
  readonly limit: number | { readonly param: string };
  /** The step that runs only then. */
  readonly guards: string;
  readonly range: TextRange;
}

/** As LSP counts. */
export interface TextRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** Settings, under `modelyard` in the client's configuration. */
export interface Settings {
  /** Severity of rules by code, instead of their own; `off` silences a rule. */
  readonly severities?: Readonly<Record<string, 'error' | 'warning' | 'information' | 'hint' | 'off'>>;
  /** An environment of modelyard.yaml that specs are checked for. */
  readonly environment?: string;
}

/** What the client tells at `initialize`, in `initializationOptions`. */
export interface InitializationOptions {
  /** False in a restricted workspace: specs are read as text, nothing is run and no data is opened. Default: true. */
  readonly trusted?: boolean;
  readonly settings?: Settings;
  /** Commands of `COMMANDS` that the client can carry out; lenses and links for others are left out. Default: none. */
  readonly commands?: readonly string[];
}

/** What the server is doing, for bug reports: a request without parameters. */
export const STATUS_REQUEST = 'modelyard/status';

export interface ServerStatus {
  /** Requests whose work was begun: those cancelled before are not among them. */
  readonly begun: number;
  /** Whether the projects of all folders and documents have been found. */
  readonly found: boolean;
  readonly projects: readonly ProjectStatus[];
}

export interface ProjectStatus extends InProject {
  readonly files: number;
  /** Process that opens the project's data, while there is one. */
  readonly dataProcess: number | undefined;
  /** Whether all that was asked of it is known. */
  readonly factsKnown: boolean;
  /** Whether every file has been checked as it now is. */
  readonly checked: boolean;
}
