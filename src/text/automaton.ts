/**
 * Regular patterns over small symbol numbers, and the deterministic automaton that finds their longest match.
 *
 * A pattern draws itself into a nondeterministic automaton: it starts at the state `from` and returns the state where it ends
 * (Thompson, 1968). `automatonOf` makes it deterministic by the subset construction (Rabin and Scott, 1959).
 */
export type Pattern = (drawing: Drawing, from: number) => number;

/** A nondeterministic automaton that grows while patterns are drawn. */
interface Drawing {
  newState(): number;
  /** From one state to another by one of the symbols, or freely where `symbols` is empty. */
  edge(from: number, to: number, symbols: readonly number[]): void;
}

/** One of the symbols. */
export function one(...symbols: readonly number[]): Pattern {
  return (drawing, from) => {
    const to = drawing.newState();
    drawing.edge(from, to, symbols);
    return to;
  };
}

/** The patterns one after the other. */
export function sequence(...patterns: readonly Pattern[]): Pattern {
  return (drawing, from) => patterns.reduce((at, pattern) => pattern(drawing, at), from);
}

/** One of the patterns. */
export function either(...patterns: readonly Pattern[]): Pattern {
  return (drawing, from) => {
    const to = drawing.newState();
    for (const pattern of patterns) drawing.edge(pattern(drawing, from), to, []);
    return to;
  };
}

/** The pattern, or nothing. */
export function optional(pattern: Pattern): Pattern {
  return either(pattern, sequence());
}

/** The pattern any number of times, none included. */
export function many(pattern: Pattern): Pattern {
  return (drawing, from) => {
    const loop = drawing.newState();
    drawing.edge(from, loop, []);
    drawing.edge(pattern(drawing, loop), loop, []);
    return loop;
  };
}

/** The pattern at least once. */
export function some(pattern: Pattern): Pattern {
  return sequence(pattern, many(pattern));
}

export interface Automaton {
  /** States × `width`: the state that follows, 0 where nothing matches any more. State 0 has no way out; matching starts in state 1. */
  readonly next: Uint8Array;
  /** Symbols per state: the row length of `next`, a power of two. */
  readonly width: number;
  /** By state: 1 where what was read so far is a match. */
  readonly accepts: Uint8Array;
  /** By state: 1 where nothing can follow, so that reading on is pointless. */
  readonly final: Uint8Array;
}

/** The deterministic automaton of a pattern whose symbols are below `width`. It must come to fewer than 256 states. */
export function automatonOf(pattern: Pattern, width: number): Automaton {
  const edges: { to: number; symbols: readonly number[] }[][] = [];
  const drawing: Drawing = {
    newState: () => edges.push([]) - 1,
    edge: (from, to, symbols) => edges[from]!.push({ to, symbols }),
  };
  const start = drawing.newState();
  const end = pattern(drawing, start);

  const subsets: number[][] = [];
  const numbers = new Map<string, number>();
  /** The number of the subset that these states open: they and all that can be reached freely from them. */
  function subsetOf(states: readonly number[]): number {
    const key = states.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const reached = new Set(states);
    for (const state of reached) for (const { to, symbols } of edges[state]!) if (symbols.length === 0) reached.add(to);
    const subset = [...reached].sort((a, b) => a - b);
    const closedKey = `closed ${subset.join()}`;
    const number = numbers.get(closedKey) ?? subsets.push(subset) - 1;
    numbers.set(key, number).set(closedKey, number);
    return number;
  }

  subsetOf([]);
  subsetOf([start]);
  const rows: Uint8Array[] = [];
  for (const subset of subsets) {
    const targets = Array.from({ length: width }, (): number[] => []);
    for (const state of subset) for (const { to, symbols } of edges[state]!) for (const symbol of symbols) targets[symbol]!.push(to);
    rows.push(Uint8Array.from(targets, (target) => (target.length === 0 ? 0 : subsetOf(target))));
  }
  const next = new Uint8Array(rows.length * width);
  rows.forEach((row, state) => {
    next.set(row, state * width);
  });
  return {
    next,
    width,
    accepts: Uint8Array.from(subsets, (subset) => (subset.includes(end) ? 1 : 0)),
    final: Uint8Array.from(rows, (row) => (row.every((state) => state === 0) ? 1 : 0)),
  };
}
