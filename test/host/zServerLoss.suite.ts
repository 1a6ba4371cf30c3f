import assert from 'node:assert/strict';
import { suite, suiteTeardown, test } from 'mocha';
import { hoverText } from './answers.ts';
import { processes } from './processes.ts';
import { closeAll, eventually, show, spot } from './workspace.ts';

suite('loss of the server', () => {
  suiteTeardown(closeAll);

  test('a language server that is killed is started again and answers', async function () {
    if (process.platform === 'win32') this.skip();
    const document = await show('survival.pipeline.yaml');
    const ask = () => hoverText(document.uri, spot(document, 'rounds: {', 1));
    const answers = (text: string) => text.includes('Trees at most');
    await eventually('an answer', ask, answers);
    const [first] = servers();
    assert.ok(first !== undefined, 'no language server among the children of the extension host');
    process.kill(first, 'SIGKILL');
    const [second] = await eventually('another server', servers, (all) => all.length === 1 && all[0] !== first);
    assert.ok(second !== undefined);
    await eventually('an answer of the new server', ask, answers);
  });
});

/** Processes of the language server that this extension host started. */
function servers(): readonly number[] {
  return processes(/\bserver\.js\b/)
    .filter(({ parent }) => parent === process.pid)
    .map(({ pid }) => pid);
}
