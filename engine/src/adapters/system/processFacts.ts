import { readFileSync } from 'node:fs';

/** When a process started, in the system's own unit, so that a number that was given out again is not taken for it; undefined where unknown. */
export function processStart(pid: number): string | undefined {
  return statFields(pid)?.[19];
}

/** Whether a process of this machine lives (a zombie does not); `started` as `processStart` gave it. */
export function isAlive(pid: number, started: string | undefined): boolean {
  const fields = statFields(pid);
  if (fields) return fields[0] !== 'Z' && (started === undefined || fields[19] === started);
  if (process.platform === 'linux') return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What stands in /proc/PID/stat behind the name, which may hold spaces: state first. */
function statFields(pid: number): readonly string[] | undefined {
  const text = readProc(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** A file below /proc; undefined where the system has none or the process is gone. */
export function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
