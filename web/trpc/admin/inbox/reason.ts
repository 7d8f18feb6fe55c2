/** Reasons are our own words, but some quote what came in: the same mask goes over them as over bodies. */
import type { InboxPage, InboxRow } from '#db/admin/inbox-list.ts'
import { maskText } from '#integrations/kit/mask/words.ts'

export const withoutQuotes = ({ reason }: Pick<InboxRow, 'reason'>): Pick<InboxRow, 'reason'> => ({
  reason: reason === null ? null : maskText(reason),
})

export const withoutQuotesIn = (page: InboxPage): InboxPage => ({
  ...page,
  rows: page.rows.map((row) => ({ ...row, ...withoutQuotes(row) })),
})
