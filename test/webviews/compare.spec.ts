import type { RunFilterAsked } from '../../engine/src/tracking/table/runTable.ts';
import { type ComparedRuns, flightModels, flightRuns } from '../kit/webviews/comparedRuns.ts';
import type { PageInBrowser, PageOptions } from '../kit/webviews/pageInBrowser.ts';
import { THEMES } from '../kit/webviews/themes.ts';
import { expect, test } from './test.ts';

function optionsOf(runs: ComparedRuns, options: Partial<PageOptions> = {}): PageOptions {
  return {
    page: 'compare',
    theme: 'dark',
    width: 1440,
    subject: { root: 'file:///p', experiments: ['flight-delay'] },
    answers: {
      runTable: (asked) => runs.told(asked),
      runFilter: ({ filter }: RunFilterAsked) => runs.filtered((place) => filter.includes('0.7') && place % 3 === 0),
      models: () => flightModels(runs),
    },
    ...options,
  };
}

async function expectSound(opened: PageInBrowser): Promise<void> {
  const beyond = () => opened.page.evaluate('document.documentElement.scrollWidth - innerWidth');
  await expect.poll(beyond).toBeLessThanOrEqual(0);
  expect(await opened.axe()).toEqual([]);
  expect(await opened.violations()).toEqual([]);
  expect(opened.errors).toEqual([]);
}

for (const theme of THEMES)
  test(`49 runs in ${theme}`, async ({ open }) => {
    const runs = flightRuns(49);
    const opened = await open(
      optionsOf(runs, {
        theme,
        subject: { root: 'file:///p', experiments: ['flight-delay'], runs: runs.ids.slice(1, 4) },
      }),
    );
    await expect(opened.page.locator('h1')).toContainText('is the best of 49');
    await opened.picture(`compare-${theme}`);
    await expectSound(opened);
  });
