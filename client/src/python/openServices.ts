import { askProgram } from '../start/program.ts';
import type { Address } from './tracking.ts';
import { TrackingServices } from './trackingServices.ts';

/**
 * The services of this machine, which the command line starts.
 * @param program the command line's bundle
 */
export function openServices(program: string): TrackingServices {
  return new TrackingServices({
    async start(root) {
      const { url, token } = await askProgram<Address>(['serve', '--print-env'], { program, folder: root });
      return { url, token };
    },
    answers,
  });
}

/** With the token, since somebody else may have the port by now. */
async function answers({ url, token }: Address): Promise<boolean> {
  try {
    const response = await fetch(`${url}/version`, {
      headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(PATIENCE),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

const PATIENCE = 2000;
