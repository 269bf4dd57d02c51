/**
 * A value as JSON text, safe to show in a terminal as well: DEL, the C1 control characters and what turns the direction of writing, which JSON would leave
 * as they are, are escaped. Reads back to the same value.
 */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(/[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g, escapeUnit)}\n`;
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
