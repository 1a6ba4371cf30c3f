import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';

/** The file that a program's name stands for, sought where starting it would seek; undefined where there is none that may be executed. */
export async function findProgram(
  program: string,
  { folder, environment }: { readonly folder: string; readonly environment: NodeJS.ProcessEnv },
): Promise<string | undefined> {
  const hasFolder = /[\\/]/.test(program) && (process.platform === 'win32' || program.includes('/'));
  const folders = hasFolder ? [folder] : (variable(environment, 'PATH') ?? '').split(delimiter);
  for (const place of folders)
    for (const ending of endings(environment)) {
      const file = resolve(folder, place, program + ending);
      if (await isProgram(file)) return file;
    }
  return undefined;
}

function endings(environment: NodeJS.ProcessEnv): readonly string[] {
  if (process.platform !== 'win32') return [''];
  return ['', ...(variable(environment, 'PATHEXT') ?? '.EXE;.CMD;.BAT').split(';')];
}

function variable(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const key = Object.keys(environment).find((one) => one.toUpperCase() === name);
  return key === undefined ? undefined : environment[key];
}

/** Windows puts empty files of such names as `python.exe` on the path, which only open its store. */
export function isStoreStandIn(file: string, size: number): boolean {
  return size === 0 && /[\\/]Microsoft[\\/]WindowsApps[\\/]/i.test(file);
}

async function isProgram(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile() || isStoreStandIn(file, found.size)) return false;
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
