import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadRuntime } from '../../../engine/src/adapters/onnx/loadRuntime.ts';

const absent = () => Promise.reject(new Error("Cannot find package 'onnxruntime-node'\nRequire stack:\n- a.js"));

test('a machine without ONNX Runtime is told so, and what works there all the same', async () => {
  await assert.rejects(loadRuntime(absent, 'darwin-x64'), {
    reason: 'no-runtime',
    message: /no ONNX Runtime for macOS on Intel/,
    next: /can be checked here/,
  });
  await assert.rejects(loadRuntime(absent, 'linux-x64'), {
    reason: 'no-runtime',
    message: "ONNX Runtime could not be loaded: Cannot find package 'onnxruntime-node'",
    next: /docs\/installing\.md/,
  });
});
