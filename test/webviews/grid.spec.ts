import type { Page } from '@playwright/test';
import { THEMES, type ThemeName } from '../kit/webviews/themes.ts';
import { GALLERY } from './galleryPage.ts';
import { expect, test } from './test.ts';

type Open = Parameters<Parameters<typeof test>[2]>[0]['open'];

/** The gallery's grid; of 10,000 x 80 unless told. */
async function openGrid(open: Open, { theme = 'dark', size = '10,000 x 80', ...frame }: GridAsked = {}) {
  const gallery = await open({ ...GALLERY, theme, ...frame });
  const { page } = gallery;
  await page.getByRole('tab', { name: 'Grid' }).click();
  await page.getByRole('button', { name: size, exact: true }).click();
  const grid = page.getByRole('grid', { name: 'Runs' });
  await expect(grid).toBeVisible();
  return { gallery, page, grid };
}

interface GridAsked {
  readonly theme?: ThemeName;
  readonly size?: string;
  readonly width?: number;
}

const cell = (page: Page, line: number, column: number) =>
  page.locator(`[aria-rowindex="${line + 2}"] [aria-colindex="${column}"]`);

/** Line, from 0, and column, from 1, that have the focus. */
const focused = (page: Page) =>
  page.evaluate<readonly [number, number]>(`(() => {
    const index = (name) => Number(document.activeElement.closest('[' + name + ']')?.getAttribute(name));
    return [index('aria-rowindex') - 2, index('aria-colindex')];
  })()`);

async function pressed(page: Page, ...keys: readonly string[]): Promise<readonly [number, number]> {
  for (const key of keys) await page.keyboard.press(key);
  return focused(page);
}

for (const theme of THEMES) {
  test(`a grid in ${theme}`, async ({ open }) => {
    const { gallery, page } = await openGrid(open, { theme });
    await page.getByRole('columnheader', { name: 'roc_auc' }).click();
    await cell(page, 4, 1).click();
    await cell(page, 6, 5).hover();
    expect(await gallery.axe()).toEqual([]);
    await gallery.picture(`gallery-${theme}-grid`);
    expect(await gallery.violations()).toEqual([]);
    expect(gallery.errors).toEqual([]);
  });

  test(`groups in ${theme}`, async ({ open }) => {
    const { gallery, page } = await openGrid(open, { theme });
    await page.getByRole('button', { name: 'Group' }).click();
    await expect(page.getByRole('rowheader', { name: /airport 1,/ })).toBeVisible();
    expect(await gallery.axe()).toEqual([]);
    await gallery.picture(`gallery-${theme}-groups`);
    expect(await gallery.violations()).toEqual([]);
  });
}

test('readers are told how large the grid is and where they are', async ({ open }) => {
  const { page, grid } = await openGrid(open);
  await expect(grid).toHaveAttribute('aria-rowcount', '10001');
  await expect(grid).toHaveAttribute('aria-colcount', '80');
  await expect(grid).toHaveAttribute('aria-multiselectable', 'true');
  await expect(page.getByRole('row', { name: 'Run 000b0' })).toHaveAttribute('aria-selected', 'false');
  await expect(page.getByRole('rowheader', { name: '000b0' })).toHaveAttribute('aria-colindex', '3');
  await expect(page.getByRole('columnheader', { name: 'roc_auc, higher is better' })).toHaveAttribute(
    'aria-description',
    'Metrics on test',
  );
  await expect(page.getByRole('columnheader', { name: 'Selected' })).not.toHaveAttribute('aria-sort');
});

test('of lines and columns only what is in sight is in the page', async ({ open }) => {
  const { page, grid } = await openGrid(open, { size: '10,000 x 1,000' });
  const count = () => grid.locator('*').count();
  const cells = () => grid.locator('[aria-colindex]').count();
  const before = await count();
  expect(await cells()).toBeLessThan(500);
  await cell(page, 0, 3).click();
  expect(await pressed(page, 'Control+End')).toEqual([9999, 1000]);
  await expect(cell(page, 9999, 1000)).toBeInViewport();
  expect(await count()).toBeLessThan(before * 1.6);
  expect(await pressed(page, 'Control+Home')).toEqual([0, 1]);
  await expect(cell(page, 0, 4)).toBeInViewport();
});

