import { mount } from '../shared/mount.tsx';
import { RunPanel } from './runPanel.tsx';

mount(RunPanel);
