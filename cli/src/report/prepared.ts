import type { PreparedStep } from '../../../engine/src/operations/debug/prepareStep.ts';
import type { Style } from '../terminal.ts';

/** The program as it would be started, its own variables and where it writes. */
export function preparedText({ step, program, args, cwd, env, secrets, outputs }: PreparedStep, style: Style): string {
  const own = Object.entries(env).filter(([name]) => name !== 'PATH');
  const variables = [...own, ...Object.entries(secrets)].map(([name, value]) => `  ${name}=${quoted(value)}`);
  const written = Object.entries(outputs).map(([name, file]) => `  ${name}: ${file}`);
  return [
    `${style.bold(step)} is ready in ${cwd}`,
    `  ${[program, ...args].map(quoted).join(' ')}`,
    ...(variables.length === 0 ? [] : ['with', ...variables]),
    ...(written.length === 0 ? [] : ['which writes', ...written]),
  ].join('\n');
}

function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
