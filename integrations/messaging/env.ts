/** The variables of mail and SMS, for the schema of every process that sends; all of one channel, or none. */
import { z } from 'zod'

export const messagingEnv = z.object({
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .meta({
      description: 'Mail server; without it no mail is sent',
      example: 'smtp://user:password@mail.example:587',
    }),
  MAIL_FROM: z.string().min(3).optional().meta({
    description: 'Sender of every mail, as a name and an address',
    example: 'Halden Steam <portal@halden.example>',
  }),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-fA-F]{32}$/, 'must be AC followed by 32 hexadecimal digits')
    .optional()
    .meta({
      description: 'Twilio account; without it no SMS is sent',
      example: 'AC00000000000000000000000000000000',
    }),
  TWILIO_AUTH_TOKEN: z.string().min(1).optional().meta({
    description: 'Auth token of the Twilio account',
    example: 'token-of-the-account',
  }),
  TWILIO_FROM: z.string().min(1).optional().meta({
    description: 'Number or sender name SMS come from',
    example: '+4915112345678',
  }),
  TWILIO_API_BASE: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: "Another base than Twilio's own", example: 'https://api.twilio.com' }),
})
export type MessagingEnv = z.infer<typeof messagingEnv>
