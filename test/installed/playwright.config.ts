import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { repository } from '../kit/vscode/repository.ts';

// biome-ignore lint/style/noDefaultExport: Playwright reads its configuration from there
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: join(repository, '.cache/vscode-tests/installed'),
  workers: 1,
  fullyParallel: false,
  // What the editor draws comes when it comes; what fails thrice is ours.
  retries: 2,
  // A run that is red says so in time: tries that wait take minutes each.
  maxFailures: 2,
  timeout: 300_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
});
