import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { fakeMlflowServer } from '../kit/fakeMlflowServer.ts';
import { repository } from '../kit/vscode/repository.ts';
import { axeProblems } from '../kit/webviews/axe.ts';
import { openWindow, runPipeline, THEMES, type Theme } from './test.ts';

test.describe.configure({ timeout: 120_000 });

test('runs of other tools stand below the project’s own, and a run of them opens as a page', async () => {
  const server = await fakeMlflowServer('s3cret');
  const window = await openWindow({ 'modelyard.runSources': [server.address] });
  const { workbench, folder } = window;
  try {
    cpSync(join(repository, 'test/fixtures/mlflow/mlruns'), join(folder, 'mlruns'), { recursive: true });
    runPipeline(folder, 'survival');
    await workbench.sidePanel();
    await expect(workbench.rows('Experiments', 'MLflow folder')).toBeVisible();
    await workbench.rows('Experiments', 'MLflow server').click();
    await expect(workbench.row(/^Warning: The server refuses the request \(401\)/)).toBeVisible();
    await workbench.row(/^Run \w+ sweep of flights\/delay/).click();
    await expect(workbench.panel().getByRole('heading', { level: 1 })).not.toBeEmpty();
    await expect(workbench.panel().getByText('MLflow folder mlruns, read-only')).toBeVisible();
    for (const theme of Object.keys(THEMES) as Theme[]) {
      await window.setTheme(theme);
      expect(await axeProblems(await workbench.panelFrame())).toEqual([]);
      await window.picture(`sources-${THEMES[theme]}`);
    }
  } finally {
    server.close();
    await window.close();
  }
});
