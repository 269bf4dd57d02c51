/**
 * Turns a pattern for paths into an expression that matches whole paths: `*` and `?` stand for characters other than `/`, `**` for any number of
 * folders, `[abc]` and `[!abc]` for one character, `{a,b}` for either.
 */
export function globExpression(pattern: string): RegExp {
  let source = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    const set = char === '[' ? /^\[(!?)([^\]]+)\]/.exec(pattern.slice(at)) : null;
    if (set !== null) {
      source += `[${set[1] === '!' ? '^' : ''}${set[2]!.replace(/[\\^]/g, '\\$&')}]`;
      at += set[0].length - 1;
    } else if (pattern.startsWith('**/', at)) {
      source += '(?:[^/]+/)*';
      at += 2;
    } else if (pattern.startsWith('**', at)) {
      source += '.*';
      at += 1;
    } else if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char === '{' && pattern.includes('}', at)) {
      source += '(?:';
      depth++;
    } else if (char === '}' && depth > 0) {
      source += ')';
      depth--;
    } else if (char === ',' && depth > 0) source += '|';
    else source += char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  }
  return new RegExp(`^${source}$`, 'su');
}
