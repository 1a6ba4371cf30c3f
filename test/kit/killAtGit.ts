import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GitProject, gitIn } from './gitProject.ts';
import { startCli } from './process.ts';
import { commandLine } from './project.ts';

/** A copy of a project in which a command was killed. */
export interface Killed {
  readonly folder: string;
  readonly git: GitProject['git'];
  /** Before which of its calls of git. */
  readonly at: number;
  /** What is wrong with files that nobody asked for, one line each; none is good. */
  readonly leftovers: readonly string[];
  modelyard(line: string): ReturnType<typeof commandLine>;
}

/**
 * Runs a command in copies of a project and kills it with SIGKILL before its first call of git, then before its second, and so on until
 * one ends by itself: between two calls lies each of its writes.
 * @param workshop an empty folder
 * @param from the first call that matters
 */
export async function killAtEachGit(
  project: GitProject,
  workshop: string,
  line: string,
  look: (killed: Killed) => Promise<void>,
  from = 1,
): Promise<number> {
  const tools = gitThatKills(workshop);
  for (let at = from; ; at += 1) {
    const folder = join(workshop, `copy${at}`);
    cpSync(project.folder, folder, { recursive: true });
    const count = join(workshop, `count${at}`);
    const variables = { PATH: `${tools}:${process.env['PATH']}`, KILL_AT: String(at), KILL_COUNT: count };
    const cli = startCli(folder, line.split(' '), { variables });
    const ended = await cli.ended;
    if (ended === 0) return at - from;
    if (ended !== 'SIGKILL') throw new Error(`it ended with ${ended}: ${cli.said.err}`);
    const modelyard = (words: string) => commandLine(folder, words);
    await look({ folder, git: gitIn(folder), at, leftovers: leftovers(folder), modelyard });
  }
}

/** How often a command calls git. */
export async function callsOfGit(project: GitProject, workshop: string, line: string): Promise<number> {
  const folder = join(workshop, 'counted');
  cpSync(project.folder, folder, { recursive: true });
  const count = join(workshop, 'counted.txt');
  const variables = { PATH: `${gitThatKills(workshop)}:${process.env['PATH']}`, KILL_AT: '0', KILL_COUNT: count };
  const cli = startCli(folder, line.split(' '), { variables });
  if ((await cli.ended) !== 0) throw new Error(cli.said.err);
  return readFileSync(count, 'utf8').length;
}

function gitThatKills(workshop: string): string {
  const git = (process.env['PATH'] ?? '')
    .split(':')
    .map((folder) => join(folder, 'git'))
    .find((file) => existsSync(file));
  writeFileSync(
    join(workshop, 'git'),
    `#!/bin/sh\nprintf x >> "$KILL_COUNT"\nif [ "$(wc -c < "$KILL_COUNT")" -eq "$KILL_AT" ]; then kill -9 $PPID; exit 1; fi\nexec ${git} "$@"\n`,
  );
  chmodSync(join(workshop, 'git'), 0o755);
  return workshop;
}

function leftovers(folder: string): readonly string[] {
  const registry = join(folder, 'registry');
  if (!existsSync(registry)) return [];
  return readdirSync(registry, { recursive: true, encoding: 'utf8' }).filter((name) => {
    if (/\.tmp$|\.partial$/.test(name)) return true;
    return /\.(yaml|json)$/.test(name) && !readFileSync(join(registry, name), 'utf8').endsWith('\n');
  });
}
