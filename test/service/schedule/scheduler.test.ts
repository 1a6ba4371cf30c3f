import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseCron } from '../../../engine/src/language/cron.ts';
import { nextTime } from '../../../engine/src/language/cronTimes.ts';
import type { Tick } from '../../../engine/src/ports/monitorStore.ts';
import type { Trigger } from '../../../engine/src/project/triggers.ts';
import type { ScheduleEvent } from '../../../service/src/schedule/scheduleEvent.ts';
import { Scheduler } from '../../../service/src/schedule/scheduler.ts';
import { TriggerBook } from '../../../service/src/schedule/triggerBook.ts';
import { memoryMonitors } from '../../kit/memoryMonitors.ts';

const HOUR = 3_600_000;

interface Options {
  readonly schedule?: string;
  readonly timezone?: string;
  readonly catchup?: 'latest' | 'none';
  readonly data?: readonly string[];
}

function trigger({ schedule, timezone = 'UTC', catchup = 'latest', data = [] }: Options): Trigger {
  const parsed = schedule === undefined ? undefined : parseCron(schedule);
  return {
    id: 'monitor m',
    kind: 'monitor',
    name: 'm',
    file: 'm.monitor.yaml',
    schedule: parsed?.kind === 'cron' ? { text: schedule!, cron: parsed.cron, timezone } : undefined,
    data,
    catchup,
    problem: undefined,
  };
}

/** A machine whose clock is set by hand; services begin, end and are killed on it. */
class World {
  now: number;
  readonly gone = new Set<string>();
  readonly monitors = memoryMonitors(() => this.now, this.gone);
  readonly versions = new Map<string, string>();
  trigger: Trigger;
  /** Work waits until it is let go. */
  holds = false;
  readonly done: string[] = [];
  readonly told: ScheduleEvent[] = [];
  #file = '';
  #services = 0;
  readonly #locks = new Map<string, Promise<unknown>>();
  readonly #held: (() => void)[] = [];

  constructor(start: string, options: Options) {
    this.now = Date.parse(start);
    this.trigger = trigger(options);
  }

  service(): Scheduler {
    const holder = `service ${++this.#services}`;
    const files = {
      read: async () => this.#file,
      write: async (_path: string, text: string | Uint8Array) => {
        this.#file = String(text);
      },
    };
    const exclusively = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const before = this.#locks.get(name);
      const mine = (before ?? Promise.resolve()).then(work);
      this.#locks.set(
        name,
        mine.catch(() => undefined),
      );
      return mine;
    };
    return new Scheduler({
      clock: { now: () => this.now, sleep: () => new Promise(() => undefined) },
      monitors: this.monitors,
      book: new TriggerBook(files, { exclusively }, '/store'),
      holder,
      triggers: async () => [this.trigger],
      version: async (name) => this.versions.get(name),
      work: async ({ due, by }) => {
        this.done.push(`${new Date(due).toISOString().slice(5, 16)}${by === 'data' ? ' data' : ''}`);
        if (this.holds) await new Promise<void>((resolve) => this.#held.push(resolve));
        return { kind: 'done', said: null, id: null };
      },
      tell: (event) => this.told.push(event),
      atOnce: 2,
    });
  }

  /** Kills the service whose work is held: it says nothing more. */
  kill(number: number): void {
    this.gone.add(`service ${number}`);
    this.holds = false;
  }

  letGo(): void {
    this.holds = false;
    for (const go of this.#held.splice(0)) go();
  }

  async at(time: string, ...services: readonly Scheduler[]): Promise<void> {
    this.now = Date.parse(time);
    await Promise.all(services.map((service) => service.look()));
    if (!this.holds) await Promise.all(services.map((service) => service.settled()));
  }

  missed(): readonly string[] {
    return this.told.flatMap((event) =>
      event.type === 'trigger.missed' ? [new Date(event.due).toISOString().slice(5, 16)] : [],
    );
  }

  async newest(): Promise<Tick | undefined> {
    return (await this.monitors.ticks())[0];
  }
}

