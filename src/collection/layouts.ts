import { beir } from './beir.ts';
import { bright } from './bright.ts';
import { choices } from './choices.ts';
import { files } from './files.ts';
import type { Layout } from './layout.ts';
import type { LayoutName } from './layout-names.ts';

/** The reader of each layout that a definition can name. */
export const layouts: Readonly<Record<LayoutName, Layout>> = { bright, beir, files, choices };
