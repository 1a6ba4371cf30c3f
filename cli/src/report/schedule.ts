import { cronInWords } from '../../../engine/src/language/cronInWords.ts';
import { utcTime } from '../../../engine/src/language/times.ts';
import type { ScheduleExport } from '../../../engine/src/operations/schedule/export.ts';
import type { LastTick, ListedTrigger, ScheduleList } from '../../../engine/src/operations/schedule/list.ts';
import { type Style, textTable } from '../terminal.ts';

/** A line a trigger, what was said of its last moment, and whether anybody keeps them. */
export function scheduleText({ serving, triggers }: ScheduleList, style: Style): string {
  if (triggers.length === 0)
    return 'Nothing starts by itself. A monitor has `schedule`, a pipeline `on: {schedule: ..., data: ...}`.';
  const rows = triggers.map((trigger) => [trigger.trigger, often(trigger), nextText(trigger), lastText(trigger.last)]);
  const kept = serving
    ? 'A service keeps them.'
    : `${style.yellow('!')} No service runs, so that nothing starts: \`modelyard serve\`, or \`modelyard schedule export\`.`;
  const said = triggers.flatMap(({ trigger, last }) => (last?.said ? [`${trigger}: ${last.said}`] : []));
  const table = textTable(['trigger', 'when', 'next', 'last'], rows);
  return [table, ...(said.length === 0 ? [] : ['', ...said, '']), kept].join('\n');
}

function often({ schedule, timezone, data, problem }: ListedTrigger): string {
  if (problem !== null) return problem;
  const clock = schedule === null ? [] : [cronInWords(schedule, timezone ?? undefined) ?? schedule];
  return [...clock, ...(data.length === 0 ? [] : [`new data of ${data.join(', ')}`])].join('; ');
}

function nextText({ next, problem }: ListedTrigger): string {
  if (next !== null) return utcTime(next);
  return problem === null ? 'with the data' : 'never';
}

function lastText(last: LastTick | null): string {
  if (last === null) return '-';
  return `${last.state === 'open' ? 'at work' : last.state}, ${utcTime(last.due)}`;
}

/** The document, where it is asked for; else what became of its file. */
export function scheduleExportText(
  { status, file, triggers, left, document, to }: ScheduleExport,
  style: Style,
): string {
  if (status === 'printed') return document.trimEnd();
  const notes = left.map(({ trigger, why }) => `${style.yellow('!')} ${trigger}: ${why}`);
  const again = `\`modelyard schedule export --to ${to} --write\``;
  const lines = {
    written: `Wrote ${file}: ${triggers.length} ${triggers.length === 1 ? 'trigger' : 'triggers'}.`,
    unchanged: `${file} is in step with the specs.`,
    missing: `${file} is not there. ${again} writes it.`,
    differs: `${file} is not what the specs say. ${again} brings it in step.`,
  };
  return [lines[status], ...notes].join('\n');
}
