import leven from 'leven';

/**
 * The known names that a person may have meant by `wanted`, nearest first, at most three.
 *
 * Near is an edit distance of a third of the longer name at most, the same letters in another order, or one name holding the other; case and the difference between `-` and `_`
 * don't count. Equally near names keep the order of `known`.
 */
export function nearestNames(wanted: string, known: Iterable<string>): string[] {
  const asked = plain(wanted);
  const scored: { name: string; distance: number }[] = [];
  for (const name of new Set(known)) {
    const candidate = plain(name);
    const distance = leven(asked, candidate);
    const near = distance <= Math.max(asked.length, candidate.length) / 3 || letters(asked) === letters(candidate);
    const holds = asked.length >= 3 && candidate.length >= 3 && (candidate.includes(asked) || asked.includes(candidate));
    if (near || holds) scored.push({ name, distance });
  }
  return scored
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** `did you mean biology or economics? ` with the nearest names, or an empty text where none is near. */
export function didYouMean(wanted: string, known: Iterable<string>): string {
  const names = nearestNames(wanted, known);
  return names.length === 0 ? '' : `Did you mean ${names.join(' or ')}? `;
}

/** A slip of two fingers swaps letters, which an edit distance counts twice. */
function letters(name: string): string {
  return [...name].sort().join('');
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}
