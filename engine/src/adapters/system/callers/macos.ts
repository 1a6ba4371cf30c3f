import type { CallingProcess, LocalConnection } from '../../../ports/callers.ts';
import { asked } from './asked.ts';

/** `lsof` knows connections and working folders, `ps` the command line: as one text, which is cut at blanks. */
export async function macosCaller({ caller, own }: LocalConnection): Promise<CallingProcess | undefined> {
  const pid = pidOfCaller(await asked('lsof', ['-nP', `-iTCP:${caller}`, '-sTCP:ESTABLISHED', '-Fpn']), {
    caller,
    own,
  });
  if (pid === undefined) return undefined;
  const [started, line, at] = await Promise.all([
    asked('ps', ['-o', 'lstart=', '-p', String(pid)]),
    asked('ps', ['-ww', '-o', 'command=', '-p', String(pid)]),
    asked('lsof', ['-a', '-p', String(pid), '-d', 'cwd,txt', '-Ffn']),
  ]);
  const { folder, file } = filesOf(at ?? '');
  const given = (line ?? '').split(' ').filter(Boolean);
  const program = calledBy(given[0], file);
  return {
    pid,
    started: started ?? '',
    arguments: given,
    ...(program === undefined ? {} : { program }),
    ...(folder === undefined ? {} : { folder }),
  };
}

/** Of what `lsof -Fpn` prints: lines `p123` and, of each of its files, `n127.0.0.1:50001->127.0.0.1:41234`. */
export function pidOfCaller(text: string | undefined, { caller, own }: LocalConnection): number | undefined {
  let pid: number | undefined;
  for (const line of (text ?? '').split('\n')) {
    if (line.startsWith('p')) pid = Number(line.slice(1));
    const [from = '', to = ''] = line.startsWith('n') ? line.slice(1).split('->') : [];
    if (from.endsWith(`:${caller}`) && to.endsWith(`:${own}`)) return pid;
  }
  return undefined;
}

/** Working folder and program of what `lsof -Ffn` prints: `fcwd`, `n/folder`, `ftxt`, `n/program`. */
function filesOf(text: string): { readonly folder: string | undefined; readonly file: string | undefined } {
  const named = (kind: string): string | undefined => new RegExp(`^f${kind}\\nn(.+)$`, 'm').exec(text)?.[1];
  return { folder: named('cwd'), file: named('txt') };
}

/** Behind every environment of Python is the same file: where the call does not name the environment, nobody tells which it is. */
export function calledBy(name: string | undefined, file: string | undefined): string | undefined {
  if (name?.startsWith('/') && !/\.app\//.test(name)) return name;
  return file !== undefined && /(^|\/)python[^/]*$/i.test(file) ? undefined : file;
}
