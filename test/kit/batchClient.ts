/**
 * A client that logs batches over HTTP until it is killed or has logged all, and says each that was acknowledged:
 * `node batchClient.ts URL TOKEN RUN COUNT`. What is not answered is sent again, as MLflow's client does.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const [url = '', token = '', run_id = '', count = '0'] = process.argv.slice(2);

for (let step = 1; step <= Number(count); step++) {
  while (!(await logs(step))) await sleep(20);
  process.stdout.write(`${step}\n`);
}

async function logs(step: number): Promise<boolean> {
  const metric = (key: string) => ({ key, value: step, timestamp: step, step });
  const batch = {
    ...{ run_id, metrics: Array.from({ length: 20 }, (_, at) => metric(`m${at}`)) },
    params: [{ key: `p${step}`, value: 'x'.repeat(500) }],
  };
  const answer = await fetch(`${url}/api/2.0/mlflow/runs/log-batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(batch),
  }).catch(() => undefined);
  if (answer && !answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer !== undefined;
}
