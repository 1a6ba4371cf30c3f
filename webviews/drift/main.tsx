import { mount } from '../shared/mount.tsx';
import { DriftPanel } from './driftPanel.tsx';

mount(DriftPanel);
