/** What a row of a tree looks like and says, without the editor. */
export interface ItemLook {
  readonly label: string;
  readonly description?: string;
  readonly icon?: Icon;
  /** Markdown. */
  readonly tooltip: string;
  /** What a screen reader says: a sentence. */
  readonly aria: string;
  /** Menus are by this: the kind of row, then what is special of it, with dots between. */
  readonly context: string;
}

/** A codicon; its colour is a theme's token. */
export interface Icon {
  readonly id: string;
  readonly color?: string;
}

export const COLORS = {
  good: 'gitDecoration.addedResourceForeground',
  bad: 'list.errorForeground',
  warning: 'list.warningForeground',
  live: 'textLink.foreground',
} as const;
