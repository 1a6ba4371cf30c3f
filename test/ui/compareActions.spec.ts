import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type ComparedProject, makeComparedProject, runsIn } from '../kit/comparedProject.ts';
import type { Workbench } from '../kit/vscode/workbench.ts';
import { axeProblems } from '../kit/webviews/axe.ts';
import { openWindow, type Window } from './test.ts';

test.describe.configure({ timeout: 120_000 });

let window: Window;
let made: ComparedProject;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  window = await openWindow();
  made = makeComparedProject(window.folder);
});

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a hook needs from this pattern
test.afterEach(async ({}, { status, title }) => {
  if (status !== 'passed') await window.picture(`failed ${title.slice(0, 24)}`);
});

test.afterAll(() => window?.close());

test('a row leads to its pipeline, its commit, its artifacts and its command', async () => {
  const { workbench } = window;
  await compare(workbench);
  await take(workbench, made.production, 'Open Pipeline of Run');
  await expect(activeTab(workbench)).toContainText('survival.pipeline.yaml');
  await compare(workbench);
  await take(workbench, made.production, 'Open Commit of Run');
  await expect(workbench.lines(/Count.the.ships/)).toBeVisible();
  await compare(workbench);
  await take(workbench, made.production, 'Open Artifact of Run');
  await workbench.takeChoice('evaluate/evaluation.json');
  await expect(activeTab(workbench)).toContainText(/evaluation|[0-9a-f]{8}/);
  await compare(workbench);
  await take(workbench, made.production, 'Copy as Command');
  await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await expect.poll(() => clipboard(workbench)).toMatch(/^modelyard run survival .*--param rounds=20/);
});

test('runs are held against production, and what differs opens in the editor’s own difference view', async () => {
  const { workbench } = window;
  await compare(workbench);
  const panel = workbench.panel();
  await take(workbench, made.challenger, 'Compare With Production');
  await expect(panel.locator('.grid-row.base')).toContainText(made.production.slice(0, 4));
  await expect(panel.locator('.foot')).toContainText('1 selected');
  await panel.getByRole('tab', { name: 'What differs' }).click();
  const differs = panel.getByRole('tabpanel');
  await expect(differs).toContainText('rounds');
  await differs.getByRole('button', { name: /Open what changed in survival\.pipeline\.yaml/ }).click();
  await expect(diffSide(workbench, 'original', /default:.20/)).toBeVisible();
  await expect(diffSide(workbench, 'modified', /default:.3/)).toBeVisible();
  await window.picture('compare-diff-spec');
  await compare(workbench);
  await differs.getByRole('button', { name: /Open what changed in notes\.py/ }).click();
  await expect(diffSide(workbench, 'original', 'first')).toBeVisible();
  await expect(diffSide(workbench, 'modified', 'second')).toBeVisible();
});

test('views are saved in the workspace and as a file, and a file that is broken opens at its line', async () => {
  const { workbench, folder } = window;
  await compare(workbench);
  const panel = workbench.panel();
  await workbench.ask('Modelyard: Save View of Comparison as...');
  await workbench.answer('mine');
  await workbench.takeChoice('In this workspace');
  await expect(panel.getByRole('button', { name: 'View mine' })).toBeVisible();
  await panel.getByRole('button', { name: 'Only what differs' }).click();
  await expect(panel.getByRole('button', { name: 'View mine changed' })).toBeVisible();
  await workbench.ask('Modelyard: Save View of Comparison as...');
  await workbench.answer('ours');
  await workbench.takeChoice('As a file');
  await expect(panel.getByRole('button', { name: 'View ours' })).toBeVisible();
  const file = join(folder, 'views/ours.comparison.json');
  await expect.poll(() => existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).onlyDiffering).toBe(true);
  await workbench.choose('Modelyard: Open View of Comparison...', 'mine');
  await expect(panel.getByRole('button', { name: 'View mine', exact: true })).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Only what differs' })).toHaveAttribute('aria-pressed', 'false');
});

test('the menu of what has no room leads to baseline and groups, in the editor’s own lists', async () => {
  const { workbench } = window;
  await compare(workbench);
  const panel = workbench.panel();
  await panel.getByRole('button', { name: 'More actions' }).click();
  await workbench.takeChoice('Baseline');
  await workbench.takeChoice(made.challenger.slice(0, 4));
  await expect(panel.locator('.grid-row.base')).toContainText(made.challenger.slice(0, 4));
  await panel.getByRole('button', { name: 'More actions' }).click();
  await workbench.takeChoice('Group');
  await workbench.turnChoice('rounds');
  await workbench.page.keyboard.press('Enter');
  await expect(panel.locator('.grid-title').first()).toContainText('rounds');
  await panel.getByRole('button', { name: 'More actions' }).click();
  await workbench.takeChoice('Group');
  await workbench.turnChoice('rounds');
  await workbench.page.keyboard.press('Enter');
  await expect(panel.locator('.grid-title')).toHaveCount(0);
  await panel.getByRole('button', { name: 'Columns' }).click();
  await workbench.turnChoice('log_loss');
  await workbench.page.keyboard.press('Enter');
  await expect(panel.getByRole('columnheader', { name: /^log_loss/ })).toHaveCount(0);
  expect(await axeProblems(await workbench.panelFrame())).toEqual([]);
  await take(workbench, made.production, 'Compare With Production');
});

