/** `npm run doctor`: what is missing on this machine and the command that helps; exit code 1 when anything is. */
import { runChecks } from './doctor/checks.ts'

const findings = await runChecks()
for (const { name, ok, says, helps } of findings) {
  process.stdout.write(`${ok ? '✓' : '✗'} ${name.padEnd(14)} ${says}\n`)
  if (!ok && helps) process.stdout.write(`  ${''.padEnd(14)} → ${helps}\n`)
}
const missing = findings.filter((finding) => !finding.ok)
process.stdout.write(
  missing.length === 0
    ? '\nNothing is missing.\n'
    : `\nMissing: ${missing.map((finding) => finding.name).join(', ')}.\n`,
)
process.exitCode = missing.length === 0 ? 0 : 1
