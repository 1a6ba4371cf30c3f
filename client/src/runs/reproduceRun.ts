import { Uri } from 'vscode';
import { runTask } from '../tasks/runTask.ts';
import type { Subject } from '../views/row.ts';
import type { RowCommandOptions } from '../views/rowCommands.ts';
import { runsOf } from './runsOf.ts';

/** Repeats runs from their commits, parameters and data, each in a terminal of its own; what differs is listed there. */
export async function reproduceRuns(subject: Subject, { program }: RowCommandOptions): Promise<void> {
  for (const run of runsOf(subject)) await runTask(Uri.parse(subject.root), { command: 'reproduce', run }, program);
}
