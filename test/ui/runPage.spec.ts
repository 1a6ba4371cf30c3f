import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, type Frame, test } from '@playwright/test';
import { repository } from '../kit/vscode/repository.ts';
import type { Workbench } from '../kit/vscode/workbench.ts';
import { axeProblems } from '../kit/webviews/axe.ts';
import { openWindow } from './test.ts';

test('the page of a run is opened, left at a tab, and found there after a reload', async () => {
  const window = await openWindow();
  try {
    const { workbench } = window;
    const refused: string[] = [];
    workbench.page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) refused.push(message.text());
    });
    makeRun(window.folder);
    await workbench.ask('Modelyard: Open Run');
    await workbench.choices('survival').first().click();
    const panel = workbench.panel();
    await expect(panel.getByRole('heading', { level: 1 })).toContainText(/roc_auc|Finished/);
    await expect(
      panel.getByRole('table', { name: 'Metrics' }).or(panel.getByText('not evaluated')).first(),
    ).toBeVisible();
    await expect(workbench.page.locator('.tab.active')).toContainText('survival');
    expect(await axeProblems(await frameOf(workbench))).toEqual([]);
    await window.picture('run-page');

    await panel.getByRole('tab', { name: 'Lineage' }).click();
    await expect(panel.getByRole('tab', { name: 'Lineage' })).toHaveAttribute('aria-selected', 'true');
    // As users do: the window saves its state before it goes.
    const loaded = workbench.page.waitForEvent('load');
    await workbench.ask('Developer: Reload Window');
    await loaded;
    await expect(workbench.panel().getByRole('tab', { name: 'Lineage' })).toHaveAttribute('aria-selected', 'true');
    await expect(workbench.panel().getByRole('heading', { level: 1 })).not.toBeEmpty();
    await window.picture('run-page-reloaded');
    expect(refused).toEqual([]);
  } finally {
    await window.close();
  }
});

function makeRun(folder: string): void {
  const program = join(repository, 'bin/modelyard.mjs');
  execFileSync(process.execPath, [program, 'run', 'survival'], { cwd: folder, stdio: 'pipe' });
}

async function frameOf(workbench: Workbench): Promise<Frame> {
  const body = await workbench.panel().locator('body').elementHandle();
  const frame = await body?.ownerFrame();
  if (!frame) throw new Error('The panel has no frame.');
  return frame;
}
