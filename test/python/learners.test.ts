import { cachedPython, testClientScripts } from '../kit/clientScripts.ts';

testClientScripts(['models', 'autolog'], cachedPython('own-python-venv'));
