import { expect, test } from 'vitest'
import { parseUpOptions } from './options.ts'

test('without options it starts the demo on port 3000 and restarts after one second', () => {
  expect(parseUpOptions([])).toEqual({
    port: 3000,
    fresh: false,
    demo: true,
    restartDelayMs: 1_000,
    dev: false,
  })
})

test('every option is understood', () => {
  const args = ['--port', '3100', '--fresh', '--no-demo', '--restart-delay', '0.5', '--dev']
  expect(parseUpOptions(args)).toEqual({
    port: 3100,
    fresh: true,
    demo: false,
    restartDelayMs: 500,
    dev: true,
  })
})

test.each([
  [['--port', '0'], '--port'],
  [['--port', '70000'], '--port'],
  [['--port', '12.5'], '--port'],
  [['--port', 'web'], '"web"'],
  [['--restart-delay', '-1'], '--restart-delay'],
  [['--restart-delay='], '--restart-delay'],
  [['--prot', '3000'], '--prot'],
])('%j is refused by name', (args, named) => {
  expect(() => parseUpOptions(args)).toThrow(named)
})