describe('a schedule that is kept', () => {
  test('begins with the first moment after it was met, and does each once', async () => {
    const world = new World('2026-11-20T12:00Z', { schedule: '@daily' });
    const service = world.service();
    await world.at('2026-11-20T12:00Z', service);
    await world.at('2026-11-20T23:59:59Z', service);
    assert.deepEqual(world.done, []);
    await world.at('2026-11-21T00:00Z', service);
    await world.at('2026-11-21T00:00:05Z', service);
    await world.at('2026-11-22T00:00:07Z', service);
    assert.deepEqual(world.done, ['11-21T00:00', '11-22T00:00']);
    assert.equal((await world.newest())?.end?.kind, 'done');
    assert.deepEqual(world.missed(), []);
  });

  test('says when it begins and ends', async () => {
    const world = new World('2026-11-20T12:00Z', { schedule: '@daily' });
    const service = world.service();
    await world.at('2026-11-20T12:00Z', service);
    await world.at('2026-11-21T00:00:01Z', service);
    assert.deepEqual(
      world.told.map(({ type }) => type),
      ['triggers.kept', 'trigger.started', 'trigger.finished'],
    );
  });

  test('goes on where a restart was in between, and makes up for what came due meanwhile', async () => {
    const world = new World('2026-11-20T12:00Z', { schedule: '0 3 * * 1' });
    await world.at('2026-11-20T12:00Z', world.service());
    // Down over Monday.
    const second = world.service();
    await world.at('2026-11-24T09:00Z', second);
    await world.at('2026-11-24T09:00:10Z', second);
    assert.deepEqual(world.done, ['11-23T03:00']);
    assert.deepEqual(world.missed(), []);
  });

  test('after days without a service does the newest, and writes the others down as missed', async () => {
    const world = new World('2026-11-20T12:00Z', { schedule: '@daily' });
    await world.at('2026-11-20T12:00Z', world.service());
    await world.at('2026-11-24T09:00Z', world.service());
    assert.deepEqual(world.done, ['11-24T00:00']);
    assert.deepEqual(world.missed(), ['11-21T00:00', '11-22T00:00', '11-23T00:00']);
    await world.at('2026-11-24T10:00Z', world.service());
    assert.equal(world.done.length, 1);
    assert.equal(world.missed().length, 3);
  });

  test('makes up for nothing where the spec says so', async () => {
    const world = new World('2026-11-20T12:00Z', { schedule: '@daily', catchup: 'none' });
    await world.at('2026-11-20T12:00Z', world.service());
    const second = world.service();
    await world.at('2026-11-23T09:00Z', second);
    assert.deepEqual([world.done, world.missed()], [[], ['11-21T00:00', '11-22T00:00', '11-23T00:00']]);
    await world.at('2026-11-24T00:00:01Z', second);
    assert.deepEqual(world.done, ['11-24T00:00']);
  });

  test('does not make up for moments before the spec named them', async () => {
    const world = new World('2026-11-20T12:00Z', { schedule: '@monthly' });
    const service = world.service();
    await world.at('2026-11-20T12:00Z', service);
    world.trigger = trigger({ schedule: '@hourly' });
    await world.at('2026-11-24T09:30Z', service);
    assert.deepEqual([world.done, world.missed()], [[], []]);
    await world.at('2026-11-24T10:00Z', service);
    assert.deepEqual(world.done, ['11-24T10:00']);
  });

  test('writes moments down that came while its work was not done', async () => {
    const world = new World('2026-11-20T12:00Z', { schedule: '@hourly' });
    const service = world.service();
    await world.at('2026-11-20T12:30Z', service);
    world.holds = true;
    await world.at('2026-11-20T13:00Z', service);
    await world.at('2026-11-20T15:10Z', service);
    assert.deepEqual(world.done, ['11-20T13:00']);
    world.letGo();
    await world.at('2026-11-20T15:11Z', service);
    await world.at('2026-11-20T15:12Z', service);
    assert.deepEqual([world.done, world.missed()], [['11-20T13:00', '11-20T15:00'], ['11-20T14:00']]);
  });

  test('without its book goes on behind the newest tick of the store', async () => {
    const world = new World('2026-11-20T12:00Z', { schedule: '@daily' });
    const tick = Date.parse('2026-11-18T00:00Z');
    await world.monitors.claim('monitor m', tick, 'before');
    await world.monitors.settle('monitor m', tick, { at: tick, kind: 'done', said: null, id: null });
    await world.at('2026-11-20T12:00Z', world.service());
    assert.deepEqual([world.done, world.missed()], [['11-20T00:00'], ['11-19T00:00']]);
  });
});

