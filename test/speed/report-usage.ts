// Put before a program with `node --import`: at its end, writes what it used of the machine into the file that USAGE_FILE names.
import { writeFileSync } from 'node:fs';

process.on('exit', () => writeFileSync(process.env['USAGE_FILE']!, JSON.stringify(process.resourceUsage())));
