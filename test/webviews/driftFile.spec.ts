import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { builtPages } from '../../engine/src/adapters/pages/builtPages.ts';
import type { MonitorReport } from '../../engine/src/monitoring/report/monitorReport.ts';
import { reportHtml } from '../../engine/src/operations/monitor/reportHtml.ts';
import { launchBrowser } from '../kit/vscode/browser.ts';
import { repository } from '../kit/vscode/repository.ts';
import { axeProblems } from '../kit/webviews/axe.ts';
import { DRIFT_STATES, filesReport } from '../kit/webviews/driftPages.ts';
import { flightsChecks, flightsReport } from '../kit/webviews/driftReports.ts';
import { expect, test } from './test.ts';

interface FileInBrowser {
  readonly page: Page;
  /** All that it asked for beside itself, what broke its policy, and its mistakes. */
  readonly trouble: readonly string[];
}

/** Opens the report as a file, as somebody does who was sent it. */
async function withFile(
  report: MonitorReport,
  options: BrowserContextOptions,
  look: (opened: FileInBrowser) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'modelyard-drift-'));
  let browser: Browser | undefined;
  try {
    const file = join(folder, 'report.html');
    writeFileSync(file, await reportHtml(builtPages(), report, flightsChecks()));
    browser = await launchBrowser(process.env['MODELYARD_CHROMIUM']!);
    const page = await browser.newPage(options);
    const trouble: string[] = [];
    const address = pathToFileURL(file).href;
    page.on('request', (request) => {
      if (request.url() !== address) trouble.push(`asked for ${request.url()}`);
    });
    page.on('pageerror', (error) => trouble.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') trouble.push(message.text());
    });
    page.on('dialog', (dialog) => trouble.push(`a dialog: ${dialog.message()}`));
    await page.goto(address);
    await expect(page.locator('h1')).toBeVisible();
    await look({ page, trouble });
  } finally {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const WIDE = { width: 1440, height: 900 };

async function picture(page: Page, name: string): Promise<void> {
  if (process.env['CI'] !== undefined) return;
  await page.screenshot({ path: join(repository, '.cache/screens', `drift-file-${name}.png`), fullPage: true });
}

for (const [name, options] of Object.entries({
  dark: { colorScheme: 'dark' },
  light: { colorScheme: 'light' },
  forced: { colorScheme: 'dark', forcedColors: 'active' },
} as const))
  test(`a report in a file is sound in ${name} colours, without anything from outside`, async () => {
    await withFile(flightsReport(), { viewport: WIDE, ...options }, async ({ page, trouble }) => {
      await expect(page.locator('h1')).toHaveText('Drift: 3 of 8 inputs changed, the limit is 30%');
      expect(await axeProblems(page)).toEqual([]);
      await picture(page, name);
      await page.locator('[data-column="distance"]').click();
      await expect(page.getByRole('img', { name: /^Distribution of distance/ })).toBeVisible();
      await page.locator('[data-column="distance"]').press('F2');
      await expect(page.getByRole('note')).toContainText('0.0061');
      await expect(page.getByRole('button', { name: /Mute|Check again|Export/ })).toHaveCount(0);
      expect(trouble).toEqual([]);
    });
  });

test('names in a file are text, whatever they say', async () => {
  const { report } = DRIFT_STATES.hostile().page!;
  await withFile(report, { viewport: { width: 400, height: 900 } }, async ({ page, trouble }) => {
    await expect(page.locator('h1')).toContainText('</script><script>alert(1)</script>');
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(trouble).toEqual([]);
  });
});

test('two files make a page without history', async () => {
  await withFile(filesReport(), { viewport: { width: 800, height: 900 } }, async ({ page, trouble }) => {
    await expect(page.getByText('Distance by end of window')).toHaveCount(0);
    expect(trouble).toEqual([]);
    await picture(page, 'two');
  });
});

test('on paper all that drifted is open, and nothing to press is left', async () => {
  // A4 less its margins, at 96 pixels an inch.
  const paper = { width: 703, height: 1016 };
  await withFile(flightsReport(), { viewport: paper, colorScheme: 'dark' }, async ({ page, trouble }) => {
    await expect(page.locator('.opened')).toHaveCount(1);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await expect(page.locator('.opened')).toHaveCount(4);
    await expect(page.locator('.btn:visible, .search:visible')).toHaveCount(0);
    await expect(page.locator('.paper-head')).toHaveText(
      'monitor flight-delay; flights, commit 7d02e1a4; data a81c44e09d11; 15 May 2001, 00:00 UTC',
    );
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    await picture(page, 'print');
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 4).toString()).toBe('%PDF');
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    await expect(page.locator('.opened')).toHaveCount(1);
    expect(trouble).toEqual([]);
  });
});
