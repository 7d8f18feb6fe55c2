/** Which actions a searched word means: those whose sentence says it, in the language of the catalogue. */
import { AUDIT_ACTIONS, type AuditAction } from '#workflows/contracts/audit.ts'
import en from '#web/languages/en/index.ts'

type Node = string | { readonly [key: string]: Node }

/** Every text below a node: a sentence may have a form per plural. */
const textsOf = (node: Node): string[] =>
  typeof node === 'string' ? [node] : Object.values(node).flatMap(textsOf)

function sentenceTexts(action: AuditAction): string {
  const [group = '', verb = ''] = action.split('.')
  const own: Node = en.audit.sentence
  const inGroup = own[group]
  if (inGroup === undefined || typeof inGroup === 'string') return ''
  const forms = Object.entries(inGroup).filter(([name]) => name.replace(/_[a-z]+$/, '') === verb)
  return forms
    .flatMap(([, node]) => textsOf(node))
    .join(' ')
    .replace(/\{\{\w+\}\}/g, ' ')
    .toLowerCase()
}

const SENTENCES = (Object.keys(AUDIT_ACTIONS) as AuditAction[]).map((action) => ({
  action,
  words: sentenceTexts(action),
}))

export const actionsOf = (word: string): AuditAction[] =>
  SENTENCES.filter(({ words }) => words.includes(word.toLowerCase())).map(({ action }) => action)
