import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CRON_WORDS, parseCron } from '../../../engine/src/language/cron.ts';
import { cronInWords } from '../../../engine/src/language/cronInWords.ts';

const cron = (text: string) => {
  const parsed = parseCron(text);
  assert.ok(parsed.kind === 'cron', text);
  return parsed.cron;
};

const problem = (text: string) => {
  const parsed = parseCron(text);
  assert.ok(parsed.kind === 'problem', text);
  const { message, start, end } = parsed.problem;
  return [text.slice(start, end), message];
};

test('fields are numbers, lists, ranges, steps and names', () => {
  assert.deepEqual(cron('*/20 9-17/4 1,15 JAN-Mar mon'), {
    minutes: [0, 20, 40],
    hours: [9, 13, 17],
    days: [1, 15],
    months: [1, 2, 3],
    weekdays: [1],
    either: true,
    wild: true,
  });
  assert.deepEqual(cron('5/15 0 * * *').minutes, [5, 20, 35, 50]);
  assert.deepEqual(cron('0 0 * * 5-7').weekdays, [0, 5, 6]);
  assert.deepEqual(cron(' 0  3 * * 1 '), cron('0 3 * * MON'));
  assert.equal(cron('0 0 */2 * 1').either, false);
});

test('in words', () => {
  const words = (text: string) => cronInWords(text);
  assert.equal(words('0 3 * * 1'), 'Every Monday at 03:00');
  assert.equal(words('@daily'), 'Every day at 00:00');
  assert.equal(words('@hourly'), 'Every hour on the hour');
  assert.equal(words('@weekly'), 'Every Sunday at 00:00');
  assert.equal(words('@monthly'), 'On day 1 of every month at 00:00');
  assert.equal(words('@yearly'), 'On day 1 of January at 00:00');
  assert.equal(words('* * * * *'), 'Every minute');
  assert.equal(words('*/15 * * * *'), 'Every 15 minutes');
  assert.equal(words('30 */6 * * *'), 'Every day at 00:30, 06:30, 12:30 and 18:30');
  assert.equal(words('30 */2 * * *'), 'Every 2 hours at minute 30');
  assert.equal(words('*/10 9-17 * * 1-5'), 'Every 10 minutes, from 09:00 to 17:59, every day from Monday to Friday');
  assert.equal(words('0 8,20 * 6-8 SAT,SUN'), 'Every Saturday and Sunday in June, July and August at 08:00 and 20:00');
  assert.equal(words('0 0 13 * 5'), 'On day 13 of every month, and every Friday at 00:00');
  assert.equal(
    words('7,8,9,10,11 1,5 * 2 *'),
    'Every hour at the minutes 7, 8, 9, 10 and 11, in the hours 1 and 5, every day in February',
  );
  assert.equal(cronInWords('0 3 * * 1', 'America/Chicago'), 'Every Monday at 03:00 (America/Chicago)');
  assert.equal(words('never'), undefined);
});

test('what is wrong is named with its place', () => {
  const message = (text: string) => problem(text).join(': ');
  assert.match(message('0 3 * *'), /^0 3 \* \*: There are 4 fields; a schedule has five fields/);
  assert.match(message('0 0 3 * * 1'), /six fields, and seconds are not known/);
  assert.match(message('60 3 * * 1'), /^60: `60` is no minute: write 0 to 59/);
  assert.match(message('0 3 0 * 1'), /^0: `0` is no day of month: write 1 to 31/);
  assert.match(message('0 3 * foo 1'), /^foo: `foo` is no month: write 1 to 12 or JAN to DEC/);
  assert.match(message('0 17-9 * * 1'), /^17-9: The hour `17-9` ends before it begins/);
  assert.match(message('0 3,,4 * * 1'), /is no hour/);
  assert.match(message('*/0 3 * * 1'), /^\*\/0: .* is no minute/);
  assert.match(message('0 0 L * ?'), /^L: `L` is no day of month/);
  assert.match(message('0 0 30 2 *'), /^30 2: .*it never comes/);
  assert.match(message('@dayly'), /^@dayly: .*did you mean `@daily`/);
  assert.match(message('@reboot'), /there is @hourly, @daily/);
});

test('29 February comes, and a weekday comes whatever the day', () => {
  assert.deepEqual(cron('0 0 29 2 *').days, [29]);
  assert.deepEqual(cron('0 0 30 2 1').weekdays, [1]);
});

test('property: any text is a schedule that can be said, or a problem inside of it', () => {
  const field = fc.stringMatching(/^[*\d,/A-Za-z-]{0,6}$/);
  const text = fc.oneof(
    fc.string(),
    fc.array(field, { maxLength: 7 }).map((fields) => fields.join(' ')),
  );
  fc.assert(
    fc.property(text, (schedule) => {
      const parsed = parseCron(schedule);
      if (parsed.kind === 'cron') assert.ok(cronInWords(schedule));
      else assert.ok(parsed.problem.start >= 0 && parsed.problem.end <= schedule.length && parsed.problem.message);
    }),
  );
  for (const word of Object.keys(CRON_WORDS)) assert.ok(cronInWords(word));
});
