/** Addresses that can be written to or called. */

/** Some programs dial digits only; a person reads the number as it was written down. */
const dialled = (phone: string): string => phone.replace(/[^+\d]/g, '')

export const PhoneLink = ({ phone }: { phone: string }) => (
  <a href={`tel:${dialled(phone)}`} className="link whitespace-nowrap">
    {phone}
  </a>
)

export const MailLink = ({ email }: { email: string }) => (
  <a href={`mailto:${encodeURI(email)}`} className="link break-all">
    {email}
  </a>
)
