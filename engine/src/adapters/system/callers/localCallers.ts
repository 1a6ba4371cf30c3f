import type { Callers, CallingProcess, LocalConnection } from '../../../ports/callers.ts';

type Look = (connection: LocalConnection) => Promise<CallingProcess | undefined>;

const LOOKS: Readonly<Partial<Record<NodeJS.Platform, () => Promise<Look>>>> = {
  linux: async () => (await import('./linux.ts')).linuxCaller,
  darwin: async () => (await import('./macos.ts')).macosCaller,
  win32: async () => (await import('./windows.ts')).windowsCaller,
};

/** What this machine tells of who asks. */
export const localCallers: Callers = {
  async processOf(connection) {
    const look = await LOOKS[process.platform]?.();
    return look?.(connection);
  },
};
