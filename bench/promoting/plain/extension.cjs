// The least that an extension can show in a panel: from a lens of its own to a page of one heading.
const { CodeLens, commands, languages, Range, ViewColumn, window } = require('vscode');

exports.activate = ({ subscriptions }) => {
  const show = () => {
    window.createWebviewPanel('plain', 'Plain', ViewColumn.Active).webview.html =
      '<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src \'none\'"><h1>Plain</h1>';
  };
  const lens = new CodeLens(new Range(0, 0, 0, 0), { command: 'bench.plain', title: 'plain' });
  subscriptions.push(
    commands.registerCommand('bench.plain', show),
    languages.registerCodeLensProvider({ pattern: '**/*.modelcard.yaml' }, { provideCodeLenses: () => [lens] }),
  );
};
