import type { PageInBrowser, PageOptions } from '../kit/webviews/pageInBrowser.ts';
import { mockGates } from '../kit/webviews/promotionGates.ts';
import {
  PROMOTION_STATES,
  type PromotionState,
  type PromotionStateName,
  reportOf,
} from '../kit/webviews/promotionPages.ts';
import { THEMES } from '../kit/webviews/themes.ts';
import { expect, test } from './test.ts';

type Open = (options: PageOptions) => Promise<PageInBrowser>;

const SUBJECT = { root: 'file:///p', model: 'flight-delay', version: 8, alias: 'production' };

async function opened(
  open: Open,
  { page, report }: PromotionState,
  more: Partial<PageOptions> = {},
): Promise<PageInBrowser> {
  const subject = { ...SUBJECT, model: page.model, alias: page.alias };
  const shown = await open({
    page: 'promotion',
    theme: 'dark',
    width: 1440,
    subject,
    answers: { promotion: () => page },
    ...more,
  });
  await expect(shown.page.locator('h1')).toBeVisible();
  if (report === undefined) return shown;
  // It listens from then on.
  await expect.poll(() => shown.sent.some((sent) => sent.kind === 'command' && sent.command === 'judge')).toBe(true);
  await tell(shown, { kind: 'ended', report });
  return shown;
}

function tell(shown: PageInBrowser, argument: object): Promise<void> {
  return shown.tell({ kind: 'act', act: 'judging', argument: { ...argument } });
}

async function expectSound(shown: PageInBrowser): Promise<void> {
  const beyond = () => shown.page.evaluate('document.documentElement.scrollWidth - innerWidth');
  await expect.poll(beyond).toBeLessThanOrEqual(0);
  expect(await shown.axe()).toEqual([]);
  expect(await shown.violations()).toEqual([]);
  expect(shown.errors).toEqual([]);
}

for (const name of Object.keys(PROMOTION_STATES) as PromotionStateName[])
  test(`${name} fits every width`, async ({ open }) => {
    const shown = await opened(open, PROMOTION_STATES[name]());
    for (const width of [1440, 1060, 800, 400]) {
      await shown.page.setViewportSize({ width, height: 900 });
      await expectSound(shown);
      await shown.picture(`promotion-${name}-${width}`);
    }
  });

for (const theme of THEMES)
  test(`gates in ${theme}`, async ({ open }) => {
    for (const name of ['mockup', 'allowed'] as const) {
      const shown = await opened(open, PROMOTION_STATES[name](), { theme });
      await expectSound(shown);
      await shown.picture(`promotion-${name}-${theme}`);
    }
  });

test('gates fill in one by one, and Promote opens when all are passed', async ({ open }) => {
  const state = PROMOTION_STATES.allowed();
  const shown = await opened(open, { ...state, report: undefined });
  const { page } = shown;
  const promote = page.getByRole('button', { name: 'Promote', exact: true });
  await expect(page.locator('h1')).toHaveText('Gates are checked: 0 of 7');
  await expect(promote).toHaveAttribute('aria-disabled', 'true');
  expect(shown.sent).toContainEqual(
    expect.objectContaining({
      kind: 'command',
      command: 'judge',
      argument: expect.objectContaining({ version: 8, again: false }),
    }),
  );
  await tell(shown, { kind: 'begun' });
  await expect(page.locator('h1')).toHaveText('Gates are checked: 0 of 7');
  const [first, ...others] = state.report!.gates;
  await tell(shown, { kind: 'gate', gate: first });
  await expect(page.getByRole('listitem', { name: 'good enough: passed' })).toBeVisible();
  await expect(page.getByRole('listitem', { name: 'not worse: is being checked' })).toBeVisible();
  await shown.picture('promotion-judging');
  await expect(promote).toHaveAttribute('aria-disabled', 'true');
  for (const gate of others) await tell(shown, { kind: 'gate', gate });
  await expect(promote).toHaveAttribute('aria-disabled', 'true');
  await tell(shown, { kind: 'ended', report: state.report });
  await expect(page.locator('h1')).toHaveText('v8 may become production: 7 of 7 gates passed');
  await expect(promote).not.toHaveAttribute('aria-disabled');
  await promote.click();
  expect(shown.sent).toContainEqual({
    kind: 'command',
    command: 'move',
    argument: { kind: 'promote', model: 'flight-delay', version: 8, alias: 'production' },
  });
});

