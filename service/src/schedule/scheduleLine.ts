import { cronInWords } from '../../../engine/src/language/cronInWords.ts';
import { utcTime } from '../../../engine/src/language/times.ts';
import type { KeptTriggerState, ScheduleEvent } from './scheduleEvent.ts';

/** Lines of the service's log for what happens to triggers. */
export function scheduleLines(event: ScheduleEvent, now: number): string {
  if (event.type === 'triggers.kept') return event.triggers.map(keptLine).join('') || 'No trigger is kept any more.\n';
  return `${utcTime(now)}  ${happened(event)}\n`;
}

function keptLine({ trigger, schedule, timezone, data, next, problem }: KeptTriggerState): string {
  if (problem !== null) return `Does not keep ${trigger}: ${problem}.\n`;
  const often = schedule === null ? [] : [`${lower(cronInWords(schedule, timezone ?? undefined) ?? schedule)}`];
  const moved = data.length === 0 ? [] : [`when ${data.join(' or ')} changes`];
  const soon = next === null ? '' : `; next ${utcTime(next)}`;
  return `Keeps ${trigger}: ${[...often, ...moved].join(', and ')}${soon}.\n`;
}

function lower(text: string): string {
  return `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}`;
}

function happened(event: Exclude<ScheduleEvent, { readonly type: 'triggers.kept' }>): string {
  switch (event.type) {
    case 'trigger.started':
      return `${event.trigger}: started, due ${utcTime(event.due)}${event.by === 'data' ? ', for new data' : ''}.`;
    case 'trigger.finished':
      return `${event.trigger}: ${event.kind} in ${Math.round(event.seconds)} s. ${event.said ?? ''}`.trimEnd();
    case 'trigger.missed':
      return `${event.trigger}: missed, due ${utcTime(event.due)}. ${event.said}`;
    case 'schedule.failed':
      return `Triggers could not be looked at: ${event.error instanceof Error ? event.error.message : String(event.error)}`;
  }
}
