import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { axeProblems } from '../kit/webviews/axe.ts';
import { beginPipeline, openWindow, runPipeline, THEMES, type Theme } from './test.ts';

const PIPELINE = `pipeline: waits
steps:
  first:
    run: sh wait.sh
`;

test.describe.configure({ timeout: 90_000 });

test('the side panel shows a run live, and a run of it opens as a page that all can read', async () => {
  const window = await openWindow();
  const { workbench, folder } = window;
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  try {
    write('waits.pipeline.yaml', PIPELINE);
    write('wait.sh', 'while [ ! -e go ]; do sleep 0.05; done\n');
    runPipeline(folder, 'survival');
    await workbench.sidePanel();
    await expect(workbench.row(/^Run \w+ of survival: finished/)).toBeVisible();

    const ended = beginPipeline(folder, 'waits');
    await expect(workbench.row(/^Run \w+ of waits: running, first/)).toBeVisible();
    await window.picture('side-panel-live');
    write('go', '');
    await ended;
    await expect(workbench.row(/^Run \w+ of waits: finished/)).toBeVisible();

    await workbench.row(/^Run \w+ of survival: finished/).click();
    await expect(workbench.panel().getByRole('heading', { level: 1 })).not.toBeEmpty();
    for (const theme of Object.keys(THEMES) as Theme[]) {
      await window.setTheme(theme);
      expect(await axeProblems(await workbench.panelFrame())).toEqual([]);
      await window.picture(`side-panel-${THEMES[theme]}`);
    }
  } finally {
    write('go', '');
    await window.close();
  }
});
