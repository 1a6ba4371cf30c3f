// Makes docs/images again, or those that are named, from the flights sample in a real VS Code:
//   npm run build && node bin/node.mjs tools/screenshots.ts [editor] [run] [drift] [problems]
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { launchBrowser, stayOnMachine } from '../test/kit/vscode/browser.ts';
import { repository } from '../test/kit/vscode/repository.ts';
import { remoteAddress, startVscode, windowAddress, writeSettings } from '../test/kit/vscode/server.ts';
import { setUpVscode } from '../test/kit/vscode/setup.ts';
import { Workbench } from '../test/kit/vscode/workbench.ts';

const SIZE = { width: 1280, height: 800 };
const PATIENCE = 60_000;
const images = join(repository, 'docs/images');
const program = join(repository, 'bin/modelyard.mjs');
/** In the order in which they are taken: the last leaves a file that is changed. */
const PICTURES = { editor: takeEditor, run: takeRun, drift: takeDrift, problems: takeProblems } as const;
const asked = process.argv.slice(2);
const wanted = Object.entries(PICTURES).filter(([name]) => asked.length === 0 || asked.includes(name));

const machine = setUpVscode();
if (machine === undefined) process.exit(2);
const parent = realpathSync(mkdtempSync(join(tmpdir(), 'modelyard-screenshots-')));
const folder = join(parent, 'flights');
const modelyard = (...words: readonly string[]) =>
  execFileSync(process.execPath, [program, ...words, ...(words[0] === 'init' ? [] : ['--project', folder])]);
makeRuns();

const server = await startVscode(machine);
const browser = await launchBrowser(machine.chromium);
try {
  writeSettings(server.settingsFile, {
    'workbench.colorTheme': 'Dark Modern',
    'window.commandCenter': false,
    'window.title': '${rootName}',
    'editor.minimap.enabled': false,
    'git.enabled': false,
  });
  const context = await browser.newContext({ viewport: SIZE });
  context.setDefaultTimeout(PATIENCE);
  await stayOnMachine(context);
  const page = await context.newPage();
  const workbench = new Workbench(page);
  const environment = { extensionDevelopmentPath: remoteAddress(server.origin, server.extension), skipWelcome: 'true' };
  await workbench.open(windowAddress(server.origin, folder, environment));
  for (const [, take] of wanted) await take(workbench);
} finally {
  await browser.close();
  await server.stop();
  rmSync(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** A version in production, a run that did better, and one that did worse. */
function makeRuns(): void {
  modelyard('init', folder, '--sample', 'flights', '--rows', 'sample');
  modelyard('run', 'flight-delay', '--param', 'rounds=3');
  modelyard('models', 'promote', 'flight-delay:1', '--alias', 'production');
  if (isWanted('editor', 'run', 'problems')) {
    modelyard('run', 'flight-delay', '--param', 'rounds=80');
    modelyard('run', 'flight-delay', '--param', 'rounds=2', '--until', 'evaluate');
  }
  if (isWanted('drift'))
    modelyard('monitor', 'run', 'flight-delay', '--from', '2001-03-13', '--to', '2001-05-15', '--every', '7d');
}

function isWanted(...names: readonly (keyof typeof PICTURES)[]): boolean {
  return wanted.some(([name]) => names.some((one) => one === name));
}

/** A pipeline with its lenses, beside the side panel that shows a run at work. */
async function takeEditor(workbench: Workbench): Promise<void> {
  await workbench.openFile('flight-delay.pipeline.yaml');
  await expect(workbench.lens('Run pipeline').first()).toBeVisible({ timeout: PATIENCE });
  await workbench.sidePanel();
  await expect(workbench.row(/^Run \w+ of flight-delay: finished/).first()).toBeVisible({ timeout: PATIENCE });
  const run = spawn(process.execPath, [program, 'run', 'flight-delay', '--param', 'rounds=300', '--project', folder]);
  await expect(workbench.row(/^Run \w+ of flight-delay: running, train/)).toBeVisible({ timeout: PATIENCE });
  await picture(workbench, 'editor');
  await ended(run);
}

/** The run of 80 rounds, against the version in production. */
async function takeRun(workbench: Workbench): Promise<void> {
  await workbench.sidePanel();
  await workbench
    .row(/^Run \w+ of flight-delay: finished, roc_auc .*better/)
    .last()
    .click();
  const panel = workbench.panel();
  await expect(panel.getByRole('heading', { level: 1 })).toContainText('better than production', { timeout: PATIENCE });
  await expect(panel.locator('.training .chart-plot')).toBeVisible({ timeout: PATIENCE });
  await workbench.command('View: Toggle Primary Side Bar Visibility');
  await picture(workbench, 'run');
}

/** Flights of a spring in which fewer were late, against January. */
async function takeDrift(workbench: Workbench): Promise<void> {
  await workbench.choose('Modelyard: Open Drift Report', 'flight-delay');
  const panel = workbench.panel();
  await expect(panel.getByRole('heading', { level: 1 })).toContainText(/drift/i, { timeout: PATIENCE });
  await expect(panel.getByText('Distance by end of window').first()).toBeVisible({ timeout: PATIENCE });
  if (await workbench.page.locator('.part.sidebar').isVisible())
    await workbench.command('View: Toggle Primary Side Bar Visibility');
  await picture(workbench, 'drift');
}

/** A column that is not there, seen before anything runs. */
async function takeProblems(workbench: Workbench): Promise<void> {
  await workbench.openFile('flight-delay.pipeline.yaml');
  await workbench.typeOver(29, 19, 'distanse');
  await expect(workbench.squiggles('error').first()).toBeVisible({ timeout: PATIENCE });
  await workbench.problems();
  await workbench.focusEditor();
  await workbench.goTo(29, 22);
  await workbench.command('Show or Focus Hover');
  await expect(workbench.hover()).toContainText('distanse', { timeout: PATIENCE });
  await picture(workbench, 'problems');
}

async function picture({ page }: Workbench, name: string): Promise<void> {
  mkdirSync(images, { recursive: true });
  await page.mouse.move(SIZE.width / 2, 2);
  // Charts and lenses come a moment after the rest.
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(images, `${name}.png`), animations: 'disabled' });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null) await once(child, 'exit');
}
