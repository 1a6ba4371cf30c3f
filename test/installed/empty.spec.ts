import { expect, test } from '@playwright/test';
import { folder, user } from './window.ts';

test('in an empty folder views and commands say how to begin', async () => {
  const nothing = folder();
  const somebody = await user();
  try {
    const window = await somebody.open(nothing.path);
    await window.trust();
    await window.sidePanel();
    await expect(window.welcome('Experiments')).toContainText('No project is here yet');
    await window.ask('Modelyard: Run Pipeline');
    await expect(window.toast('No project is here yet')).toContainText('Create Sample Project');
    await window.ask('Modelyard: Open Run');
    await expect(window.toast('No runs yet')).toBeVisible();
    await somebody.picture(window, 'empty-folder');
  } finally {
    await somebody.leave();
    nothing.remove();
  }
});
