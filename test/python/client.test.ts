import { cachedPython, testClientScripts } from '../kit/clientScripts.ts';

testClientScripts(
  ['tracking', 'search', 'registry', 'deletes'],
  cachedPython('own-python-venv') ?? cachedPython('mlflow-client-venv'),
);
