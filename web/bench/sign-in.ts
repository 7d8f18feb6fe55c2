/**
 * `sign-in`: p95 of a sign-in without the hash, whose cost is chosen: limits, lookup, second factor asked for,
 * session, audit log of the tenant. Floor: one lookup and one insert.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { createDatabase } from '#db/client.ts'
import { endSession, findSignIn, startSession } from '#db/system/sign-in.ts'
import type { BenchStack } from '#workers/bench/bench-stack.ts'
import { quantile, type PreparedFigure } from '#workers/bench/figure.ts'
import { beginStep } from '../auth/door/second-step.ts'
import { createPasswordWork } from '../auth/passwords/password-work.ts'
import { createSignInLimits } from '../auth/sign-in-limits.ts'
import { createSignIn } from '../auth/sign-in.ts'

const SIGN_INS = 200

export async function prepareSignIn(bench: BenchStack): Promise<PreparedFigure> {
  const db = createDatabase({ url: bench.database.appUrl, name: 'bench', max: 4 })
  const floor = new pg.Pool({ connectionString: bench.floorUrl, max: 1 })
  const { email } = bench.member('vellmar', 'admin')
  // No hash: every password is right at no cost.
  const passwords = createPasswordWork({
    verify: (passwordHash) => Promise.resolve(passwordHash !== null),
    hash: (password) => Promise.resolve(password),
  })
  const signIn = createSignIn({
    store: {
      findPassword: (address) => findSignIn(db, address),
      start: ({ hash, ...session }) => startSession(db, { idHash: hash, ...session }),
      end: async (hash, reason) => {
        await endSession(db, hash, reason)
      },
    },
    limits: createSignInLimits(db.pool),
    passwords,
    beginStep: beginStep({ db }),
  })
  await prepareFloor(floor)
  const ours = async (): Promise<void> => {
    const request = { email, password: 'x', address: '127.0.0.1', userAgent: null, replaces: null }
    const { type } = await signIn(request)
    if (type !== 'signed_in') throw new Error(`A sign-in was answered ${type}.`)
  }
  return {
    figure: {
      name: 'sign-in',
      unit: 'ms',
      ours: () => p95(ours),
      floor: () => p95(() => signInBare(floor, email)),
    },
    close: async () => {
      await floor.end()
      await db.close()
    },
  }
}

async function prepareFloor(pool: pg.Pool): Promise<void> {
  await pool.query(`
    drop table if exists floor_sessions, floor_people;
    create table floor_people (email text primary key, password text);
    create table floor_sessions (id bytea primary key, email text, at timestamptz default now());
    insert into floor_people select 'p' || n || '@floor.test', 'x' from generate_series(1, 10000) n`)
}

async function signInBare(pool: pg.Pool, email: string): Promise<void> {
  await pool.query('select password from floor_people where email = $1', [email])
  await pool.query('insert into floor_sessions (id, email) values ($1, $2)', [
    randomBytes(32),
    email,
  ])
}

/** Of so many, one after the other. */
async function p95(work: () => Promise<void>): Promise<number> {
  const times: number[] = []
  for (let count = 0; count < SIGN_INS; count++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return quantile(times, 0.95)
}
