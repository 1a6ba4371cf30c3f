import { THEMES } from '../kit/webviews/themes.ts';
import { GALLERY } from './galleryPage.ts';
import { expect, test } from './test.ts';

for (const theme of THEMES)
  test(`shared parts in ${theme}`, async ({ open }) => {
    const gallery = await open({ ...GALLERY, theme });
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
