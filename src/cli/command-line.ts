/**
 * The command line as a person would type it: `brightline run -b mini`. Arguments are quoted where a shell needs it, and the value of
 * anything that looks like a token is left out: manifests are passed on.
 */
export function commandLine(argv: readonly string[]): string {
  return ['brightline', ...argv.slice(2).map((argument) => quote(argument.replace(/\bhf_[A-Za-z0-9]{8,}/g, 'hf_…')))].join(' ');
}

function quote(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
