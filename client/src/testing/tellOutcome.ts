import { Location, type TestItem, TestMessage, type TestRun } from 'vscode';
import type { Outcome } from './outcome.ts';

/** Tells the Testing view how a test ended, with a line of output. */
export function tellOutcome(run: TestRun, item: TestItem, outcome: Outcome): void {
  const line = `${MARKS[outcome.kind]} ${item.label}${outcome.said === 'passed' ? '' : `: ${outcome.said}`}`;
  const place = item.uri && item.range && new Location(item.uri, item.range);
  // Output stands in the editor too: there only what a mark alone does not tell.
  const isTelling = outcome.kind === 'skipped' || (outcome.kind === 'passed' && outcome.said !== 'passed');
  say(run, line, { place: isTelling ? place : undefined, item });
  if (outcome.kind === 'passed') run.passed(item);
  else if (outcome.kind === 'skipped') run.skipped(item);
  else {
    const message = new TestMessage(outcome.said);
    if (place !== undefined) message.location = place;
    if (outcome.kind === 'failed' && outcome.compared !== undefined) {
      message.expectedOutput = outcome.compared.expected;
      message.actualOutput = outcome.compared.actual;
    }
    if (outcome.kind === 'errored') run.errored(item, message);
    else run.failed(item, message);
  }
}

const MARKS = { passed: '✓', failed: '✗', errored: '!', skipped: '-' } as const;

interface About {
  readonly place: Location | undefined;
  readonly item: TestItem;
}

/** A line of output. */
export function say(run: TestRun, line: string, about?: About): void {
  run.appendOutput(`${line.replace(/\r?\n/g, '\r\n')}\r\n`, about?.place, about?.item);
}
