import { duration } from '../../../engine/src/language/figures.ts';
import type { DetachedRun } from '../../../engine/src/operations/run/detach.ts';
import type { Followed } from '../../../engine/src/operations/run/follow.ts';
import type { DryRun } from '../../../engine/src/operations/run/run.ts';
import type { RunResult } from '../../../engine/src/operations/run/runPipeline.ts';
import { type Style, textTable } from '../terminal.ts';

/** How a run ended, or what would run, or where it goes on. */
export function runResultText(result: RunResult | DryRun | DetachedRun, style: Style): string {
  if ('params' in result) return dryRunText(result);
  const short = result.run.slice(0, 8);
  if (!('seconds' in result)) return `run ${style.bold(short)} goes on; follow it with \`modelyard attach ${short}\``;
  const paint = result.status === 'finished' ? style.green : style.red;
  const made = result.models.map((model) => `${model.name}:${model.version}`).join(', ');
  return `${paint(result.status)} in ${duration(result.seconds)}${made ? `, model ${style.bold(made)}` : ''}; \`modelyard runs show ${short}\``;
}

export function followedText({ run, status }: Followed, style: Style): string {
  const short = run.slice(0, 8);
  const next = status === 'interrupted' || status === 'cancelled' ? `; \`modelyard resume ${short}\` goes on` : '';
  return `run ${style.bold(short)} is ${status}${next}`;
}

function dryRunText({ pipeline, params, steps }: DryRun): string {
  const said = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  const rows = steps.map(({ step, uses, needs, mode }) => [step, uses, needs.join(', ') || '-', mode]);
  return `${pipeline} with ${said.join(' ') || 'no params'}\n${textTable(['step', 'uses', 'after', 'mode'], rows)}`;
}
