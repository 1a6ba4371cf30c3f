import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Workbench } from '../kit/vscode/workbench.ts';
import { folder, user } from './window.ts';

const PIPELINE = `pipeline: waits
steps:
  first:
    run: sh wait.sh
`;

test('two windows show the same runs at work, which go on while no window is open', async () => {
  const ships = folder('test/fixtures/vscode');
  const write = (name: string, text: string) => writeFileSync(join(ships.path, name), text);
  write('waits.pipeline.yaml', PIPELINE);
  write('wait.sh', 'while [ ! -e go ]; do sleep 0.05; done\n');
  const somebody = await user();
  try {
    const one = await somebody.open(ships.path);
    await one.trust();
    const other = await somebody.open(ships.path);
    for (const window of [one, other]) await window.sidePanel();
    await Promise.all([one, other].map(begin));
    for (const window of [one, other]) {
      await expect(window.statusItem('2 runs: waits: first')).toBeVisible();
      await expect(window.rows('Experiments', 'waits').first()).toBeVisible();
      await expect(window.rows('Experiments', 'waits for its turn')).toHaveCount(1);
      await expect(window.rows('Experiments', /first|0 of 1 steps/)).toHaveCount(1);
    }
    await somebody.picture(other, 'second-window');
    for (const window of [one, other]) await window.page.close();

    const later = await somebody.open(ships.path);
    await expect(later.statusItem('2 runs: waits: first')).toBeVisible();
    await later.sidePanel();
    await expect(later.rows('Experiments', 'waits for its turn')).toHaveCount(1);
    write('go', '');
    await expect(later.statusItem('waits')).toHaveCount(0);
    await expect(later.rows('Experiments', /^\W*\w{4}\s*\d/)).toHaveCount(2);
    await somebody.picture(later, 'window-later');
  } finally {
    write('go', '');
    await somebody.leave();
    ships.remove();
  }
});

async function begin(window: Workbench): Promise<void> {
  await window.ask('Modelyard: Run Pipeline');
  await window.choices('waits').first().waitFor();
  await window.answer('waits');
}
