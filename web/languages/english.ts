/**
 * English as a page has it: what every page says, and what the page itself brings along (`pages/`). The whole of it
 * would cost each page the words of all others.
 */
import { common } from './en/common.ts'
import { errors } from './en/errors.ts'
import type en from './en/index.ts'
import { list } from './en/list.ts'
import { shell } from './en/shell.ts'

export type Words = Record<string, (typeof en)[keyof typeof en]>

export const english: Words = { common, errors, list, shell }

export const addEnglish = (words: Partial<typeof en>): void => void Object.assign(english, words)
