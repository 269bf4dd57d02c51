/** Whether a query is led by the instruction that its split has for every model. */
export type InstructionSetting = 'with' | 'without';

/**
 * A query led by an instruction, with a space between, as RAR-b hands both to models that know no better form
 * (https://github.com/gowitheflow-1998/RAR-b, `rarb/evaluation_utils.py`).
 */
export function instruct(query: string, instruction: string): string {
  return `${instruction} ${query}`;
}
