/** Where pages come from: the build in production, Vite in development. The rest of the server knows neither. */
import { readFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { createRequestHandler } from '@react-router/express'
import type { RequestHandler } from 'express'
import type { ServerBuild } from 'react-router'
import type { ServerParts } from './deps.ts'
import { createLoadContext } from './load-context.ts'
import { staticFiles } from './middleware/static-files.ts'
import { matchPages, type PageMatch } from './watch/route-patterns.ts'

export interface Pages {
  assets: RequestHandler
  pages: RequestHandler
  match: PageMatch
  close(): Promise<void>
}

export interface PagesOptions {
  /** Folder that holds `build/` and the Vite configuration. */
  projectDir: string
  parts: ServerParts
  /** Carries Vite's reload socket in development. */
  server: Server
}

export async function createPages(options: PagesOptions): Promise<Pages> {
  return options.parts.development ? fromVite(options) : fromBuild(options)
}

const handler = (
  parts: ServerParts,
  build: ServerBuild | (() => Promise<ServerBuild>),
): RequestHandler =>
  createRequestHandler({
    build,
    mode: parts.development ? 'development' : 'production',
    getLoadContext: (req, res) => createLoadContext(req, res, parts),
  })

async function fromBuild({ projectDir, parts }: PagesOptions): Promise<Pages> {
  const builds = path.join(projectDir, 'build')
  // Names the newest of several builds; without it the folder is the build.
  const current = await readFile(path.join(builds, 'current'), 'utf8').catch(() => '')
  const folder = path.join(builds, current.trim())
  const file = path.join(folder, 'server/index.js')
  const build = (await import(pathToFileURL(file).href)) as ServerBuild
  return {
    assets: staticFiles(path.join(folder, 'client')),
    pages: handler(parts, build),
    match: matchPages(Object.values(build.routes).filter((route) => route !== undefined)),
    close: () => Promise.resolve(),
  }
}

async function fromVite({ projectDir, parts, server }: PagesOptions): Promise<Pages> {
  // Only development has Vite installed.
  const { createServer } = await import('vite')
  const vite = await createServer({
    root: projectDir,
    server: { middlewareMode: true, ws: { server } },
  })
  const load = async (): Promise<ServerBuild> =>
    (await vite.ssrLoadModule('virtual:react-router/server-build')) as ServerBuild
  return {
    assets: vite.middlewares,
    pages: handler(parts, load),
    // Routes come and go while one works on them.
    match: () => '(page)',
    close: () => vite.close(),
  }
}
