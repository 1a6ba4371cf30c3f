import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Workbench } from '../kit/vscode/workbench.ts';
import { openWindow } from './test.ts';

const PIPELINE = `pipeline: waits
steps:
  first:
    run: sh wait.sh
  second:
    run: sh fail.sh
    needs: [first]
`;

// Two windows, one after the other.
test.describe.configure({ timeout: 120_000 });

test('a run is seen at work, goes on while the window is closed, and its end is told', async () => {
  const window = await openWindow();
  const write = (name: string, text: string) => writeFileSync(join(window.folder, name), text);
  try {
    write('waits.pipeline.yaml', PIPELINE);
    write('wait.sh', 'echo waiting; while [ ! -e go ]; do sleep 0.05; done\n');
    write('fail.sh', 'echo no rows came >&2; exit 3\n');
    await window.workbench.openFile('survival.pipeline.yaml');
    await expect(window.workbench.lens('Run pipeline')).toBeVisible();
    await begin(window.workbench);
    await expect(statusItem(window.workbench)).toContainText('waits: first');
    await window.workbench.command('Notifications: Show Notifications');
    await expect(notifications(window.workbench, 'waits: first')).toBeVisible();
    await expect(window.workbench.terminal()).toContainText('waiting');
    await window.picture('run-at-work');
    const again = await window.again();
    await expect(statusItem(again)).toContainText('waits: first', { timeout: 45_000 });
    await statusItem(again).click();
    await expect(again.choices('waits')).toBeVisible();
    await window.picture('runs-at-work');
    await again.page.keyboard.press('Escape');
    await again.command('Modelyard: Follow Run in Terminal');
    // Beside the shell that the editor has opened instead of the task's.
    await expect(terminals(again, 'waiting')).toBeVisible();
    write('go', '');
    await expect(terminals(again, 'is failed')).toBeVisible();
    await expect(statusItem(again)).toHaveCount(0);
    write('fail.sh', 'true\n');
    await begin(again);
    await again.command('Notifications: Show Notifications');
    await expect(notifications(again, 'waits finished')).toBeVisible();
    await expect(notifications(again, 'waits: ')).toHaveCount(0);
    await window.picture('run-finished');
  } finally {
    write('go', '');
    await window.close();
  }
});

async function begin(workbench: Workbench): Promise<void> {
  await workbench.ask('Modelyard: Run Pipeline');
  await workbench.takeChoice('waits');
}

function terminals({ page }: Workbench, hasText: string) {
  return page.locator('.integrated-terminal .xterm', { hasText });
}

function statusItem({ page }: Workbench) {
  return page.locator('.statusbar-item', { hasText: 'waits:' });
}

function notifications({ page }: Workbench, hasText: string) {
  return page.locator('.notifications-center .notification-list-item', { hasText });
}
