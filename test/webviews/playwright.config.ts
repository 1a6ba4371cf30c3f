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
  timeout: 30_000,
  expect: { timeout: 5_000 },
  forbidOnly: process.env['CI'] !== undefined,
});
