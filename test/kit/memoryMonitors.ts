import type { AlertState, CheckRecord, MonitorStore, Mute, Tick } from '../../engine/src/ports/monitorStore.ts';

/** A monitor store in plain maps. Holders live until `gone` names them. */
export function memoryMonitors(now: () => number = Date.now, gone: ReadonlySet<string> = new Set()): MonitorStore {
  const ticks = new Map<string, Tick & { readonly holder: string; readonly tries: number }>();
  const checks = new Map<string, { readonly check: CheckRecord; readonly report: string }>();
  const alerts = new Map<string, AlertState>();
  const mutes = new Map<string, Mute>();
  const newest = (monitor: string) =>
    [...checks.values()]
      .reverse()
      .map(({ check }) => check)
      .filter((check) => check.monitor === monitor)
      .sort(byDue);
  return {
    async claim(trigger, due, holder) {
      const key = JSON.stringify([trigger, due]);
      const known = ticks.get(key);
      if (known !== undefined && (known.end !== null || known.tries > 1 || !gone.has(known.holder))) return false;
      ticks.set(key, { trigger, due, at: now(), end: null, holder, tries: (known?.tries ?? 0) + 1 });
      return true;
    },
    async settle(trigger, due, end) {
      const key = JSON.stringify([trigger, due]);
      const known = ticks.get(key);
      if (known !== undefined) ticks.set(key, { ...known, end });
    },
    async ticks() {
      const names = [...new Set([...ticks.values()].map(({ trigger }) => trigger))].sort();
      return names.map((name) => {
        const [first] = [...ticks.values()].filter(({ trigger }) => trigger === name).sort(byDue);
        const { trigger, due, at, end } = first!;
        return { trigger, due, at, end };
      });
    },
    async add(check, report) {
      for (const [id, other] of checks) if (placeOf(other.check) === placeOf(check)) checks.delete(id);
      checks.set(check.id, { check, report });
    },
    checks: async (monitor, { limit, before = Number.POSITIVE_INFINITY } = {}) =>
      newest(monitor)
        .filter(({ due }) => due < before)
        .slice(0, limit),
    report: async (id) => checks.get(id)?.report,
    async latest() {
      const names = [...new Set([...checks.values()].map(({ check }) => check.monitor))].sort();
      return names.flatMap((name) => newest(name).slice(0, 1));
    },
    async prune(monitor, keep) {
      const old = newest(monitor).slice(keep);
      for (const { id } of old) checks.delete(id);
      return old.length;
    },
    alert: async (monitor, key) => alerts.get(JSON.stringify([monitor, key])),
    async setAlert(monitor, key, before, state) {
      const place = JSON.stringify([monitor, key]);
      if (textOf(alerts.get(place)) !== textOf(before)) return false;
      alerts.set(place, state);
      return true;
    },
    mutes: async () => [...mutes.values()].sort((a, b) => (a.monitor < b.monitor ? -1 : 1)),
    async mute(mute) {
      mutes.set(mute.monitor, mute);
    },
    async unmute(monitor) {
      mutes.delete(monitor);
    },
    async close() {},
  };
}

function placeOf({ monitor, due, model }: CheckRecord): string {
  return JSON.stringify([monitor, due, model]);
}

function byDue(a: { readonly due: number }, b: { readonly due: number }): number {
  return b.due - a.due;
}

function textOf(state: AlertState | undefined): string {
  return JSON.stringify(state && [state.state, state.inRow, state.fired, state.due]);
}
