import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signingKeyId } from '../../engine/src/adapters/git/signingKey.ts';
import { gitIn } from '../kit/gitProject.ts';
import { onnxModel } from '../kit/onnxModel.ts';
import { repository } from '../kit/vscode/repository.ts';
import { expect, openWindow, test } from './test.ts';

/** Ada has registered two versions; Ben may agree, and sits before the editor. */
async function prepare(folder: string, keys: string): Promise<Prepared> {
  const git = gitIn(folder);
  const modelyard = (...words: string[]) =>
    execFileSync(process.execPath, [join(repository, 'bin/modelyard.mjs'), ...words], { cwd: folder, stdio: 'pipe' });
  const person = async (name: string) => {
    const keyFile = join(keys, name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', keyFile]);
    return { name, keyFile, line: `${name}@example.org ${readFileSync(`${keyFile}.pub`, 'utf8').trim()}` };
  };
  const [ada, ben] = [await person('ada'), await person('ben')];
  const as = ({ name, keyFile }: typeof ada): void => {
    git('config', 'user.name', name);
    git('config', 'user.email', `${name}@example.org`);
    git('config', 'user.signingkey', keyFile);
  };
  git('init', '-q', '-b', 'main');
  git('config', 'gpg.format', 'ssh');
  as(ada);
  writeFileSync(join(folder, '.gitignore'), '*.onnx\n.modelyard/\nhub.git/\n');
  writeFileSync(
    join(folder, 'default.policy.yaml'),
    `policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: small, size: 50MB}
    approvals: {count: 1, role: approver}
    rollback: {gates: none}
roles: {approver: [${await signingKeyId(ben.keyFile)}]}
`,
  );
  for (const weight of [1, 2]) {
    writeFileSync(join(folder, `${weight}.onnx`), onnxModel(weight));
    modelyard('models', 'register', `${weight}.onnx`, '--name', 'sigmoid');
  }
  writeFileSync(join(folder, 'registry/allowed_signers'), `${ada.line}\n${ben.line}\n`);
  git('add', '-A');
  git('commit', '-q', '-m', 'Two versions');
  git('clone', '-q', '--bare', '.', 'hub.git');
  git('remote', 'add', 'origin', join(folder, 'hub.git'));
  git('push', '-q', '-u', 'origin', 'main');
  return { git, asAda: () => as(ada), asBen: () => as(ben) };
}

interface Prepared {
  readonly git: ReturnType<typeof gitIn>;
  asAda(): void;
  asBen(): void;
}

test('a colleague approves from the page, which outlives a reload, and the move becomes a branch for review', async () => {
  test.setTimeout(240_000);
  const window = await openWindow();
  const keys = mkdtempSync(join(tmpdir(), 'modelyard-keys-'));
  try {
    const { git, asAda, asBen } = await prepare(window.folder, keys);
    const workbench = await window.again();
    const heading = () => workbench.panel().getByRole('heading', { level: 1 });
    await workbench.choose('Modelyard: Promote Version', 'v2');
    await expect(heading()).toHaveText(/v2 may not become production yet|1 approval is missing/, { timeout: 60_000 });
    const approval = () => workbench.panel().getByRole('listitem', { name: /approval: waiting/ });
    await expect(approval()).toContainText('You made sigmoid:2');
    await expect(approval()).toContainText('To be approved by ben@example.org');
    await expect(approval().getByRole('button', { name: 'Approve', exact: true })).toHaveCount(0);
    await window.picture('promotion-ui-asked');

    // Another user of git is another reader of the page, which nobody has to ask again.
    asBen();
    await expect(approval().getByRole('button', { name: 'Approve', exact: true })).toBeVisible({ timeout: 60_000 });
    // As users do: the window saves its state before it goes.
    const loaded = workbench.page.waitForEvent('load');
    await workbench.ask('Developer: Reload Window');
    await loaded;
    await expect(heading()).toHaveText(/v2 may not become production yet|1 approval is missing/, { timeout: 60_000 });

    await approval().getByRole('button', { name: 'Approve', exact: true }).press('Enter');
    // Who approves does not move the alias themselves.
    await expect(approval()).toContainText('Approved by you.', { timeout: 60_000 });
    await expect(approval().getByRole('button')).toHaveCount(1);
    await expect(approval()).toBeFocused();
    await window.picture('promotion-ui-approved');
    git('add', 'registry');
    git('commit', '-q', '-m', 'Approve v2');
    asAda();
    await expect(heading()).toHaveText(/v2 may become production/, { timeout: 60_000 });

    await workbench.panel().getByRole('button', { name: 'Open as pull request' }).click();
    await expect.poll(() => git('ls-remote', '--heads', 'origin'), { timeout: 60_000 }).toMatch(/sigmoid/);
    await window.picture('promotion-ui-request');
  } finally {
    rmSync(keys, { recursive: true, force: true });
    await window.close();
  }
});
