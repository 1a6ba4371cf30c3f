import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { localFiles } from '../../engine/src/adapters/files/localFiles.ts';
import { localGit } from '../../engine/src/adapters/git/localGit.ts';
import { signingKeyId } from '../../engine/src/adapters/git/signingKey.ts';
import { parseAliasFile, writeAliasFile } from '../../engine/src/registry/aliasFile.ts';
import { countApprovals } from '../../engine/src/registry/approvals/countApprovals.ts';
import type { GateReport } from '../../engine/src/registry/decisions/gateReport.ts';
import { gateReportFile } from '../../engine/src/registry/decisions/gateReportFile.ts';
import { rulesOfMove } from '../../engine/src/registry/policies/rulesOfMove.ts';
import { aliasPath, versionPath } from '../../engine/src/registry/registryFolder.ts';
import { parseVersionFile } from '../../engine/src/registry/versionFile.ts';
import { readFixture } from './fixture.ts';
import { testProject } from './project.ts';
import { versionFile } from './registryFiles.ts';
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

/** Writes the alias and a report in which every gate passed, and says what they are. */
export async function promotion(
  repo: Decisions,
  version: number,
  { alias = 'production', ...changes }: { readonly alias?: string } & Partial<GateReport> = {},
): Promise<{ readonly report: string; readonly aliasFile: string }> {
  const { host, root, read, isThere } = repo;
  const model = 'flight-delay';
  const around = { files: host.files, git: host.git(root), root };
  const rules = await rulesOfMove(around, { model, alias });
  const file = versionPath(model, version);
  const candidate = parseVersionFile(read(file), file);
  const aliasFile = aliasPath(model, alias);
  const before = isThere(aliasFile) ? parseAliasFile(read(aliasFile), aliasFile) : undefined;
  const approvals = await countApprovals({ host, root }, { rules, candidate, alias });
  const written = gateReportFile({
    ...{ gate_report: model, version, alias, sha256: candidate.sha256, at: '2026-11-21T08:00:00Z' },
    by: (await around.git.identity())!.key ?? (await around.git.identity())!.email,
    allowed: true,
    champion: before === undefined ? null : { version: before.version, sha256: before.sha256 },
    policies: [rules.base, rules.tree].flatMap((one) =>
      one === undefined
        ? []
        : [
            {
              name: one.policy,
              file: one.file,
              commit: one.at?.commit ?? null,
              ref: one.at?.ref ?? null,
              rules: one.hash,
            },
          ],
    ),
    gates: [...(rules.base?.gates ?? []), ...(rules.tree?.gates ?? [])].map((rule) => ({
      ...{ name: rule.name, rule, seconds: 0, status: 'passed' as const, figures: [], reason: 'good', evidence: [] },
    })),
    approvals,
    machine: { modelyard: '0.1.0', node: '24', platform: 'linux-x64' },
    ...changes,
  });
  repo.write(`#- ${written.path}\n${written.text}`);
  const since = '2026-11-21T08:00:00Z';
  const facts = { model, alias, version, sha256: candidate.sha256, previous: before?.version, since };
  repo.write(`#- ${aliasFile}\n${writeAliasFile({ ...facts, gates: written.sha256 })}`);
  return { report: written.path, aliasFile };
}
