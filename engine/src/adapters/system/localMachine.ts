import { readlinkSync, statfsSync } from 'node:fs';
import { availableParallelism, hostname, totalmem, uptime } from 'node:os';
import { isAlive, processStart, readProc } from './processFacts.ts';

/** A process as others can find it again: on which machine, since which start of it, which one. */
export interface ProcessName {
  readonly host: string;
  readonly boot: string;
  readonly pid: number;
  /** '' where the system does not tell. */
  readonly started: string;
}

export interface LocalMachine {
  /** This process. */
  readonly self: ProcessName;
  /** Whether that process lives; undefined for one of another machine. */
  lives(process: ProcessName): boolean | undefined;
  /** Whether a folder lies on a network file system, where SQLite's WAL mode does not work. */
  isNetworkFolder(folder: string): boolean;
  readonly cpus: number;
  /** Bytes this process may use: of the machine, or of its container. */
  readonly memory: number;
  /** Such as `linux-x64`. */
  readonly platform: string;
  readonly node: string;
}

export function localMachine(): LocalMachine {
  const self: ProcessName = {
    host: hostName(),
    boot: bootId(),
    pid: process.pid,
    started: processStart(process.pid) ?? '',
  };
  return {
    self,
    lives(other) {
      if (other.host !== self.host) return undefined;
      return other.boot === self.boot && isAlive(other.pid, other.started || undefined);
    },
    isNetworkFolder,
    cpus: availableParallelism(),
    memory: memory(),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
  };
}

/** Process numbers mean something only inside their namespace, so a container counts as a machine of its own. */
function hostName(): string {
  if (process.platform !== 'linux') return hostname();
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function bootId(): string {
  const id = readProc('/proc/sys/kernel/random/boot_id')?.trim();
  // Elsewhere the start of the machine to the nearest ten minutes: clocks are set now and then.
  return id ?? String(Math.round((Date.now() / 1000 - uptime()) / 600));
}

function memory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Magic numbers of linux/magic.h and their file systems' sources. */
const NETWORK_FILE_SYSTEMS = new Set([
  0x6969, // nfs
  0x517b, // smb
  0xff534d42, // cifs
  0xfe534d42, // smb2
  0x65735546, // fuse: sshfs, s3fs, virtiofs
  0x01021997, // 9p: Windows drives in WSL
  0x786f4256, // vboxsf
  0x5346414f, // afs
  0x00c36400, // ceph
  0x0bd00bd0, // lustre
  0x47504653, // gpfs
]);

function isNetworkFolder(folder: string): boolean {
  if (process.platform === 'win32') return folder.startsWith('\\\\');
  if (process.platform !== 'linux') return false;
  return NETWORK_FILE_SYSTEMS.has(statfsSync(folder).type >>> 0);
}
