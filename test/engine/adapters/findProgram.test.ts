import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isStoreStandIn } from '../../../engine/src/adapters/process/findProgram.ts';

test('the stand-ins that Windows has for Python are no programs', () => {
  const folder = String.raw`C:\Users\ada\AppData\Local\Microsoft\WindowsApps`;
  assert.ok(isStoreStandIn(`${folder}\\python.exe`, 0));
  // Installed from the store it is a program there.
  assert.ok(!isStoreStandIn(`${folder}\\python.exe`, 98_304));
  assert.ok(!isStoreStandIn(String.raw`C:\Python313\python.exe`, 0));
});
