import { remoteMistakes } from '../project/remote.ts';
import type { Family } from './rule.ts';

/** Where the team shares objects. */
export const remote: Family = {
  rules: [
    {
      code: 'remote-url',
      title: 'The remote is no address that can be used',
      severity: 'error',
      pace: 'fast',
      docs: 'The remote of a project is a folder that all can reach, `file:///mnt/share/models`, or a place in S3, `s3://bucket/prefix`; for a server of your own that speaks S3 `endpoint` has its address. Nothing stands behind the path.',
    },
    {
      code: 'remote-credentials',
      title: 'Credentials stand in the address of the remote',
      severity: 'error',
      pace: 'fast',
      docs: 'What is committed to git is read by everybody who has the repository, for ever. Take the credentials out and revoke them where they were issued. They come from where the AWS tools have them: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, a profile (`AWS_PROFILE`, or `profile` beside the address), single sign-on, a token file. Until they are out, the remote is not used.',
    },
  ],
  *check(_, file) {
    if (file.kind !== 'project') return;
    for (const { code, message, path, replacement } of remoteMistakes(file.tree))
      yield {
        code,
        file: file.path,
        range: file.tree.range(path),
        message,
        ...(replacement === undefined ? {} : { data: { replacement, path } }),
      };
  },
};
