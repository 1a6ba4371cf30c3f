import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { folder, user } from './window.ts';

/** Half a minute where nothing else runs; tests share their machine. */
const TRAINED_WITHIN = 90_000;

const ROWS = `distance,hour,weekday,origin,destination,departures_24h,late_share_24h,to_departures_24h,to_late_share_24h
700,8,1,ATL,DCA,300,0.1,200,0.2
2100,19,5,JFK,SFO,310,0.3,210,0.4
`;

test('a new user gets from an empty window to a model that predicts', async () => {
  test.setTimeout(180_000);
  const home = folder();
  const somebody = await user();
  try {
    const window = await somebody.open();
    await window.sidePanel();
    await expect(window.welcome('Experiments')).toContainText('No folder is open');
    await window.ask('Modelyard: New Sample Project');
    await window.answerPath('Folder that the sample project is made in', `${home.path}/`);

    const project = join(home.path, 'flights');
    await expect(window.statusItem('Restricted Mode')).toBeVisible({ timeout: 60_000 });
    await window.trust();
    await expect(window.statusItem('flight-delay:')).toBeVisible({ timeout: 30_000 });
    await window.sidePanel();
    await expect(window.rows('Experiments', 'flight-delay').first()).toBeVisible();
    await expect(window.toast('flight-delay finished')).toBeVisible({ timeout: TRAINED_WITHIN });
    await somebody.picture(window, 'journey-finished');

    await window.rows('Models', 'flight-delay').first().click();
    await window.page.keyboard.press('ArrowRight');
    await expect(window.rows('Models', 'v1').first()).toBeVisible();
    await window.ask('Modelyard: Open Run');
    await window.takeChoice('flight-delay');
    await expect(window.panel().getByRole('heading', { level: 1 })).toContainText('roc_auc');

    writeFileSync(join(project, 'rows.csv'), ROWS);
    await window.ask('Predict with Modelyard...');
    await window.answerPath('Rows to predict', join(project, 'rows.csv'));
    await window.answerPath('Answers of flight-delay:1', join(project, 'answers.csv'));
    await expect(() => expect(existsSync(join(project, 'answers.csv'))).toBe(true)).toPass({ timeout: 30_000 });
    await somebody.picture(window, 'journey-predicted');
  } finally {
    await somebody.leave();
    home.remove();
  }
});
