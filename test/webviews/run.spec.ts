import { liveRun, RUN_PAGES } from '../kit/webviews/samplePages.ts';
import { THEMES } from '../kit/webviews/themes.ts';
import { RUN_OPTIONS, runAnswers } from './runPages.ts';
import { expect, test } from './test.ts';

const TABS = ['What differs', 'Lineage', 'Artifacts', 'Log'];

for (const theme of THEMES)
  test(`the page of a run in ${theme}`, async ({ open }) => {
    const run = await open({ ...RUN_OPTIONS, theme, width: 1440, answers: runAnswers() });
    const { page } = run;
    await expect(page.getByRole('heading', { level: 1 })).toContainText('roc_auc 0.713, better than production');
    await expect(page.getByRole('img').first()).toBeVisible();
    expect(await run.axe()).toEqual([]);
    await run.picture(`run-${theme}`);
    for (const tab of TABS) {
      await page.getByRole('tab', { name: tab }).click();
      await expect(page.getByRole('tabpanel')).toBeVisible();
      expect(await run.axe()).toEqual([]);
      await run.picture(`run-${theme}-${tab.toLowerCase().replaceAll(' ', '-')}`);
    }
    expect(await run.violations()).toEqual([]);
    expect(run.errors).toEqual([]);
  });

for (const [name, page] of Object.entries(RUN_PAGES))
  test(`the page of a run: ${name}, at every width`, async ({ open }) => {
    const run = await open({
      ...RUN_OPTIONS,
      theme: 'light',
      width: 1440,
      answers: runAnswers(page),
      live: name === 'live' ? [liveRun()] : [],
    });
    await expect(run.page.getByRole('heading', { level: 1 })).not.toBeEmpty();
    for (const width of [1440, 800, 400]) {
      await run.page.setViewportSize({ width, height: 900 });
      expect(await run.axe()).toEqual([]);
      const { scroll, client } = await run.page.evaluate<{ readonly scroll: number; readonly client: number }>(
        '({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth })',
      );
      expect(scroll, `${name} is wider than ${width} px`).toBeLessThanOrEqual(client);
      await run.picture(`run-${name}-${width}`);
    }
    expect(await run.violations()).toEqual([]);
    expect(run.errors).toEqual([]);
  });

test('a reload shows the page as it was left', async ({ open }) => {
  const run = await open({ ...RUN_OPTIONS, theme: 'dark', answers: runAnswers() });
  await run.page.getByRole('tab', { name: 'Lineage' }).click();
  await run.page.reload();
  await expect(run.page.getByRole('tab', { name: 'Lineage' })).toHaveAttribute('aria-selected', 'true');
});
