import { capture } from '../capture.ts';
import { linuxTreeUse } from './linuxTree.ts';
import { readPs, readWindowsTable, type TreeUse, treeUse } from './processTable.ts';

export interface TreeReader {
  read(pid: number): Promise<TreeUse | undefined>;
  /** Milliseconds between two looks: more where a look costs more. */
  readonly pause: number;
}

/** How this system tells what processes use. */
export function treeReader(platform: NodeJS.Platform = process.platform): TreeReader {
  if (platform === 'linux') return { pause: 2_000, read: async (pid) => linuxTreeUse(pid) };
  if (platform === 'win32')
    return {
      pause: 10_000,
      read: async (pid) => treeUse(readWindowsTable(await said('powershell.exe', WINDOWS)), pid),
    };
  return { pause: 2_000, read: async (pid) => treeUse(readPs(await said('ps', PS)), pid) };
}

const PS = ['-A', '-o', 'pid=,ppid=,rss=,time='];

const WINDOWS = [
  '-NoProfile',
  '-NonInteractive',
  '-Command',
  'Get-CimInstance -Query "select ProcessId,ParentProcessId,KernelModeTime,UserModeTime,WorkingSetSize from Win32_Process" | ' +
    'ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) $($_.KernelModeTime + $_.UserModeTime) $($_.WorkingSetSize)" }',
];

async function said(program: string, args: readonly string[]): Promise<string> {
  return (await capture(program, args, { folder: process.cwd(), environment: process.env })) ?? '';
}
