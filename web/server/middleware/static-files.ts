/**
 * The built client. Names under /assets hold a hash of their content, so they live for a year, and a name of an
 * older build is a plain 404: a page in its place would be parsed as a script. No source map leaves the house.
 */
import path from 'node:path'
import compression from 'compression'
import express, { Router } from 'express'
import { sendFailure } from '../error-answer.ts'

/** @param clientDir absolute folder of the client build */
export function staticFiles(clientDir: string): Router {
  const router = Router()
  const missing: express.RequestHandler = (req, res) => {
    sendFailure(req, res, { code: 'not_found', message: 'There is no such file.' })
  }
  router.use(compression())
  router.get(/\.map$/, missing)
  router.use(
    '/assets',
    express.static(path.join(clientDir, 'assets'), {
      immutable: true,
      maxAge: '1y',
      index: false,
      redirect: false,
    }),
    missing,
  )
  router.use(express.static(clientDir, { maxAge: '1h', index: false, redirect: false }))
  return router
}
