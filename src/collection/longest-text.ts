/** Bytes of the longest text that is read, and of the longest line: 256 MiB, half of what a string can hold. */
export const longestText: number = 1 << 28;
