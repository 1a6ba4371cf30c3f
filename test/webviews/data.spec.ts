import { binaryPage, nanPage } from '../kit/webviews/samplePages.ts';
import { GALLERY } from './galleryPage.ts';
import { expect, test } from './test.ts';

test('the old picture stays while something newer is asked', async ({ open }) => {
  const gallery = await open({ ...GALLERY, theme: 'dark' });
  const { page } = gallery;
  const figure = page.getByRole('button', { name: 'roc_auc 0.713' });
  await expect(figure).toBeVisible();
  gallery.answers = { ...gallery.answers, runPage: 'never' };
  await gallery.tell({ kind: 'changed', topics: ['runs'] });
  await page.waitForTimeout(400);
  await expect(figure).toBeVisible();
  await expect(page.locator('.sk')).toHaveCount(0);
});

test('new figures come without a word, and the focus stays', async ({ open }) => {
  const gallery = await open({ ...GALLERY, theme: 'dark' });
  const { page } = gallery;
  await page.getByRole('button', { name: 'roc_auc 0.713' }).focus();
  gallery.answers = { ...gallery.answers, runPage: nanPage };
  await gallery.tell({ kind: 'changed', topics: ['runs'] });
  await expect(page.getByRole('button', { name: 'roc_auc NaN' })).toBeFocused();
});

test('a refusal says why, and what to do', async ({ open }) => {
  const refused = {
    kind: 'refused',
    reason: 'store-too-new',
    message: 'runs.db is from a newer Modelyard',
    next: 'Update Modelyard.',
  } as const;
  const gallery = await open({ ...GALLERY, theme: 'dark', answers: { ...GALLERY.answers, runPage: () => refused } });
  await expect(gallery.page.getByRole('alert')).toContainText('runs.db is from a newer Modelyard');
  await expect(gallery.page.getByRole('alert')).toContainText('Update Modelyard.');
  gallery.answers = { ...gallery.answers, runPage: binaryPage };
  await gallery.tell({ kind: 'changed', topics: ['runs'] });
  await expect(gallery.page.getByRole('button', { name: 'roc_auc 0.713' })).toBeVisible();
  await expect(gallery.page.getByRole('alert')).toHaveCount(0);
});

test('a restricted workspace is told as that', async ({ open }) => {
  const refused = { kind: 'refused', reason: 'restricted', message: 'No store is opened' } as const;
  const gallery = await open({ ...GALLERY, theme: 'dark', answers: { runPage: () => refused } });
  await expect(gallery.page.getByText('Restricted mode: text only')).toBeVisible();
});

test('bars appear after a while, not at once', async ({ open }) => {
  const gallery = await open({ ...GALLERY, theme: 'dark', answers: { runPage: 'never' } });
  await expect(gallery.page.locator('.sk').first()).toBeVisible();
});

test('of a log of 10,000 lines only those in sight are drawn; it follows its end until it is left', async ({
  open,
}) => {
  const { page } = await open({ ...GALLERY, theme: 'dark' });
  const log = page.getByRole('log');
  await expect(log).toContainText('round 9999');
  expect(await page.locator('.log-line').count()).toBeLessThan(80);
  await log.focus();
  await page.keyboard.press('Control+Home');
  await expect(log).toContainText('round 0');
  await expect(log).not.toContainText('round 9999');
  await page.keyboard.press('Control+End');
  await expect(log).toContainText('round 9999');
});

test('another theme repaints the page', async ({ open }) => {
  const gallery = await open({ ...GALLERY, theme: 'dark' });
  const ground = () => gallery.page.evaluate('getComputedStyle(document.body).backgroundColor');
  expect(await ground()).toBe('rgb(31, 31, 31)');
  await gallery.setTheme('hc-light');
  expect(await ground()).toBe('rgb(255, 255, 255)');
  expect(await gallery.axe()).toEqual([]);
});
