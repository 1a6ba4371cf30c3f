import childProcess from 'node:child_process';
import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';

// Loaded into a process before all else: counts what it does to files, databases and by other programs, and kills it with SIGKILL right
// before the effect KILL_AT. Writing bytes is two effects: the second one has written half of them. What only reads, or flushes what a
// kill leaves to the system anyway, is not counted.

type Call = (this: unknown, ...args: unknown[]) => unknown;
type Named = Record<string, unknown>;

const at = Number(process.env['KILL_AT']);
// Programs that it starts are not counted.
delete process.env['NODE_OPTIONS'];
const { openSync, writeSync } = fs;
const book = openSync(process.env['KILL_LOG'] ?? '', 'a');
let count = 0;

function step(what: string, half: () => void = () => {}): void {
  count += 1;
  writeSync(book, `${count} ${what}\n`);
  if (count !== at) return;
  half();
  process.kill(process.pid, 'SIGKILL');
}

function counted(of: Named, name: string, isEffect: (args: readonly unknown[], self: unknown) => boolean = () => true) {
  const before = of[name] as Call;
  of[name] = function (this: unknown, ...args: unknown[]) {
    if (isEffect(args, this)) step(`${name} ${shown(args)}`);
    return before.apply(this, args);
  };
}

function shown(args: readonly unknown[]): string {
  return args
    .filter((arg) => typeof arg === 'string' || Array.isArray(arg))
    .map((arg) => String(arg).slice(0, 120).replaceAll('\n', ' '))
    .join(' ');
}

const opensToWrite = ([, flags]: readonly unknown[]) => typeof flags === 'string' && /[wa]/.test(flags);
const PATHS = ['rename', 'link', 'unlink', 'rm', 'mkdir', 'copyFile', 'symlink', 'utimes', 'chmod', 'truncate'];
const promises = fs.promises as unknown as Named;
const plain = fs as unknown as Named;
for (const name of PATHS) {
  counted(promises, name);
  counted(plain, `${name}Sync`);
}
counted(promises, 'open', opensToWrite);
counted(plain, 'openSync', opensToWrite);
counted(promises, 'appendFile');
counted(plain, 'appendFileSync');
counted(plain, 'createWriteStream');

/** A file that is written by its path: before it is there, and when it holds half of its bytes. */
for (const [of, name] of [
  [promises, 'writeFile'],
  [plain, 'writeFileSync'],
] as const) {
  const before = of[name] as Call;
  of[name] = function (this: unknown, ...args: unknown[]) {
    const [path, content] = args;
    step(`${name} ${path}`);
    step(`half of ${name} ${path}`, () => {
      const bytes = Buffer.from(content as string);
      if (typeof path === 'string') writeSync(openSync(path, 'w'), bytes.subarray(0, bytes.length / 2));
    });
    return before.apply(this, args);
  };
}

/** A file that is written by its handle. */
const probe = await fs.promises.open(process.execPath, 'r');
const handles = Object.getPrototypeOf(probe) as Named;
await probe.close();
for (const name of ['write', 'writeFile']) {
  const before = handles[name] as Call;
  handles[name] = function (this: unknown, ...args: unknown[]) {
    step(`${name} of a handle`);
    step(`half of ${name} of a handle`, () => {
      const bytes = Buffer.from(args[0] as Uint8Array);
      writeSync((this as { fd: number }).fd, bytes.subarray(0, bytes.length / 2));
    });
    return before.apply(this, args);
  };
}

const READS =
  /\b(rev-parse|rev-list|status|var|config|for-each-ref|ls-files|ls-tree|ls-remote|cat-file|diff|log|show|merge-base|symbolic-ref|remote|version|check-ignore)\b/;
const changes = ([program, words]: readonly unknown[]) =>
  !/(^|\/)git$/.test(String(program)) || !Array.isArray(words) || !READS.test(words.join(' '));
for (const name of ['spawn', 'spawnSync', 'execFile', 'execFileSync'])
  counted(childProcess as unknown as Named, name, changes);

const Database = createRequire(import.meta.url)('better-sqlite3') as new (
  path: string,
) => { prepare(sql: string): object; close(): void };
const memory = new Database(':memory:');
const statements = Object.getPrototypeOf(memory.prepare('select 1')) as Named;
memory.close();
for (const name of ['run', 'get', 'all'])
  counted(statements, name, (_, self) => !(self as { readonly readonly: boolean }).readonly);
counted((Database as unknown as { prototype: Named }).prototype, 'exec');
syncBuiltinESMExports();
