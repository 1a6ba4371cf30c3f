import type { Memento } from 'vscode';
import { ToldNews } from './toldNews.ts';

/** Which firings of alerts the user of this workspace has been told of. */
export class ToldAlerts extends ToldNews {
  constructor(memento: Pick<Memento, 'get' | 'update'>) {
    super(memento, 'modelyard.toldAlerts', ({ fired, mute }, told = '') =>
      fired !== null && mute === null && told < fired ? fired : undefined,
    );
  }
}
