import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { localFiles } from '../../engine/src/adapters/files/localFiles.ts';
import { localGit } from '../../engine/src/adapters/git/localGit.ts';
import { signingKeyId } from '../../engine/src/adapters/git/signingKey.ts';
import { readFixture } from './fixture.ts';
import { testProject } from './project.ts';
import { hash, versionFile } from './registryFiles.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** Why a test that signs cannot run here; undefined where it can. */
export const noKeys: string | undefined =
  spawnSync('ssh-keygen', ['-Y', 'sign'], { encoding: 'utf8' }).error === undefined
    ? undefined
    : 'ssh-keygen is not there';

export interface Person {
  readonly name: string;
  readonly email: string;
  /** Id of the key. */
  readonly key: string;
  /** Path of the private key. */
  readonly keyFile: string;
  /** A line of allowed_signers. */
  readonly line: string;
}

/** A project in a repository of its own, with people who have SSH keys; versions 1 and 2 of flight-delay lie in it. */
export async function decisions(t: TestContext, policy: string) {
  const project = testProject(t, `${versionFile('flight-delay', 1)}\n${versionFile('flight-delay', 2)}\n`);
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: project.folder, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] }).trim();
  git('init', '-q', '-b', 'main');
  for (const [key, value] of Object.entries({
    'commit.gpgsign': 'false',
    'gpg.format': 'ssh',
    'core.autocrlf': 'false',
  }))
    git('config', key, value);
  const keys = temporaryFolder(t);
  const person = async (name: string, options: readonly string[] = ['-N', '']): Promise<Person> => {
    const [email, keyFile] = [`${name}@example.org`, join(keys, name)];
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-C', name, '-f', keyFile, ...options]);
    const line = `${email} ${readFileSync(`${keyFile}.pub`, 'utf8').trim()}`;
    return { name, email, keyFile, line, key: (await signingKeyId(keyFile))! };
  };
  const ada = await person('ada');
  const ben = await person('ben');
  const cleo = await person('cleo');
  /** From now on this person works here. */
  const as = (who: Person | { readonly name: string; readonly email: string }): void => {
    git('config', 'user.name', who.name);
    git('config', 'user.email', who.email);
    if ('keyFile' in who) git('config', 'user.signingkey', who.keyFile);
    else spawnSync('git', ['config', '--unset', 'user.signingkey'], { cwd: project.folder });
  };
  const write = (fixture: string): void => {
    for (const [path, text] of readFixture(fixture).files) project.write(path, text);
  };
  const commit = (subject = 'a change', fixture = ''): string => {
    if (fixture !== '') write(fixture);
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', subject);
    return git('rev-parse', 'HEAD');
  };
  const people = { ada, ben, cleo };
  const filled = policy.replace(/\b(ada|ben|cleo)\.key\b/g, (_, name: keyof typeof people) => people[name].key);
  project.write('.gitignore', '.modelyard\n');
  project.write('default.policy.yaml', filled);
  project.write('registry/allowed_signers', `${ada.line}\n${ben.line}\n${cleo.line}\n`);
  as(ada);
  commit('the beginning');
  const host = { files: localFiles(), git: localGit };
  return {
    ...{ ...project, git, as, person, commit, write, ada, ben, cleo, host, root: project.folder },
    remove: (path: string) => rmSync(join(project.folder, path), { recursive: true }),
    isThere: (path: string) => existsSync(join(project.folder, path)),
  };
}

export type Decisions = Awaited<ReturnType<typeof decisions>>;

/** One approval of the role approver, which Ben and Cleo have. */
export const ONE_APPROVAL = `policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: small, size: 50MB}
    approvals: {count: 1, role: approver}
    rollback: {gates: none}
roles: {approver: [ben.key, cleo.key]}
`;

export { hash };
