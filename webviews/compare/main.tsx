import { mount } from '../shared/mount.tsx';
import { ComparePanel } from './comparePanel.tsx';

mount(ComparePanel);
