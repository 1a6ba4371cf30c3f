import { expect, test } from '@playwright/test';
import { openWindow, THEMES, type Window } from './test.ts';

/** Pictures for people to look at: what specs, lenses, hovers and suggestions look like. */
for (const [theme, kind] of Object.entries(THEMES))
  test(`specs in ${theme}`, async () => {
    const window = await openWindow({ 'workbench.colorTheme': theme });
    try {
      await window.workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
      await pictures(window, kind);
    } finally {
      await window.close();
    }
  });

async function pictures({ workbench, picture }: Window, kind: string): Promise<void> {
  const { page } = workbench;
  await workbench.openFile('ships.dataset.yaml');
  await expect(workbench.squiggles('hint').first()).toBeVisible();
  await expect(workbench.lens('2 references')).toBeVisible();
  await picture(`${kind}-dataset`);

  await workbench.openFile('survival.pipeline.yaml');
  await expect(workbench.lens('Run pipeline')).toBeVisible();
  await workbench.typeOver(9, 13, 'sheeps');
  await expect(workbench.squiggles('error').first()).toBeVisible();
  await workbench.goTo(20, 16);
  await workbench.command('Show or Focus Hover');
  await expect(workbench.hover()).toContainText('fare');
  await picture(`${kind}-pipeline`);
  await page.keyboard.press('Escape');

  await workbench.focusEditor();
  await workbench.goTo(39, 16);
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+Space');
  await expect(workbench.suggestion('max_leaves')).toBeVisible();
  await picture(`${kind}-suggestions`);
}
