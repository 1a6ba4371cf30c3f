import { expect, test } from './test.ts';

test.describe.configure({ mode: 'serial' });

for (const [title, steps, name] of [
  ['Train a model on the sample', 5, 'walkthrough-sample'],
  ['Start from your own table', 4, 'walkthrough-table'],
  ['Bring your own script', 3, 'walkthrough-script'],
] as const)
  test(`the walkthrough "${title}" shows its steps`, async ({ window: { workbench, picture } }) => {
    // Narrower ones have no room for pictures.
    await workbench.page.setViewportSize({ width: 1700, height: 960 });
    await workbench.ask('Welcome: Open Walkthrough');
    await workbench.choices(title).first().click();
    await expect(workbench.steps()).toHaveCount(steps);
    await workbench.page.mouse.move(0, 0);
    await workbench.stepPicture().waitFor();
    await picture(name);
  });

test('a new spec is seen before it is chosen, and begins with its name', async ({ window: { workbench, picture } }) => {
  await workbench.ask('Modelyard: New Spec');
  await expect(workbench.choices('Pipeline: your own Python script')).toBeVisible();
  await workbench.page.keyboard.press('ArrowDown');
  await expect(workbench.lines(/run:\spython3/)).toBeVisible();
  await picture('new-spec');
  await workbench.page.keyboard.press('Enter');
  await expect(workbench.choices(/./)).toHaveCount(0);
  await workbench.answer('mine');
  await workbench.page.locator('.tab.active[data-resource-name="mine.pipeline.yaml"]').waitFor();
  await expect(workbench.lines(/pipeline:\smine/)).toBeVisible();
});
