/** Reads at a time; the system's own pool has four threads for files. */
const READERS = 4;

/** Does the work for each item, a few at a time. */
export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const reader = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(READERS, items.length) }, reader));
}
