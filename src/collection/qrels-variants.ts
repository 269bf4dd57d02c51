/** A way to read who is relevant off a split of a benchmark. */
export interface QrelsVariant {
  readonly name: 'original' | 'fixed';
  /** One sentence. */
  readonly description: string;
}

export const qrelsVariants: readonly QrelsVariant[] = [
  { name: 'original', description: 'The judgments as the dataset has them.' },
  {
    name: 'fixed',
    description:
      "Documents whose text equals that of a relevant document of the topic are relevant too: BRIGHT's StackExchange splits hold many pages twice.",
  },
];

export function findQrelsVariant(name: string): QrelsVariant | undefined {
  return qrelsVariants.find((variant) => variant.name === name);
}