describe('when clocks are set in the zone of a schedule', () => {
  const cases = [
    [
      'America/Chicago',
      '30 2 * * *',
      '2026-03-07T12:00Z',
      '2026-03-10T12:00Z',
      ['03-08T08:00', '03-09T07:30', '03-10T07:30'],
    ],
    ['America/Chicago', '30 1 * * *', '2026-10-31T12:00Z', '2026-11-02T12:00Z', ['11-01T06:30', '11-02T07:30']],
    ['Europe/Berlin', '30 2 * * *', '2026-03-28T12:00Z', '2026-03-30T12:00Z', ['03-29T01:00', '03-30T00:30']],
    ['Europe/Berlin', '30 2 * * *', '2026-10-24T12:00Z', '2026-10-26T12:00Z', ['10-25T00:30', '10-26T01:30']],
    ['Australia/Lord_Howe', '15 2 * * *', '2026-10-03T00:00Z', '2026-10-05T00:00Z', ['10-03T15:30', '10-04T15:15']],
    ['Australia/Lord_Howe', '45 1 * * *', '2026-04-04T00:00Z', '2026-04-06T00:00Z', ['04-04T14:45', '04-05T15:15']],
  ] as const;
  for (const [timezone, schedule, from, to, wanted] of cases)
    test(`${schedule} in ${timezone} is done once a day from ${from}`, async () => {
      const world = new World(from, { schedule, timezone });
      const service = world.service();
      for (let at = Date.parse(from); at <= Date.parse(to); at += HOUR / 12)
        await world.at(new Date(at).toISOString(), service);
      assert.deepEqual([world.done, world.missed()], [wanted, []]);
    });
});

describe('when the clock of the machine is set', () => {
  test('back, nothing is done twice and what follows is done in its time', async () => {
    const world = new World('2026-11-20T09:30Z', { schedule: '@hourly' });
    const service = world.service();
    await world.at('2026-11-20T09:30Z', service);
    await world.at('2026-11-20T10:00Z', service);
    await world.at('2026-11-20T11:00Z', service);
    await world.at('2026-11-20T09:45Z', service);
    await world.at('2026-11-20T10:00Z', service);
    await world.at('2026-11-20T11:00Z', service);
    await world.at('2026-11-20T12:00Z', service);
    assert.deepEqual([world.done, world.missed()], [['11-20T10:00', '11-20T11:00', '11-20T12:00'], []]);
  });

  test('forth, one stands for all that were skipped', async () => {
    const world = new World('2026-11-20T09:30Z', { schedule: '@hourly' });
    const service = world.service();
    await world.at('2026-11-20T09:30Z', service);
    await world.at('2026-11-20T13:20Z', service);
    assert.deepEqual([world.done, world.missed()], [['11-20T13:00'], ['11-20T10:00', '11-20T11:00', '11-20T12:00']]);
  });

  test('forth by years and back, goes on at once', async () => {
    const world = new World('2026-11-20T09:30Z', { schedule: '@hourly' });
    const service = world.service();
    await world.at('2026-11-20T09:30Z', service);
    await world.at('2031-01-01T00:30Z', service);
    assert.equal(world.missed().length, 100);
    await world.at('2026-11-20T09:40Z', service);
    await world.at('2026-11-20T10:00Z', service);
    assert.equal(world.done.at(-1), '11-20T10:00');
  });
});

describe('two services on one project', () => {
  test('do each moment once', async () => {
    const world = new World('2026-11-20T12:00Z', { schedule: '@hourly' });
    const [one, two] = [world.service(), world.service()];
    for (let hour = 12; hour < 20; hour++) await world.at(`2026-11-20T${hour}:00:01Z`, one, two);
    assert.deepEqual(world.done.length, new Set(world.done).size);
    assert.equal(world.done.length, 7);
    assert.deepEqual(world.missed(), []);
  });

  test('start once for a change of data', async () => {
    const world = new World('2026-11-20T12:00Z', { data: ['flights'] });
    const [one, two] = [world.service(), world.service()];
    world.versions.set('flights', 'a');
    await world.at('2026-11-20T12:00Z', one, two);
    world.versions.set('flights', 'b');
    await world.at('2026-11-20T12:01Z', one, two);
    await world.at('2026-11-20T12:02Z', one, two);
    assert.deepEqual(world.done, ['11-20T12:01 data']);
  });
});

