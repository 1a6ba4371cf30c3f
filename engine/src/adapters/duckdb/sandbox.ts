import { mkdir, realpath, stat } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { resolve, sep } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { listLiteral } from '../../ports/sqlText.ts';

export interface SandboxOptions {
  /** The only folder that is written to: spilled data, files before they are whole. Made when absent. */
  readonly tmpFolder: string;
  /** Files and folders that may be read. */
  readonly readable: readonly string[];
  readonly threads?: number;
  /** Bytes of DuckDB's buffers; the process takes 200 to 300 MB more. Default: 256 MB. What does not fit is spilled. */
  readonly memoryLimit?: number;
  /** Bytes for the second try of what ran out of memory, on one thread. Default: 2 GB, at most half of the machine's memory. */
  readonly retryMemory?: number;
  /** Bytes that may be spilled to disk; default: what DuckDB takes, 90% of the free space. */
  readonly spillLimit?: number;
}

const DEFAULT_MEMORY = 256 * 2 ** 20;
const DEFAULT_RETRY = 2 * 2 ** 30;

/** The options for a second try. */
export function roomier(options: SandboxOptions): SandboxOptions {
  const memoryLimit = options.retryMemory ?? Math.min(DEFAULT_RETRY, Math.floor(totalmem() / 2));
  return { ...options, memoryLimit, threads: 1 };
}

/**
 * A database in memory that reads the given files only and writes into `tmpFolder` only; `spill` lies in it.
 * Settings are locked, so no SQL can widen them.
 */
export async function openSandbox(options: SandboxOptions, spill: string): Promise<DuckDBInstance> {
  await mkdir(spill, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads ?? availableParallelism()),
    memory_limit: `${options.memoryLimit ?? DEFAULT_MEMORY}B`,
    temp_directory: spill,
    // Files are local, and the system keeps what was read of them.
    enable_external_file_cache: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_persistent_secrets: 'false',
  });
  const allowed = await allowedPaths([options.tmpFolder, ...options.readable]);
  const connection = await instance.connect();
  for (const setting of [
    `allowed_directories = ${listLiteral(allowed.folders)}`,
    `allowed_paths = ${listLiteral(allowed.files)}`,
    ...(options.spillLimit === undefined ? [] : [`max_temp_directory_size = '${options.spillLimit}B'`]),
    `errors_as_json = true`,
    `TimeZone = 'UTC'`,
    `enable_external_access = false`,
    `lock_configuration = true`,
  ]) {
    await connection.run(`SET GLOBAL ${setting}`);
  }
  connection.closeSync();
  return instance;
}

/** DuckDB compares texts, so a path that holds a link is allowed under both of its names. */
async function allowedPaths(paths: readonly string[]): Promise<{ folders: string[]; files: string[] }> {
  const folders = new Set<string>();
  const files = new Set<string>();
  for (const path of paths) {
    const whole = resolve(path);
    const found = await stat(whole).catch(() => undefined);
    const names = [whole, ...(found ? [await realpath(whole)] : [])];
    for (const name of names) {
      if (found?.isDirectory()) folders.add(name.endsWith(sep) ? name : name + sep);
      else files.add(name);
    }
  }
  return { folders: [...folders], files: [...files] };
}