test('keys walk through the whole grid', async ({ open }) => {
  const { page } = await openGrid(open);
  await page.getByRole('button', { name: 'New run' }).focus();
  expect(await pressed(page, 'Tab'), 'one tab stop: the name of the first run').toEqual([0, 3]);
  expect(await pressed(page, 'ArrowRight', 'ArrowDown')).toEqual([1, 4]);
  expect(await pressed(page, 'End')).toEqual([1, 80]);
  await expect(cell(page, 1, 80)).toBeInViewport({ ratio: 1 });
  expect(await pressed(page, 'Home')).toEqual([1, 1]);
  expect(await pressed(page, 'End', 'ArrowLeft', 'ArrowLeft')).toEqual([1, 78]);
  const [line] = await pressed(page, 'PageDown');
  expect(line).toBeGreaterThan(10);
  await expect(cell(page, line, 78)).toBeInViewport({ ratio: 1 });
  expect(await pressed(page, 'PageUp', 'ArrowUp', 'ArrowUp', 'ArrowUp')).toEqual([-1, 78]);
  expect(await pressed(page, 'Control+End')).toEqual([9999, 80]);
  const box = await cell(page, 9999, 80).boundingBox();
  const head = await page.locator('.grid-head').boundingBox();
  expect(box!.y).toBeGreaterThan(head!.y + head!.height);
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.closest(".grid")'), 'Tab leaves it').toBeNull();
  await page.keyboard.press('Shift+Tab');
  expect(await focused(page), 'and comes back to where it was').toEqual([9999, 80]);
});

