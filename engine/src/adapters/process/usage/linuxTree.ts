import { readdirSync, readFileSync } from 'node:fs';
import type { TreeUse } from './processTable.ts';

/** Clock ticks of /proc, which Linux gives to programs as hundredths of a second on every machine. */
const TICKS = 100;

/** What a process and all that descend from it have used; the time of those that ended counts with who waited for them. */
export function linuxTreeUse(root: number): TreeUse | undefined {
  let ticks = 0;
  let memoryBytes = 0;
  const queue = [root];
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
    const stat = read(`/proc/${pid}/stat`);
    if (stat === undefined) {
      if (pid === root) return undefined;
      continue;
    }
    // user, system, and both of children that were waited for: fields 14 to 17, the name before may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += fields.slice(11, 15).reduce((all, field) => all + Number(field), 0);
    const rss = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1];
    memoryBytes += Number(rss ?? 0) * 1024;
    queue.push(...children(pid));
  }
  return { seconds: ticks / TICKS, memoryBytes };
}

/** Any thread may have started a child. */
function children(pid: number): readonly number[] {
  return threads(pid).flatMap((thread) =>
    (read(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number),
  );
}

function threads(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}
