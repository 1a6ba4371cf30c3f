import { exportSchedule } from '../../../engine/src/operations/schedule/export.ts';
import { listSchedule } from '../../../engine/src/operations/schedule/list.ts';
import { command } from '../command.ts';
import { scheduleExportText, scheduleText } from '../report/schedule.ts';

export const commands = [
  command(listSchedule, { text: scheduleText }),
  command(exportSchedule, { text: scheduleExportText }),
];
