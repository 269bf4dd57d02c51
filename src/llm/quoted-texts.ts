/**
 * The texts in triple quotes that a file of Python or TOML gives a name: `bright_pony = """…"""`, `prompt_user = '''…'''`. That is how prompts are published:
 * ReasonIR's prompts.py, Rank-R1's prompt files.
 *
 * A line break right behind the opening quotes belongs to the text in Python and not in TOML. A backslash at a line's end joins it to the next in both, and
 * before quotes or another backslash stands for what follows; any other is kept.
 */
export function quotedTexts(source: string, language: 'python' | 'toml'): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [, name, quotes, body] of source.matchAll(
    /^[ \t]*([A-Za-z_]\w*)[ \t]*=[ \t]*[rfRF]?("""|''')((?:\\[\s\S]|(?!\2)[\s\S])*)\2/gm,
  )) {
    const text = language === 'toml' ? body!.replace(/^\r?\n/, '') : body!;
    texts.set(name!, language === 'toml' && quotes === "'''" ? text : text.replace(/\\(\r?\n|["'\\])/g, (_, what: string) => what.trim()));
  }
  return texts;
}
