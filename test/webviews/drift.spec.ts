import { DRIFT_STATES, type DriftStateName, filesReport, told } from '../kit/webviews/driftPages.ts';
import { flightsReport } from '../kit/webviews/driftReports.ts';
import type { PageInBrowser, PageOptions } from '../kit/webviews/pageInBrowser.ts';
import { THEMES } from '../kit/webviews/themes.ts';
import { expect, test } from './test.ts';

type Open = (options: PageOptions) => Promise<PageInBrowser>;

const SUBJECT = { root: 'file:///p', monitor: 'flight-delay' };

async function opened(open: Open, name: DriftStateName, more: Partial<PageOptions> = {}): Promise<PageInBrowser> {
  const shown = await open({
    page: 'drift',
    theme: 'dark',
    width: 1440,
    subject: SUBJECT,
    answers: { monitorReport: () => DRIFT_STATES[name]() },
    ...more,
  });
  await expect(shown.page.locator('h1')).toBeVisible();
  return shown;
}

async function expectSound(shown: PageInBrowser): Promise<void> {
  const beyond = () => shown.page.evaluate('document.documentElement.scrollWidth - innerWidth');
  await expect.poll(beyond).toBeLessThanOrEqual(0);
  expect(await shown.axe()).toEqual([]);
  expect(await shown.violations()).toEqual([]);
  expect(shown.errors).toEqual([]);
}

for (const name of Object.keys(DRIFT_STATES) as DriftStateName[])
  test(`${name} fits every width`, async ({ open }) => {
    const shown = await opened(open, name);
    for (const width of [1440, 800, 400]) {
      await shown.page.setViewportSize({ width, height: 900 });
      await expectSound(shown);
      await shown.picture(`drift-${name}-${width}`);
    }
  });

for (const theme of THEMES)
  test(`a report in ${theme}`, async ({ open }) => {
    for (const name of ['mockup', 'unknown'] as const) {
      const shown = await opened(open, name, { theme });
      await expectSound(shown);
      await shown.picture(`drift-${name}-${theme}`);
    }
  });

test('verdict and checks come first, columns that drifted before others', async ({ open }) => {
  const { page } = await opened(open, 'mockup');
  await expect(page.locator('h1')).toHaveText('Drift: 3 of 8 inputs changed, the limit is 30%');
  await expect(page.getByRole('listitem').filter({ hasText: 'Inputs drifted' })).toContainText('3 of 8, 38%');
  const names = page.getByRole('treegrid', { name: 'Columns', exact: true }).locator('[data-column] .name');
  await expect(names.first()).toHaveText('late_share_24h');
  await expect(names).toHaveCount(8);
  await page.getByRole('button', { name: 'Drifted first' }).click();
  await expect(names.first()).toHaveText('departures_24h');
});

test('rows are one tab stop: arrows go through them, Enter opens and closes, F2 explains', async ({ open }) => {
  const { page } = await opened(open, 'mockup');
  const row = (name: string) => page.locator(`[data-column="${name}"]`);
  await expect(row('late_share_24h')).toHaveAttribute('aria-expanded', 'true');
  await row('late_share_24h').focus();
  expect(await page.locator('[data-column] button:not([tabindex="-1"])').count()).toBe(2);
  await page.keyboard.press('ArrowDown');
  await expect(row('to_late_share_24h')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row('to_late_share_24h')).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByRole('img', { name: /^Distribution of to_late_share_24h/ })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(row('to_late_share_24h')).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await expect(row('to_late_share_24h')).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('F2');
  await expect(page.getByRole('note')).toContainText('0.5614');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('note')).toHaveCount(0);
  await page.keyboard.press('ArrowLeft');
  await expect(row('to_late_share_24h')).toBeFocused();
  await page.keyboard.press('End');
  await expect(row('distance')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(row('distance')).toBeFocused();
});

test('every figure of a check is explained', async ({ open }) => {
  const { page } = await opened(open, 'mockup');
  await page.getByRole('button', { name: /^roc_auc, labels to 13 May: passed, 0.698/ }).hover();
  await expect(page.getByRole('note')).toContainText('0.69812');
  await expect(page.getByRole('note')).toContainText('488,120');
});

