/**
 * `npm run conformance -- DIR`: holds every answer of the sandbox on a described route against the
 * providers' own OpenAPI descriptions in DIR. Ends non-zero when one is missing, differs, or was not asked.
 */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { hubspotProvider } from '#integrations/sandbox/hubspot/testing/conformance.ts'
import { twilioProvider } from '#integrations/sandbox/messaging/testing/conformance.ts'
import { readDescription } from './conformance/description.ts'
import type { Provider } from './conformance/provider.ts'
import { createRecorder, type Report } from './conformance/recorder.ts'
import { stripeProvider } from './conformance/stripe.ts'

/** One entry per provider; each brings its files, its stand-in and a walk through it. */
const PROVIDERS: readonly Provider[] = [stripeProvider, hubspotProvider, twilioProvider]

async function check(provider: Provider, folder: string): Promise<Report> {
  const descriptions = provider.files.map((file) => readDescription(join(folder, file)))
  const recorder = createRecorder(descriptions)
  const standIn = await provider.start()
  try {
    await provider.walk(recorder.sender(standIn.base), recorder.hold)
  } finally {
    await standIn.close()
  }
  return recorder.report(provider.routes)
}

function missingFiles(folder: string): string[] {
  return PROVIDERS.flatMap((provider) => provider.files)
    .map((file) => join(folder, file))
    .filter((path) => !existsSync(path))
}

function print(name: string, report: Report): void {
  for (const [route, count] of report.checked) {
    console.log(`  ${String(count).padStart(4)}  ${route}`)
  }
  const answers = [...report.checked.values()].reduce((sum, count) => sum + count, 0)
  console.log(
    `${name}: ${answers} answers and objects on ${report.checked.size} routes and schemas`,
  )
  for (const fault of report.faults) console.error(`  differs: ${fault}`)
  for (const route of report.unasked) console.error(`  never asked: ${route}`)
}

const [given] = process.argv.slice(2)
if (given === undefined) {
  console.error('Give the folder with the descriptions: npm run conformance -- DIR')
  process.exit(2)
}
const folder = resolve(given)
const missing = missingFiles(folder)
if (missing.length > 0) {
  console.error(`These descriptions are missing:\n  ${missing.join('\n  ')}`)
  process.exit(2)
}
let good = true
for (const provider of PROVIDERS) {
  const report = await check(provider, folder)
  print(provider.name, report)
  good &&= report.faults.length === 0 && report.unasked.length === 0
}
console.log(good ? 'conformance passed' : 'conformance failed (see above)')
process.exitCode = good ? 0 : 1
