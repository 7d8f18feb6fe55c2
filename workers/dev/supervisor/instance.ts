/** One instance of Portside on this machine: its folder, its secrets, its ports, and what runs of it now. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { devEnv } from '../env.ts'
import { removePostgresHome } from '../services/postgres-home.ts'
import type { InstanceFacts } from './process-env.ts'
import { choosePorts, type Ports } from './state/remembered-ports.ts'
import { createRuntimeFile, type RuntimeFile } from './state/runtime-file.ts'
import { loadSecrets, type Secrets } from './state/secrets.ts'

export interface Instance {
  dataDir: string
  runtime: RuntimeFile
  secrets: Secrets
  ports: Ports
  /** Pages and processes reload when their sources change. */
  dev: boolean
  /** Set when somebody else's Temporal server is used. */
  externalTemporal: { address: string; namespace: string } | undefined
  web: { port: number; url: string }
  /** The demo's operator is named on its pages. */
  demo: boolean
  /** Told every line a process writes, besides the log file. */
  onLine?: (name: string, line: string) => void
}

/** Its mails and SMS end in the sandbox's outbox. */
const DEMO_OPERATOR = {
  operator: 'Halden Steam',
  mailFrom: 'Halden Steam <portal@haldensteam.example>',
  alert: {
    email: devEnv.OPERATOR_ALERT_EMAIL ?? 'tomas@haldensteam.example',
    phone: devEnv.OPERATOR_ALERT_PHONE ?? '+4915155501042',
  },
}

export const postgresDir = (dataDir: string): string => path.join(dataDir, 'postgres')

export async function openInstance(
  options: Omit<Instance, 'runtime' | 'secrets' | 'ports'> & { replaceBusyPorts: boolean },
): Promise<Instance> {
  const { dataDir, replaceBusyPorts } = options
  await fs.mkdir(dataDir, { recursive: true, mode: 0o700 })
  return {
    ...options,
    runtime: createRuntimeFile(dataDir),
    secrets: loadSecrets(dataDir),
    ports: await choosePorts(dataDir, replaceBusyPorts),
  }
}

/** What the processes of the instance are told, as far as it is known by now. */
export function factsOf(instance: Instance): InstanceFacts {
  const { postgres, temporal, sandbox } = instance.runtime.read()
  return {
    dataDir: instance.dataDir,
    secrets: instance.secrets,
    dsn: postgres?.dsn,
    temporal: temporal ?? instance.externalTemporal,
    sandboxUrl: sandbox?.url,
    smtpUrl: sandbox?.smtp,
    web: instance.web,
    metricsPort: devEnv.METRICS_PORT,
    ...(instance.demo ? DEMO_OPERATOR : {}),
  }
}

// By name: PORTSIDE_DATA_DIR may be a folder that holds other things too.
const OURS = [
  'bundles',
  'demo.json',
  'logs',
  'ports.json',
  'sandbox',
  'secrets.json',
  'storage',
  'temporal',
]

/** Removes everything an instance remembers; nothing of it may be running. */
export async function removeState(dataDir: string): Promise<void> {
  await removePostgresHome(postgresDir(dataDir))
  for (const name of OURS) {
    await fs.rm(path.join(dataDir, name), { recursive: true, force: true })
  }
}