test('space and shift select, Enter opens, Ctrl+C copies', async ({ open }) => {
  const { page } = await openGrid(open);
  const selected = () => page.locator('.grid-row[aria-selected="true"]');
  await cell(page, 5, 4).click();
  await expect(selected()).toHaveCount(2);
  await page.keyboard.press(' ');
  await expect(page.locator('[aria-rowindex="7"]')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(selected()).toHaveCount(5);
  await page.keyboard.press(' ');
  await expect(selected()).toHaveCount(4);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await cell(page, 12, 4).click({ modifiers: ['Shift'] });
  await expect(selected(), 'from line 8 to 12').toHaveCount(9);
  await cell(page, 12, 1).click();
  await cell(page, 11, 4).click({ modifiers: ['Control'] });
  await expect(selected()).toHaveCount(7);
  const said = page.locator('[role="status"].sr');
  await page.keyboard.press('Enter');
  await expect(said).toContainText('opened');
  await page.keyboard.press('Control+c');
  await expect(said).toContainText('copied started');
});

test('a name sorts, with Shift it becomes one more key, and the focus stays', async ({ open }) => {
  const { page } = await openGrid(open);
  const auc = page.getByRole('columnheader', { name: 'roc_auc' });
  const loss = page.getByRole('columnheader', { name: 'log_loss_1,' });
  await auc.click();
  await expect(auc).toHaveAttribute('aria-sort', 'descending');
  await expect(auc).toContainText('▼ 1');
  await expect(auc).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(auc).toHaveAttribute('aria-sort', 'ascending');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+Enter');
  await expect(loss).toContainText('▼ 2');
  await expect(loss).toHaveAttribute('aria-sort', 'none');
  await expect(loss).toHaveAttribute('aria-description', 'Metrics on test, sort key 2, descending');
  await expect(auc).toHaveAttribute('aria-sort', 'ascending');
  await expect(loss).toBeFocused();
});

test('the focus follows its run, and outlives a scroll', async ({ open }) => {
  const { page, grid } = await openGrid(open);
  await cell(page, 3, 4).click();
  const run = await page.locator('[aria-rowindex="5"]').getAttribute('aria-label');
  await page.evaluate(`globalThis.held = document.activeElement;
    [...document.querySelectorAll('button')].find((b) => b.textContent.trim() === 'New run').click()`);
  await expect.poll(() => focused(page)).toEqual([4, 4]);
  await expect(page.locator('[aria-rowindex="6"]')).toHaveAttribute('aria-label', run!);
  expect(await page.evaluate('held === document.activeElement'), 'it is the same element').toBe(true);
  await page.evaluate(`[...document.querySelectorAll('[role=columnheader]')]
    .find((name) => name.textContent.startsWith('roc_auc')).click()`);
  await expect.poll(() => page.evaluate('document.activeElement.closest("[role=row]").ariaLabel')).toBe(run);
  const [line] = await focused(page);
  expect(line).toBeGreaterThan(20);
  await expect(cell(page, line, 4)).toBeInViewport();
  await grid.evaluate((element) => {
    (element as unknown as { scrollTo(left: number, top: number): void }).scrollTo(6000, 0);
  });
  await expect(page.locator('[aria-rowindex="2"]')).toBeVisible();
  expect(await focused(page), 'far out of sight').toEqual([line, 4]);
  expect(await pressed(page, 'ArrowDown')).toEqual([line + 1, 4]);
  await expect(cell(page, line + 1, 4)).toBeInViewport({ ratio: 1 });
});

test('Alt and arrows move a column, with Shift they size it', async ({ open }) => {
  const { page } = await openGrid(open);
  const auc = page.getByRole('columnheader', { name: 'roc_auc' });
  const widthOf = async () => (await auc.boundingBox())!.width;
  await auc.click();
  const width = await widthOf();
  await page.keyboard.press('Alt+Shift+ArrowRight');
  expect(await widthOf()).toBe(width + 8);
  await page.keyboard.press('Alt+Shift+ArrowLeft');
  await page.keyboard.press('Alt+Shift+ArrowLeft');
  expect(await widthOf()).toBe(width - 8);
  await page.keyboard.press('Alt+ArrowRight');
  await expect(auc).toHaveAttribute('aria-colindex', '6');
  await expect(auc).toBeFocused();
  await page.keyboard.press('Alt+ArrowLeft');
  await page.keyboard.press('Alt+ArrowLeft');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(auc, 'not before those that stay').toHaveAttribute('aria-colindex', '4');
  await expect(auc).toHaveAttribute('aria-sort', 'descending');
});

test('the pointer sizes a column at its edge, and moves it by its name', async ({ open }) => {
  const { page } = await openGrid(open);
  const auc = page.getByRole('columnheader', { name: 'roc_auc' });
  const before = (await auc.boundingBox())!;
  const edge = before.x + before.width - 2;
  await page.mouse.move(edge, before.y + 10);
  await page.mouse.down();
  await page.mouse.move(edge + 40, before.y + 10, { steps: 4 });
  await page.mouse.up();
  expect((await auc.boundingBox())!.width).toBe(before.width + 40);
  await expect(auc, 'which does not sort').toHaveAttribute('aria-sort', 'none');
  await page.mouse.move(before.x + 30, before.y + 10);
  await page.mouse.down();
  await page.mouse.move(before.x - 100, before.y + 10, { steps: 4 });
  await expect(page.locator('.grid-drop')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(auc, 'Esc takes it back').toHaveAttribute('aria-colindex', '5');
  await page.mouse.move(before.x + 30, before.y + 10);
  await page.mouse.down();
  await page.mouse.move(before.x - 100, before.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect(auc).toHaveAttribute('aria-colindex', '4');
  await expect(auc).toHaveAttribute('aria-sort', 'none');
  await expect(page.locator('.grid-drop')).toBeHidden();
});

test('a group opens and closes by arrows, Enter and the pointer', async ({ open }) => {
  const { page, grid } = await openGrid(open);
  await page.getByRole('button', { name: 'Group' }).click();
  await expect(grid).toHaveAttribute('aria-rowcount', '1011');
  const group = page.getByRole('rowheader', { name: /airport 0,/ });
  await expect(group).toHaveAttribute('aria-expanded', 'false');
  await group.click();
  await expect(group).toHaveAttribute('aria-expanded', 'true');
  await expect(grid).toHaveAttribute('aria-rowcount', '1021');
  await expect(group).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(group).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await expect(group).toHaveAttribute('aria-expanded', 'true');
  expect(await pressed(page, 'ArrowRight'), 'past the columns that its title spans').toEqual([0, 4]);
  expect(await pressed(page, 'ArrowLeft', 'ArrowDown')).toEqual([1, 3]);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(group).toHaveAttribute('aria-expanded', 'false');
  await expect(group).toBeFocused();
});

test('without runs the head can be walked, and three runs need no scroll', async ({ open }) => {
  const { page, grid } = await openGrid(open, { size: '0 x 6' });
  await expect(grid).toHaveAttribute('aria-rowcount', '1');
  await page.getByRole('button', { name: 'New run' }).focus();
  expect(await pressed(page, 'Tab')).toEqual([-1, 3]);
  expect(await pressed(page, 'ArrowDown', 'ArrowRight', 'Control+End', 'PageDown')).toEqual([-1, 6]);
  await page.getByRole('button', { name: '3 x 6' }).click();
  await expect(page.locator('.grid-row')).toHaveCount(3);
});

test('in a narrow page a name stays, and the rest scrolls beside it', async ({ open }) => {
  const { gallery, page } = await openGrid(open, { width: 400 });
  await cell(page, 0, 3).click();
  await page.keyboard.press('End');
  await expect(cell(page, 0, 3)).toBeInViewport({ ratio: 1 });
  await expect(cell(page, 0, 80)).toBeInViewport({ ratio: 1 });
  const [name, last] = [await cell(page, 0, 3).boundingBox(), await cell(page, 0, 80).boundingBox()];
  expect(last!.x).toBeGreaterThanOrEqual(name!.x + name!.width - 1);
  expect(await gallery.axe()).toEqual([]);
  await gallery.picture('gallery-dark-grid-narrow');
});
