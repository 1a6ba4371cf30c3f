import { expect, test } from './test.ts';

test('the checks of a dataset are tests: listed, run, and their results stand at their lines', async ({
  window: { workbench, picture },
}) => {
  await workbench.openFile('ships.dataset.yaml');
  const tests = await workbench.tests();
  await expect(tests.filter({ hasText: 'ships' }).first()).toBeVisible();
  await workbench.runTests();
  await expect(workbench.testMark('passed').first()).toBeVisible({ timeout: 30_000 });
  await picture('testing');
});
