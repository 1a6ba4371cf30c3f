import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitIn, identify } from '../kit/gitProject.ts';
import { onnxModel } from '../kit/onnxModel.ts';
import { repository } from '../kit/vscode/repository.ts';
import { axeProblems } from '../kit/webviews/axe.ts';
import { expect, openWindow, test, type Window } from './test.ts';

const POLICY = `policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: small, size: 50MB}
      - {name: ours, run: node check.mjs, inputs: [check.mjs]}
    rollback: {gates: none}
`;

const CARD = `modelcard: sigmoid
model: sigmoid:2
owners: [{name: Ada, email: ada@example.org}]
`;

/** A repository whose first version is in production, and whose second one waits. */
function prepare(folder: string): ReturnType<typeof gitIn> {
  const git = gitIn(folder);
  git('init', '-q', '-b', 'main');
  identify(git);
  const modelyard = (...words: string[]) =>
    execFileSync(process.execPath, [join(repository, 'bin/modelyard.mjs'), ...words], { cwd: folder, stdio: 'pipe' });
  writeFileSync(join(folder, '.gitignore'), '*.onnx\n.modelyard/\n');
  writeFileSync(join(folder, 'default.policy.yaml'), POLICY);
  writeFileSync(join(folder, 'check.mjs'), '// Nothing is wrong.\n');
  writeFileSync(join(folder, 'sigmoid.modelcard.yaml'), CARD);
  for (const weight of [1, 2]) {
    writeFileSync(join(folder, `${weight}.onnx`), onnxModel(weight));
    modelyard('models', 'register', `${weight}.onnx`, '--name', 'sigmoid');
  }
  git('add', '-A');
  git('commit', '-q', '-m', 'Two versions');
  modelyard('models', 'promote', 'sigmoid:1', '--alias', 'production');
  return git;
}

/** Presses the lens and waits for the page. @returns milliseconds between them */
async function pressLens({ workbench }: Window): Promise<number> {
  const lens = workbench.lens('v2: promote');
  await lens.first().waitFor({ timeout: 30_000 });
  const began = performance.now();
  await lens.first().click();
  await workbench
    .panel()
    .getByRole('heading', { level: 1 })
    .filter({ hasText: /v2|Gates/ })
    .waitFor();
  return performance.now() - began;
}

test('a version is promoted from its lens, gate by gate, committed, and rolled back', async () => {
  test.setTimeout(180_000);
  const window = await openWindow();
  try {
    const git = prepare(window.folder);
    const workbench = await window.again();
    const shown: Window = { ...window, workbench };
    await workbench.openFile('sigmoid.modelcard.yaml');
    const first = await pressLens(shown);
    const panel = workbench.panel();
    await expect(panel.getByRole('heading', { level: 1 })).toHaveText('v2 may become production: 2 of 2 gates passed', {
      timeout: 60_000,
    });
    await expect(panel.getByRole('listitem', { name: 'small: passed' })).toBeVisible();
    expect(await axeProblems(await workbench.panelFrame())).toEqual([]);
    for (const [theme, name] of [
      ['Dark Modern', 'dark'],
      ['Light Modern', 'light'],
      ['Default High Contrast', 'hc'],
    ] as const) {
      await window.setTheme(theme);
      await window.picture(`promotion-ui-${name}`);
    }
    await window.setTheme('Dark Modern');

    await workbench.command('View: Close Editor');
    const again = await pressLens(shown);
    console.log(`lens to page: ${Math.round(first)} ms at first, ${Math.round(again)} ms again`);
    // What was judged holds still.
    await expect(panel.getByRole('heading', { level: 1 })).toHaveText('v2 may become production: 2 of 2 gates passed');

    await panel.getByRole('button', { name: 'Promote', exact: true }).press('Enter');
    const said = workbench.page.getByText(/sigmoid v2 is production\. Committed as/);
    await expect(said.first()).toBeAttached({ timeout: 60_000 });
    await expect(panel.getByRole('heading', { level: 1 })).toHaveText('v2 is production', { timeout: 60_000 });
    await expect(panel.getByRole('heading', { level: 1 })).toBeFocused();
    expect(git('log', '-1', '--format=%s')).toContain('Promote sigmoid v2 to production');
    expect(git('show', '--stat', '--format=', 'HEAD')).toContain('production.alias.yaml');
    await expect(panel.locator('.verdict')).toContainText(git('rev-parse', '--short=7', 'HEAD'));
    await window.picture('promotion-ui-done');

    await panel.getByRole('toolbar').getByRole('button', { name: 'Roll back to v1' }).press('Enter');
    await workbench.answer('it refuses rows without an origin');
    await expect(panel.getByRole('heading', { level: 1 })).toHaveText(/v2 may|Gates are/, { timeout: 60_000 });
    await expect(panel.getByRole('heading', { level: 1 })).toBeFocused();
    await expect.poll(() => git('log', '-1', '--format=%s')).toContain('it refuses rows without an origin');
    await expect(panel.getByText('rolled back')).toBeVisible();
    await window.picture('promotion-ui-rolled-back');
  } finally {
    await window.close();
  }
});
