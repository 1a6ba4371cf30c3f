import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitIn, identify } from '../kit/gitProject.ts';
import { onnxModel } from '../kit/onnxModel.ts';
import { repository } from '../kit/vscode/repository.ts';
import { expect, openWindow, THEMES, type Theme, test, type Window } from './test.ts';

const POLICY = `policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: small, size: 50MB}
      - {name: tiny, size: 1B}
  staging:
    gates:
      - {name: small, size: 50MB}
    rollback: {gates: none}
`;

const CARD = `modelcard: sigmoid
model: sigmoid
owners: [{name: Ada, email: ada@example.org}]
`;

const ALIAS = 'registry/sigmoid/staging.alias.yaml';

/** Two versions that were in staging one after the other, and `production` that no version is good enough for. */
function prepare(folder: string) {
  const git = gitIn(folder);
  const modelyard = (...words: string[]) =>
    execFileSync(process.execPath, [join(repository, 'bin/modelyard.mjs'), ...words], { cwd: folder, stdio: 'pipe' });
  git('init', '-q', '-b', 'main');
  identify(git);
  writeFileSync(join(folder, '.gitignore'), '*.onnx\n.modelyard/\n');
  writeFileSync(join(folder, 'default.policy.yaml'), POLICY);
  writeFileSync(join(folder, 'sigmoid.modelcard.yaml'), CARD);
  for (const weight of [1, 2, 3]) {
    writeFileSync(join(folder, `${weight}.onnx`), onnxModel(weight));
    modelyard('models', 'register', `${weight}.onnx`, '--name', 'sigmoid');
  }
  git('add', '-A');
  git('commit', '-q', '-m', 'Three versions');
  for (const version of [1, 2]) modelyard('models', 'promote', `sigmoid:${version}`, '--alias', 'staging');
  return { git, modelyard };
}

/** What screen readers say of rows with a badge that tells edited facts; badges are no text. */
function marked({ page }: Window['workbench']): Promise<readonly (string | null)[]> {
  return page.evaluate(`[...document.querySelectorAll('.monaco-list-row')]
    .filter((row) => [...row.querySelectorAll('*')].some((part) => getComputedStyle(part, '::after').content.includes('≠')))
    .map((row) => row.getAttribute('aria-label'))`);
}

async function inFourThemes({ setTheme, picture }: Window, name: string): Promise<void> {
  for (const [theme, kind] of Object.entries(THEMES)) {
    await setTheme(theme as Theme);
    await picture(`${name}-${kind}`);
  }
  await setTheme('Dark Modern');
}

test('what was decided is seen in the trees, the audit and the Testing view, and marked where it was edited', async () => {
  test.setTimeout(300_000);
  const window = await openWindow();
  try {
    const { git } = prepare(window.folder);
    const workbench = await window.again();
    const shown: Window = { ...window, workbench };
    await workbench.ask('Modelyard: Focus on Models View');
    const alias = workbench.row(/^Alias staging, v2/);
    await alias.locator('.monaco-tl-twistie').click();
    await expect(workbench.row(/^Version 2, since .* by Ada/)).toBeVisible();
    await workbench.row(/^Version 1, .* to .* by Ada/).click();
    // The commit in which v1 was promoted.
    await expect(workbench.lines(/Promote.sigmoid.v1.to.staging/).first()).toBeVisible({ timeout: 30_000 });
    await workbench.command('View: Close All Editors');

    const version = 'registry/sigmoid/v1.version.yaml';
    const sound = readFileSync(join(window.folder, version), 'utf8');
    writeFileSync(join(window.folder, version), sound.replace(/^by: .*$/m, 'by: eve@example.org'));
    await expect
      .poll(() => marked(workbench), { timeout: 60_000 })
      .toContainEqual(expect.stringMatching(/^Version 1 of sigmoid/));
    await expect((await workbench.problems()).filter({ hasText: 'Its facts are not those' })).toHaveCount(1);
    await inFourThemes(shown, 'registry-edited');
    writeFileSync(join(window.folder, version), sound);
    await workbench.command('View: Hide Panel');

    await workbench.command('Modelyard: Show Audit');
    await expect(workbench.lines(/sigmoid.v2.promoted.to.staging/).first()).toBeVisible({ timeout: 60_000 });
    await inFourThemes(shown, 'audit');

    const tests = await workbench.tests();
    await expect(tests.first()).toBeVisible();
    await tests.first().click();
    await workbench.page.keyboard.press('ArrowRight');
    const gates = tests.filter({ hasText: 'sigmoid to production' });
    await gates.first().click({ timeout: 60_000 });
    await workbench.page.keyboard.press('ArrowRight');
    await expect(tests.filter({ hasText: 'tiny' })).toBeVisible();
    await workbench.runTests();
    await expect(workbench.testMark('failed').first()).toBeVisible({ timeout: 60_000 });
    await expect(workbench.testMark('passed').first()).toBeVisible();
    await inFourThemes(shown, 'gates-testing');
    expect(git('status', '--short')).toBe('');
  } finally {
    await window.close();
  }
});

test('a move that was not committed is finished or undone from its page', async () => {
  test.setTimeout(240_000);
  const window = await openWindow();
  try {
    const { git } = prepare(window.folder);
    const committed = readFileSync(join(window.folder, ALIAS), 'utf8');
    const begin = () => {
      // As a promotion leaves it whose commit did not come about.
      execFileSync(
        process.execPath,
        [join(repository, 'bin/modelyard.mjs'), 'models', 'promote', 'sigmoid:3', '--alias', 'staging'],
        { cwd: window.folder, stdio: 'pipe' },
      );
      git('reset', '-q', '--soft', 'HEAD~1');
      git('reset', '-q');
    };
    begin();
    const workbench = await window.again();
    const panel = workbench.panel();
    await workbench.ask('Modelyard: Focus on Models View');
    await expect(workbench.row(/^Alias staging, v2.*v3 pending/)).toBeVisible({ timeout: 30_000 });
    await workbench.ask('Modelyard: Promote Version');
    await workbench.takeChoice('v3');
    await workbench.takeChoice('staging');
    await expect(panel.getByRole('heading', { level: 1 })).toHaveText('The move of staging to v3 is not committed', {
      timeout: 60_000,
    });
    await window.picture('promotion-ui-pending');
    await panel.getByRole('button', { name: 'Undo' }).click();
    await expect(panel.getByRole('heading', { level: 1 })).toHaveText(/v3 may become staging|Gates are checked/, {
      timeout: 60_000,
    });
    expect(readFileSync(join(window.folder, ALIAS), 'utf8')).toBe(committed);
    expect(git('status', '--short')).toBe('');

    begin();
    await panel.getByRole('button', { name: 'Finish the move' }).click({ timeout: 60_000 });
    await expect(panel.getByRole('heading', { level: 1 })).toHaveText('v3 is staging', { timeout: 60_000 });
    expect(git('log', '-1', '--format=%s')).toContain('Promote sigmoid v3 to staging');
    expect(git('status', '--short')).toBe('');
    await window.picture('promotion-ui-finished');
  } finally {
    await window.close();
  }
});
