import type { Diagnosis } from '../../../engine/src/operations/doctor.ts';
import type { Style } from '../terminal.ts';

/** A line a check, below those that are not well how to mend them. */
export function doctorText({ checks, missing }: Diagnosis, style: Style): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, ok, detail, fix }) => {
    const mark = ok ? style.green('ok') : missing.includes(name) ? style.red('no') : style.yellow('no');
    const indent = ' '.repeat(width + 6);
    return [
      `${mark}  ${name.padEnd(width)}  ${detail}`,
      ...(fix === undefined ? [] : [`${indent}${style.bold('next')}: ${fix}`]),
    ];
  });
  const needed = missing.length === 0 ? 'What is needed is there.' : `Missing: ${missing.join(', ')}.`;
  return [...lines, '', needed].join('\n');
}
