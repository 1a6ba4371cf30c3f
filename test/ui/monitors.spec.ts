import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitIn, identify } from '../kit/gitProject.ts';
import { repository } from '../kit/vscode/repository.ts';
import { axeProblems } from '../kit/webviews/axe.ts';
import { expect, openWindow, THEMES, type Theme, test } from './test.ts';

const PIPELINE = `pipeline: fares
params:
  rounds: { type: integer, default: 10 }
steps:
  examples:
    uses: data/examples
    with:
      from: fares
      label: { dear: fare > 25 }
      columns: { class: class, age: age }
  split:
    uses: data/split
    with: { data: "\${{ steps.examples.data }}", by: random, test: 20%, seed: 1 }
  train:
    uses: model/train
    with:
      data: \${{ steps.split.train }}
      target: dear
      learner: gradient-boosting
      params: { rounds: "\${{ params.rounds }}", seed: 1 }
  evaluate:
    uses: model/evaluate
    with: { model: "\${{ steps.train.model }}", data: "\${{ steps.split.test }}" }
  register:
    uses: model/register
    with: { model: "\${{ steps.train.model }}", name: fares }
`;

const DATASET = `dataset: fares
source: data/fares.csv
columns:
  passenger: { type: integer }
  fare: { type: float }
  age: { type: float }
  class: { type: category }
`;

const MONITOR = `monitor: fares-live
model: fares@production
reference: { dataset: fares, where: passenger < 600 }
current: { dataset: fares, where: passenger >= 600 }
drift: { share: 30% }
health: { missing: { max: 1% } }
alert:
  - notify: editor
  - pipeline: fares
    cool_down: 14d
`;

const POLICY = `policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: small, size: 50MB}
`;

/** Older passengers from the 600th on. */
const TABLE = [
  'passenger,fare,age,class',
  ...Array.from(
    { length: 1200 },
    (_, i) => `${i},${((i * 37) % 100) / 2},${((i * 53) % 60) + (i < 600 ? 10 : 40)},${i % 3 ? 'first' : 'third'}`,
  ),
].join('\n');

test('an alert is told, muted and looked at; what it had trained is offered, in four themes', async () => {
  test.setTimeout(280_000);
  const window = await openWindow();
  try {
    const { folder } = window;
    const modelyard = (...words: string[]) =>
      execFileSync(process.execPath, [join(repository, 'bin/modelyard.mjs'), ...words], { cwd: folder, stdio: 'pipe' });
    const git = gitIn(folder);
    git('init', '-q', '-b', 'main');
    identify(git);
    writeFileSync(join(folder, '.gitignore'), '.modelyard/\n');
    writeFileSync(join(folder, 'data/fares.csv'), TABLE);
    writeFileSync(join(folder, 'fares.dataset.yaml'), DATASET);
    writeFileSync(join(folder, 'fares.pipeline.yaml'), PIPELINE);
    writeFileSync(join(folder, 'fares-live.monitor.yaml'), MONITOR);
    writeFileSync(join(folder, 'default.policy.yaml'), POLICY);
    modelyard('run', 'fares');
    git('add', '-A');
    git('commit', '-q', '-m', 'A first version');
    modelyard('models', 'promote', 'fares:1', '--alias', 'production');

    const workbench = await window.again();
    const { page } = workbench;
    await workbench.sidePanel();
    await expect(workbench.row(/^Monitor fares-live, not checked yet/)).toBeVisible();
    writeFileSync(join(folder, 'fares.pipeline.yaml'), PIPELINE.replace('default: 10', 'default: 12'));
    modelyard('monitor', 'run', 'fares-live', '--by', 'schedule');

    // A server for tests shows no notification by itself: they are in the list.
    const notified = (text: RegExp) => page.locator('.notification-list-item').filter({ hasText: text });
    const offered = notified(/fares-live had fares trained anew: v2 may become production, 1 of 1 gate passed/);
    const monitor = workbench.row(/^Monitor fares-live, 1 of 2 drifted, .*v2 offered/);
    await expect(monitor).toBeVisible({ timeout: 60_000 });
    await workbench.ask('Notifications: Show Notifications');
    await expect(notified(/fares-live: Drift: 1 of 2 inputs changed/)).toBeVisible();
    await expect(offered).toBeVisible();
    await expect(workbench.statusItem('fares-live: 1 of 2 drifted')).toBeVisible();
    await workbench.openFile('fares-live.monitor.yaml');
    await expect(workbench.lens('v2 may become production')).toBeVisible();
    await monitor.locator('.monaco-tl-twistie').click();
    await expect(workbench.row(/^v2 may become production, 1 of 1 gate passed/)).toBeVisible();
    for (const theme of Object.keys(THEMES) as Theme[]) {
      await window.setTheme(theme);
      await workbench.ask('Notifications: Show Notifications');
      await window.picture(`monitors-${THEMES[theme]}`);
    }
    await window.setTheme('Dark Modern');

    const tests = await workbench.tests();
    await tests.first().click();
    await expect(tests.filter({ hasText: 'fares-live' })).toBeVisible();
    await tests.filter({ hasText: 'fares-live' }).click();
    await expect(tests.filter({ hasText: 'missing' })).toBeVisible();
    await expect(workbench.testMark('failed').first()).toBeVisible({ timeout: 30_000 });
    await expect(workbench.testMark('passed').first()).toBeVisible();
    await window.picture('monitors-testing');

    await workbench.sidePanel();
    await monitor.click({ button: 'right' });
    await workbench.takeEntry('Mute Monitor');
    await workbench.takeChoice('A week');
    await expect(workbench.row(/^Monitor fares-live, .*muted/)).toBeVisible();
    await expect(workbench.statusItem('fares-live: 1 of 2 drifted')).toBeHidden();
    await workbench.row(/^Monitor fares-live/).click({ button: 'right' });
    await window.picture('monitors-menu');
    await workbench.takeEntry('Unmute Monitor');
    await expect(workbench.row(/^Monitor fares-live, .*muted/)).toBeHidden();
    await workbench.row(/^Monitor fares-live/).click({ button: 'right' });
    await workbench.takeEntry('Open Drift Report');
    await expect(workbench.panel().getByRole('heading', { level: 1 })).toHaveText(/^Drift: 1 of 2 inputs changed/);
    expect(await axeProblems(await workbench.panelFrame())).toEqual([]);
    await window.picture('monitors-report');

    const file = join(folder, 'report.html');
    await workbench.panel().getByRole('button', { name: 'Export report' }).click();
    await workbench.takeChoice('HTML');
    await workbench.answerPath('html', file);
    await expect(() => expect(readFileSync(file, 'utf8')).toContain('Drift: 1 of 2 inputs changed')).toPass();

    await workbench.ask('Notifications: Show Notifications');
    await offered.getByRole('button', { name: 'Open promotion' }).click();
    await expect(workbench.panel().getByRole('heading', { level: 1 })).toHaveText(/v2 may become production/, {
      timeout: 60_000,
    });
    await window.picture('monitors-offer');
    await expect(page.locator('.tab.active')).toContainText('v2');
  } finally {
    await window.close();
  }
});
