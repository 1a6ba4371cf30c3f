import type { S3ClientConfig } from '@aws-sdk/client-s3';

type Provider = Extract<NonNullable<S3ClientConfig['credentials']>, (...given: never) => unknown>;

export interface CredentialPlaces {
  /** Of the AWS configuration; `AWS_PROFILE` or `default` where there is none. */
  readonly profile: string | undefined;
  /** Whether a machine in AWS may be asked for its own credentials: elsewhere that waits for an address that nobody answers. */
  readonly instance: boolean;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * Credentials from where the AWS tools have them, in their order: the environment, a profile (keys, single sign-on, a process,
 * a role), a token file, the container's address. Each is loaded when it is its turn.
 */
export function s3Credentials({ profile, instance, variables }: CredentialPlaces): Provider {
  const named = profile ?? variables['AWS_PROFILE'];
  const init = named === undefined ? {} : { profile: named };
  const isInContainer = ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'].some(
    (name) => variables[name],
  );
  const places: readonly (() => Promise<Provider>)[] = [
    ...(named === undefined ? [async () => (await import('@aws-sdk/credential-provider-env')).fromEnv()] : []),
    async () => (await import('@aws-sdk/credential-provider-ini')).fromIni(init),
    async () => (await import('@aws-sdk/credential-provider-web-identity')).fromTokenFile(),
    ...(isInContainer ? [async () => (await import('@aws-sdk/credential-provider-http')).fromHttp()] : []),
    ...(instance ? [async () => (await import('@smithy/credential-provider-imds')).fromInstanceMetadata()] : []),
  ];
  return async (given) => {
    let first: unknown;
    for (const load of places) {
      try {
        return await (await load())(given);
      } catch (error) {
        if ((error as { readonly tryNextLink?: boolean }).tryNextLink === false) throw error;
        // Of a profile that was named, its own reason; of none, that there is none.
        if (named !== undefined) first ??= error;
      }
    }
    throw Object.assign(first instanceof Error ? first : new Error('no credentials were found'), {
      name: 'CredentialsProviderError',
    });
  };
}
