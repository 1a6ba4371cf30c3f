import { expect, test } from '@playwright/test';
import { axeProblems } from '../kit/webviews/axe.ts';
import { openWindow, runPipeline } from './test.ts';

test('the page of a run is opened, left at a tab, and found there after a reload', async () => {
  const window = await openWindow();
  test.setTimeout(120_000);
  try {
    const { workbench } = window;
    const refused: string[] = [];
    workbench.page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) refused.push(message.text());
    });
    runPipeline(window.folder, 'survival');
    await workbench.ask('Modelyard: Open Run');
    await workbench.takeChoice('survival');
    const panel = workbench.panel();
    await expect(panel.getByRole('heading', { level: 1 })).toContainText(/roc_auc|Finished/);
    await expect(
      panel.getByRole('table', { name: 'Metrics' }).or(panel.getByText('not evaluated')).first(),
    ).toBeVisible();
    await expect(workbench.page.locator('.tab.active')).toContainText('survival');
    expect(await axeProblems(await workbench.panelFrame())).toEqual([]);
    await window.picture('run-page');

    await panel.getByRole('tab', { name: 'Lineage' }).click();
    await expect(panel.getByRole('tab', { name: 'Lineage' })).toHaveAttribute('aria-selected', 'true');
    // As users do: the window saves its state before it goes.
    const loaded = workbench.page.waitForEvent('load');
    await workbench.ask('Developer: Reload Window');
    await loaded;
    await expect(workbench.panel().getByRole('tab', { name: 'Lineage' })).toHaveAttribute('aria-selected', 'true', {
      timeout: 60_000,
    });
    await expect(workbench.panel().getByRole('heading', { level: 1 })).not.toBeEmpty();
    await window.picture('run-page-reloaded');
    expect(refused).toEqual([]);
  } finally {
    await window.close();
  }
});
