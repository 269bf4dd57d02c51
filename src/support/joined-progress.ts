import type { Progress, Task } from './progress.ts';

/** Shows several pieces of work that are counted alike as the one that `task` is: whoever started that ends it. */
export function joinedProgress(progress: Progress, task: Task): Progress {
  return { ...progress, start: () => ({ advance: (amount) => task.advance(amount), end() {} }) };
}
