import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingNative } from '../../../engine/src/operations/missingNative.ts';

test('a native library that is absent or does not load is named, with what works without it', () => {
  const absent = coded('ERR_MODULE_NOT_FOUND', "Cannot find package '@duckdb/node-api' imported from /a/dist/data.js");
  assert.match(missingNative(absent)!.message, /^DuckDB, which reads data, could not be loaded: Cannot find package/);
  assert.match(missingNative(absent)!.next!, /validate --no-data/);
  const old = "/lib/libc.so.6: version `GLIBC_2.34' not found (required by /a/better-sqlite3/prebuilds/linux-x64.node)";
  assert.equal(
    missingNative(coded('ERR_DLOPEN_FAILED', `${old}\nmore`))!.message,
    `SQLite, which keeps runs, could not be loaded: ${old}`,
  );
  assert.match(missingNative(coded('MODULE_NOT_FOUND', "Cannot find module 'onnxruntime-node'"))!.message, /^ONNX/);
});

test('other errors stay what they are', () => {
  assert.equal(missingNative(coded('ERR_MODULE_NOT_FOUND', "Cannot find package 'left-pad'")), undefined);
  assert.equal(missingNative(coded('ENOENT', 'duckdb.node')), undefined);
  assert.equal(missingNative(new Error('duckdb')), undefined);
  assert.equal(missingNative('better-sqlite3'), undefined);
});

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
