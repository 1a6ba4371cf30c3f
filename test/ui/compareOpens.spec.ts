import { expect, test } from '@playwright/test';
import { axeProblems } from '../kit/webviews/axe.ts';
import { openWindow, runPipeline } from './test.ts';

test('the comparison is opened from the palette, left at a tab, and found there after a reload', async () => {
  test.setTimeout(150_000);
  const window = await openWindow();
  try {
    const { workbench } = window;
    runPipeline(window.folder, 'survival');
    await workbench.ask('Modelyard: Compare Runs');
    const panel = workbench.panel();
    await expect(panel.getByRole('heading', { level: 1 })).toContainText(/roc_auc|only run/);
    await expect(panel.getByRole('grid', { name: 'Runs' })).toBeVisible();
    await expect(workbench.page.locator('.tab.active')).toContainText('Compare survival');
    expect(await axeProblems(await workbench.panelFrame())).toEqual([]);
    await window.picture('comparison');
    await panel.getByRole('tab', { name: 'What differs' }).click();
    await expect(panel.getByRole('tab', { name: 'What differs' })).toHaveAttribute('aria-selected', 'true');
    const loaded = workbench.page.waitForEvent('load');
    await workbench.ask('Developer: Reload Window');
    await loaded;
    const again = workbench.panel();
    await expect(again.getByRole('tab', { name: 'What differs' })).toHaveAttribute('aria-selected', 'true', {
      timeout: 60_000,
    });
    await expect(again.getByRole('grid', { name: 'Runs' })).toBeVisible();
  } finally {
    await window.close();
  }
});