for (const [form, ending, holds] of [
  ['CSV', 'runs.csv', /metrics\.roc_auc/],
  ['Markdown', 'runs.md', /\| `/],
  ['JSON', 'runs.json', /"metrics\.roc_auc"/],
  ['HTML', 'runs.html', /^<!doctype html>/],
  ['SVG', 'charts.svg', /^<svg .*roc_auc/s],
  ['PNG', 'charts.png', /^.PNG/],
] as const)
  test(`the comparison is exported as ${form}`, async () => {
    const { workbench, folder } = window;
    await compare(workbench);
    await workbench.ask('Modelyard: Export Compared Runs...');
    await workbench.takeChoice(form);
    const file = join(folder, `our ${ending}`);
    await workbench.answerPath(ending, file);
    await expect.poll(() => existsSync(file) && readFileSync(file, 'latin1')).toMatch(holds);
  });

test('a run is run again with another param, reproduced, and its model registered', async () => {
  const { workbench, folder } = window;
  await compare(workbench);
  const panel = workbench.panel();
  const before = runsIn(folder);
  await take(workbench, made.challenger, 'Run Again With Changes');
  await workbench.takeChoice('rounds');
  await workbench.answer('0');
  await expect(workbench.page.locator('.quick-input-message')).toContainText('1');
  await workbench.answer('4');
  await workbench.takeChoice('with rounds=4');
  await expect(panel.getByRole('button', { name: /1 new/ })).toBeVisible({ timeout: 60_000 });
  await panel.getByRole('button', { name: /1 new/ }).click();
  const fresh = runsIn(folder).find((id) => !before.includes(id)) ?? '';
  await expect(panel.locator('.grid-row', { hasText: fresh.slice(0, 4) })).toBeVisible();
  await take(workbench, made.production, 'Reproduce Run');
  await expect(
    workbench.page.locator('.integrated-terminal .xterm', { hasText: /equal: run|differs from/ }),
  ).toBeVisible({
    timeout: 90_000,
  });
  await window.picture('compare-reproduced');
  await take(workbench, made.challenger, 'Register Model');
  await workbench.answer('survival');
  const version = join(folder, 'registry/survival/v2.version.yaml');
  await expect.poll(() => existsSync(version), { timeout: 30_000 }).toBe(true);
  await expect(panel.locator('.grid-row', { hasText: made.challenger.slice(0, 4) })).toContainText('v2');
});

test('a change is explained beside the rows, by what truly differs', async () => {
  const { workbench } = window;
  await compare(workbench);
  const panel = workbench.panel();
  await take(workbench, made.challenger, 'Explain Change Between Runs');
  await expect(panel.getByRole('tab', { name: 'Why it changed' })).toHaveAttribute('aria-selected', 'true');
  await panel.getByRole('button', { name: 'Explain change' }).click();
  await expect(
    panel
      .getByRole('status')
      .filter({ hasText: /of|Looking/ })
      .first(),
  ).toBeVisible();
  const table = panel.getByRole('table', { name: /^What changed/ });
  await expect(table).toBeVisible({ timeout: 100_000 });
  await expect(table.getByRole('row', { name: /rounds/ })).toHaveCount(1);
  expect(await axeProblems(await workbench.panelFrame())).toEqual([]);
  await window.picture('compare-explained');
});

function activeTab({ page }: Workbench) {
  return page.locator('.tab.active');
}

function diffSide({ page }: Workbench, side: 'original' | 'modified', hasText: string | RegExp) {
  return page.locator(`.monaco-diff-editor .editor.${side} .view-line`, { hasText }).first();
}

function clipboard({ page }: Workbench): Promise<string> {
  return page.evaluate('navigator.clipboard.readText()');
}

/** The comparison of the project's only experiment, in front. */
async function compare(workbench: Workbench): Promise<void> {
  await workbench.command('Modelyard: Compare Runs');
  await expect(workbench.panel().getByRole('grid', { name: 'Runs' })).toBeVisible();
}

/** Chooses an entry of the menu of a row. */
async function take(workbench: Workbench, run: string, entry: string): Promise<void> {
  const row = workbench.panel().locator('.grid-row', { hasText: run.slice(0, 4) });
  // A panel that comes to the front again may draw once more under the pointer.
  await expect(async () => {
    await workbench.page.keyboard.press('Escape');
    await row.getByRole('rowheader').click({ button: 'right', timeout: 3_000 });
    await workbench.takeEntry(entry);
  }).toPass({ timeout: 20_000 });
}
