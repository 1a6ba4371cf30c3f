import type { CallingProcess, LocalConnection } from '../../../ports/callers.ts';
import { asked } from './asked.ts';
import { splitCommandLine } from './commandLine.ts';

/** PowerShell knows connections and command lines; the working folder of another process nobody tells. */
export async function windowsCaller({ caller, own }: LocalConnection): Promise<CallingProcess | undefined> {
  const script = [
    `$c = Get-NetTCPConnection -LocalPort ${caller} -RemotePort ${own} -State Established -ErrorAction Stop | Select-Object -First 1`,
    '$p = Get-CimInstance Win32_Process -Filter "ProcessId = $($c.OwningProcess)"',
    '$q = Get-CimInstance Win32_Process -Filter "ProcessId = $($p.ParentProcessId)"',
    '[Console]::OutputEncoding = [Text.Encoding]::UTF8',
    '@{ pid = $p.ProcessId; started = $p.CreationDate.ToString("o"); line = $p.CommandLine; program = $p.ExecutablePath; parent = $q.ExecutablePath } | ConvertTo-Json -Compress',
  ].join('; ');
  return processIn(await asked('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]));
}

/** What the script printed; undefined where it is something else. */
export function processIn(text: string | undefined): CallingProcess | undefined {
  try {
    const { pid, started, line, program, parent } = JSON.parse(text ?? '') as Readonly<Record<string, unknown>>;
    if (typeof pid !== 'number') return undefined;
    return {
      pid,
      started: String(started ?? ''),
      arguments: typeof line === 'string' ? splitCommandLine(line) : [],
      ...(typeof program === 'string' ? { program: calledBy(program, parent).replaceAll('\\', '/') } : {}),
    };
  } catch {
    return undefined;
  }
}

/** The Python of an environment only starts the one behind it. */
function calledBy(program: string, parent: unknown): string {
  const isPython = (file: string) => /[\\/]pythonw?\.exe$/i.test(file);
  return typeof parent === 'string' && isPython(program) && isPython(parent) ? parent : program;
}
