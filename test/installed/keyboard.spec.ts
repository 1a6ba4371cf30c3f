import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { repository } from '../kit/vscode/repository.ts';
import type { Workbench } from '../kit/vscode/workbench.ts';
import { folder, user } from './window.ts';

test('every view and the page of a run are reached and used without a mouse', async () => {
  const ships = folder('test/fixtures/vscode');
  const program = join(repository, 'bin/modelyard.mjs');
  execFileSync(process.execPath, [program, 'run', 'survival'], { cwd: ships.path, stdio: 'pipe' });
  const somebody = await user();
  try {
    const window = await somebody.open(ships.path);
    const { keyboard } = window.page;
    await window.statusItem('Restricted Mode').waitFor();
    await command(window, 'Workspaces: Manage Workspace Trust');
    await window.page.getByText('You are in Restricted Mode').waitFor();
    await keyboard.press('ControlOrMeta+Enter');
    await expect(window.statusItem('Restricted Mode')).toHaveCount(0);

    for (const [view, row] of [
      ['Data', 'ships'],
      ['Models', undefined],
      ['Experiments', 'survival'],
    ] as const) {
      await command(window, `Modelyard: Focus on ${view} View`);
      if (row === undefined) continue;
      await expect(window.rows(view, row).first()).toBeVisible();
      // Rows that are told anew in this moment take the focus with them, as does the page of trust when trust has come.
      await expect(async () => {
        await command(window, `Modelyard: Focus on ${view} View`);
        await keyboard.press('Home');
        await expect(focused(window, view)).toContainText(row, { timeout: 1_000 });
      }).toPass();
    }
    await expect(async () => {
      await command(window, 'Modelyard: Focus on Experiments View');
      await keyboard.press('Home');
      await keyboard.press('ArrowDown');
      await expect(focused(window, 'Experiments')).not.toContainText('survival', { timeout: 1_000 });
    }).toPass();
    await keyboard.press('Enter');
    const page = window.panel();
    await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty();

    const tabs = page.getByRole('tab');
    await expect(async () => {
      await keyboard.press('Tab');
      await expect(tabs.and(page.locator(':focus'))).toHaveCount(1, { timeout: 300 });
    }).toPass();
    const before = await page.locator(':focus').textContent();
    await keyboard.press('ArrowRight');
    await expect(page.locator('[role=tab][aria-selected=true]')).not.toHaveText(before ?? '');
    await somebody.picture(window, 'keyboard');

    await command(window, 'Testing: Focus on Test Explorer View');
    const test = window.page.locator('.test-explorer .monaco-list-row');
    await expect(test.filter({ hasText: 'ships' }).first()).toBeVisible();
    // From the box that filters.
    await expect(async () => {
      await keyboard.press('Tab');
      await keyboard.press('ArrowDown');
      await expect(test.and(window.page.locator('.focused'))).toHaveCount(1, { timeout: 300 });
    }).toPass();
    await command(window, 'Modelyard: Run Pipeline');
    await window.choices('survival').first().waitFor();
    await keyboard.press('Enter');
    await expect(window.statusItem('survival:').or(window.toast('survival finished')).first()).toBeVisible();
  } finally {
    await somebody.leave();
    ships.remove();
  }
});

/**
 * Runs a command of the palette; Enter takes the row that has the focus, so that is waited for. The palette closes when
 * something else takes the focus, and is then opened again.
 */
async function command(window: Workbench, title: string): Promise<void> {
  const { page } = window;
  const input = page.locator('.quick-input-widget input').first();
  const focusedRow = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).first();
  await expect(async () => {
    if (await input.isVisible()) await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await input.fill(`>${title}`, { timeout: 5_000 });
    await focusedRow.waitFor({ timeout: 5_000 });
  }).toPass();
  await page.keyboard.press('Enter');
}

function focused(window: Workbench, view: 'Experiments' | 'Models' | 'Data') {
  return window.view(view).locator('.monaco-list-row.focused');
}
