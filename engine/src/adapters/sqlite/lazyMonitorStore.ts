import type { MonitorStore } from '../../ports/monitorStore.ts';

/** A monitor store whose file is opened, and made, when it is first asked. */
export function lazyMonitorStore(open: () => Promise<MonitorStore>): MonitorStore {
  let opened: Promise<MonitorStore> | undefined;
  const store = () => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    claim: async (...given) => (await store()).claim(...given),
    settle: async (...given) => (await store()).settle(...given),
    ticks: async () => (await store()).ticks(),
    add: async (...given) => (await store()).add(...given),
    checks: async (...given) => (await store()).checks(...given),
    report: async (...given) => (await store()).report(...given),
    latest: async () => (await store()).latest(),
    prune: async (...given) => (await store()).prune(...given),
    alert: async (...given) => (await store()).alert(...given),
    setAlert: async (...given) => (await store()).setAlert(...given),
    mutes: async () => (await store()).mutes(),
    mute: async (...given) => (await store()).mute(...given),
    unmute: async (...given) => (await store()).unmute(...given),
    async close() {
      const open = await opened?.catch(() => undefined);
      opened = undefined;
      await open?.close();
    },
  };
}
