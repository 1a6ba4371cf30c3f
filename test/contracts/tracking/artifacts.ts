import { newExperiment, newRun, refused, type Scenario } from './ask.ts';

const PROXY = '/api/2.0/mlflow-artifacts/artifacts';
const BYTES = { 'content-type': 'application/octet-stream' };

/** Files of runs through the proxy. */
export const artifacts: Scenario = async (ask) => {
  const { call, get } = ask;
  const experiment = await newExperiment(ask, 'artifacts');
  const run_id = await newRun(ask, experiment, 'writes');
  const at = `${PROXY}/${experiment}/${run_id}/artifacts`;
  const put = (path: string, body: string) => call('PUT', `${at}/${path}`, { body, headers: BYTES });
  await put('a.txt', 'hello');
  await put('a.txt', 'hello again');
  await put('deep/er/b.json', '{"a": 1}');
  await put('with%20space%20%C3%BC.txt', 'x');
  const list = (path: string) => call('GET', PROXY, { query: { path: `${experiment}/${run_id}/artifacts${path}` } });
  for (const path of ['', '/deep', '/deep/er', '/none', '/a.txt']) await list(path);
  await get('artifacts/list', { run_id });
  await get('artifacts/list', { run_id, path: 'deep' });
  await call('GET', `${at}/a.txt`);
  await call('GET', `${at}/deep/er/b.json`);
  await call('GET', `${at}/with%20space%20%C3%BC.txt`);
  await call('GET', `${at}/none`);
  for (const path of ['../out', '%2e%2e/out', '%2e%2e%2fout', 'a/%2e%2e/%2e%2e/out', '%252e%252e/out']) {
    await put(path, 'x');
    await call('GET', `${at}/${path}`);
    await call('DELETE', `${at}/${path}`);
  }
  for (const path of ['..%5cout', '%2fetc/passwd'])
    for (const method of ['PUT', 'GET', 'DELETE'])
      await call(method, `${at}/${path}`, { body: 'x', headers: BYTES }, refused('not everywhere a path within'));
  for (const path of ['../', '/../..', '/%2e%2e']) await list(path);
  for (const path of ['../..', '/etc', 'a/../../b']) await get('artifacts/list', { run_id, path });
  await call('DELETE', `${at}/deep`);
  await call('DELETE', `${at}/deep`);
  await list('');
};
