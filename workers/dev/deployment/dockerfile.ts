/** The Dockerfile as a list of instructions by stage; enough to compare it with the project. */
import fs from 'node:fs'
import path from 'node:path'
import { projectDir } from '../env.ts'

export interface Instruction {
  name: string
  text: string
}

export interface Stage {
  from: string
  name: string | null
  instructions: Instruction[]
}

export interface Dockerfile {
  /** `ARG` before the first stage. */
  args: Map<string, string>
  stages: Stage[]
}

export function readDockerfile(): Dockerfile {
  const text = fs.readFileSync(path.join(projectDir, 'Dockerfile'), 'utf8')
  const file: Dockerfile = { args: new Map(), stages: [] }
  for (const { name, text: rest } of instructionsOf(text)) {
    const [, from, stage = null] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? []
    if (name === 'FROM') file.stages.push({ from: from ?? '', name: stage, instructions: [] })
    else if (file.stages.length > 0) file.stages.at(-1)?.instructions.push({ name, text: rest })
    else if (name === 'ARG') file.args.set(...pairOf(rest))
  }
  return file
}

/** `KEY=value KEY=value` of ENV or ARG. */
export const pairsOf = (text: string): Map<string, string> =>
  new Map(text.split(/\s+/).map((pair) => pairOf(pair)))

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function instructionsOf(text: string): Instruction[] {
  const lines = text.split('\n').filter((line) => !/^\s*(#|$)/.test(line))
  const whole = lines.join('\n').replaceAll(/\\\n\s*/g, '')
  return whole.split('\n').map((line) => {
    const [name = '', ...rest] = line.trim().split(/\s+/)
    return { name, text: rest.join(' ') }
  })
}
