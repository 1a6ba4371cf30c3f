import { cpSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openHost } from '../../engine/src/adapters/host.ts';
import type { MetricPoint } from '../../engine/src/ports/runStore.ts';
import { repository } from '../kit/vscode/repository.ts';
import { axeProblems } from '../kit/webviews/axe.ts';
import { openWindow } from './test.ts';

test.describe.configure({ timeout: 180_000 });

const BOLD = `<b>bold</b> <img src=x onerror="document.body.textContent='gone'"> “quoted” 'single' & "double"`;
const LONG = 'x'.repeat(100_000);

/** Name of a run -> its points by metric, and its params. */
const RUNS: Readonly<
  Record<
    string,
    {
      readonly metrics?: Readonly<Record<string, readonly Partial<MetricPoint>[]>>;
      readonly params?: Readonly<Record<string, string>>;
    }
  >
> = {
  'other metrics': { metrics: { f1: [{ value: 0.5 }] } },
  none: {},
  'not finite': {
    metrics: {
      gain: [{ value: Number.NaN }],
      loss: [{ value: Number.NaN }, { value: Number.POSITIVE_INFINITY, step: 1 }],
    },
  },
  'one point': { metrics: { loss: [{ value: 0.3 }] } },
  'equal times': {
    metrics: { loss: [1, 2, 3].map((value) => ({ value, step: value })), accuracy: [{ value: 0.9 }, { value: 0.8 }] },
  },
  'long param': { metrics: { loss: [{ value: 0.2 }] }, params: { text: LONG } },
  [BOLD]: { metrics: { loss: [{ value: 0.1 }] }, params: { [`<i>${'p'.repeat(20)}`]: BOLD } },
};

test('odd runs are shown as they are, go when they are deleted, and stores may go away and come back', async () => {
  const window = await openWindow();
  const { workbench, folder } = window;
  const broken: string[] = [];
  workbench.page.on('pageerror', (error) => broken.push(error.message));
  workbench.page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) broken.push(message.text());
  });
  const store = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  try {
    const { runs } = await store.stores(folder);
    const ids: string[] = [];
    for (const [name, { metrics = {}, params = {} }] of Object.entries(RUNS)) {
      const { id } = await runs.createRun({
        experiment: 'odd',
        name,
        startTime: 1_760_000_000_000,
        user: 'ada',
        params,
      });
      const points = Object.entries(metrics).flatMap(([key, all]) =>
        all.map((point) => ({ key, value: 0, step: 0, timestamp: 1_760_000_000_000, ...point })),
      );
      await runs.log(id, { metrics: points });
      ids.push(id);
    }
    await workbench.ask('Modelyard: Compare Runs');
    const panel = workbench.panel();
    const found = panel.locator('.filter [role="status"]');
    await expect(found).toHaveText('7 runs');
    await expect(panel.locator('.grid')).toContainText('<b>bold</b> <img src=x');
    await expect(panel.locator('.grid')).toContainText('NaN');
    await expect(panel.locator('.grid')).toContainText('∞');
    for (const id of ids) {
      const row = panel.locator('.grid-row', { hasText: id.slice(0, 4) });
      await row.getByRole('rowheader').click();
      await workbench.page.keyboard.press('Space');
    }
    await expect(panel.locator('.foot')).toContainText('7 selected');
    for (const name of ['What differs', 'Why it changed', 'Slices', 'Confusion', 'Artifacts', 'Charts']) {
      await panel.getByRole('tab', { name }).click();
      await expect(panel.getByRole('tabpanel')).not.toBeEmpty();
      expect(await axeProblems(await workbench.panelFrame())).toEqual([]);
    }
    await expect(panel.locator('.grid img, .lower b:text("bold")')).toHaveCount(0);
    await window.picture('compare-odd-runs');

    await runs.deleteRun(ids[0] ?? '');
    await expect(found).toHaveText('6 runs', { timeout: 30_000 });
    await expect(panel.locator('.foot')).toContainText(/6 selected/);

    const [mlruns, elsewhere] = [join(folder, 'mlruns'), join(folder, 'moved')];
    cpSync(join(repository, 'test/fixtures/mlflow/mlruns'), mlruns, { recursive: true });
    await workbench.ask('Modelyard: Add Runs to Comparison...');
    await workbench.turnChoice('flights/delay');
    await workbench.page.keyboard.press('Enter');
    await expect(found).not.toHaveText('6 runs');
    const all = (await found.textContent()) ?? '';
    await expect(panel.getByRole('columnheader', { name: /^source/ })).toBeVisible();
    await expect(panel.locator('.grid')).toContainText('mlruns');
    const field = panel.getByRole('combobox', { name: 'Filter runs' });
    await field.fill("attributes.source = 'mlruns'");
    await field.press('Enter');
    await expect(found).toHaveText(new RegExp(`of ${all.split(' ')[0]}$`));
    await window.picture('compare-with-mlruns');
    await field.fill('');
    await field.press('Enter');

    renameSync(mlruns, elsewhere);
    await expect(panel.getByText('mlruns cannot be read now')).toBeVisible({ timeout: 30_000 });
    await expect(found).toHaveText(all);
    renameSync(elsewhere, mlruns);
    await panel
      .getByRole('button', { name: 'Read again' })
      .click({ timeout: 5_000 })
      .catch(() => {});
    await expect(panel.getByText('mlruns cannot be read now')).toHaveCount(0, { timeout: 30_000 });
    await expect(found).toHaveText(all);
    expect(broken).toEqual([]);
  } finally {
    await window.picture('compare-odd-runs-end');
    await store.close();
    await window.close();
  }
});
