import {
  type ClientCapabilities,
  CodeLensRefreshRequest,
  type Connection,
  InlayHintRefreshRequest,
} from 'vscode-languageserver';

/** Milliseconds for which news are gathered before the client is asked to ask again. */
const CALM = 300;

/** Has the client ask anew for what data and runs tell: lenses and hints, where it can be told to. */
export function refreshOf(connection: Connection, { workspace }: ClientCapabilities): () => void {
  const requests = [
    ...(workspace?.codeLens?.refreshSupport ? [CodeLensRefreshRequest.method] : []),
    ...(workspace?.inlayHint?.refreshSupport ? [InlayHintRefreshRequest.method] : []),
  ];
  let timer: NodeJS.Timeout | undefined;
  return () => {
    if (requests.length === 0 || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      for (const method of requests) connection.sendRequest(method).catch(() => {});
    }, CALM);
  };
}
