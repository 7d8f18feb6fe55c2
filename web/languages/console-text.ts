/** The words of the console. Staff have no language of their own yet; pages ask here, so that they can get one. */
import type { ConsoleTranslate } from './catalogue.ts'
import consoleEn from './en/console/index.ts'
import { createTranslate } from './translate.ts'

const translate = createTranslate('en', consoleEn, consoleEn)

/**
 * @example consoleText('inbox.title')
 */
export const consoleText: ConsoleTranslate = (key, ...values) => translate(key, values[0])
