import { type ClientCapabilities, type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';

export interface ConfigurationOptions {
  /** Gets what stands under `modelyard` in the client's configuration. */
  readonly changed: (settings: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/** Follows the client's settings, asked for where it can be asked, else as it sends them. */
export function followConfiguration(
  connection: Connection,
  { workspace }: ClientCapabilities,
  { changed, failed }: ConfigurationOptions,
): void {
  const ask = async () => {
    const found: unknown = await connection.workspace.getConfiguration('modelyard');
    if (found !== null && found !== undefined) changed(found);
  };
  connection.onDidChangeConfiguration(({ settings }) => {
    if (workspace?.configuration) ask().catch(failed);
    else changed((settings as { readonly modelyard?: unknown } | null)?.modelyard);
  });
  if (!workspace?.configuration) return;
  if (workspace.didChangeConfiguration?.dynamicRegistration)
    connection.client.register(DidChangeConfigurationNotification.type, { section: 'modelyard' }).catch(failed);
  ask().catch(failed);
}