test('Promote stays focusable while it may not be pressed, and says why', async ({ open }) => {
  const shown = await opened(open, PROMOTION_STATES.mockup());
  const promote = shown.page.getByRole('button', { name: 'Promote', exact: true });
  await promote.focus();
  await expect(promote).toBeFocused();
  await expect(promote).toHaveAccessibleDescription('Promote opens when no gate is failed, unknown or waiting');
  await promote.press('Enter');
  expect(shown.sent.filter((message) => message.kind === 'command' && message.command === 'move')).toEqual([]);
});

test('what was promoted is so, with its commit and the way back', async ({ open }) => {
  const state = PROMOTION_STATES.allowed();
  const shown = await opened(open, state);
  const { page } = shown;
  await page.getByRole('button', { name: 'Promote', exact: true }).click();
  await shown.tell({ kind: 'act', act: 'moving', argument: { kind: 'begun', move: 'promote' } });
  await expect(page.getByRole('status').filter({ hasText: 'Promotes to production' })).toBeVisible();
  shown.answers = { promotion: () => PROMOTION_STATES.held().page };
  await shown.tell({ kind: 'changed', topics: ['models'] });
  await shown.tell({ kind: 'act', act: 'moving', argument: { kind: 'done', move: 'promote', commit: '8d02e1a' } });
  await expect(page.locator('h1')).toHaveText('v8 is production');
  await expect(page.locator('.verdict')).toContainText('Committed as 8d02e1a');
  await page.getByRole('toolbar').getByRole('button', { name: 'Roll back to v7' }).click();
  expect(shown.sent).toContainEqual(expect.objectContaining({ command: 'modelyard.rollBackAlias' }));
});

test('who moves by keys alone is told what came of it, and goes on from there', async ({ open }) => {
  const [held, pending] = [PROMOTION_STATES.held().page, PROMOTION_STATES.pending().page];
  const allowed = PROMOTION_STATES.allowed();
  const shown = await opened(open, allowed);
  const { page } = shown;
  const becomes = async (now: PromotionState['page']) => {
    shown.answers = { promotion: () => now };
    await shown.tell({ kind: 'changed', topics: ['models'] });
    await expect(page.locator('h1')).toBeFocused();
  };
  const pressed = async (name: string) =>
    page.getByRole('toolbar').getByRole('button', { name, exact: true }).press('Enter');
  await pressed('Promote');
  await becomes(held);
  await expect(page.locator('h1')).toHaveText('v8 is production');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('toolbar').getByRole('button', { name: 'Roll back to v7' })).toBeFocused();
  await page.keyboard.press('Enter');
  await becomes(pending);
  await pressed('Undo');
  await becomes(allowed.page);
  await expect(page.locator('h1')).toBeFocused();
});

test('the focus goes with a gate that stands elsewhere now', async ({ open }) => {
  const shown = await opened(open, PROMOTION_STATES.mockup());
  const approval = (status: string) => shown.page.getByRole('listitem', { name: `approval: ${status}` });
  await approval('waiting').getByRole('button', { name: 'Approve' }).focus();
  await tell(shown, { kind: 'begun' });
  await expect(approval('not checked')).toBeFocused();
  await tell(shown, { kind: 'ended', report: PROMOTION_STATES.allowed().report });
  await expect(approval('passed')).toBeFocused();
});

test('Stop stands where Check again was, and has the focus', async ({ open }) => {
  const shown = await opened(open, PROMOTION_STATES.allowed());
  await shown.page.getByRole('button', { name: 'Check again' }).press('Enter');
  await tell(shown, { kind: 'begun' });
  await expect(shown.page.getByRole('button', { name: 'Stop' })).toBeFocused();
});

test('a move that is refused says why, and the gates stay', async ({ open }) => {
  const shown = await opened(open, PROMOTION_STATES.allowed());
  await shown.tell({
    kind: 'act',
    act: 'moving',
    argument: {
      kind: 'refused',
      move: 'promote',
      message: 'A rebase is under way.',
      next: 'Finish it with `git rebase --continue`.',
    },
  });
  await expect(shown.page.getByRole('alert')).toContainText('A rebase is under way.');
  await expect(shown.page.getByRole('listitem', { name: 'good enough: passed' })).toBeVisible();
  await shown.picture('promotion-refused');
});

