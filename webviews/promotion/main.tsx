import { mount } from '../shared/mount.tsx';
import { PromotionPanel } from './promotionPanel.tsx';

mount(PromotionPanel);
