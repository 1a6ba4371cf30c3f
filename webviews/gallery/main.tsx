import './gallery.css';
import { mount } from '../shared/mount.tsx';
import { Gallery } from './gallery.tsx';

mount(Gallery);
