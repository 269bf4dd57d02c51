import { createHash } from 'node:crypto';

const LONGEST = 120;

/**
 * Turns any text into one safe name of a file or folder: never a path, never empty, `.` or `..`, never starting with a dot, no character that a file
 * system refuses. Ordinary names stay as they are; other characters become `%XX`, and a long name is cut and ends in a hash of the whole,
 * so that different texts give different names (up to letter case, where the file system ignores it).
 */
export function fileName(text: string): string {
  const safe = text.replace(/[^\p{L}\p{N}._=,@+()-]|^\./gu, percent).replace(/[. ]$/, percent) || '%';
  if (Buffer.byteLength(safe) <= LONGEST) return safe;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `${cutToBytes(safe, LONGEST - 13)}~${hash}`;
}

/** The text that `fileName` made a name of, but for long ones, which it cut. */
export function folderTitle(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function percent(character: string): string {
  return [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
}

function cutToBytes(text: string, bytes: number): string {
  let length = 0;
  let kept = '';
  for (const character of text) {
    length += Buffer.byteLength(character);
    if (length > bytes) break;
    kept += character;
  }
  return kept;
}
