import { languages, QuickPickItemKind, TabInputText, Uri, ViewColumn, window, workspace } from 'vscode';
import { LANGUAGE } from '../contributions.ts';
import { plainText, TEMPLATES, type Template } from './templates.ts';

const SCHEME = 'modelyard-template';

/** Asks for a template; the one in front is shown as the spec that it makes. */
export async function pickTemplate(): Promise<Template | undefined> {
  const picker = window.createQuickPick();
  picker.placeholder = 'What the new spec is';
  picker.matchOnDescription = true;
  picker.items = TEMPLATES.flatMap((template, index) => [
    ...(TEMPLATES[index - 1]?.kind === template.kind
      ? []
      : [{ label: template.kind, kind: QuickPickItemKind.Separator }]),
    { label: template.label, description: template.description },
  ]);
  const templateOf = (label: string | undefined) => TEMPLATES.find((template) => template.label === label);
  const preview = previews();
  try {
    return await new Promise((resolve) => {
      picker.onDidChangeActive(([item]) => void preview.show(templateOf(item?.label)));
      picker.onDidAccept(() => resolve(templateOf(picker.selectedItems[0]?.label)));
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    });
  } finally {
    picker.dispose();
    await preview.close();
  }
}

/** Templates as documents that cannot be changed. */
function previews() {
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => {
      const template = TEMPLATES.find(({ label }) => label === uri.fragment);
      return template === undefined ? '' : `${plainText(template.body)}\n`;
    },
  });
  return {
    async show(template: Template | undefined): Promise<void> {
      if (template === undefined) return;
      const uri = Uri.from({ scheme: SCHEME, path: `/${template.kind}.yaml`, fragment: template.label });
      const document = await languages.setTextDocumentLanguage(await workspace.openTextDocument(uri), LANGUAGE);
      await window.showTextDocument(document, { preview: true, preserveFocus: true, viewColumn: ViewColumn.Active });
    },
    async close(): Promise<void> {
      const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
      const ours = tabs.filter(({ input }) => input instanceof TabInputText && input.uri.scheme === SCHEME);
      await window.tabGroups.close(ours, true);
      provider.dispose();
    },
  };
}
