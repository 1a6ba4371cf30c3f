import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { repository } from '../kit/vscode/repository.ts';

// biome-ignore lint/style/noDefaultExport: Playwright reads its configuration from there
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: join(repository, '.cache/vscode-tests/webviews'),
  globalSetup: './globalSetup.ts',
  workers: 2,
  fullyParallel: true,
  // What a loaded machine draws late is looked at once more; what fails twice is ours.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] !== undefined,
});
