import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openHost } from '../../engine/src/adapters/host.ts';
import { writeManyRuns } from '../kit/manyRuns.ts';
import { axeProblems } from '../kit/webviews/axe.ts';
import { openWindow } from './test.ts';

const RUNS = 10_000;

test('ten thousand runs are compared: sorted, filtered, by keyboard, live, and found again after a reload', async () => {
  test.setTimeout(180_000);
  const window = await openWindow();
  try {
    const { workbench, folder } = window;
    const refused: string[] = [];
    workbench.page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) refused.push(message.text());
    });
    expect(existsSync(join(folder, '.modelyard'))).toBe(false);
    writeManyRuns(join(folder, '.modelyard/runs.db'), { runs: RUNS, metrics: 20, params: 20 });
    await workbench.sidePanel();
    await expect(workbench.rows('Experiments', 'sweep').first()).toBeVisible();
    await workbench.ask('Modelyard: Compare Runs');
    const panel = workbench.panel();
    const found = panel.locator('.filter [role="status"]');
    await expect(found).toHaveText('10,000 runs');
    const { keyboard } = workbench.page;

    const head = panel.getByRole('columnheader', { name: /^metric_0/ });
    await head.click();
    await expect(head).toHaveAttribute('aria-sort', /ascending|descending/);
    const field = panel.getByRole('combobox', { name: 'Filter runs' });
    await field.fill('metrics.metric_0 > 0.5');
    await field.press('Enter');
    await expect(found).toHaveText(/^[45],\d{3} of 10,000$/);

    await panel.locator('.grid [tabindex="0"]').first().focus();
    await keyboard.press('ArrowDown');
    await keyboard.press('Space');
    await keyboard.press('ArrowDown');
    await keyboard.press('Space');
    await expect(panel.locator('.foot')).toContainText('2 selected');
    await panel.getByRole('tab', { name: /What differs/ }).click();
    await expect(panel.getByRole('tabpanel')).toContainText('param_0');
    expect(await axeProblems(await workbench.panelFrame())).toEqual([]);
    await window.picture('compare-in-the-editor');

    const store = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
    try {
      const { runs } = await store.stores(folder);
      const { id } = await runs.createRun({ experiment: 'sweep', name: 'late', startTime: Date.now(), user: 'ada' });
      await runs.log(id, { metrics: [{ key: 'metric_0', value: 0.75, step: 0, timestamp: Date.now() }] });
    } finally {
      await store.close();
    }
    const news = panel.getByRole('button', { name: /1 new/ });
    await news.click();
    await expect(news).toHaveCount(0);
    await expect(found).toHaveText(/of 10,001$/);

    const loaded = workbench.page.waitForEvent('load');
    await workbench.ask('Developer: Reload Window');
    await loaded;
    const again = workbench.panel();
    await expect(again.locator('.filter [role="status"]')).toHaveText(/of 10,001$/);
    await expect(again.locator('.foot')).toContainText('2 selected');
    await expect(again.getByRole('tab', { name: /What differs/ })).toHaveAttribute('aria-selected', 'true');
    expect(refused).toEqual([]);
  } finally {
    await window.close();
  }
});
