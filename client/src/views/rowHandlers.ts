import { window } from 'vscode';
import type { Commands, ROW_COMMANDS } from '../contributions.ts';
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
    return subject && work(subject, options);
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
    'modelyard.verifyModel': onRow(verifyModel),
    'modelyard.convertModel': onRow(convertModel),
    'modelyard.validateData': onRow(validateData),
    'modelyard.profileData': onRow(profileData),
  };
}

type RowCommand = (subject: Subject, options: RowCommandOptions) => unknown;

type ViewCommandId =
  | keyof typeof ROW_COMMANDS
  | 'modelyard.filterRuns'
  | 'modelyard.clearRunsFilter'
  | 'modelyard.refreshViews'
  | 'modelyard.showMore';

type ViewHandlers = { readonly [C in ViewCommandId]: (argument: Commands[C]) => unknown };
