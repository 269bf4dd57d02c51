/** Where the fields of a line are: positions in its bytes, ends exclusive. Filled by `findTrecFields`, used again for every line. */
export interface TrecFields {
  topicStart: number;
  topicEnd: number;
  documentStart: number;
  documentEnd: number;
  rankStart: number;
  rankEnd: number;
  scoreStart: number;
  scoreEnd: number;
  tagStart: number;
  tagEnd: number;
}

export function noFields(): TrecFields {
  return {
    topicStart: 0,
    topicEnd: 0,
    documentStart: 0,
    documentEnd: 0,
    rankStart: 0,
    rankEnd: 0,
    scoreStart: 0,
    scoreEnd: 0,
    tagStart: 0,
    tagEnd: 0,
  };
}

const COLUMNS = 6;
const starts = new Uint32Array(COLUMNS);
const ends = new Uint32Array(COLUMNS);

/**
 * Finds the six columns of a TREC run line, `topic Q0 document rank score tag`, from both ends.
 *
 * Exactly five tabs: the six fields between them are taken as they are, spaces and all (but for spaces around the score). Otherwise columns are parted by spaces or tabs; the
 * first two are topic and Q0, the last three rank, score and tag, and what is between them is the document, which may hold spaces.
 *
 * @returns how many columns there are: 6 where the fields were found, fewer or more where not all of them could be; 0 for an empty line.
 *   More than 6 with fields set means that document or tag hold spaces.
 */
export function findTrecFields(bytes: Buffer, start: number, end: number, fields: TrecFields): number {
  let columns = 0;
  let tabs = 0;
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === SPACE || byte === TAB) {
      if (byte === TAB) tabs++;
      at++;
      continue;
    }
    const columnStart = at;
    do at++;
    while (at < end && bytes[at] !== SPACE && bytes[at] !== TAB);
    if (columns < COLUMNS) {
      starts[columns] = columnStart;
      ends[columns] = at;
    }
    columns++;
  }
  if (columns === 0) return 0;
  if (tabs === COLUMNS - 1) {
    splitAtTabs(bytes, start, end);
    columns = COLUMNS;
  }
  if (columns < COLUMNS) return columns;
  setFields(fields);
  if (columns > COLUMNS) placeFromEnd(bytes, end, fields);
  return columns;
}

/** For a line with more than six columns: the reading in which the tag, not the document, holds the spaces, as trec_eval reads it. */
export function placeFromStart(bytes: Buffer, start: number, end: number, fields: TrecFields): void {
  findTrecFields(bytes, start, end, fields);
  setFields(fields);
  fields.tagEnd = end;
}

function setFields(fields: TrecFields): void {
  fields.topicStart = starts[0]!;
  fields.topicEnd = ends[0]!;
  fields.documentStart = starts[2]!;
  fields.documentEnd = ends[2]!;
  fields.rankStart = starts[3]!;
  fields.rankEnd = ends[3]!;
  fields.scoreStart = starts[4]!;
  fields.scoreEnd = ends[4]!;
  fields.tagStart = starts[5]!;
  fields.tagEnd = ends[5]!;
}

function splitAtTabs(bytes: Buffer, start: number, end: number): void {
  let column = 0;
  starts[0] = start;
  for (let at = start; at < end; at++) {
    if (bytes[at] !== TAB) continue;
    ends[column++] = at;
    starts[column] = at + 1;
  }
  ends[column] = end;
  // Scores are often padded to a width.
  while (starts[4]! < ends[4]! && bytes[starts[4]!] === SPACE) starts[4]!++;
  while (starts[4]! < ends[4]! && bytes[ends[4]! - 1] === SPACE) ends[4]!--;
}

function placeFromEnd(bytes: Buffer, end: number, fields: TrecFields): void {
  let at = end;
  const blank = (): boolean => bytes[at - 1] === SPACE || bytes[at - 1] === TAB;
  while (blank()) at--;
  fields.tagEnd = at;
  while (!blank()) at--;
  fields.tagStart = at;
  while (blank()) at--;
  fields.scoreEnd = at;
  while (!blank()) at--;
  fields.scoreStart = at;
  while (blank()) at--;
  fields.rankEnd = at;
  while (!blank()) at--;
  fields.rankStart = at;
  while (blank()) at--;
  fields.documentEnd = at;
}

const SPACE = 32;
const TAB = 9;
