/**
 * The suites of test/host in desktop VS Code, on any system that has a display: `npm run test:vscode:desktop`. Downloads
 * VS Code unless VSCODE_TEST_EXECUTABLE names one.
 */
import { spawnSync } from 'node:child_process';
import { runTests } from '@vscode/test-electron';
import { bundleHostTests } from './kit/vscode/hostTests.ts';
import { repository } from './kit/vscode/repository.ts';
import { workspaceCopy } from './kit/vscode/workspaceCopy.ts';

process.exitCode = await main(process.env['VSCODE_TEST_EXECUTABLE']);

async function main(executable: string | undefined): Promise<number> {
  const build = spawnSync(process.execPath, ['esbuild.mjs'], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (build.status !== 0) return 1;
  const workspace = workspaceCopy();
  try {
    return await runTests({
      ...(executable === undefined ? {} : { vscodeExecutablePath: executable }),
      extensionDevelopmentPath: repository,
      extensionTestsPath: await bundleHostTests(),
      launchArgs: [workspace.folder, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome'],
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    workspace.remove();
  }
}
