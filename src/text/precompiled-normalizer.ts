/** Bytes of the longest cluster that is looked up as a whole; `normalize_string` in the Rust crate spm_precompiled. */
const LONGEST_CLUSTER = 5;
/** Clusters whose replacement is kept at hand. */
const REMEMBERED = 1 << 16;

const plain = /^[\x20-\x7e]*$/;
const clusters = new Intl.Segmenter('und', { granularity: 'grapheme' });
const encoder = new TextEncoder();

/**
 * Makes SentencePiece's normaliser from its compiled table (`precompiled_charsmap` of tokenizers for T5, XLM-R and their kin), as the Rust library
 * applies it: cluster by cluster, and where a cluster isn't in the table or is long, character by character. The npm library approximates the table
 * by NFKC.
 *
 * The table is the size of a trie in bytes, the trie as a double array of 32-bit units (Darts), and the texts that its leaves point to, each ended by
 * a zero byte.
 *
 * @param table in Base64.
 * @throws RangeError when the table is shorter than it says.
 */
export function precompiledNormalizer(table: string): (text: string) => string {
  const bytes = Buffer.from(table, 'base64');
  const end = 4 + bytes.readUInt32LE(0);
  const units = Uint32Array.from({ length: (end - 4) / 4 }, (_, at) => bytes.readUInt32LE(4 + at * 4));
  const known = new Map<string, string>();
  const replace = (cluster: string): string => {
    const remembered = known.get(cluster);
    if (remembered !== undefined) return remembered;
    const replaced = replaceCluster(cluster, units, bytes.subarray(end));
    if (known.size < REMEMBERED) known.set(cluster, replaced);
    return replaced;
  };
  // Most texts hold nothing that the table would change; ASCII is asked once.
  const asciiStays = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).every(
    (character) => replace(character) === character,
  );
  return (text) => {
    if (asciiStays && plain.test(text)) return text;
    let result = '';
    for (const { segment } of clusters.segment(text)) result += replace(segment);
    return result;
  };
}

function replaceCluster(cluster: string, units: Uint32Array, texts: Buffer): string {
  const key = encoder.encode(cluster);
  const whole = key.length <= LONGEST_CLUSTER ? lookUp(key, units, texts) : undefined;
  if (whole !== undefined) return whole;
  let result = '';
  for (const character of cluster) result += lookUp(encoder.encode(character), units, texts) ?? character;
  return result;
}

/** What stands in the table for the shortest prefix of the key that has an entry. */
function lookUp(key: Uint8Array, units: Uint32Array, texts: Buffer): string | undefined {
  let at = offsetOf(units[0]!);
  for (const byte of key) {
    if (byte === 0) return undefined;
    at ^= byte;
    const unit = units[at] ?? 0;
    if ((unit & 0x800000ff) >>> 0 !== byte) return undefined;
    at ^= offsetOf(unit);
    if ((unit >>> 8) & 1) {
      const start = units[at]! & 0x7fffffff;
      return texts.toString('utf8', start, texts.indexOf(0, start));
    }
  }
  return undefined;
}

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}
