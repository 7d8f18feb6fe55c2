/**
 * The time-skipping Temporal test server, for workflow tests whose timers last days. It is a Java program: taken
 * from Maven into the cache where Maven and Java are there, else downloaded by @temporalio/testing itself.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { cacheDir } from '../env.ts'
import { intoCache } from './into-cache.ts'

/** What `TestWorkflowEnvironment.createTimeSkipping({ server: { executable } })` takes. */
export type TestServerExecutable =
  { type: 'existing-path'; path: string } | { type: 'cached-download' }

const VERSION = '1.32.0'
const OLDEST_JAVA = 11
const run = promisify(execFile)
const home = path.join(cacheDir, 'temporal-test-server', VERSION)
const program = path.join(home, 'temporal-test-server')

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>portside</groupId><artifactId>temporal-test-server</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${VERSION}</version>
  </dependency></dependencies>
</project>
`

// $0's folder, not an absolute path: the folder is renamed into place after it was filled.
const WRAPPER = `#!/bin/sh
exec java -XX:+UseSerialGC -cp "$(dirname "$0")/jars/*" io.temporal.testserver.TestServer "$@"
`

/** @example const executable = await findTestServer() */
export async function findTestServer(): Promise<TestServerExecutable> {
  if (!(await hasJava())) return { type: 'cached-download' }
  if (await exists(program)) return { type: 'existing-path', path: program }
  try {
    await fetchWithMaven()
    return { type: 'existing-path', path: program }
  } catch {
    // No Maven, or no way to its repository: the other source may still be reachable.
    return { type: 'cached-download' }
  }
}

const fetchWithMaven = (): Promise<void> =>
  intoCache(home, {
    async make(folder) {
      await fs.writeFile(path.join(folder, 'pom.xml'), POM)
      await fs.writeFile(path.join(folder, path.basename(program)), WRAPPER, { mode: 0o755 })
      const jars = path.join(folder, 'jars')
      const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${jars}`]
      await run('mvn', ['-q', '-B', ...goal], { cwd: folder, timeout: 180_000 })
    },
    works: (folder) => exists(path.join(folder, path.basename(program))),
  })

async function hasJava(): Promise<boolean> {
  // Java tells its version on stderr: openjdk version "17.0.15" 2025-04-15
  const { stderr } = await run('java', ['-version']).catch(() => ({ stderr: '' }))
  return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0) >= OLDEST_JAVA
}

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  )
}
