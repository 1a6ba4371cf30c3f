import { CompletionItemKind } from 'vscode-languageserver';
import type { Choice } from './choice.ts';

/** Durations, shares and schedules as they are often written; numbers are there to be changed. */
export const PRESETS: Readonly<Record<'duration' | 'share' | 'cron', readonly Choice[]>> = {
  duration: [
    preset('30s', '${1:30}s', 'seconds'),
    preset('15m', '${1:15}m', 'minutes'),
    preset('24h', '${1:24}h', 'hours'),
    preset('7d', '${1:7}d', 'days'),
  ],
  share: [
    preset('15%', '${1:15}%', 'percent'),
    preset('0.1%', '${1:0.1}%', 'percent'),
    preset('0.15', '${1:0.15}', 'share'),
  ],
  cron: [
    preset('@hourly', '@hourly', 'every hour'),
    preset('@daily', '@daily', 'every day at midnight'),
    preset('@weekly', '@weekly', 'every Sunday at midnight'),
    preset('@monthly', '@monthly', 'on the first of every month'),
    preset('0 3 * * *', '0 3 * * *', 'every day at 03:00'),
    preset('0 3 * * 1', '0 3 * * 1', 'every Monday at 03:00'),
    preset('0 3 1 * *', '0 3 1 * *', 'on the first of every month at 03:00'),
    preset('*/15 * * * *', '*/15 * * * *', 'every 15 minutes'),
  ],
};

function preset(label: string, text: string, detail: string): Choice {
  const isSnippet = text.startsWith('$');
  return { label, kind: CompletionItemKind.Value, text, detail, rank: 'usual', ...(isSnippet ? { isSnippet } : {}) };
}