test('rows of charts are explained under the pointer and by keys', async ({ open }) => {
  const { page } = await opened(open, 'mockup');
  const where = page.locator('.rows-plot').first();
  await where.hover({ position: { x: 60, y: 30 } });
  await expect(where.locator('.chart-hover')).toContainText('DFW');
  await page.mouse.move(0, 0);
  await expect(where.locator('.chart-hover')).toHaveCount(0);
  await where.focus();
  await page.keyboard.press('ArrowDown');
  await expect(where.locator('.chart-hover')).toContainText('ATL');
  await page.keyboard.press('End');
  await expect(where.locator('.chart-hover')).toContainText('EWR');
  await page.keyboard.press('Escape');
  await expect(where.locator('.chart-hover')).toHaveCount(0);
});

test('a point of the time line shows the earlier check, and the way back', async ({ open }) => {
  const asked: unknown[] = [];
  const shown = await opened(open, 'mockup', {
    answers: {
      monitorReport: (params) => {
        asked.push(params);
        const { check } = params;
        return told(
          flightsReport(check === undefined ? {} : { id: check, due: '2001-05-13T00:00:00.000Z', headline: 'Earlier' }),
        );
      },
    },
  });
  const { page } = shown;
  await page.locator('.chart-plot.picks').first().focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText('Earlier');
  expect(asked.at(-1)).toEqual({ monitor: 'flight-delay', check: 'c0000043' });
  await expectSound(shown);
  await page.getByRole('button', { name: 'Show it' }).click();
  await expect(page.locator('h1')).toHaveText('Drift: 3 of 8 inputs changed, the limit is 30%');
});

test('earlier checks are chosen in the editor’s own list', async ({ open }) => {
  const shown = await opened(open, 'mockup');
  await shown.page.getByRole('button', { name: 'Earlier: 44' }).click();
  const sent = shown.sent.find((message) => message.kind === 'command' && message.command === 'choose');
  expect(sent).toMatchObject({ argument: { act: 'earlier' } });
  await shown.tell({ kind: 'act', act: 'earlier', argument: { ids: ['c0000010'] } });
  await expect
    .poll(() => shown.sent.filter(({ kind }) => kind === 'ask').at(-1))
    .toMatchObject({
      params: { monitor: 'flight-delay', check: 'c0000010' },
    });
});

test('a new check shows itself, and what is open stays open', async ({ open }) => {
  const shown = await opened(open, 'mockup');
  const { page } = shown;
  await page.locator('[data-column="distance"]').click();
  await expect(page.locator('[data-column="distance"]')).toHaveAttribute('aria-expanded', 'true');
  shown.answers = { monitorReport: () => told(flightsReport({ headline: 'Drift: 4 of 8 inputs changed' })) };
  await shown.tell({ kind: 'changed', topics: ['monitors'] });
  await expect(page.locator('h1')).toHaveText('Drift: 4 of 8 inputs changed');
  await expect(page.locator('[data-column="distance"]')).toHaveAttribute('aria-expanded', 'true');
  await page.reload();
  await expect(page.locator('[data-column="distance"]')).toHaveAttribute('aria-expanded', 'true');
});

test('the time line comes with the second check', async ({ open }) => {
  const report = flightsReport();
  const page = { report, history: { checks: [], figures: {}, columns: {} } };
  const shown = await opened(open, 'mockup', { answers: { monitorReport: () => told(report, { page }) } });
  await expect(shown.page.getByText('Distance by end of window')).toHaveCount(0);
  shown.answers = { monitorReport: () => DRIFT_STATES.mockup() };
  await shown.tell({ kind: 'changed', topics: ['monitors'] });
  await expect(shown.page.getByRole('img', { name: /^Wasserstein of late_share_24h at 45 checks/ })).toBeVisible();
});

