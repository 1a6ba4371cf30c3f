import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { gitIn, identify } from '../kit/gitProject.ts';
import { onnxModel } from '../kit/onnxModel.ts';
import { repository } from '../kit/vscode/repository.ts';
import type { Workbench } from '../kit/vscode/workbench.ts';
import { folder, user } from './window.ts';

const POLICY = `policy: default
applies_to: ["*"]
aliases: {production: {gates: [{name: small, size: 50MB}], rollback: {gates: none}}}
`;

/** A repository whose first version is in production, and whose second one waits. */
function prepare(path: string): ReturnType<typeof gitIn> {
  const git = gitIn(path);
  const modelyard = (...words: string[]) =>
    execFileSync(process.execPath, [join(repository, 'bin/modelyard.mjs'), ...words], { cwd: path, stdio: 'pipe' });
  git('init', '-q', '-b', 'main');
  identify(git);
  writeFileSync(join(path, '.gitignore'), '*.onnx\n.modelyard/\n');
  writeFileSync(join(path, 'modelyard.yaml'), 'project: ships\nlanguage: 1\n');
  writeFileSync(join(path, 'default.policy.yaml'), POLICY);
  for (const weight of [1, 2]) {
    writeFileSync(join(path, `${weight}.onnx`), onnxModel(weight));
    modelyard('models', 'register', `${weight}.onnx`, '--name', 'sigmoid');
  }
  git('add', '-A');
  git('commit', '-q', '-m', 'Two versions');
  modelyard('models', 'promote', 'sigmoid:1', '--alias', 'production');
  return git;
}

test('a version is promoted without a mouse, and a notification says so and leads back', async () => {
  test.setTimeout(240_000);
  const ships = folder();
  const git = prepare(ships.path);
  const somebody = await user();
  try {
    const window = await somebody.open(ships.path);
    const { keyboard } = window.page;
    await window.trust();
    await ask(window, 'Modelyard: Promote Version', 'v2');
    await keyboard.press('Enter');
    const page = window.panel();
    const heading = page.getByRole('heading', { level: 1 });
    await expect(heading).toHaveText('v2 may become production: 1 of 1 gates passed', { timeout: 60_000 });
    const promote = page.getByRole('button', { name: 'Promote', exact: true });
    await expect(async () => {
      await keyboard.press('Tab');
      await expect(promote).toBeFocused({ timeout: 300 });
    }).toPass();
    await somebody.picture(window, 'promotion-by-keys');
    await keyboard.press('Enter');
    const toast = window.toast(/sigmoid v2 is production\. Committed as [0-9a-f]{7}\./);
    await expect(toast).toBeVisible({ timeout: 60_000 });
    await expect(toast).toContainText('Roll Back');
    await expect(heading).toHaveText('v2 is production');
    expect(git('log', '-1', '--format=%s')).toContain('Promote sigmoid v2 to production');
    await somebody.picture(window, 'promotion-toast');

    await expect(async () => {
      await ask(window, 'Modelyard: Roll Back Alias', 'production');
      await keyboard.press('Enter');
      await expect(window.dialog('Roll production of sigmoid back')).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 60_000 });
    await window.answer('it refuses rows without an origin');
    await expect(window.toast(/production of sigmoid is v1 again/)).toBeVisible({ timeout: 60_000 });
    await expect(heading).toHaveText(/v2 may become production|Gates are checked/, { timeout: 60_000 });
    await somebody.picture(window, 'rollback-toast');
  } finally {
    await somebody.leave();
    ships.remove();
  }
});

/** Runs a command of the palette by keys, and waits for the choice that it offers. */
async function ask(window: Workbench, title: string, choice: string): Promise<void> {
  const { page } = window;
  await expect(async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').first().fill(`>${title}`);
    await expect(window.choices(title).first()).toBeVisible({ timeout: 2_000 });
    await page.keyboard.press('Enter');
    await expect(window.choices(choice).first()).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
}
