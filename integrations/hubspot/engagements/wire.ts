/** The parts of HubSpot's e-mails, calls and meetings we read. Bodies of calls and meetings, and HTML, are not among them. */
import { z } from 'zod'
import { value, wireObject } from '../schema.ts'

const instant = z.iso.datetime({ offset: true }).nullish().catch(null)

export const wireEmail = z.object({
  ...wireObject,
  properties: z.object({
    hs_timestamp: instant,
    hs_email_subject: value,
    hs_email_text: value,
    hs_email_direction: value,
    hs_email_status: value,
    hs_email_from_email: value,
    hs_email_from_firstname: value,
    hs_email_from_lastname: value,
    /** Addresses with semicolons between. */
    hs_email_to_email: value,
    hs_email_cc_email: value,
  }),
})

export const wireCall = z.object({
  ...wireObject,
  properties: z.object({
    hs_timestamp: instant,
    hs_call_title: value,
    hs_call_direction: value,
    /** Milliseconds as text. */
    hs_call_duration: value,
    hs_call_status: value,
  }),
})

export const wireMeeting = z.object({
  ...wireObject,
  properties: z.object({
    hs_timestamp: instant,
    hs_meeting_title: value,
    hs_meeting_start_time: instant,
    hs_meeting_end_time: instant,
    hs_meeting_location: value,
    hs_meeting_outcome: value,
  }),
})

/** What is read of a contact to know whose an engagement is, and who took part. */
export const wirePerson = z.object({
  ...wireObject,
  properties: z.object({
    firstname: value,
    lastname: value,
    email: value,
    /** Further addresses with semicolons between. */
    hs_additional_emails: value,
  }),
})

export type WireEmail = z.infer<typeof wireEmail>
export type WireCall = z.infer<typeof wireCall>
export type WireMeeting = z.infer<typeof wireMeeting>

export const PERSON_PROPERTIES = ['firstname', 'lastname', 'email', 'hs_additional_emails']
