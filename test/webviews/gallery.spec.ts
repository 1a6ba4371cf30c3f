import { binaryPage } from '../kit/webviews/samplePages.ts';
import { THEMES } from '../kit/webviews/themes.ts';
import { expect, test } from './test.ts';

const LINES = Array.from({ length: 10_000 }, (_, i) => ({
  step: 'train',
  stream: i % 50 === 7 ? ('stderr' as const) : ('stdout' as const),
  text: `round ${i}  valid ${(0.42 + 1 / (i + 3)).toFixed(4)}`,
}));

const ANSWERS = {
  runPage: binaryPage,
  log: ({ from, lines }: { readonly from: number; readonly lines: number }) => {
    const first = from < 0 ? Math.max(0, LINES.length + from) : from;
    return { total: LINES.length, from: first, lines: LINES.slice(first, first + lines) };
  },
} as const;

const OPTIONS = { page: 'gallery', subject: { root: 'file:///p', run: 'a' }, answers: ANSWERS } as const;

for (const theme of THEMES)
  test(`shared parts in ${theme}`, async ({ open }) => {
    const gallery = await open({ ...OPTIONS, theme });
    const { page } = gallery;
    await expect(page.getByRole('table', { name: 'Metrics' })).toBeVisible();
    for (const tab of ['Parts', 'States', 'Palette']) {
      await page.getByRole('tab', { name: tab }).click();
      if (tab === 'States') await expect(page.locator('.sk').first()).toBeVisible();
      expect(await gallery.axe()).toEqual([]);
      await gallery.picture(`gallery-${theme}-${tab.toLowerCase()}`);
    }
    expect(await gallery.violations()).toEqual([]);
    expect(gallery.errors).toEqual([]);
  });
