import { window } from 'vscode';
import type { Commands, ROW_COMMANDS } from '../contributions.ts';
import { openCommits, showCommitOf } from '../runs/openCommit.ts';
import { openArtifactsOf, openSpecOf } from '../runs/openOfRun.ts';
import { reproduceRuns } from '../runs/reproduceRun.ts';
import { rerunWithChanges } from '../runs/rerun.ts';
import { starRuns } from '../runs/starRuns.ts';
import { compareRunsOf, compareSelectedRuns } from './compareRows.ts';
import { filterRuns } from './filterRuns.ts';
import type { Subject } from './row.ts';
import {
  convertModel,
  copyCommand,
  copyId,
  copyReference,
  deleteRun,
  noteRun,
  openArtifact,
  openRunOf,
  openSpecLine,
  profileData,
  type RowCommandOptions,
  showRun,
  tagRun,
  validateData,
  verifyModel,
} from './rowCommands.ts';
import type { Views } from './views.ts';

/** What the commands of the side panel do; from the palette and by keys they take the row that is selected. */
export function viewHandlers(views: Views, options: RowCommandOptions): ViewHandlers {
  const onRow = (work: RowCommand) => (given: Subject | undefined) => {
    const subject = given ?? views.selected;
    if (subject === undefined) void window.showInformationMessage('Select a row in Modelyard’s side panel first.');
    return subject && work(withSelected(subject, views), options);
  };
  return {
    'modelyard.filterRuns': () => filterRuns(views),
    'modelyard.clearRunsFilter': () => views.setFilter(''),
    'modelyard.refreshViews': () => views.refresh(),
    'modelyard.showMore': ({ list }) => list && views.showMore(list),
    'modelyard.openSpecLine': onRow(openSpecLine),
    'modelyard.openArtifact': onRow(openArtifact),
    'modelyard.openRunOf': onRow(openRunOf),
    'modelyard.compareRunsOf': onRow(compareRunsOf),
    'modelyard.compareSelectedRuns': onRow((subject) => compareSelectedRuns(views.withSelection(subject))),
    'modelyard.copyId': onRow(copyId),
    'modelyard.copyReference': onRow(copyReference),
    'modelyard.copyCommand': onRow(copyCommand),
    'modelyard.showRun': onRow(showRun),
    'modelyard.deleteRun': onRow(deleteRun),
    'modelyard.tagRun': onRow(tagRun),
    'modelyard.noteRun': onRow(noteRun),
    'modelyard.openSpecOf': onRow(openSpecOf),
    'modelyard.openArtifactsOf': onRow(openArtifactsOf),
    'modelyard.openCommit': onRow(openCommits),
    'modelyard.showCommitOf': onRow(showCommitOf),
    'modelyard.rerunWithChanges': onRow(rerunWithChanges),
    'modelyard.reproduceRun': onRow(reproduceRuns),
    'modelyard.starRun': onRow(starRuns),
    'modelyard.verifyModel': onRow(verifyModel),
    'modelyard.convertModel': onRow(convertModel),
    'modelyard.validateData': onRow(validateData),
    'modelyard.profileData': onRow(profileData),
  };
}

/** With the ids of the rows that are selected beside it, where all are runs of one project. */
function withSelected(subject: Subject, views: Views): Subject {
  if (subject.run === undefined || subject.runs !== undefined) return subject;
  const runs = views
    .withSelection(subject)
    .flatMap(({ root, run, step, path }) =>
      run === undefined || root !== subject.root || step !== undefined || path !== undefined ? [] : [run],
    );
  return runs.length < 2 ? subject : { ...subject, runs };
}

type RowCommand = (subject: Subject, options: RowCommandOptions) => unknown;

type ViewCommandId =
  | keyof typeof ROW_COMMANDS
  | 'modelyard.filterRuns'
  | 'modelyard.clearRunsFilter'
  | 'modelyard.refreshViews'
  | 'modelyard.showMore';

type ViewHandlers = { readonly [C in ViewCommandId]: (argument: Commands[C]) => unknown };
