import { figure } from '../../../engine/src/language/figures.ts';
import type { RunDifference } from '../../../engine/src/operations/reproduce/differences.ts';
import type { Reproduction } from '../../../engine/src/operations/reproduce.ts';
import { type Style, textTable } from '../terminal.ts';

/** The verdict; where it is no, what differs, and what of the machine may be why. */
export function reproductionText({ run, again, equal, differences, environment }: Reproduction, style: Style): string {
  const [before, after] = [run.slice(0, 8), again.slice(0, 8)];
  const machine = environment.map((one) => `${one.name} ${one.run ?? '-'} → ${one.again ?? '-'}`);
  const elsewhere = machine.length === 0 ? [] : [style.dim(`made with ${machine.join(', ')}`)];
  if (equal)
    return [
      `${style.green('✓')} equal: run ${style.bold(after)} has every byte and every metric of ${before}`,
      ...elsewhere,
    ].join('\n');
  const rows = differences.map((one) => [whatDiffers(one), shown(one.run), shown(one.again)]);
  const why =
    machine.length === 0
      ? 'Same commit, parameters, data and programs: look for chance, time or network in the first step that differs.'
      : 'Other programs made it: run both with the same versions to tell.';
  return [
    `${style.red('✗')} not equal: run ${style.bold(after)} differs from ${before}`,
    '',
    textTable(['', before, after], rows),
    '',
    ...elsewhere,
    style.dim(why),
  ].join('\n');
}

function whatDiffers({ kind, step, name }: RunDifference): string {
  if (kind === 'metric') return `metric ${name}`;
  return kind === 'status' ? `step ${step}` : `${step}.${name}`;
}

function shown(value: RunDifference['run']): string {
  if (value === null) return '-';
  if (typeof value === 'number') return Number.isInteger(value) ? figure(value) : String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^[0-9a-f]{64}$/.test(text) ? text.slice(0, 12) : text.slice(0, 60);
}