test('search leaves what it finds, and Esc takes it back', async ({ open }) => {
  const { page } = await opened(open, 'fifty');
  const rows = page.locator('[data-column]');
  await expect(rows).toHaveCount(12);
  await page.getByRole('button', { name: '38 without drift' }).click();
  await expect(rows).toHaveCount(50);
  await page.keyboard.press('/');
  await page.keyboard.type('sensor_0004');
  await expect(rows).toHaveCount(10);
  await expect(page.getByRole('status').filter({ hasText: '10 of 50' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rows).toHaveCount(50);
});

test('of ten thousand columns those near the frame are drawn, and keys reach all', async ({ open }) => {
  const { page } = await opened(open, 'thousands');
  const rows = page.locator('[data-column]');
  expect(await rows.count()).toBeLessThan(60);
  await rows.first().focus();
  await page.keyboard.press('End');
  await expect(page.locator('[data-column="sensor_00899"]')).toBeFocused();
  expect(await rows.count()).toBeLessThan(60);
  await page.keyboard.press('/');
  await page.keyboard.type('sensor_09999');
  await expect(rows).toHaveCount(1);
});

test('what the user does goes to the editor', async ({ open }) => {
  const shown = await opened(open, 'mockup');
  const { page } = shown;
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.getByRole('button', { name: 'Mute', exact: true }).click();
  expect(shown.sent).toContainEqual({
    kind: 'command',
    command: 'modelyard.checkMonitor',
    argument: { monitor: 'flight-delay' },
  });
  expect(shown.sent).toContainEqual({
    kind: 'command',
    command: 'modelyard.muteMonitor',
    argument: { monitor: 'flight-delay' },
  });
});

test('the report is exported in the form that the user chooses', async ({ open }) => {
  const shown = await opened(open, 'mockup', {
    answers: {
      monitorReport: () => DRIFT_STATES.mockup(),
      monitorReportFile: () => ({ html: '<!doctype html>' }),
    },
  });
  await shown.page.getByRole('button', { name: 'Export report' }).click();
  for (const id of ['html', 'md', 'csv', 'json'])
    await shown.tell({ kind: 'act', act: 'exportReport', argument: { ids: [id] } });
  const names = () => shown.sent.flatMap((message) => (message.kind === 'save' ? [message.name] : []));
  await expect
    .poll(() => [...names()].sort())
    .toEqual(['flight-delay-drift.csv', 'flight-delay-drift.html', 'flight-delay-drift.json', 'flight-delay-drift.md']);
});

for (const format of ['svg', 'png'] as const)
  test(`verdict and charts are exported as ${format.toUpperCase()}`, async ({ open }) => {
    const shown = await opened(open, 'mockup');
    await expect(shown.page.locator('.opened svg.chart')).toHaveCount(3);
    await shown.tell({ kind: 'act', act: 'exportReport', argument: { ids: [format] } });
    const saved = () => shown.sent.filter((message) => message.kind === 'save');
    await expect.poll(saved).toHaveLength(1);
    const [message] = saved();
    expect(message?.name).toBe(`flight-delay-drift.${format}`);
    const file = Buffer.from(Object.values(message?.bytes ?? {}));
    await shown.keep(`drift-picture.${format}`, file);
    if (format === 'png') expect(file.subarray(1, 4).toString()).toBe('PNG');
    else {
      const text = file.toString();
      for (const said of [
        'Drift: 3 of 8 inputs changed, the limit is 30%',
        'Distance by end of window',
        'current, mean 0.132',
      ])
        expect(text.includes(said), said).toBe(true);
      expect(/var\(|class=/.test(text)).toBe(false);
    }
    expect(await shown.violations()).toEqual([]);
  });

test('columns are shown by another test, which is said to decide nothing', async ({ open }) => {
  const shown = await opened(open, 'mockup');
  const { page } = shown;
  const test = page.getByLabel('Test', { exact: true });
  await expect(test).toHaveValue('');
  await expect(test.locator('option').last()).toHaveText('Others: check with --all-tests');
  await test.selectOption('ks');
  await expect(page.locator('h1')).toHaveText('Drift: 3 of 8 inputs changed, the limit is 30%');
  await expect(page.locator('.test-note')).toContainText('columns are beyond its limit');
  await expect(page.locator('.test-note')).toContainText(
    'It is shown and decides nothing: the verdict is that of auto.',
  );
  await expect(page.locator('[data-column="hour"] .c-effect')).toContainText('Kolmogorov-Smirnov');
  await expect(page.getByRole('columnheader', { name: 'Since' })).toHaveCount(0);
  await expectSound(shown);
  await shown.picture('drift-other-test');
  await page.getByRole('button', { name: 'flight-delay.monitor.yaml' }).click();
  const place = { file: 'flight-delay.monitor.yaml', line: 5 };
  expect(shown.sent).toContainEqual({ kind: 'command', command: 'openPlace', argument: place });
  await page.reload();
  await expect(test).toHaveValue('ks');
  await page.getByRole('button', { name: 'Show by auto' }).click();
  await expect(page.locator('.test-note')).toHaveCount(0);
  await expect(page.getByRole('columnheader', { name: 'Since' })).toHaveCount(2);
});

test('a window of unequal weekdays leads to one of whole weeks, unless the spec has it', async ({ open }) => {
  const shown = await opened(open, 'mockup');
  const row = shown.page.locator('[data-column="weekday"]');
  await row.getByRole('button', { name: 'Use window: 28d' }).click();
  const argument = { file: 'flight-delay.monitor.yaml', line: 4, character: 36, text: '30d', by: '28d' };
  expect(shown.sent).toContainEqual({ kind: 'command', command: 'replaceText', argument });
  await expect(row).toHaveAttribute('aria-expanded', 'false');
  shown.answers = { monitorReport: () => told(flightsReport(), { window: { ...argument, text: '28d' } }) };
  await shown.tell({ kind: 'changed', topics: ['monitors'] });
  await expect(row.getByRole('button', { name: 'Use window: 28d' })).toHaveCount(0);
  await expect(row).toContainText('use window: 28d');
});

test('a mute is said, and taken back', async ({ open }) => {
  const mute = { until: '2001-05-22T00:00:00.000Z', by: 'ada', why: 'known: spring' };
  const shown = await opened(open, 'mockup', {
    answers: { monitorReport: () => told(flightsReport(), { mute }) },
  });
  await expect(shown.page.getByText('Muted until 22 May 2001, 00:00 UTC by ada: known: spring')).toBeVisible();
  await shown.page.getByRole('button', { name: 'Unmute' }).click();
  expect(shown.sent).toContainEqual(expect.objectContaining({ command: 'modelyard.unmuteMonitor' }));
});

test('a monitor that has not run says so, with the next step', async ({ open }) => {
  const nothing = {
    page: null,
    newest: null,
    checks: [],
    hasMore: false,
    mute: null,
    place: null,
    rule: null,
    window: null,
  };
  const shown = await opened(open, 'mockup', { answers: { monitorReport: () => nothing }, width: 400 });
  await expect(shown.page.getByText('This monitor has not run.')).toBeVisible();
  await shown.page.getByRole('button', { name: 'Check now' }).click();
  expect(shown.sent).toContainEqual(expect.objectContaining({ command: 'modelyard.checkMonitor' }));
  await expectSound(shown);
});

test('nothing is told in a folder that is not trusted', async ({ open }) => {
  const refused = { kind: 'refused', reason: 'restricted', message: 'The folder is not trusted' } as const;
  const shown = await opened(open, 'mockup', { answers: { monitorReport: () => refused } });
  await expect(shown.page.getByText('Restricted mode: text only')).toBeVisible();
  await expectSound(shown);
});

test('two files are compared, and again; why they cannot be stays beside what was told', async ({ open }) => {
  const subject = { root: 'file:///p', reference: '/data/january.parquet', current: '/data/may.parquet' };
  const shown = await open({ page: 'drift', theme: 'light', width: 1440, subject, answers: {} });
  const { page } = shown;
  const pair = { reference: '/data/january.parquet', current: '/data/may.parquet' };
  const asked = () => shown.sent.filter((message) => message.kind === 'command' && message.command === 'compareFiles');
  await expect.poll(asked).toEqual([{ kind: 'command', command: 'compareFiles', argument: pair }]);
  await shown.tell({ kind: 'act', act: 'comparing', argument: { kind: 'done', report: filesReport() } });
  await expect(page.locator('h1')).toHaveText('3 of 8 columns drifted: 38%, below the limit of 50%');
  await expect(page.locator('.crumb')).toContainText('january.parquet and may.parquet');
  await expect(page.getByRole('columnheader', { name: 'Since' })).toHaveCount(0);
  await expectSound(shown);
  await shown.picture('drift-files');
  await page.getByRole('button', { name: 'Compare again' }).click();
  await expect.poll(asked).toHaveLength(2);
  const refusal = { kind: 'refused', message: 'may.parquet is not there any more', next: 'Choose another file.' };
  await shown.tell({ kind: 'act', act: 'comparing', argument: refusal });
  await expect(page.getByRole('alert')).toContainText('may.parquet is not there any more');
  await expect(page.locator('[data-column]').first()).toBeVisible();
});
