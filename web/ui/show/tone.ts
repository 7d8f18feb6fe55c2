/** The five tones a state can have, and the classes that colour ink, tint and bar with them. */
export type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'idle'

export const INK: Record<Tone, string> = {
  ok: 'text-ok',
  info: 'text-info',
  warn: 'text-warn',
  bad: 'text-bad',
  idle: 'text-soft',
}

export const TINT: Record<Tone, string> = {
  ok: 'bg-ok-tint',
  info: 'bg-info-tint',
  warn: 'bg-warn-tint',
  bad: 'bg-bad-tint',
  idle: 'bg-idle-tint',
}

export const BAR: Record<Tone, string> = {
  ok: 'bg-ok-bar',
  info: 'bg-info-bar',
  warn: 'bg-warn-bar',
  bad: 'bg-bad-bar',
  idle: 'bg-idle-bar',
}

export const FILL: Record<Tone, string> = {
  ok: 'fill-ok-bar',
  info: 'fill-info-bar',
  warn: 'fill-warn-bar',
  bad: 'fill-bad-bar',
  idle: 'fill-idle-bar',
}
