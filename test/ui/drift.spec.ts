import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../kit/vscode/repository.ts';
import type { Workbench } from '../kit/vscode/workbench.ts';
import { axeProblems } from '../kit/webviews/axe.ts';
import { flightsChecks, flightsReport } from '../kit/webviews/driftReports.ts';
import { expect, openWindow, test } from './test.ts';

const SPEC = `monitor: flight-delay
model: ships@production
current: { dataset: ships, window: 30d }
drift: { share: 30% }
`;

/** Another process records a check with its report. */
function record(folder: string, index: number, headline?: string): void {
  const check = flightsChecks().at(index)!;
  const due = new Date(check.due).toISOString();
  const report = flightsReport({ id: check.id, due, ...(headline !== undefined && { headline }) });
  execFileSync(process.execPath, ['bin/node.mjs', 'test/kit/writeMonitors.ts', folder], {
    cwd: repository,
    input: JSON.stringify({ check: { ...check, ...(headline !== undefined && { headline }) }, report }),
  });
}

const BEGINS: Readonly<Record<string, RegExp>> = {
  html: /^<!doctype html>.*Content-Security-Policy/s,
  svg: /^<svg xmlns=/,
  png: /^.PNG/s,
  csv: /^column,role/,
};

/** By the ending of the file, how the editor's list calls it. */
type Forms = Readonly<Record<string, string>>;

/** Clicks each form of the report in the editor's list, and looks at the file that the user named. */
async function exported(
  workbench: Workbench,
  { folder, name, forms }: { readonly folder: string; readonly name: string; readonly forms: Forms },
): Promise<void> {
  for (const [ending, label] of Object.entries(forms)) {
    const file = join(folder, `taken.${ending}`);
    const title = ending === 'html' && name === 'drift' ? 'Save drift report' : `Save ${name}.${ending}`;
    // What was saved before is told in between, which may close the list.
    await expect(async () => {
      await workbench.panel().getByRole('button', { name: 'Export report' }).click({ timeout: 5_000 });
      await workbench.takeChoice(label);
      await expect(workbench.dialog(title)).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 60_000 });
    await workbench.answerPath(title, file);
    await expect.poll(() => existsSync(file), { timeout: 30_000 }).toBe(true);
    await expect.poll(() => readFileSync(file, 'latin1')).toMatch(BEGINS[ending]!);
  }
}

/** Fares of as many passengers, raised by an amount. */
function fares(raised: number): string {
  const rows = Array.from(
    { length: 600 },
    (_, i) => `${i},${raised + ((i * 37) % 100) / 2},${i % 3 ? 'first' : 'third'}`,
  );
  return ['passenger,fare,class', ...rows].join('\n');
}

test('a drift report opens, follows new checks, is left open and found there after a reload', async () => {
  test.setTimeout(180_000);
  const window = await openWindow();
  try {
    const refused: string[] = [];
    writeFileSync(join(window.folder, 'flight-delay.monitor.yaml'), SPEC);
    record(window.folder, -2, 'No drift: 2 of 8 inputs changed');
    const workbench = await window.again();
    workbench.page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) refused.push(message.text());
    });
    await workbench.choose('Modelyard: Open Drift Report', 'flight-delay');
    const panel = workbench.panel();
    const heading = panel.getByRole('heading', { level: 1 });
    await expect(heading).toHaveText('No drift: 2 of 8 inputs changed', { timeout: 60_000 });
    await expect(workbench.page.locator('.tab.active')).toContainText('Drift: flight-delay');
    record(window.folder, -1);
    await expect(heading).toHaveText('Drift: 3 of 8 inputs changed, the limit is 30%', { timeout: 30_000 });
    expect(await axeProblems(await workbench.panelFrame())).toEqual([]);
    for (const [theme, name] of [
      ['Light Modern', 'light'],
      ['Default High Contrast', 'hc'],
      ['Dark Modern', 'dark'],
    ] as const) {
      await window.setTheme(theme);
      await window.picture(`drift-editor-${name}`);
    }
    const row = panel.locator('[data-column="hour"]');
    await row.click();
    await expect(row).toHaveAttribute('aria-expanded', 'true');
    const loaded = workbench.page.waitForEvent('load');
    await workbench.ask('Developer: Reload Window');
    await loaded;
    await expect(workbench.panel().locator('[data-column="hour"]')).toHaveAttribute('aria-expanded', 'true', {
      timeout: 60_000,
    });
    await workbench.panel().getByRole('button', { name: 'Earlier: 1' }).click();
    await workbench.takeChoice('13 May 2001');
    await expect(workbench.panel().getByRole('heading', { level: 1 })).toHaveText('No drift: 2 of 8 inputs changed');
    await expect(workbench.panel().getByText('This is an earlier check')).toBeVisible();
    await workbench.panel().getByRole('button', { name: 'Show it' }).click();
    const forms = { html: 'HTML', png: 'PNG', svg: 'SVG' };
    await exported(workbench, { folder: window.folder, name: 'flight-delay-drift', forms });
    await workbench.panel().getByRole('button', { name: 'Use window: 28d' }).first().click();
    const line = workbench.lines(/window:\s28d/);
    await expect(line.first()).toBeVisible();
    await window.picture('drift-editor-window');
    expect(readFileSync(join(window.folder, 'flight-delay.monitor.yaml'), 'utf8')).toBe(SPEC);
    expect(refused).toEqual([]);
  } finally {
    await window.close();
  }
});

test('two data files are compared without a word about them in a spec', async () => {
  test.setTimeout(120_000);
  const window = await openWindow();
  try {
    const { workbench } = window;
    writeFileSync(join(window.folder, 'january.csv'), fares(0));
    writeFileSync(join(window.folder, 'may.csv'), fares(40));
    await workbench.ask('Modelyard: Compare Two Data Files');
    for (const [asked, file] of [
      ['Reference: the rows as they should be', 'january.csv'],
      ['Current: the rows as they are', 'may.csv'],
    ] as const) {
      const field = workbench.page.getByPlaceholder(asked);
      await field.fill(file);
      await expect(workbench.choices(/\.csv/)).toHaveCount(1);
      await workbench.choices(file).click();
      await expect(field).toBeHidden();
    }
    const panel = workbench.panel();
    await expect(panel.getByRole('row', { name: /^fare: drift, Wasserstein/ })).toBeVisible({ timeout: 60_000 });
    await expect(workbench.page.locator('.tab.active')).toContainText('Drift: january.csv and may.csv');
    expect(await axeProblems(await workbench.panelFrame())).toEqual([]);
    await window.picture('drift-editor-files');
    await panel.getByLabel('Test', { exact: true }).selectOption('psi');
    await expect(panel.getByRole('row', { name: /^fare: drift, PSI/ })).toBeVisible();
    await expect(panel.getByText('It is shown and decides nothing')).toBeVisible();
    await window.picture('drift-editor-files-psi');
    const forms = { html: 'HTML', csv: 'CSV', png: 'PNG' };
    await exported(workbench, { folder: window.folder, name: 'drift', forms });
  } finally {
    await window.close();
  }
});
