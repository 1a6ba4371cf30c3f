import { GALLERY } from './galleryPage.ts';
import { expect, test } from './test.ts';

test('a figure explains itself by F2, and Esc leads back to it', async ({ open }) => {
  const { page } = await open({ ...GALLERY, theme: 'dark' });
  const figure = page.getByRole('button', { name: 'roc_auc 0.713' });
  await figure.focus();
  await page.keyboard.press('F2');
  await expect(page.getByText('Full value')).toBeVisible();
  await expect(figure).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Full value')).toBeHidden();
  await expect(figure).toBeFocused();
  await figure.hover();
  await expect(page.getByText('Full value')).toBeVisible();
  await page.mouse.move(5, 5);
  await expect(page.getByText('Full value')).toBeHidden();
});

test('Ctrl+C takes a figure with all its digits', async ({ open }) => {
  const gallery = await open({ ...GALLERY, theme: 'dark' });
  await gallery.page.getByRole('button', { name: 'roc_auc 0.713' }).focus();
  await gallery.page.keyboard.press('Control+C');
  await expect(gallery.page.getByText('0.7132046118 copied')).toBeAttached();
  expect(gallery.sent).toContainEqual({ kind: 'copy', text: '0.7132046118' });
});

test('a table is one tab stop, and arrows go through it', async ({ open }) => {
  const { page } = await open({ ...GALLERY, theme: 'dark' });
  const figure = (name: string) => page.getByRole('button', { name });
  await figure('roc_auc 0.713').focus();
  await page.keyboard.press('ArrowDown');
  await expect(figure('pr_auc 0.401')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('log')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(figure('pr_auc 0.401')).toBeFocused();
});

test('tabs are one tab stop, and arrows show the next one', async ({ open }) => {
  const { page } = await open({ ...GALLERY, theme: 'dark' });
  await page.getByRole('tab', { name: 'Parts' }).focus();
  await page.keyboard.press('ArrowRight');
  const states = page.getByRole('tab', { name: 'States' });
  await expect(states).toBeFocused();
  await expect(states).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('tabpanel', { name: 'States' })).toBeVisible();
  await page.keyboard.press('End');
  await expect(page.getByRole('tabpanel', { name: 'Palette' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Parts' })).toBeFocused();
});

test('F6 goes from region to region and back', async ({ open }) => {
  const { page } = await open({ ...GALLERY, theme: 'dark' });
  const region = () => page.evaluate('document.activeElement.closest("[data-region]")?.dataset.region');
  const met: unknown[] = [];
  for (let i = 0; i < 5; i += 1) {
    await page.keyboard.press('F6');
    met.push(await region());
  }
  expect(met).toEqual(['head', 'bar', 'body', 'aside', 'head']);
  await page.keyboard.press('Shift+F6');
  expect(await region()).toBe('aside');
});

test('? shows the keys, the page’s own first, and Esc closes them', async ({ open }) => {
  const { page } = await open({ ...GALLERY, theme: 'dark' });
  await page.getByRole('tab', { name: 'Parts' }).focus();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  await expect(sheet.locator('dt').first()).toHaveText('[ ]');
  await expect(sheet).toContainText('Explain a figure');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('tab', { name: 'Parts' })).toBeFocused();
});

test('everything that a mouse can press has the focus in turn', async ({ open }) => {
  const { page } = await open({ ...GALLERY, theme: 'dark' });
  await page.getByRole('table', { name: 'Metrics' }).waitFor();
  await page.evaluate('document.activeElement.blur()');
  const names: string[] = [];
  for (let i = 0; i < 20; i += 1) {
    await page.keyboard.press('Tab');
    names.push(
      await page.evaluate<string>('document.activeElement.innerText || document.activeElement.ariaLabel || "-"'),
    );
  }
  for (const name of [
    'Compare',
    'Promote v8',
    'More actions',
    'production v7',
    'Parts',
    'Check again',
    'Only what differs',
  ])
    expect(names.map((text) => text.trim())).toContain(name);
});
