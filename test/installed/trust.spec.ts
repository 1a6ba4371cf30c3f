import { expect, test } from '@playwright/test';
import { folder, user } from './window.ts';

test('a folder that is not trusted is read as text; trust brings what runs', async () => {
  const ships = folder('test/fixtures/vscode');
  const somebody = await user();
  try {
    const window = await somebody.open(ships.path);
    const { page } = window;
    await expect(page.locator('.statusbar-item', { hasText: 'Restricted Mode' })).toBeVisible();
    await window.openFile('survival.pipeline.yaml');
    await expect(window.lines('pipeline: survival')).toBeVisible();
    await window.typeOver(15, 13, 'sheeps');
    await expect(window.squiggles('error').first()).toBeVisible();
    await expect(window.lens('Run pipeline')).toHaveCount(0);
    await somebody.picture(window, 'restricted');
    await window.command('Workspaces: Manage Workspace Trust');
    await page.locator('.workspace-trust-buttons-row .monaco-button', { hasText: 'Trust' }).first().click();
    await window.openFile('survival.pipeline.yaml');
    await expect(window.lens('Run pipeline')).toBeVisible();
  } finally {
    await somebody.leave();
    ships.remove();
  }
});