test('gates are one tab stop: arrows go through them, Enter shows evidence, a dot acts', async ({ open }) => {
  const shown = await opened(open, PROMOTION_STATES.mockup());
  const { page } = shown;
  const gate = (name: string) => page.getByRole('listitem', { name });
  await gate('small airports: failed').focus();
  await page.keyboard.press('Enter');
  expect(shown.sent).toContainEqual(expect.objectContaining({ command: 'modelyard.openRun' }));
  await page.keyboard.press('ArrowDown');
  await expect(gate('ours: unknown')).toBeFocused();
  await page.keyboard.press('.');
  expect(shown.sent).toContainEqual(expect.objectContaining({ command: 'choosePython' }));
  await page.keyboard.press('ArrowDown');
  await expect(gate('approval: waiting')).toBeFocused();
  await page.keyboard.press('.');
  expect(shown.sent).toContainEqual(expect.objectContaining({ command: 'modelyard.approveVersion' }));
  await page.keyboard.press('End');
  await expect(gate('described: passed')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(gate('described: passed').locator('button').first()).toBeFocused();
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.closest("[data-gate]") === null')).toBe(true);
});

test('an approval of one’s own is said, and none is offered again', async ({ open }) => {
  const shown = await opened(open, PROMOTION_STATES.agreed());
  const row = shown.page.getByRole('listitem', { name: 'approval: waiting' });
  await expect(row).toContainText('Approved by you.');
  await expect(row).toContainText('Commit the approval, and have somebody else promote.');
  await expect(row.getByRole('button', { name: 'Approve' })).toHaveCount(0);
});

test('people stand by their names, with the key in the hover', async ({ open }) => {
  const shown = await opened(open, PROMOTION_STATES.allowed());
  const row = shown.page.getByRole('listitem', { name: 'approval: passed' });
  await expect(row).toContainText('ben@example.org');
  await expect(row.locator('.act')).toHaveAttribute('title', /^ben@example\.org, key 5d41402abc4b2a76$/);
});

test('nothing of a gate stands upon what is beside the gates', async ({ open }) => {
  const { page } = await opened(open, PROMOTION_STATES.mockup(), { width: 1010 });
  const beyond = `(() => {
    const edge = document.querySelector('aside').getBoundingClientRect().left;
    return [...document.querySelectorAll('.gate *')].filter((one) => one.getBoundingClientRect().right > edge + 1).length;
  })()`;
  for (const width of [1010, 1060, 1120, 1200]) {
    await page.setViewportSize({ width, height: 900 });
    await expect.poll(() => page.evaluate(beyond)).toBe(0);
  }
});

test('many passed gates are told by their count until somebody wants them', async ({ open }) => {
  const { page } = await opened(open, PROMOTION_STATES.fifty());
  await expect(page.getByRole('listitem')).toHaveCount(6 + 4);
  await page.getByRole('button', { name: '45 passed' }).click();
  await expect(page.getByRole('listitem', { name: /passed/ })).toHaveCount(45);
});

test('where nothing guards the alias a link writes a policy', async ({ open }) => {
  const shown = await opened(open, PROMOTION_STATES.unguarded());
  await expect(shown.page.locator('h1')).toHaveText('Nothing guards production');
  await shown.page.locator('.verdict').getByRole('button', { name: 'Write a policy' }).click();
  expect(shown.sent).toContainEqual(expect.objectContaining({ command: 'modelyard.writePolicy' }));
});

test('nothing is judged in a folder that is not trusted, and the page says so', async ({ open }) => {
  const shown = await open({
    page: 'promotion',
    theme: 'light',
    width: 800,
    subject: SUBJECT,
    answers: { promotion: () => ({ kind: 'refused', reason: 'restricted', message: 'The folder is not trusted' }) },
  });
  await expect(shown.page.getByText('Nothing is judged and nothing is promoted')).toBeVisible();
  expect(shown.sent.filter(({ kind }) => kind === 'command')).toEqual([]);
  await expectSound(shown);
  await shown.picture('promotion-restricted');
});

test('another policy has the gates judged anew', async ({ open }) => {
  const state = PROMOTION_STATES.mockup();
  const shown = await opened(open, state);
  const judgings = () =>
    shown.sent.filter((message) => message.kind === 'command' && message.command === 'judge').length;
  await expect.poll(judgings).toBe(1);
  const { guard } = state.page;
  if (guard.kind !== 'rules') throw new Error('The mockup has rules');
  const policies = guard.policies.map((policy) => ({ ...policy, rules: 'bb' }));
  shown.answers = { promotion: () => ({ ...state.page, guard: { ...guard, policies } }) };
  await shown.tell({ kind: 'changed', topics: ['models'] });
  await expect.poll(judgings).toBe(2);
  await tell(shown, { kind: 'ended', report: reportOf(mockGates(), null) });
});
