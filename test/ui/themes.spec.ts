import { expect, test } from './test.ts';

/** Theme -> the class that the workbench then has. */
const THEMES = {
  'Default Dark Modern': 'vs-dark',
  'Default Light Modern': 'vs',
  'Default High Contrast': 'hc-black',
  'Default High Contrast Light': 'hc-light',
} as const;

test.describe.configure({ mode: 'serial' });

for (const [theme, kind] of Object.entries(THEMES))
  test(`specs can be read in ${theme}`, async ({ window: { workbench, set, picture } }) => {
    set({ 'workbench.colorTheme': theme });
    await workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
    await workbench.openFile('survival.pipeline.yaml');
    await expect(workbench.lens('Run pipeline')).toBeVisible();
    await picture(`theme-${kind}-pipeline`);
    await workbench.openFile('ships.dataset.yaml');
    await picture(`theme-${kind}-dataset`);
  });
