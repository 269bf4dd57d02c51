/** Members of each group, by id or by the name of another group. */
export type Groups = Readonly<Record<string, readonly string[]>>;

/** What is wrong with groups, by the place inside them: names that mean something else, members that there are not, groups that contain themselves. */
export function groupTrouble(groups: Groups, splits: readonly string[]): readonly { path: (string | number)[]; message: string }[] {
  const trouble: { path: (string | number)[]; message: string }[] = [];
  for (const [name, members] of Object.entries(groups)) {
    if (splits.includes(name)) trouble.push({ path: [name], message: 'is also the id of a split' });
    if (name === 'all') trouble.push({ path: [name], message: 'names every split already' });
    members.forEach((member, at) => {
      if (!splits.includes(member) && !Object.hasOwn(groups, member)) {
        trouble.push({ path: [name, at], message: `"${member}" is neither a split nor a group` });
      }
    });
    const cycle = findCycle(groups, name);
    if (cycle !== undefined) trouble.push({ path: [name], message: `contains itself: ${cycle.join(' → ')}` });
  }
  return trouble;
}

/** Ids of a group's splits, each once, in the order of the group. The groups must be free of trouble. */
export function expandGroup(groups: Groups, name: string): readonly string[] {
  const members = groups[name]!;
  return [...new Set(members.flatMap((member) => (Object.hasOwn(groups, member) ? expandGroup(groups, member) : [member])))];
}

/** The way from a group back to itself. */
function findCycle(groups: Groups, name: string): readonly string[] | undefined {
  const seen = new Set<string>();
  const walk = (at: string, way: readonly string[]): readonly string[] | undefined => {
    for (const member of Object.hasOwn(groups, at) ? groups[at]! : []) {
      if (member === name) return [...way, member];
      if (seen.has(member)) continue;
      seen.add(member);
      const found = walk(member, [...way, member]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return walk(name, [name]);
}
