import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of MLflow with one experiment and one run, for those who have its token. */
export interface FakeMlflowServer {
  readonly address: string;
  /** How often it was asked. */
  readonly asked: () => number;
  close(): void;
}

const EXPERIMENT = {
  experiment_id: '7',
  name: 'remote-fares',
  lifecycle_stage: 'active',
  creation_time: 1_790_000_000_000,
  last_update_time: 1_790_000_000_000,
};

const RUN = {
  info: {
    run_id: '5f3c9d27a1b04e7c8d6f0a1b2c3d4e5f',
    run_name: 'bold-finch-12',
    experiment_id: '7',
    user_id: 'ada',
    status: 'FINISHED',
    start_time: 1_790_000_000_000,
    end_time: 1_790_000_042_000,
    lifecycle_stage: 'active',
    artifact_uri: 'mlflow-artifacts:/7/5f3c9d27a1b04e7c8d6f0a1b2c3d4e5f/artifacts',
  },
  data: {
    metrics: [{ key: 'rmse', value: 12.61, timestamp: 1_790_000_040_000, step: 0 }],
    params: [{ key: 'alpha', value: '0.5' }],
    tags: [{ key: 'team', value: 'pricing' }],
  },
};

/** By the last part of the path; what is not here is not there. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  'experiments/search': { experiments: [EXPERIMENT] },
  'runs/search': { runs: [RUN] },
  'runs/get': { run: RUN },
  'artifacts/list': { files: [] },
  'logged-models/search': { models: [] },
  'registered-models/search': { registered_models: [] },
};

export async function fakeMlflowServer(token: string): Promise<FakeMlflowServer> {
  let asked = 0;
  const server: Server = createServer(({ url = '', headers }, response) => {
    asked++;
    const [, path = ''] = /\/api\/2\.0\/mlflow\/([^?]*)/.exec(url) ?? [];
    const isKnown = headers.authorization === `Bearer ${token}`;
    const answer = isKnown ? ANSWERS[path] : { message: 'Who are you?' };
    response.writeHead(isKnown ? (answer === undefined ? 404 : 200) : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
