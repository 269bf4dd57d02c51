/** How a benchmark's files can be laid out; `layouts.ts` has the reader of each. */
export const layoutNames = ['bright', 'beir', 'files', 'choices'] as const;

export type LayoutName = (typeof layoutNames)[number];
