import type { Memento } from 'vscode';
import { isToDecide } from './offerText.ts';
import { ToldNews } from './toldNews.ts';

/** Of which versions that alerts had trained the user of this workspace has been told, by the run that made them. */
export class ToldOffers extends ToldNews {
  constructor(memento: Pick<Memento, 'get' | 'update'>) {
    super(memento, 'modelyard.toldOffers', ({ offer, mute }, told) =>
      offer !== null && isToDecide(offer) && mute === null && told !== offer.run ? offer.run : undefined,
    );
  }
}
