import { pickSpec } from '../commands/picking.ts';

/** As rows, lenses and notifications name a monitor. */
export interface MonitorGiven {
  readonly root?: string;
  readonly monitor?: string;
}

export interface PickedMonitor {
  /** Address of the project's folder. */
  readonly root: string;
  readonly monitor: string;
}

/** The monitor that a command was given, else one that the user picks. */
export async function pickMonitor(
  given: MonitorGiven | undefined,
  placeHolder: string,
): Promise<PickedMonitor | undefined> {
  const { root, monitor } = given ?? {};
  if (root && monitor !== undefined) return { root, monitor };
  const spec = await pickSpec('monitor', placeHolder);
  return spec && { root: spec.root.toString(), monitor: spec.name };
}