describe('a service that is killed between taking a moment and its end', () => {
  test('leaves it to the next one, which does it once more', async () => {
    const world = new World('2026-11-20T12:00Z', { schedule: '@daily' });
    const first = world.service();
    await world.at('2026-11-20T12:00Z', first);
    world.holds = true;
    await world.at('2026-11-21T00:00Z', first);
    assert.equal((await world.newest())?.end, null);
    world.kill(1);
    const second = world.service();
    await world.at('2026-11-21T00:05Z', second);
    await world.at('2026-11-21T00:06Z', second);
    assert.deepEqual(world.done, ['11-21T00:00', '11-21T00:00']);
    assert.equal((await world.newest())?.end?.kind, 'done');
  });

  test('has it give way to a newer one', async () => {
    const world = new World('2026-11-20T12:00Z', { schedule: '@daily' });
    const first = world.service();
    await world.at('2026-11-20T12:00Z', first);
    world.holds = true;
    await world.at('2026-11-21T00:00Z', first);
    world.kill(1);
    await world.at('2026-11-22T08:00Z', world.service());
    assert.deepEqual(world.done, ['11-21T00:00', '11-22T00:00']);
    assert.deepEqual(world.missed(), ['11-21T00:00']);
  });

  test('does not start twice for one change of data', async () => {
    const world = new World('2026-11-20T12:00Z', { data: ['flights'] });
    const first = world.service();
    world.versions.set('flights', 'a');
    await world.at('2026-11-20T12:00Z', first);
    world.holds = true;
    world.versions.set('flights', 'b');
    await world.at('2026-11-20T12:01Z', first);
    world.kill(1);
    const second = world.service();
    await world.at('2026-11-20T12:05Z', second);
    await world.at('2026-11-20T12:06Z', second);
    assert.deepEqual(world.done, ['11-20T12:01 data', '11-20T12:01 data']);
  });

  test('is not waited for by one that lives beside it', async () => {
    const world = new World('2026-11-20T12:00Z', { schedule: '@hourly' });
    const first = world.service();
    await world.at('2026-11-20T12:30Z', first);
    world.holds = true;
    await world.at('2026-11-20T13:00Z', first);
    world.holds = false;
    const second = world.service();
    await world.at('2026-11-20T13:01Z', second);
    assert.deepEqual(world.done, ['11-20T13:00']);
    await world.at('2026-11-20T14:00Z', second);
    assert.deepEqual(world.done, ['11-20T13:00', '11-20T14:00']);
  });
});

describe('new data', () => {
  test('starts a check when its version changes, not when it is first seen', async () => {
    const world = new World('2026-11-20T12:00Z', { data: ['flights', 'airports'] });
    const service = world.service();
    await world.at('2026-11-20T12:00Z', service);
    world.versions.set('flights', 'a');
    await world.at('2026-11-20T12:01Z', service);
    assert.deepEqual(world.done, []);
    world.versions.set('airports', 'x');
    await world.at('2026-11-20T12:02Z', service);
    world.versions.set('flights', 'b');
    world.versions.set('airports', 'y');
    await world.at('2026-11-20T12:03Z', service);
    await world.at('2026-11-20T12:04Z', service);
    assert.deepEqual(world.done, ['11-20T12:03 data']);
  });

  test('that came while nothing ran starts one check, or none', async () => {
    for (const [catchup, wanted] of [
      ['latest', ['11-21T12:00 data']],
      ['none', []],
    ] as const) {
      const world = new World('2026-11-20T12:00Z', { data: ['flights'], catchup });
      world.versions.set('flights', 'a');
      await world.at('2026-11-20T12:00Z', world.service());
      world.versions.set('flights', 'b');
      const second = world.service();
      await world.at('2026-11-21T12:00Z', second);
      assert.deepEqual(world.done, wanted);
      world.versions.set('flights', 'c');
      await world.at('2026-11-21T13:00Z', second);
      assert.equal(world.done.length, wanted.length + 1);
    }
  });

  test('that comes with a moment of the schedule is checked with it', async () => {
    const world = new World('2026-11-20T12:00Z', { schedule: '@daily', data: ['flights'] });
    const service = world.service();
    world.versions.set('flights', 'a');
    await world.at('2026-11-20T12:00Z', service);
    world.versions.set('flights', 'b');
    await world.at('2026-11-21T00:00Z', service);
    await world.at('2026-11-21T00:01Z', service);
    assert.deepEqual(world.done, ['11-21T00:00']);
  });
});

test('whatever a machine goes through, every moment is done once or written down, and none twice', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 200 }) }),
    fc.record({ kind: fc.constant('restart' as const), minutes: fc.integer({ min: 0, max: 2000 }) }),
    fc.record({ kind: fc.constant('second' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 20 }),
      fc.constantFrom('@hourly', '20 */3 * * *', '30 2 * * *'),
      async (steps, schedule) => {
        const zone = 'America/Chicago';
        const start = '2026-03-07T12:10:00Z';
        const world = new World(start, { schedule, timezone: zone });
        let services = [world.service()];
        await world.at(start, ...services);
        for (const { kind, minutes } of steps) {
          if (kind === 'restart') services = [world.service()];
          if (kind === 'second') services = [...services, world.service()];
          await world.at(new Date(world.now + minutes * 60_000).toISOString(), ...services);
        }
        const { cron } = world.trigger.schedule!;
        const due: string[] = [];
        for (
          let at = nextTime(cron, zone, Date.parse(start));
          at !== undefined && at <= world.now;
          at = nextTime(cron, zone, at)
        )
          due.push(new Date(at).toISOString().slice(5, 16));
        assert.deepEqual([...world.done, ...world.missed()].sort(), due.sort());
      },
    ),
    { numRuns: 150 },
  );
});
