/** Chooses the best of several items: its place among those given. */
export type ChooseBest<Item> = (items: readonly Item[]) => Promise<number>;

export interface HeapTopOptions {
  /** How many are to be found. */
  readonly top: number;
  /** Children of a node: an item is chosen among at most one more than that. */
  readonly children: number;
}

/**
 * Finds the best items by a heap in which each node is the best of itself and its children: about n / children choices to build it, and
 * log n to the base of children for each item that is taken off.
 *
 * Returns the best `top`, best first, and behind them all others in the order in which they were given.
 *
 * Source: Zhuang et al. "A Setwise Approach for Effective and Highly Efficient Zero-shot Ranking with Large Language Models" (SIGIR 2024), setwise.heapsort.
 */
export async function heapTop<Item>(
  items: readonly Item[],
  choose: ChooseBest<Item>,
  { top, children }: HeapTopOptions,
): Promise<readonly Item[]> {
  const heap = [...items];

  async function sink(node: number): Promise<void> {
    for (let at = node; ; ) {
      const first = children * at + 1;
      const family = [at, ...range(first, Math.min(first + children, heap.length))];
      if (family.length < 2) return;
      const best = family[await choose(family.map((place) => heap[place]!))]!;
      if (best === at) return;
      [heap[at], heap[best]] = [heap[best]!, heap[at]!];
      at = best;
    }
  }

  for (let node = Math.floor((heap.length - 2) / children); node >= 0; node--) await sink(node);
  const found: Item[] = [];
  while (heap.length > 0 && found.length < top) {
    found.push(heap[0]!);
    const last = heap.pop()!;
    if (heap.length === 0) break;
    heap[0] = last;
    if (found.length < top) await sink(0);
  }
  const taken = new Set(found);
  return [...found, ...items.filter((item) => !taken.has(item))];
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, at) => start + at);
}
