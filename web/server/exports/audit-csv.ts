/** `audit.csv`: the audit log as a table, each entry with the sentence that its page tells. */
import { listAuditRows } from '#db/read/audit/audit-list.ts'
import { exportPages } from '#db/read/list/export-pages.ts'
import type { Translate } from '../../languages/catalogue.ts'
import en from '../../languages/en/index.ts'
import { createTranslate } from '../../languages/translate.ts'
import type { AuditEntryView } from '../../portal/settings/audit/audit-api.ts'
import { readAuditQuery } from '../../portal/settings/audit/audit-query.ts'
import { changesOf } from '../../portal/settings/audit/facts.ts'
import { actorWord, sentenceOf, type AuditVoice } from '../../portal/settings/audit/sentence.ts'
import { auditAccessOf } from '../../trpc/routers/portal/audit/access.ts'
import { actionsOf } from '../../trpc/routers/portal/audit/actions-of.ts'
import { createFormat } from '../../ui/text/format.ts'
import { cellsOf, titlesOf, type Column } from './columns.ts'
import type { CsvList } from './csv-download.ts'

const { column } = en.audit
const translate = createTranslate('en', en, en)
const text: Translate = (key, ...values) => translate(key, values[0])

function voiceOf(timeZone: string, operator: string): AuditVoice {
  const format = createFormat({ locale: 'en', timeZone, text })
  return { text, format, operator, locale: 'en', now: new Date() }
}

const columnsOf = (voice: AuditVoice): Column<AuditEntryView>[] => [
  { title: column.when, cell: ({ at }) => at },
  { title: column.who, cell: ({ actor }) => actor.name },
  { title: column.kind, cell: ({ actor }) => actorWord(actor.kind, voice) },
  { title: column.what, cell: (entry) => sentenceOf(entry, voice) },
  { title: column.subject, cell: ({ subject }) => subject.label },
  {
    title: column.changes,
    cell: (entry) =>
      changesOf(entry, voice)
        .map(({ name, from, to }) =>
          text('audit.change', { fact: name, from: from ?? '–', to: to ?? '–' }),
        )
        .join('; '),
  },
  { title: column.area, cell: ({ module }) => en.audit.module[module] },
  { title: column.address, cell: ({ address }) => address },
  { title: column.browser, cell: ({ userAgent }) => userAgent },
]

export const auditCsv: CsvList = {
  name: 'audit',
  action: 'audit.exported',
  tableOf: ({ member, params, timeZone, operator, inTenant }) => {
    const columns = columnsOf(voiceOf(timeZone, operator))
    const query = { ...readAuditQuery(params), timeZone, actionsOf }
    const batches = exportPages(inTenant, (trx, page) =>
      listAuditRows(trx, auditAccessOf(member), { ...query, ...page }),
    )
    return { titles: titlesOf(columns), batches: cellsOf(columns, batches) }
  },
}
