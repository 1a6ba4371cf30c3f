import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { folder, user } from './window.ts';

test('a folder that is not trusted is read as text and nothing is run; trust brings what runs', async () => {
  const ships = folder('test/fixtures/vscode');
  const somebody = await user();
  try {
    const window = await somebody.open(ships.path);
    const { page } = window;
    await expect(window.statusItem('Restricted Mode')).toBeVisible();
    await window.openFile('survival.pipeline.yaml');
    await expect(window.lines('pipeline: survival')).toBeVisible();
    await window.typeOver(15, 13, 'sheeps');
    await expect(window.squiggles('error').first()).toBeVisible();
    await expect(window.lens('Run pipeline')).toHaveCount(0);
    await window.sidePanel();
    for (const view of ['Experiments', 'Models', 'Data'] as const)
      await expect(window.welcome(view)).toContainText('This workspace is restricted');
    await somebody.picture(window, 'restricted');
    const tests = await window.tests();
    await expect(tests.filter({ hasText: 'ships' }).first()).toBeVisible();
    await window.runTests();
    const asks = page.getByRole('dialog').filter({ hasText: 'Running tests may execute code' });
    await asks.getByRole('button', { name: 'Cancel' }).click();
    expect(processesOf(ships.path), 'a process that opens data').toEqual([]);
    expect(existsSync(join(ships.path, '.modelyard')), 'a store').toBe(false);
    await expect(window.testMark('passed')).toHaveCount(0);

    await window.trust();
    await window.openFile('survival.pipeline.yaml');
    await expect(window.lens('Run pipeline')).toBeVisible();
    await window.sidePanel();
    await expect(window.rows('Data', 'ships')).toBeVisible();
    await expect.poll(() => processesOf(ships.path)).toHaveLength(1);
  } finally {
    await somebody.leave();
    ships.remove();
  }
});

/** Processes that were started for what lies in a folder: those that open data, git, and runs. */
function processesOf(path: string): readonly string[] {
  // Without a locale letters that are not ASCII come as `?`.
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const table = execFileSync('ps', ['-A', '-ww', '-o', 'args='], { encoding: 'utf8', env });
  return table.split('\n').filter((words) => words.includes(path) && !words.startsWith('ps '));
}
