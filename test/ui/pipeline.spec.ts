import { expect, test } from './test.ts';

test.describe.configure({ mode: 'serial' });

/** Line of `from: ships` in survival.pipeline.yaml, and the column of its value. */
const FROM = { line: 15, column: 13 } as const;

test('a wrong name gets a squiggle and a row among the problems', async ({ window: { workbench, picture } }) => {
  await workbench.openFile('survival.pipeline.yaml');
  await workbench.typeOver(FROM.line, FROM.column, 'sheeps');
  await expect(workbench.squiggles('error').first()).toBeVisible();
  const problems = await workbench.problems();
  const row = problems.filter({ hasText: 'sheeps' }).first();
  await expect(row).toHaveAttribute('aria-label', /^Error: .*`?sheeps`?.* at line 15 and character 13/);
  await picture('problems');
});

test('the squiggle goes with the mistake', async ({ window: { workbench } }) => {
  await workbench.typeOver(FROM.line, FROM.column, 'ships');
  await expect(workbench.squiggles('error')).toHaveCount(0);
});

test('a suggestion is accepted by keyboard', async ({ window: { workbench, picture } }) => {
  const { page } = workbench;
  await workbench.focusEditor();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('        max_l');
  await page.keyboard.press('Control+Space');
  await expect(workbench.suggestion('max_leaves')).toBeVisible();
  await picture('suggestion');
  await workbench.accept('max_leaves');
  await expect(workbench.lines(/max_leaves: ?/)).toBeVisible();
});

test('a key tells what it means', async ({ window: { workbench, picture } }) => {
  await workbench.focusEditor();
  await workbench.goTo(28, 8);
  await expect(async () => {
    await workbench.command('Show or Focus Hover');
    await expect(workbench.hover()).toContainText('test', { timeout: 3000 });
  }).toPass();
  await picture('hover');
  await workbench.page.keyboard.press('Escape');
});

test('the lens runs the pipeline in a terminal', async ({ window: { workbench, picture } }) => {
  await workbench.command('File: Revert File');
  await workbench.focusEditor();
  await workbench.goTo(1, 1);
  // A lens that VS Code has replaced since it was drawn does nothing.
  await expect(async () => {
    await workbench.lens('Run pipeline').click();
    await expect(workbench.terminal()).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expect(workbench.terminal()).toContainText('finished in', { timeout: 30_000 });
  await picture('run');
});
